"""A creatinine that nothing can be worked out from is shown as it came, and no start is offered on it."""

from __future__ import annotations

import pytest

from lentus.course import AnyEvent
from lentus.protocol import advise
from lentus.protocol.kidney import kidneys
from lentus.protocol.renal import AREA
from lentus.quantity import Concentration
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import by_mouth, spoken, takes, words

AT = "2026-03-20T09:00"
CREATININE = event("laboratory", "2026-03-01T08:00", analyte="creatinine", value="3 mg/dL")
WEIGHT = event("weight", "2026-03-01T08:00", weight="60 kg")
START, ALONE = "renal.creatinine-alone-at-start", "renal.creatinine-alone"


def test_at_a_start_it_needs_an_owner_and_shows_value_date_and_age() -> None:
    one = spoken(AREA, state(CREATININE, sex="female", at=AT), by_mouth(AT, 5, 5, 5))[START]
    assert one.severity.word == "override"
    assert one.value("creatinine") == Concentration.read("3 mg/dL")
    assert one.value("creatinine_at") == moment("2026-03-01T08:00")
    assert one.missing == ("weight",)
    for said in ("3\u00a0mg per dL", "01-Mar-2026, 19 days old", "Cockcroft-Gault", "needs weight"):
        assert said in one.says


@pytest.mark.parametrize(
    ("events", "who", "withheld"),
    [
        ((CREATININE,), {"sex": "female"}, True),
        ((CREATININE, WEIGHT), {}, True),
        ((CREATININE, WEIGHT), {"sex": "female", "born": None}, True),
        ((), {"sex": "female"}, False),
        ((CREATININE, event("laboratory", AT, analyte="eGFR", value="90 mL/min/1.73 m2")), {}, False),
    ],
)
def test_no_start_is_offered_on_it(events: tuple[AnyEvent, ...], who: dict[str, str | None], withheld: bool) -> None:
    told = advise(state(*events, at=AT, **who))  # type: ignore[arg-type]
    held = {one.id: {each.rule for each in one.against} for one in told.withheld}
    assert (START in held.get("oral.start", set())) is withheld
    assert ("oral.start" in {one.id for one in told.options}) is not withheld


def test_who_takes_it_already_is_warned() -> None:
    known = state(takes(10, 10, 10), CREATININE, at=AT)
    assert words(AREA, known, by_mouth(AT, 10, 10, 10)) == {ALONE: "warn"}


def test_a_first_screening_dose_is_a_start_too() -> None:
    known = state(CREATININE, at=AT)
    assert words(AREA, known, order("screening", AT, dose="50 mcg")) == {START: "override"}


def test_the_pumps_first_dose_is_a_start_after_a_screening() -> None:
    screened = event("screening dose", "2026-03-02T08:00", dose="50 mcg")
    known = state(CREATININE, screened, at=AT)
    assert START in words(AREA, known, order("pump start", AT, daily_dose="100 mcg/day"))


def test_nothing_recorded_is_asked_for_as_before() -> None:
    assert words(AREA, state(at=AT), by_mouth(AT, 5, 5, 5)) == {"renal.unknown": "warn"}


@pytest.mark.parametrize(
    ("at", "age"),
    [("2026-03-01T09:00", ", today"), ("2026-03-02T08:00", ", 1 day old"), ("2027-03-01T08:00", ", 365 days old")],
)
def test_each_value_says_how_old_it_is(at: str, age: str) -> None:
    told = kidneys(state(CREATININE, WEIGHT, sex="female", at=at)).words
    assert f"creatinine of 01-Mar-2026{age}" in told
    egfr = event("laboratory", "2026-03-01T08:00", analyte="eGFR", value="40 mL/min/1.73 m2")
    assert f"(01-Mar-2026{age})" in kidneys(state(egfr, at=at)).words
    reported = event("laboratory", "2026-03-01T08:00", analyte="creatinine clearance", value="40 mL/min")
    assert f"(reported 01-Mar-2026{age})" in kidneys(state(reported, at=at)).words
