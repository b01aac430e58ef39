"""The steps of a pump's day and the stages over its days, as a program and an order of a program both write them."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from lentus.course.model import Written
from lentus.course.words import PumpMode
from lentus.quantity import DoseRate, Duration


class ProgramStep(Written):
    """A stretch of the pump's own 24 h clock, at one dose rate; `starts` reads HH:MM on that clock."""

    starts: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    rate: DoseRate


class ProgramStage(Written):
    """A later daily dose of step dosing: from so long after the program's start on, until the next one."""

    after: Duration = Field(description="Time from the start of the program, such as 72 h.")
    daily_dose: DoseRate


def left_out(value: object) -> bool:
    """Whether a field that older records do not have says nothing, so that they are written as they always were."""
    return not value


EVEN: tuple[PumpMode | None, ...] = (None, "simple continuous")
"""Modes that give a daily dose evenly: those in which a pump can go from one to the next by itself."""


def refuse_stages_out_of_order(mode: PumpMode | None, stages: Sequence[ProgramStage]) -> None:
    """ValueError where later doses do not follow each other, or the mode gives none evenly."""
    if stages and mode not in EVEN:
        raise ValueError(f"stages over days belong to simple continuous dosing, not to the mode {mode}")
    times = [one.after.amount("h") for one in stages]
    if times and (times[0] <= 0 or times != sorted(set(times))):
        raise ValueError("stages must each begin later than the one before, the first after the start of the program")
    if any(one.daily_dose.amount("mcg/day") <= 0 for one in stages):
        raise ValueError("a stage gives a daily dose above zero: to end at nothing, order a stop")
