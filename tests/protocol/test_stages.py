"""Step dosing as an order and on record: each dose to which the pump goes by itself is judged like an order for it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder, advance, fold
from lentus.course.orders import PumpDoseOrder
from lentus.errors import CourseError
from lentus.protocol import check
from lentus.protocol.judged import order_of
from lentus.quantity import DoseRate
from tests.protocol.courses import event, order
from tests.protocol.pumps import change, hours, running, started

AT = 240.0


def stepped(first: str, *later: tuple[float, str], reason: str = "titration") -> AnyOrder:
    stages = [{"after": f"{after} h", "daily_dose": dose} for after, dose in later]
    return change(first, AT, reason, stages=stages)


def rules(asked: AnyOrder) -> set[str]:
    return {one.rule for one in check(running("100 mcg/day"), asked) if one.blocks}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([(24, "130 mcg/day"), (48, "150 mcg/day")], set()),
        ([(23, "130 mcg/day")], {"titration.too-soon"}),
        ([(24, "150 mcg/day")], {"titration.step-above-band"}),
        ([(24, "120 mcg/day"), (48, "200 mcg/day")], {"titration.step-above-band"}),
        ([(24, "1,200 mcg/day")], {"titration.step-above-band", "units.tenfold"}),
    ],
)
def test_a_stage_passes_as_its_own_order_would(later: list[tuple[float, str]], expected: set[str]) -> None:
    assert rules(stepped("115 mcg/day", *later)) == expected


@given(st.integers(1, 60), st.integers(100, 200))
def test_a_stage_is_held_up_exactly_where_the_order_at_its_time_is(after: int, dose: int) -> None:
    first = change("110 mcg/day", AT)
    program = event("program", first.at, daily_dose="110 mcg/day", concentration="500 mcg/mL", reason="titration")
    single = change(f"{dose} mcg/day", AT + after)
    alone = {one.rule for one in check(advance(running("100 mcg/day"), program), single) if one.blocks}
    assert rules(stepped("110 mcg/day", (after, f"{dose} mcg/day"))) == alone


def test_a_reduction_for_toxicity_does_not_carry_a_rise_along() -> None:
    asked = stepped("80 mcg/day", (24, "160 mcg/day"), reason="toxicity")
    assert "titration.step-above-band" in rules(asked)


def test_a_recorded_program_goes_up_by_itself_until_another_takes_its_place() -> None:
    stages = [{"after": "24 h", "daily_dose": "120 mcg/day"}, {"after": "48 h", "daily_dose": "130 mcg/day"}]
    patient = running("100 mcg/day")
    told = event("program", hours(AT), daily_dose="110 mcg/day", concentration="500 mcg/mL", stages=stages)
    stepping = advance(patient, told)

    def gives(state: Any, at: float) -> DoseRate | None:
        found = state.pump_at(hours(at))
        return found.value.daily_dose if found is not None else None

    assert [gives(stepping, AT + at) for at in (0, 23.9, 24, 47.9, 48, 900)] == [
        DoseRate.read(f"{dose} mcg/day") for dose in (110, 110, 120, 120, 130, 130)
    ]
    stopped = advance(stepping, event("program", hours(AT + 30), mode="stopped"))
    assert gives(stopped, AT + 60) is None
    assert fold(patient.patient, stopped.events) == stopped
    made = order_of(patient, told)
    assert isinstance(made, PumpDoseOrder)
    assert made.stages == told.stages  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrong",
    [
        {"stages": [{"after": "0 h", "daily_dose": "120 mcg/day"}]},
        {"stages": [{"after": "24 h", "daily_dose": "0 mcg/day"}]},
        {"stages": [{"after": "48 h", "daily_dose": "1 mcg/day"}, {"after": "24 h", "daily_dose": "2 mcg/day"}]},
        {"mode": "flex", "stages": [{"after": "24 h", "daily_dose": "120 mcg/day"}]},
        {"mode": "stopped", "stages": [{"after": "24 h", "daily_dose": "120 mcg/day"}]},
    ],
)
def test_stages_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(CourseError):
        order("pump dose", hours(AT), daily_dose="110 mcg/day", reason="titration", **wrong)


@given(st.integers(116, 140))
def test_a_claim_of_maintenance_bears_out_none_of_its_own_stages(dose: int) -> None:
    """The order's own word is no dose that was found: a stage passes as an order of its own on what is on record."""
    asked = stepped("100 mcg/day", (24, f"{dose} mcg/day"), reason="maintenance")
    alone = {one.rule for one in check(running("100 mcg/day"), change(f"{dose} mcg/day", AT + 24, "maintenance"))}
    assert ("maintenance.claim-not-supported" in rules(asked)) == ("maintenance.claim-not-supported" in alone)


def test_a_stage_knows_the_strength_that_runs() -> None:
    asked = change("100 mcg/day", 30, stages=[{"after": "12 h", "daily_dose": "120 mcg/day"}])
    seen = {one.rule for one in check(started("100 mcg/day", primed=False), asked) if one.says.startswith("The step")}
    assert "start.before-arrival-at-tip" in seen
    assert "start.path-unknown" not in seen
