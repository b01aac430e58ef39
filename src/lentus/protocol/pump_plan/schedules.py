"""The schedule of a written program, tiled into the pump's own day.

A step without an end runs to the next step's start, and the last one to midnight; everything else is as written, so a
gap or an overlap is refused with the hours that it concerns.
"""

from __future__ import annotations

from fractions import Fraction

from lentus.course.plan_program import PlanPeriodic, PlanProgram, PlanStep
from lentus.errors import CannotAssess, IncompleteDay
from lentus.pump import (
    WEEKDAYS,
    Day,
    Flex,
    MinimumRate,
    Mode,
    PeriodicBolus,
    SimpleContinuous,
    Stage,
    Step,
    StepDosing,
    Stopped,
)
from lentus.quantity import DoseRate, Duration, FlowRate

NO_DOSE = DoseRate.exact(0, "mcg/day")


def mode_of(written: PlanProgram, minimum: FlowRate | None) -> Mode:
    """The mode as the pump holds it. CannotAssess for a dose that is not written; PlanError for a day with a gap."""
    if written.mode == "stopped":
        return Stopped()
    if written.mode == "minimum rate":
        if minimum is None:
            raise CannotAssess("the program", ("the lowest flow of the pump, entered with its source",))
        return MinimumRate(minimum)
    if written.mode == "flex":
        return Flex(tuple(day_of(written.steps, name) for name in WEEKDAYS))
    if written.periodic is not None:
        return periodic(written.periodic)
    if written.daily_dose is None:
        raise CannotAssess("the program", ("the daily dose",))
    if written.mode == "step dosing":
        stages = tuple(Stage(one.daily_dose, one.over) for one in written.stages)
        return StepDosing(stages, written.daily_dose)
    return SimpleContinuous(written.daily_dose)


def periodic(written: PlanPeriodic) -> PeriodicBolus:
    """Periodic boluses, with nothing between them where nothing is written."""
    first = since_midnight(written.first)
    return PeriodicBolus(written.bolus, written.over, written.a_day, first, written.between or NO_DOSE)


def day_of(steps: tuple[PlanStep, ...], weekday: str) -> Day:
    """One day's steps, from 00:00 to 24:00."""
    here = sorted((one for one in steps if not one.days or weekday in one.days), key=lambda one: one.starts)
    if not here:
        raise IncompleteDay(f"nothing is programmed on {weekday}")
    followed = [*(one.starts for one in here[1:]), "24:00"]
    return Day(tuple(_step(one, one.ends or after) for one, after in zip(here, followed, strict=True)))


def _step(one: PlanStep, ends: str) -> Step:
    start, end = since_midnight(one.starts), since_midnight(ends)
    if one.dose is not None:
        if end <= start:
            raise IncompleteDay(f"a step from {one.starts} to {ends} is none")
        return Step.giving(start, end, one.dose)
    assert one.rate is not None
    return Step(start, end, one.rate)


def since_midnight(text: str) -> Duration:
    """06:30 as 6.5 h."""
    hours, minutes = text.split(":")
    return Duration.exact(Fraction(int(hours) * 60 + int(minutes)), "min")
