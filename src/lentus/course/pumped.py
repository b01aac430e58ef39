"""What a recorded program moves, and when the path is flushed that a bridge bolus began to clear.

The record holds doses and steps; the pump floor turns them into fluid. Where the record leaves a flow open, nothing is
said about it: the caller then asks for what is missing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from lentus.course.own_bolus import allowed
from lentus.errors import PlanError
from lentus.pump import Flex, Flow, Mode, Program, PumpClock, SimpleContinuous, Step, Stopped, expand
from lentus.quantity import Concentration, DoseRate, Duration, Volume

if TYPE_CHECKING:
    from lentus.course.state import PumpUse

FOREVER = Duration.exact(3660, "days")
"""A path that takes ten years to flush is a slip of a dose or a strength, and no answer."""
_STILL = DoseRate.exact(0, "mcg/day")
_MIDNIGHT = Duration.exact(24, "h")

PATH = "volume of tubing and catheter"
OLD_STRENGTH = "the strength programmed before the bridge"
OLD_DOSE = "the dose during the bridge"
NEW_PROGRAM = "a program after the bridge whose flow is known"


def flow_between(use: PumpUse, start: datetime, end: datetime) -> Flow | None:
    """The flow of a program between two moments; None where dose, strength or the day's steps are not known."""
    program = program_of(use, start)
    return None if program is None else expand(program, start, end)


def program_of(use: PumpUse, start: datetime) -> Program | None:
    """The program as the pump floor knows it; None where dose, strength or the day's steps are not known."""
    mode = _mode(use)
    if mode is None or start.utcoffset() is None:
        return None
    # A stopped pump moves nothing, whatever strength it was told.
    strength = use.concentration or (Concentration.exact(1, "mcg/mL") if use.mode == "stopped" else None)
    offset = use.clock if use.clock is not None else start.utcoffset()
    if strength is None or offset is None or strength.amount("mcg/mL") <= 0:
        return None
    own = allowed(use.patient_bolus) if use.patient_bolus is not None else None
    return Program(strength, mode, PumpClock(offset), patient=own)


def _mode(use: PumpUse) -> Mode | None:
    if use.mode == "stopped":
        return Stopped()
    if use.mode == "flex":
        return _day(use)
    if use.mode != "simple continuous" or use.daily_dose is None:
        return None
    return SimpleContinuous(use.daily_dose) if use.daily_dose > _STILL else Stopped()


def _day(use: PumpUse) -> Flex | None:
    """The steps of every day; None where they do not fill one."""
    if not use.steps:
        return None
    starts = [*(_since_midnight(one.starts) for one in use.steps), _MIDNIGHT]
    try:
        steps = zip(pairwise(starts), use.steps, strict=True)
        return Flex.daily(Step(low, high, one.rate) for (low, high), one in steps)
    except PlanError:
        return None


def _since_midnight(text: str) -> Duration:
    hours, minutes = text.split(":")
    return Duration.exact(Fraction(int(hours) * 60 + int(minutes), 60), "h")


def moved_after(use: PumpUse, start: datetime, volume: Volume) -> Duration | None:
    """How long a program that goes on takes for a volume; None where its flow is not known, or it never does."""
    mean = use.flow
    if use.mode == "flex":
        # One week holds each day once: the longest that a volume can wait for its mean.
        week = flow_between(use, start, start + timedelta(weeks=1))
        mean = None if week is None else week.total / Duration.exact(7, "days")
    if mean is None or mean.amount("mL/h") <= 0 or volume / mean > FOREVER:
        return None
    enough = timedelta(hours=ceil((volume / mean).amount("h")) + 24 * 7)
    flow = flow_between(use, start, start + enough)
    return None if flow is None else flow.when(volume)


def flushed_after(
    path: Volume | None, before: PumpUse | None, use: PumpUse, began: datetime, ends: datetime
) -> tuple[datetime, tuple[str, ...]]:
    """When the path is flushed after a bridge from `began` to `ends`, and what is missing to say so.

    The bridge is taken to move as little as its two doses allow, so the moment is never earlier than the truth. Where
    something is missing, the end of the bridge is given: the path is flushed then, or later.
    """
    old = before.concentration if before is not None else None
    doses = [one.daily_dose for one in (before, use) if one is not None and one.daily_dose is not None]
    lacks = [
        words
        for words, known in ((PATH, path), (OLD_STRENGTH, old), (OLD_DOSE, len(doses) > 1 or None))
        if known is None
    ]
    if lacks or path is None or old is None or old.amount("mcg/mL") <= 0 or ends <= began:
        return ends, tuple(lacks)
    span = Duration.exact(Fraction((ends - began) // timedelta(microseconds=1), 1_000_000), "s")
    rest = path - min(doses) / old * span
    if rest <= Volume.exact(0, "mL"):
        return ends, ()
    more = moved_after(use, ends, rest)
    if more is None:
        return ends, (NEW_PROGRAM,)
    return ends + timedelta(seconds=ceil(more.amount("s"))), ()
