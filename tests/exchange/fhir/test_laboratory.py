"""Creatinine and eGFR of other senders: by code and unit together, exact, and refused where the two disagree."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.foreign import take_in
from lentus.exchange.fhir.laboratory import LABORATORY, MOLAR_MASS, read_laboratory
from lentus.exchange.fhir.naming import UCUM
from lentus.quantity import Concentration
from tests.exchange.fhir.test_resources import observed

OF = {kind: [code for code, known in LABORATORY.items() if known.amount == kind] for kind in ("mass", "moles", "rate")}


def sent(value: Any, unit: str) -> dict[str, Any]:
    return {"value": value, "system": UCUM, "code": unit}


def read(code: str, value: Any, unit: str) -> str:
    """The value that is read."""
    found = read_laboratory(code, sent(value, unit))
    assert isinstance(found, dict), found
    return str(found["value"])


def test_each_code_says_where_it_was_read() -> None:
    for code, known in LABORATORY.items():
        assert "https://" in known.source, code
        assert known.name, code


@pytest.mark.parametrize("code", OF["mass"])
@pytest.mark.parametrize(("value", "unit"), [(1.1, "mg/dL"), (11, "mg/L"), (11_000, "ug/L"), (0.011, "g/L")])
def test_a_mass_is_the_same_in_every_unit(code: str, value: float, unit: str) -> None:
    assert Concentration.read(read(code, value, unit)) == Concentration.read("1.1 mg/dL")


@pytest.mark.parametrize("code", OF["moles"])
@pytest.mark.parametrize(("value", "unit"), [(106, "umol/L"), (0.106, "mmol/L"), (106, "nmol/mL"), (10.6, "umol/dL")])
def test_moles_are_a_mass_exactly_and_the_report_is_kept(code: str, value: float, unit: str) -> None:
    text = read(code, value, unit)
    assert Concentration.read(text).amount("mg/L") == Fraction(106) * MOLAR_MASS / 1000
    assert text == "1.199072 mg/dL"
    found = read_laboratory(code, sent(value, unit))
    assert isinstance(found, dict)
    assert found["note"] == f"Reported as {value:g} {unit}."


def test_the_molar_mass_is_that_of_the_formula() -> None:
    """C4H7N3O by the abridged standard atomic weights."""
    weights = {"C": Fraction("12.011"), "H": Fraction("1.008"), "N": Fraction("14.007"), "O": Fraction("15.999")}
    formula = 4 * weights["C"] + 7 * weights["H"] + 3 * weights["N"] + weights["O"]
    assert abs(formula - MOLAR_MASS) <= Fraction("0.005")


@given(st.integers(1, 5_000))
def test_more_moles_are_more_milligrams(tenths: int) -> None:
    here, more = (Concentration.read(read("14682-9", one / 10, "umol/L")) for one in (tenths, tenths + 1))
    assert here < more


@pytest.mark.parametrize("code", OF["rate"])
@pytest.mark.parametrize("unit", ["mL/min/{1.73_m2}", "mL/min/{1.73m2}", "mL/min/1.73.m2"])
def test_every_formula_without_race_is_an_egfr(code: str, unit: str) -> None:
    assert read(code, 42.5, unit) == "42.5 mL/min/1.73 m2"


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("2160-0", "umol/L"),
        ("2160-0", "mg"),
        ("2160-0", "mL/min"),
        ("14682-9", "mg/dL"),
        ("98979-8", "mL/min"),
        ("98979-8", "mg/dL"),
        ("88293-6", "mL/min/{1.73_m2}"),
        ("48643-1", "mL/min/{1.73_m2}"),
    ],
)
def test_code_and_unit_that_disagree_and_a_rate_by_race_are_not_read(code: str, unit: str) -> None:
    found = read_laboratory(code, sent(42, unit))
    assert isinstance(found, CannotRead)
    assert found.needs


@pytest.mark.parametrize("value", ["1.1", None, True, -1, [], {}])
def test_what_is_no_number_is_not_read(value: Any) -> None:
    assert isinstance(read_laboratory("2160-0", sent(value, "mg/dL")), CannotRead)


def test_a_bundle_brings_both_and_tells_what_it_left() -> None:
    entries = [
        {"resourceType": "Patient", "id": "7"},
        observed("14682-9", "Creatinine", 106, "umol/L"),
        observed("98979-8", "eGFR", 61, "mL/min/{1.73_m2}", effectiveDateTime="2026-03-05T15:01:00Z"),
        observed("88293-6", "eGFR among blacks", 71, "mL/min/{1.73_m2}"),
        observed("99999-9", "Glomerular filtration rate predicted among blacks", 71, "mL/min/{1.73_m2}"),
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in entries]}
    taken = take_in(bundle, "America/Chicago", "Nurse A")
    _, *results = taken.course.events
    assert [getattr(one, "value", "") for one in results] == ["1.199072 mg/dL", "61 mL/min/1.73 m2"]
    assert "Reported as 106 umol/L." in results[0].note
    assert len(taken.unread) == 2
    assert "race" in taken.unread[0].why.reason
