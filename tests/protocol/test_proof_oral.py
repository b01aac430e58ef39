"""Proofs that the schedule by mouth keeps its limits: the monograph's values, the rules' own comparisons, a solver."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import z3  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus import monograph
from lentus.course.state import ONE_DAY
from lentus.protocol import bounds_oral, oral
from lentus.protocol.oral_doses import next_day, total
from lentus.protocol.oral_label import OralLabel, oral_label
from lentus.quantity import Mass
from tests.protocol.courses import state
from tests.protocol.oral_courses import by_mouth, mg, spoken, takes

PROFILES = ("us", "eu", "uk")
NOTHING = Mass.exact(0, "mg")


def number(mass: Mass) -> Any:
    amount = mass.amount("mg")
    return z3.Q(amount.numerator, amount.denominator)


def doses(name: str, count: int) -> list[Any]:
    return [z3.Real(f"{name}{place}") for place in range(count)]


def holds(day: list[Any], label: OralLabel) -> Any:
    """The invariant: no dose above the largest, no total above the maximum, by the rules' own comparisons."""
    singles = [z3.Not(bounds_oral.above(dose, number(label.largest))) for dose in day]
    return z3.And(*singles, z3.Not(bounds_oral.above(z3.Sum(day), number(label.maximum))), *(dose > 0 for dose in day))


def climbs(before: list[Any], after: list[Any], label: OralLabel) -> Any:
    limits = number(label.step), number(label.largest), number(label.ceiling)
    return z3.And(*bounds_oral.climbs(before, after, *limits))


def adds(before: list[Any], dose: Any, label: OralLabel) -> Any:
    return z3.And(*bounds_oral.adds_last_dose(before, dose, number(label.largest), number(label.ceiling)), dose > 0)


def proved(claim: Any) -> bool:
    solver = z3.Solver()
    solver.add(z3.Not(claim))
    return bool(solver.check() == z3.unsat)


def possible(*claims: Any) -> bool:
    solver = z3.Solver()
    solver.add(*claims)
    return bool(solver.check() == z3.sat)


@pytest.fixture(params=PROFILES)
def label(request: pytest.FixtureRequest) -> OralLabel:
    return oral_label(request.param)


def test_the_start_keeps_the_limits(label: OralLabel) -> None:
    day = [number(dose) for dose in label.start]
    assert proved(holds(day, label))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_step_of_the_climb_keeps_them(label: OralLabel, count: int) -> None:
    before, after = doses("before", count), doses("after", count)
    assert proved(z3.Implies(z3.And(holds(before, label), climbs(before, after, label)), holds(after, label)))


def test_the_last_dose_keeps_them_though_nothing_compares_it_with_the_maximum(label: OralLabel) -> None:
    """Any last dose after three that keep the limits keeps them: the maximum follows, it need not be asked."""
    before, dose = doses("before", label.most_times - 1), z3.Real("dose")
    assert proved(z3.Implies(z3.And(holds(before, label), adds(before, dose, label)), holds([*before, dose], label)))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_ceiling_is_a_day_s_whole_total(label: OralLabel, count: int) -> None:
    """The climb ends at the ceiling, and the last dose begins there, each with every dose of the day counted."""
    before, after, dose = doses("before", count), doses("after", count), z3.Real("dose")
    ceiling = number(label.ceiling)
    assert proved(z3.Implies(climbs(before, after, label), z3.Sum(after) <= ceiling))
    assert possible(
        climbs(before, after, label), z3.Sum(after) == min(label.largest * count, label.ceiling).amount("mg")
    )
    assert proved(z3.Implies(adds(before, dose, label), z3.Sum(before) >= ceiling))
    assert possible(adds(before, dose, label), z3.Sum(before) == ceiling)


def test_the_limits_are_reached_so_that_nothing_is_proved_of_nothing(label: OralLabel) -> None:
    days = [[number(dose) for dose in label.start], *(doses(f"day{step}-", label.start_times) for step in range(1, 4))]
    last = z3.Real("last")
    way = [climbs(before, after, label) for before, after in pairwise(days)]
    whole = z3.Sum([*days[-1], last])
    assert possible(*way, adds(days[-1], last, label), whole == number(label.maximum))
    assert possible(*way, adds(days[-1], last, label), last == number(label.largest))
    # One step fewer does not reach them.
    assert not possible(*way[:-1], adds(days[-2], last, label))


