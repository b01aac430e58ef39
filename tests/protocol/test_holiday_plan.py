"""A holiday written out day by day: exact, falling, ending, and accepted by the rules about holidays."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lentus.errors import PlanError
from lentus.protocol.dosing import FINEST
from lentus.protocol.holiday import AREA
from lentus.protocol.holiday_plan import HolidayPlan, Shape, plan_holiday
from lentus.quantity import Concentration, DoseRate, FlowRate
from tests.protocol.courses import event, moment, state
from tests.protocol.oral_courses import spoken, words

START = moment("2026-03-20T09:00")
NONE = DoseRate.exact(0, "mcg/day")
KNOWN = state(event("program", "2026-03-01T09:00", daily_dose="290 mcg/day", concentration="500 mcg/mL"))
LOW: dict[str, Any] = {
    "concentration": Concentration.read("500 mcg/mL"),
    "minimum_flow": FlowRate.read("0.048 mL/day"),
}


def mcg(number: int | Fraction | str) -> DoseRate:
    return DoseRate.exact(Fraction(number), "mcg/day")


def doses(plan: HolidayPlan) -> list[DoseRate]:
    return [line.daily_dose for line in plan.lines]


def test_equal_amounts_from_290_over_28_days_are_ten_a_day() -> None:
    plan = plan_holiday(KNOWN, START, 28)
    assert doses(plan) == [mcg(290 - 10 * day) for day in range(1, 30)]
    assert [line.day for line in plan.lines] == list(range(1, 30))
    assert plan.lines[0].begins == START
    assert plan.lines[13].percent_left == Fraction(15_000, 290)
    assert all(line.fall == mcg(10) for line in plan.lines)
    assert plan.lines[0].flow is None
    assert plan.current == mcg(290)


def test_days_follow_the_clock_over_a_change_of_it() -> None:
    # The clocks of Chicago go back on 1 November 2026.
    plan = plan_holiday(mcg(290), moment("2026-10-30T09:00"), 14, zone="America/Chicago")
    assert {line.begins.hour for line in plan.lines} == {9}
    assert {line.begins.utcoffset() for line in plan.lines} == {
        moment("2026-10-30T09:00").utcoffset(),
        moment("2026-11-02T09:00").utcoffset(),
    }


def test_equal_percentages_halve_in_equal_times() -> None:
    plan = plan_holiday(mcg(1024), START, 10, "percentage", step=mcg(1))
    assert doses(plan) == [mcg(1024 // 2**day) for day in range(1, 11)] + [NONE]
    assert plan.shape == "percentage"


def test_no_line_is_below_what_the_pump_delivers() -> None:
    for shape in ("linear", "percentage"):
        plan = plan_holiday(mcg(800), START, 21, shape, **LOW)
        assert doses(plan)[-2:] == [mcg(24), NONE]
        assert min(doses(plan)[:-1]) == mcg(24)
        assert plan.lines[-2].flow == FlowRate.read("0.048 mL/day")
        assert any("24\u00a0mcg per day" in note for note in plan.notes)


def test_a_grid_is_kept_and_rounds_toward_the_dose_before() -> None:
    plan = plan_holiday(mcg(100), START, 14, step=mcg("2.5"))
    assert all((one / mcg("2.5")).denominator == 1 for one in doses(plan))
    assert doses(plan)[0] == mcg("95")
    assert any("2.5\u00a0mcg per day" in note and "not known" not in note for note in plan.notes)
    assert plan.step == mcg("2.5")


def test_without_a_step_no_grid_is_invented() -> None:
    even = plan_holiday(mcg(99), START, 21)
    assert doses(even)[:2] == [mcg("94.5"), mcg(90)]
    assert even.step is None
    assert any("nothing was rounded" in note for note in even.notes)
    # A third is no decimal number: it is written as far as an order can hold it, toward the dose before.
    third = plan_holiday(mcg(100), START, 14, zone="America/Chicago")
    assert doses(third)[0] == mcg("93.333333334")
    assert type(third.order).model_validate_json(third.order.model_dump_json()) == third.order


def test_equal_percentages_without_step_or_lowest_dose_end_where_equal_amounts_would() -> None:
    plan = plan_holiday(mcg(290), START, 28, "percentage")
    assert doses(plan)[-2:] == [mcg(10), NONE]
    assert any("never reach none" in note for note in plan.notes)
    assert not any("never reach none" in note for note in plan_holiday(mcg(290), START, 28).notes)
    shares = [new / old for old, new in pairwise(doses(plan)[:-1])]
    assert max(shares) - min(shares) < Fraction(1, 10**8)


def test_the_plan_says_what_it_is_not() -> None:
    plan = plan_holiday(KNOWN, START, 21)
    text = " ".join(plan.notes)
    assert "no source" in text
    assert "no longer safe" in text
    assert "lowest flow was not given" in text
    assert not plan.verified
    assert plan.sources


def test_the_order_of_a_whole_plan_meets_no_objection() -> None:
    plan = plan_holiday(KNOWN, START, 21, alternative="diazepam", drug_free_days=2, **LOW)
    assert words(AREA, KNOWN, plan.order) == {
        "holiday.shape-is-a-choice": "info",
        "emergencies.withdrawal-warning": "info",
    }
    assert plan.order.alternative_from_day == 1
    assert plan.order.zone == "America/Chicago"
    assert type(plan.order).model_validate_json(plan.order.model_dump_json()) == plan.order


def test_what_was_not_given_is_found_by_the_rules() -> None:
    plan = plan_holiday(KNOWN, START, 10, setting="home")
    found = spoken(AREA, KNOWN, plan.order)
    assert set(found) >= {
        "holiday.not-inpatient",
        "holiday.too-short",
        "holiday.no-alternative",
        "holiday.drug-free-time-not-entered",
        "holiday.minimum-flow-unknown",
    }
    assert plan.order.alternative_from_day is None
    assert plan_holiday(mcg(290), START, 21).order.zone == "UTC"
    assert plan_holiday(mcg(290), START, 21, zone="Europe/London").order.zone == "Europe/London"


@pytest.mark.parametrize(
    ("dose", "days", "fields", "says"),
    [
        (mcg(290), 0, {}, "cannot be planned"),
        (mcg(290), 366, {}, "cannot be planned"),
        (NONE, 21, {}, "nothing can be reduced"),
        (mcg(10), 21, {"step": mcg(1)}, "finer step"),
        (mcg(290), 21, {"shape": "stairs"}, "linear, percentage"),
        (mcg(290), 21, {"step": NONE}, "above zero"),
        (mcg(24), 21, LOW, "weaker solution"),
        (mcg(20), 21, LOW, "weaker solution"),
        (state(at="2026-03-20T09:00"), 21, {}, "none is recorded"),
        (state(event("program", "2026-03-01T09:00", mode="stopped")), 21, {}, "none is recorded"),
    ],
)
def test_what_cannot_be_planned_says_why(dose: Any, days: int, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(PlanError, match=says):
        plan_holiday(dose, START, days, **fields)


def test_the_longest_plan_can_be_written() -> None:
    assert len(plan_holiday(mcg(5_000), START, 365).lines) == 366


DOSES = st.fractions(Fraction(40), Fraction(2_000), max_denominator=10)
SHAPES = st.sampled_from(["linear", "percentage"])


@given(DOSES, st.integers(2, 40), SHAPES, st.booleans())
def test_every_plan_falls_to_none_and_never_rises(dose: Fraction, days: int, shape: Shape, pumped: bool) -> None:
    assume(dose > 2 * days)
    plan = plan_holiday(mcg(dose), START, days, shape, **(LOW if pumped and dose > 60 else {}))
    told = doses(plan)
    assert len(told) == days + 1
    assert told[-1] == NONE
    assert told[0] < plan.current
    assert all(old >= new for old, new in pairwise(told))
    assert all((one / FINEST).denominator == 1 for one in told)
    assert sum((line.fall for line in plan.lines), start=NONE) == plan.current
    if days >= 8:  # Over fewer days the first share of a large dose outweighs all the others.
        known = state(event("program", "2026-03-01T09:00", daily_dose=mcg(dose)))
        assert "holiday.not-gradual" not in words(AREA, known, plan.order)


@given(DOSES, st.integers(2, 30), st.integers(2, 9))
def test_a_plan_scales_with_its_dose_and_grid(dose: Fraction, days: int, times: int) -> None:
    assume(dose > 2 * days)
    for shape in ("linear", "percentage"):
        one = plan_holiday(mcg(dose), START, days, shape, step=mcg(1))
        more = plan_holiday(mcg(dose * times), START, days, shape, step=mcg(times))
        assert doses(more) == [rate * times for rate in doses(one)]


@given(DOSES, st.integers(3, 30))
def test_rounding_never_takes_a_day_below_its_shape(dose: Fraction, days: int) -> None:
    assume(dose > 2 * days)
    for line in plan_holiday(mcg(dose), START, days, step=mcg(1)).lines[:-1]:
        exact = dose * (days + 1 - line.day) / (days + 1)
        assert exact <= line.daily_dose.amount("mcg/day") < exact + 1
    for line in plan_holiday(mcg(dose), START, days, "percentage", step=mcg(1)).lines[:-1]:
        curve, reached = dose ** (days - line.day), line.daily_dose.amount("mcg/day")
        assert reached**days >= curve
        assert (reached - 1) ** days < curve
