"""Missed days are no days at the dose, and no step up is offered until doses are taken again."""

from __future__ import annotations

import pytest

from lentus.course import AnyEvent
from lentus.protocol import advise
from lentus.protocol.oral import AREA
from tests.protocol.courses import event, moment, state
from tests.protocol.oral_courses import by_mouth, spoken, takes

AT = "2026-03-20T09:00"
BEGUN = takes(10, 10, 10, at="2026-03-16T08:00")
MISSED = event("doses missed", "2026-03-18T20:00", days=2)
STEP = (15, 15, 15)
SOON = "oral.step-too-soon"

RESUMED = (
    event("dose given", "2026-03-19T08:00", dose="10 mg"),
    takes(10, 10, 10, at="2026-03-19T08:00"),
)


def test_without_missed_days_the_step_is_due() -> None:
    assert SOON not in spoken(AREA, state(BEGUN, at=AT), by_mouth(AT, *STEP))
    assert {"oral.smaller-step", "oral.step"} <= {one.id for one in advise(state(BEGUN, at=AT)).options}


def test_until_doses_are_taken_again_no_step_is_offered_or_let_through() -> None:
    known = state(BEGUN, MISSED, at=AT)
    told = advise(known)
    seen = {one.id for one in told.options} | {one.id for one in told.withheld}
    assert "oral.hold" in seen
    assert not {"oral.smaller-step", "oral.step"} & seen
    (risk,) = [one for one in told.told if one.id == "oral.missed-dose-rule"]
    assert "risk of its own" in risk.says
    assert "prescriber decides" in risk.says
    one = spoken(AREA, known, by_mouth("2026-04-20T09:00", *STEP))[SOON]
    assert one.severity.word == "override"
    assert one.until is None
    assert "once doses are taken again" in one.says


def test_an_assessment_alone_does_not_take_doses_up_again() -> None:
    seen = event("assessment", "2026-03-19T10:00", responding=False)
    told = advise(state(BEGUN, MISSED, seen, at=AT))
    assert "oral.step" not in {one.id for one in told.options}


@pytest.mark.parametrize("again", RESUMED, ids=["dose given", "regimen"])
def test_after_that_the_missed_days_are_not_counted(again: AnyEvent) -> None:
    known = state(BEGUN, MISSED, again, at=AT)
    found = spoken(AREA, known, by_mouth("2026-03-20T23:59", *STEP))[SOON]
    assert found.value("days_at_dose") == 2
    assert found.value("days_missed") == 2
    assert found.until == moment("2026-03-21T00:00")
    assert "2 days without doses not counted" in found.says
    assert SOON not in spoken(AREA, known, by_mouth("2026-03-21T00:00", *STEP))
    (offered,) = [one for one in advise(known).options if one.id == "oral.step"]
    assert offered.earliest == moment("2026-03-21T00:00")


def test_days_missed_before_the_present_dose_are_history() -> None:
    early = event("doses missed", "2026-03-10T20:00", days=5)
    known = state(takes(5, 5, 5, at="2026-03-01T08:00"), early, BEGUN, at=AT)
    assert SOON not in spoken(AREA, known, by_mouth(AT, *STEP))


def test_more_days_missed_than_passed_are_no_days_below_zero() -> None:
    long = event("doses missed", "2026-03-18T20:00", days=9)
    found = spoken(AREA, state(BEGUN, long, RESUMED[0], at=AT), by_mouth(AT, *STEP))[SOON]
    assert found.value("days_at_dose") == 0