@pytest.mark.parametrize("weakened", ["largest", "ceiling"])
def test_the_proof_needs_each_bound(label: OralLabel, weakened: str) -> None:
    """With a bound made a step wider, the same claim is false: the solver finds a way past the limit."""
    before, after, dose = doses("before", 3), doses("after", 3), z3.Real("dose")
    step = number(label.step)
    if weakened == "largest":
        wide = z3.And(*bounds_oral.climbs(before, after, step, number(label.largest) + step, number(label.ceiling)))
        assert not proved(z3.Implies(z3.And(holds(before, label), wide), holds(after, label)))
        wide = z3.And(*bounds_oral.adds_last_dose(before, dose, number(label.largest) + step, number(label.ceiling)))
        assert not proved(z3.Implies(z3.And(holds(before, label), wide), holds([*before, dose], label)))
    else:
        four, rise = doses("four", 4), doses("rise", 4)
        limits = number(label.largest) + step, number(label.maximum) + step
        wide = z3.And(*bounds_oral.climbs(four, rise, step, *limits))
        assert not proved(z3.Implies(z3.And(holds(four, label), wide), holds(rise, label)))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_is_offered_below_the_ceiling_is_one_step_by_the_rule(label: OralLabel, count: int) -> None:
    before, after = doses("before", count), doses("after", count)
    one = z3.And(*bounds_oral.one_step(before, after, number(label.step), number(label.step_a_day)))
    assert proved(z3.Implies(climbs(before, after, label), one))
    # The rule lets more through: a day past the ceiling is for the rule of the ceiling to hold.
    assert possible(one, z3.Not(climbs(before, after, label)))
    assert possible(one, z3.Sum(after) == z3.Sum(before) + number(label.step) * count)
    assert not possible(one, z3.Sum(after) > z3.Sum(before) + number(label.step) * count)


AMOUNTS = st.lists(st.sampled_from(["2.5", "5", "10", "15", "17.5", "20", "25"]), min_size=1, max_size=5)
LATER = "2026-03-20T09:00"


@given(AMOUNTS, AMOUNTS)
@settings(max_examples=150)
def test_what_no_rule_speaks_against_keeps_the_limits(before: list[str], after: list[str]) -> None:
    """The rules themselves, over days of any doses: what they let through is within the monograph's limits."""
    seen = spoken(oral.AREA, state(takes(*before)), by_mouth(LATER, *after))
    old, new = mg(*before), mg(*after)
    if "oral.daily-maximum" not in seen:
        assert sum(new, start=NOTHING) / ONE_DAY <= monograph.dose_rate("oral.maximum-daily")
    if "oral.single-dose" not in seen:
        assert max(new) <= monograph.mass("oral.maximum-single")
    rise = sum(new, start=NOTHING) - sum(old, start=NOTHING)
    if "oral.step-too-large" not in seen and rise > NOTHING:
        usual = monograph.mass("oral.step") * monograph.count("oral.start-times-a-day")
        past = sum(old, start=NOTHING) / ONE_DAY >= monograph.dose_rate("oral.three-times-ceiling")
        assert rise <= usual or (past and rise <= monograph.mass("oral.maximum-single"))


@pytest.mark.parametrize(
    ("before", "after", "large"),
    [
        ((10, 10, 10), (15, 15, 15), False),
        ((10, 10, 10), (16, 10, 10), True),
        ((20, 20, 20), (20, 20, 20, 20), False),
        ((20, 20, 20), (20, 20, 20, 21), True),
        ((20, 20, 20), (20, 20, 25, 20), True),
        ((20, 20, 19), (20, 20, 19, 20), True),
        ((20, 20, 20), (20, 20, 20, 10, 10), True),
        ((20, 20, 20, 5), (20, 20, 20, 20), False),
    ],
)
def test_the_rule_of_the_step_asks_what_was_proved(
    before: tuple[int, ...], after: tuple[int, ...], large: bool
) -> None:
    assert ("oral.step-too-large" in spoken(oral.AREA, state(takes(*before)), by_mouth(LATER, *after))) is large


def test_what_is_offered_is_what_was_proved(label: OralLabel) -> None:
    """Every step that `next_day` makes from a day inside the limits is one of the two kinds of step proved above."""
    sizes = [mg(str(one))[0] for one in ("0.5", 3, 5, 10, 15, "17.5", 20)]
    days = [(a, b, c) for a in sizes for b in sizes for c in sizes]
    for day in days:
        following = next_day(day, label, label.maximum)
        if following is None or total(day) > label.maximum:
            continue
        if len(following) == len(day):
            assert all(bounds_oral.climbs(day, following, label.step, label.largest, label.ceiling))
        elif bounds_oral.at_ceiling(total(day), label.ceiling):
            assert all(bounds_oral.adds_last_dose(day, following[-1], label.largest, label.ceiling))


def test_the_label_is_the_monograph_s(label: OralLabel) -> None:
    assert label.maximum_rate == monograph.dose_rate("oral.maximum-daily")
    assert label.largest == monograph.mass("oral.maximum-single")
    assert label.ceiling_rate == monograph.dose_rate("oral.three-times-ceiling")
    assert (label.start_times, label.most_times) == (
        monograph.count("oral.start-times-a-day"),
        monograph.count("oral.maximum-times-a-day"),
    )
    # What the schedule rests on: the ceiling is its three largest doses, the maximum its four.
    assert label.largest * label.start_times == label.ceiling
    assert label.largest * label.most_times == label.maximum
