"""Codes: units, dates and pairs as the table has them, and a diagnosis that asks for its origin."""

from __future__ import annotations

from datetime import date

import pytest

from lentus import monograph
from lentus.errors import CannotAssess, MonographError, UnknownFactError
from lentus.monograph import billing
from lentus.quantity import Mass


@pytest.mark.parametrize(("key", "units"), [("A3", 4), ("A1", 1), ("A2", 2), ("B2", 1), ("C4", 4)])
def test_units_of_a_vial(key: str, units: int) -> None:
    total = monograph.product(key).total
    assert total is not None
    assert billing.billing_units("J0475", total) == units


def test_units_of_a_screening_dose_are_recalled_only() -> None:
    assert billing.billing_units("J0476", Mass.read("50 mcg")) == 1
    code = next(code for code in monograph.codes("HCPCS") if code.code == "J0476")
    assert not code.verified
    assert code.evidence == "X"
    assert "one site prints 10 mg" in code.note


def test_units_that_are_not_whole_are_not_rounded() -> None:
    with pytest.raises(MonographError, match=r"15000 mcg is not a whole number of units of 10000 mcg \(J0475\)"):
        billing.billing_units("J0475", Mass.read("15 mg"))
    with pytest.raises(UnknownFactError, match="J0475KD has no unit in the monograph"):
        billing.billing_units("J0475KD", Mass.read("10 mg"))
    with pytest.raises(UnknownFactError, match="the monograph has no code 'J9999'"):
        billing.billing_units("J9999", Mass.read("10 mg"))


SPECIFIC = ("G35.A", "G35.B0", "G35.B1", "G35.B2", "G35.C0", "G35.C1", "G35.C2", "G35.D")


@pytest.mark.parametrize(
    ("code", "day", "ok"),
    [
        ("G35", date(2025, 10, 2), False),
        ("G35", date(2025, 10, 1), False),
        ("G35", date(2025, 9, 30), True),
        ("G35.B1", date(2025, 10, 1), True),
        ("G35.D", date(2025, 9, 30), False),
    ],
)
def test_multiple_sclerosis_is_billed_by_subcode_from_october_2025(code: str, day: date, ok: bool) -> None:
    assert billing.billable(code, day).ok is ok


def test_what_is_not_billable_names_what_is() -> None:
    refused = billing.billable("G35", date(2025, 10, 2))
    assert refused.specific == SPECIFIC
    assert refused.says == f"G35 is not billable from 2025-10-01; use one of {', '.join(SPECIFIC)}"
    assert refused.code.sources == ("K7",)
    before = billing.billable("G35", date(2025, 9, 30))
    assert before.specific == ()
    assert before.says == "G35 is not billable from 2025-10-01"
    assert (
        billing.billable("G35.A", date(2026, 1, 1)).says == "G35.A is among the codes that replace G35 from 2025-10-01"
    )


@pytest.mark.parametrize("code", ["G80.0", "G35.X", "G3", ""])
def test_other_codes_are_not_called_billable(code: str) -> None:
    with pytest.raises(CannotAssess, match=f"cannot assess whether {code} is billable: needs the code's dates"):
        billing.billable(code, date(2026, 1, 1))


def test_refill_codes_are_not_reported_with_analysis_codes() -> None:
    analysis = ["62367", "62368", "62369", "62370"]
    for refill in ("95990", "95991"):
        for code in analysis:
            assert billing.not_together([refill, code]) == ((refill, code),)
            assert billing.not_together([code, refill]) == ((code, refill),)
    assert billing.not_together(analysis) == ()
    assert billing.not_together(["95990", "95991"]) == ()
    assert billing.not_together(["62369", "J0475", "95990", "62369"]) == (("62369", "95990"),)
    assert billing.not_together([]) == ()
    assert billing.not_together(["99999", "62367", "95991"]) == (("62367", "95991"),)


@pytest.mark.parametrize(
    ("code", "origin", "entry"),
    [
        ("G35", "spinal", "icd10-multiple-sclerosis-old"),
        ("G35.C1", "spinal", "icd10-multiple-sclerosis"),
        ("G82.20", "spinal", "icd10-paraplegia"),
        ("G82.54", "spinal", "icd10-quadriplegia"),
        ("G11.4", "spinal", "icd10-hereditary-paraplegia"),
        ("S14.109S", "spinal", "icd10-cord-injury-s14"),
        ("G80.1", "cerebral", "icd10-g80-1"),
        ("G80.4", "cerebral", "icd10-g80"),
        ("I69.354", "cerebral", "icd10-i69"),
        ("G81.11", "cerebral", "icd10-g81-11"),
        ("S06.2X9S", "cerebral", "icd10-brain-injury"),
        ("R25.2", "unspecified", "icd10-muscle-spasm"),
    ],
)
def test_a_diagnosis_hints_and_asks(code: str, origin: str, entry: str) -> None:
    hint = billing.origin_hint(code)
    assert hint is not None
    assert hint.origin == origin
    assert hint.code.id == entry
    assert hint.asks == f"{code} ({hint.code.meaning}) hints at an origin: {origin}. Ask the prescriber."


@pytest.mark.parametrize("code", ["S14.109A", "S06.2X9D", "G81.0", "G11.41", "G81.15", "R25", "E11.9", ""])
def test_a_diagnosis_without_a_hint(code: str) -> None:
    assert billing.origin_hint(code) is None


def test_recalled_hints_are_marked() -> None:
    recalled = {code.code for code in monograph.codes("ICD-10-CM") if code.evidence == "X"}
    assert recalled == {"S14.-", "S24.-", "S34.-", "S06.-"}


def test_codes_that_were_not_found_say_so() -> None:
    missing = {code.id for code in monograph.codes() if not code.code}
    assert missing == {"snomed-baclofen", "snomed-penn", "loinc-modified-ashworth", "loinc-penn"}
    assert all("not found" in code.meaning for code in monograph.codes() if not code.code)
    assert {code.system for code in monograph.codes()} == {"SNOMED CT", "LOINC", "ICD-10-CM", "CPT", "HCPCS"}
    assert [code.code for code in monograph.codes("SNOMED CT") if code.code] == [
        "221360009",
        "128188000",
        "765771006",
        "72607000",
        "26643006",
    ]
