"""The way to a target by mouth: the label's days and steps, dates counted on a calendar, nothing beyond the target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course.orders import OralOrder
from lentus.errors import CannotAssess, PlanError
from lentus.protocol.oral import AREA
from lentus.protocol.oral_doses import total
from lentus.protocol.oral_label import oral_label
from lentus.protocol.oral_plan import OralPlan, plan_oral
from lentus.quantity import DoseRate, Mass
from tests.protocol.courses import event, moment, state
from tests.protocol.oral_courses import DAY_1, a_day, mg, on, refuses, takes

MARCH_1 = date(2026, 3, 1)
NEW = state(event("weight", "2026-03-01T08:00", weight="70 kg"))


def days(plan: OralPlan) -> list[tuple[int, int]]:
    """Each day with its total in whole mg."""
    return [(line.day, int(line.daily.amount("mg/day"))) for line in plan.days()]


def test_the_label_s_first_13_days() -> None:
    plan = plan_oral(MARCH_1, a_day(80))
    expected = [15] * 3 + [30] * 3 + [45] * 3 + [60] * 3 + [80]
    assert days(plan) == list(enumerate(expected, start=1))
    assert [line.date for line in plan.days()] == [MARCH_1 + timedelta(days=number) for number in range(13)]
    assert plan.reached == date(2026, 3, 13)
    assert [(step.number, step.first.day, step.last and step.last.day) for step in plan.steps] == [
        (1, 1, 3),
        (2, 4, 6),
        (3, 7, 9),
        (4, 10, 12),
        (5, 13, None),
    ]
    assert plan.steps[-1].doses == mg(20, 20, 20, 20)
    assert plan.steps[-1].daily == a_day(80)
    assert plan.findings == ()
    assert plan.verified
    assert "L9" in plan.sources
    assert {one.id for one in plan.notes} == {"oral.lowest-effective", "oral.usual-daily", "oral.last-step"}


@pytest.mark.parametrize(
    ("target", "last", "reached"),
    [
        ("15", (5, 5, 5), 1),
        ("10", (5, 5), 1),
        ("12", (5, 5, 2), 1),
        ("16", (6, 5, 5), 4),
        ("40", (15, 15, 10), 7),
        ("37.5", (15, "12.5", 10), 7),
        ("60", (20, 20, 20), 10),
        ("62", (20, 20, 20, 2), 13),
        ("70", (20, 20, 20, 10), 13),
    ],
)
def test_a_target_that_is_no_multiple_ends_in_a_smaller_step(target: str, last: tuple[int, ...], reached: int) -> None:
    plan = plan_oral(MARCH_1, a_day(target))
    assert plan.steps[-1].doses == mg(*last)
    assert plan.reached.day == reached
    assert plan.target == a_day(target)


@pytest.mark.parametrize(
    ("target", "reason"), [("80.1", "at most 80\u00a0mg per day"), ("500", "above the daily maximum"), ("0", "taper")]
)
def test_a_target_that_cannot_be_is_refused(target: str, reason: str) -> None:
    with pytest.raises(PlanError, match=reason):
        plan_oral(MARCH_1, a_day(target))


@given(st.integers(1, 800))
def test_every_plan_is_a_way_that_the_rules_accept(tenths: int) -> None:
    """Steps rise to exactly the target, and each, ordered on its date after the one before, passes every oral rule."""
    plan = plan_oral(MARCH_1, DoseRate.exact(Fraction(tenths, 10), "mg/day"))
    assert total(plan.steps[-1].doses) == Mass.exact(Fraction(tenths, 10), "mg")
    told = [event("weight", "2026-02-27T08:00", weight="70 kg")]
    for step in plan.steps:
        at = moment(f"{step.first.isoformat()}T08:00")
        order = OralOrder(at=at, zone="America/Chicago", doses=step.doses)
        assert not refuses(AREA, state(*told), order)
        told.append(event("oral regimen", at, doses=list(step.doses)))
    dates = [step.first for step in plan.steps]
    assert all((later - earlier).days == 3 for earlier, later in pairwise(dates))


@given(st.integers(1, 800), st.integers(-3_000, 3_000))
def test_a_plan_moves_with_its_start(tenths: int, shift: int) -> None:
    target = DoseRate.exact(Fraction(tenths, 10), "mg/day")
    here, there = plan_oral(MARCH_1, target), plan_oral(MARCH_1 + timedelta(days=shift), target)
    assert days(here) == days(there)
    assert there.reached - here.reached == timedelta(days=shift)


@given(st.integers(1, 799))
def test_a_higher_target_is_never_reached_sooner(tenths: int) -> None:
    lower, higher = (plan_oral(MARCH_1, DoseRate.exact(Fraction(n, 10), "mg/day")) for n in (tenths, tenths + 1))
    assert lower.reached <= higher.reached


def test_a_time_of_day_is_its_day() -> None:
    assert plan_oral(datetime(2026, 3, 1, 22, 0), a_day(30)).start == MARCH_1  # noqa: DTZ001 - a plan counts days


def test_from_a_dose_that_is_taken_its_days_count() -> None:
    known = on(10, 10, 10, since="2026-03-19T08:00")
    plan = plan_oral(date(2026, 3, 20), a_day(60), from_state=known)
    assert [(step.first.day, step.last and step.last.day, step.doses) for step in plan.steps] == [
        (20, 21, mg(10, 10, 10)),
        (22, 24, mg(15, 15, 15)),
        (25, None, mg(20, 20, 20)),
    ]
    assert plan.start == date(2026, 3, 20)
    assert days(plan)[:3] == [(1, 30), (2, 30), (3, 45)]


def test_from_a_dose_whose_days_are_complete_the_first_step_is_today() -> None:
    plan = plan_oral(date(2026, 3, 20), a_day(45), from_state=on(10, 10, 10))
    assert [(step.number, step.first.day, step.doses) for step in plan.steps] == [(1, 20, mg(15, 15, 15))]
    assert not [one for one in plan.findings if one.blocks]
    later = plan_oral(date(2026, 3, 25), a_day(45), from_state=on(10, 10, 10))
    assert later.steps[0].first == date(2026, 3, 25)


def test_from_nothing_the_plan_is_the_label_s() -> None:
    plan = plan_oral(date(2026, 3, 2), a_day(80), from_state=NEW)
    assert days(plan) == days(plan_oral(MARCH_1, a_day(80)))


def test_the_patient_s_findings_stand_beside_the_plan() -> None:
    missed = event("doses missed", "2026-03-18T08:00", days=2)
    plan = plan_oral(date(2026, 3, 20), a_day(60), from_state=state(takes(10, 10, 10, at=DAY_1), missed))
    assert "oral.missed-days" in {one.rule for one in plan.findings}


def test_what_is_not_a_way_up_is_refused() -> None:
    for target in (30, 20):
        with pytest.raises(PlanError, match="not below the target"):
            plan_oral(date(2026, 3, 20), a_day(target), from_state=on(10, 10, 10))
    with pytest.raises(PlanError, match="before the present"):
        plan_oral(date(2026, 3, 19), a_day(60), from_state=on(10, 10, 10))
    with pytest.raises(CannotAssess, match="what is taken by mouth now"):
        plan_oral(date(2026, 3, 20), a_day(60), from_state=state(event("as found", "2026-03-19T08:00")))


def test_a_schedule_that_ends_below_the_target_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    # With the label's own numbers four of the largest doses are the maximum; a shorter schedule stands in for one day.
    short = replace(oral_label(), largest=mg(10)[0])
    monkeypatch.setattr("lentus.protocol.oral_plan.oral_label", lambda _profile: short)
    assert plan_oral(MARCH_1, a_day(40)).steps[-1].doses == mg(10, 10, 10, 10)
    with pytest.raises(PlanError, match="no further step"):
        plan_oral(MARCH_1, a_day(41))


def test_a_date_that_is_too_early_is_told_and_changes_nothing() -> None:
    plan = plan_oral(MARCH_1, a_day(60), by=date(2026, 3, 9))
    (one,) = plan.findings
    assert (one.rule, one.severity.word) == ("oral.target-date-too-early", "warn")
    assert (one.value("reached"), one.value("by")) == (date(2026, 3, 10), date(2026, 3, 9))
    assert one.value("target") == a_day(60)
    assert plan.steps == plan_oral(MARCH_1, a_day(60), by=date(2026, 3, 10)).steps
    assert plan_oral(MARCH_1, a_day(60), by=date(2026, 3, 10)).findings == ()


def test_the_products_of_a_plan() -> None:
    plan = plan_oral(MARCH_1, a_day(60))
    ways = plan.ways("D2")
    assert {
        str(dose.amount("mg")): [way.words.replace("\u00a0", " ") for way in made] for dose, made in ways.items()
    } == {
        "5": ["1 x 5 mg tablet"],
        "10": ["2 x 5 mg tablet"],
        "15": ["3 x 5 mg tablet"],
        "20": ["4 x 5 mg tablet"],
    }
    assert plan.ways("D3")[mg(15)[0]] == ()
    assert len(plan.ways()[mg(15)[0]]) > 3
    with pytest.raises(PlanError, match="not made for the mouth"):
        plan.ways("A1")


def test_each_jurisdiction_s_own_profile_is_read() -> None:
    assert plan_oral(MARCH_1, a_day(80), "uk").reached == plan_oral(MARCH_1, a_day(80), "eu").reached
