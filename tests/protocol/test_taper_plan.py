"""A taper on a straight line: down each day or level, whole tablets, nothing left on the day after the last."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course.orders import OralTaperOrder
from lentus.errors import CannotAssess, PlanError
from lentus.protocol.finding import Severity
from lentus.protocol.oral_doses import total
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.protocol.tapering import AREA
from lentus.quantity import Mass
from tests.protocol.courses import event, moment, state
from tests.protocol.oral_courses import mg, on, refuses, takes

MARCH_20 = date(2026, 3, 20)


def test_60_mg_over_14_days() -> None:
    plan = plan_taper(MARCH_20, mg(20, 20, 20), 14)
    totals = [line.daily.amount("mg/day") for line in plan.table]
    assert totals == [60, 55, 50, 45, 40, 40, 35, 30, 25, 20, 20, 15, 10, 5, 0]
    assert [line.day for line in plan.table] == list(range(1, 16))
    assert plan.table[0].date == MARCH_20
    assert plan.ends == date(2026, 4, 3)
    assert plan.grid == mg(5)[0]
    assert plan.table[3].doses == mg(15, 15, 15)
    assert plan.table[-1].doses == ()
    assert [step.day for step in plan.steps] == [1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 14, 15]
    assert [one.rule for one in plan.findings] == ["taper.length-beside-references"]
    assert "no source" in plan.choice
    assert {one.id for one in plan.notes} == {
        "taper.length",
        "taper.length-uk",
        "taper.length-swiss-german",
        "taper.daily-steps",
    }


@given(
    st.lists(st.integers(1, 8), min_size=1, max_size=4), st.integers(1, 60), st.sampled_from(["5 mg", "2.5 mg", "1 mg"])
)
def test_each_taper_falls_to_nothing_on_its_grid_and_is_accepted(fives: list[int], length: int, grid: str) -> None:
    doses, step = mg(*(5 * one for one in fives)), Mass.read(grid)
    plan = plan_taper(MARCH_20, doses, length, grid=step)
    totals = [total(doses), *(total(line.doses) for line in plan.table)]
    assert all(later <= earlier for earlier, later in pairwise(totals))
    assert totals[-1] == mg(0)[0]
    assert all(each > mg(0)[0] for each in totals[:-1])
    for line in plan.table:
        assert all((dose / step).denominator == 1 for dose in line.doses)
        assert len(line.doses) <= len(doses)
        assert max(line.doses, default=mg(0)[0]) <= max(doses)
    known = state(event("oral regimen", "2026-03-02T08:00", doses=list(doses)))
    order = OralTaperOrder(at=moment("2026-03-20T00:00"), zone="America/Chicago", steps=plan.steps)
    assert not refuses(AREA, known, order)


@given(st.integers(1, 12), st.integers(1, 60))
def test_no_day_is_off_the_line_by_more_than_one_grid_step(fives: int, length: int) -> None:
    doses = mg(5 * fives)
    plan = plan_taper(MARCH_20, doses, length)
    for line in plan.table:
        straight = total(doses) * Fraction(length + 1 - line.day, length + 1)
        off = total(line.doses) - straight
        assert mg(0)[0] <= off < plan.grid


def test_one_tablet_of_the_product_is_the_grid() -> None:
    assert plan_taper(MARCH_20, mg(20, 10), 10, product="D3").grid == mg(10)[0]
    assert plan_taper(MARCH_20, mg(20, 10), 10, product="D3", grid=mg(5)[0]).grid == mg(5)[0]


def test_from_a_state_the_doses_are_known_and_the_plan_is_checked() -> None:
    plan = plan_taper(MARCH_20, (), 21, on(20, 20, 20), reason="ineffective")
    assert plan.table[0].doses == mg(20, 20, 20)
    assert "taper.length-beside-references" in {one.rule for one in plan.findings}
    assert all(one.severity < Severity.OVERRIDE for one in plan.findings)
    short = plan_taper(MARCH_20, (), 3, on(20, 20, 20))
    assert "taper.shorter-than-reference" in {one.rule for one in short.findings}
    above = plan_taper(MARCH_20, mg(20, 20, 20, 20), 21, on(20, 20, 20))
    assert "taper.rises" in {one.rule for one in above.findings}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"length": 0}, "0 days"),
        ({"length": 366}, "366 days"),
        ({"doses": mg("7.5")}, "not a multiple of 5\u00a0mg"),
        ({"grid": mg(0)[0]}, "above zero"),
        ({"product": "D1"}, "liquid"),
        ({"product": "A1"}, "not made for the mouth"),
        ({"doses": ()}, "give them"),
        ({"doses": (), "from_state": state(takes(5), takes(at="2026-03-05T08:00"))}, "nothing to withdraw"),
    ],
)
def test_what_cannot_be_planned_says_why(fields: dict[str, object], reason: str) -> None:
    whole: dict[str, object] = {"doses": mg(20, 20), "length": 14, **fields}
    with pytest.raises(PlanError, match=reason):
        plan_taper(MARCH_20, **whole)  # type: ignore[arg-type]


def test_an_unknown_dose_is_asked_for() -> None:
    with pytest.raises(CannotAssess, match="what is taken by mouth now"):
        plan_taper(MARCH_20, (), 14, state(event("as found", "2026-03-01T08:00")))


def test_the_longest_taper_that_an_order_can_hold() -> None:
    plan = plan_taper(MARCH_20, mg(5), 365)
    assert plan.steps[-1].day == 366
    assert plan.ends == MARCH_20 + timedelta(days=365)


@pytest.mark.parametrize(("days", "rule"), [(6, "taper.shorter-than-reference"), (7, "taper.length-beside-references")])
def test_a_plan_without_a_patient_carries_its_findings(days: int, rule: str) -> None:
    plan = plan_taper(MARCH_20, mg(5, 5, 5), days)
    assert [one.rule for one in plan.findings] == [rule]


@pytest.mark.parametrize(("doses", "above"), [((20, 20, 20, 20), False), ((20, 20, 20, 25), True), ((200,) * 3, True)])
def test_a_plan_without_a_patient_says_that_its_start_is_above_the_maximum(doses: tuple[int, ...], above: bool) -> None:
    found = {one.rule: one for one in plan_taper(MARCH_20, mg(*doses), 28).findings}
    assert ("oral.daily-maximum" in found) is above
    if above:
        assert found["oral.daily-maximum"].severity.word == "stop"
        assert "starts from" in found["oral.daily-maximum"].says
