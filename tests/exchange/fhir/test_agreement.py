"""An amount is read only where everything that says it says the same: unit and code, words and numbers, any release."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus.exchange.fhir import CannotRead, read_dosage
from lentus.exchange.fhir.firm import AMOUNT, DOSAGE, REPEAT, TIMING
from lentus.exchange.fhir.naming import GTS, UCUM
from lentus.exchange.fhir.schema import definitions
from lentus.exchange.fhir.sig import said
from lentus.exchange.fhir.single_dose import unit_of
from lentus.exchange.fhir.ucum import is_ucum
from lentus.exchange.fhir.unit_words import SPELLED, said_rate, said_unit
from lentus.exchange.fhir.units import CODES
from lentus.quantity import Mass
from tests.exchange.fhir.sender_doubts import rate
from tests.exchange.fhir.sender_forms import mass, order, sig, timing

WORDS = [(word, code) for code, words in SPELLED.items() for word in words]
DOSES = [code for code in CODES if re.fullmatch(r"[num]?g|[umd]?L", code)]
NUMBERS = {1: "once", 2: "twice", 3: "three times", 4: "four times"}


@pytest.mark.parametrize(("word", "meant"), WORDS)
@pytest.mark.parametrize("code", DOSES)
def test_a_unit_in_words_and_in_code_is_read_only_where_both_are_one(word: str, meant: str, code: str) -> None:
    for said_ in (word, word.upper(), word.capitalize()):
        if said_ == "Mg":
            continue
        found = unit_of({"value": 1, "unit": said_, "system": UCUM, "code": code})
        assert isinstance(found, CannotRead) != (meant == code), (said_, code)


@pytest.mark.parametrize("word", ["Mg", "mG/kg", "iu", "", "milli", "grain", "mg/mL", "m\u00b2g"])
def test_words_of_no_unit_are_none(word: str) -> None:
    assert said_unit(word) is None


@given(st.sampled_from(["mcg", "mg", "ug", "MCG", "g"]), st.sampled_from(["ug/d", "mg/d", "ug/h", "mg/(24.h)", "g/wk"]),
       st.sampled_from(["day", "hr", "24 hours", "h", "week", "24h"]))  # fmt: skip
def test_a_rate_is_read_only_where_words_and_code_are_one(unit: str, code: str, time: str) -> None:
    words = f"{unit}/{time}"
    found = read_dosage(rate(mass(1, code, words)))
    one = read_dosage(rate({"value": 1, "unit": words}))
    other = read_dosage(rate({"value": 1, "system": UCUM, "code": code}))
    assert not isinstance(one, CannotRead)
    assert not isinstance(other, CannotRead)
    same = one.steps[0].rate == other.steps[0].rate
    assert isinstance(found, CannotRead) != same
    assert same or (isinstance(found, CannotRead) and found.grave)


def test_what_is_no_mass_by_time_has_no_rate() -> None:
    assert [said_rate(one) for one in ("mL/day", "mcg", "mcg/mL", "tablets/day", "mcg/day/kg", "")] == [None] * 6


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["mg", "mcg"]), st.sampled_from(["mg", "ug"]))
def test_a_dose_is_read_only_where_the_text_names_it_or_the_day(told: int, sent: int, word: str, code: str) -> None:
    found = read_dosage(order(sig(mass(sent, code), text=f"Take {told} {word} by mouth three times a day")))
    named = Mass.exact(told, word)
    dose = Mass.exact(sent, "mg" if code == "mg" else "mcg")
    assert isinstance(found, CannotRead) == (named not in (dose, dose * 3))


@given(st.integers(1, 4), st.integers(1, 4))
def test_a_number_of_doses_is_read_only_where_the_text_names_it(told: int, sent: int) -> None:
    at = timing(frequency=sent, period=1, periodUnit="d")
    for words in (f"{NUMBERS[told]} a day", f"{NUMBERS[told]} daily", f"every {24 // told} hours", f"Q{24 // told}H"):
        found = read_dosage(order(sig(timing=at, text=f"10 mg by mouth {words}")))
        assert isinstance(found, CannotRead) == (told != sent), words


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_words_break_the_reader_and_none_make_a_dose(words: str) -> None:
    plain, worded = read_dosage(order(sig())), read_dosage(order(sig(text=words)))
    assert isinstance(worded, CannotRead) or worded == plain
    assert said(words).unfirm == said(f" {words}").unfirm


@pytest.mark.parametrize(
    ("held", "known"),
    [("Dosage", DOSAGE), ("Dosage_DoseAndRate", AMOUNT), ("Timing_Repeat", REPEAT), ("Timing", TIMING)],
)
def test_the_elements_that_are_known_are_those_of_the_schema(held: str, known: frozenset[str]) -> None:
    asked = {name for name in definitions()[held]["properties"] if not name.startswith("_")}
    assert asked - known == {"modifierExtension"} & asked
    assert not known - asked


NEW: list[dict[str, Any]] = [
    {"asNeeded": True},
    {"asNeededFor": [{"text": "spasm"}]},
    {"until": 1},
    {"rateQuantity": {}},
]


@pytest.mark.parametrize("element", NEW, ids=lambda one: next(iter(one)))
def test_an_element_that_is_not_known_keeps_an_instruction_from_being_read(element: dict[str, Any]) -> None:
    found = read_dosage(order(sig(**element)))
    assert isinstance(found, CannotRead)
    assert "no element" in found.reason


@pytest.mark.parametrize(("code", "times"), [("BID", 2), ("TID", 3), ("QID", 4), ("QD", 1), ("Q8H", 3), ("Q12H", 2)])
def test_a_code_means_the_same_among_the_codes_of_fhir_and_alone(code: str, times: int) -> None:
    for system in (GTS, "urn:local"):
        found = read_dosage(order(sig(timing={"code": {"coding": [{"system": system, "code": code}]}})))
        assert not isinstance(found, CannotRead)
        assert len(found.steps[0].doses) == times


UNITS = (
    "mg/(24.h) [IU]/L 10*3/uL mL/min/{1.73_m2} kg/m2 mm[Hg] {score} /min {beats}/min meq/L % {INR} 1 mg/g{creat} "
    "ug/kg/min cm[H2O] [degF] Cel [lb_av] 10*9/L fL u[IU]/mL mosm/kg mo [drp] ukat/L kg.m/s2 10*-3 [arb'U]/mL ug/d ml"
)
WRONG = (
    "mcg \u00b5g mgs MG Mg ML tablet cc hr sec day IU mEq lbs TAB mmHg bpm {tbl mg} mg//mL mg/ mg. (mg mcg/d mg/day "
    "tabs ^ [xx] m[g KG mgm mL/hr CAP"
)


@pytest.mark.parametrize("code", UNITS.split(" "))
def test_units_of_medicine_are_codes_of_ucum(code: str) -> None:
    assert is_ucum(code)


@pytest.mark.parametrize("code", [*WRONG.split(" "), "", "mg per day", " mg", "mg "])
def test_what_people_write_in_place_of_codes_is_none(code: str) -> None:
    assert not is_ucum(code)


@given(st.text("mgcuLh/.(){}[]*123 d", max_size=30))
def test_any_text_is_a_code_or_none_and_a_code_with_a_note_still_is(code: str) -> None:
    if is_ucum(code) and not code.endswith("}"):
        assert is_ucum(f"{code}{{note}}")
