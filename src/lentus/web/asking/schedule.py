"""A program as text: one daily dose, or a line for each part of the day."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fractions import Fraction

from lentus.errors import PlanError, QuantityError
from lentus.pump import Flex, Mode, SimpleContinuous, Step, Stopped
from lentus.quantity import DoseRate, Duration

LINE = re.compile(r"([0-9]{2}):([0-9]{2}) to ([0-9]{2}):([0-9]{2}) at (.+)", re.ASCII)
EXAMPLE = "06:00 to 22:00 at 10 mcg/h"
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
"""Where no start is asked for, hours count from a midnight, so that a schedule begins with its first step."""


def mode_of(dose: str, lines: str) -> Mode:
    """The mode from a daily dose ("stopped" too) or from lines. PlanError for neither, both, or an unreadable line."""
    steps = [one.strip() for one in lines.splitlines() if one.strip()]
    if bool(dose) == bool(steps):
        raise PlanError("What runs: fill in a daily dose, or a line for each part of the day, one of the two")
    if steps:
        return Flex.daily([step_of(one) for one in steps])
    if dose == "stopped":
        return Stopped()
    try:
        return SimpleContinuous(DoseRate.read(dose))
    except QuantityError as error:
        raise PlanError(f"Daily dose: {error}") from error


def step_of(text: str) -> Step:
    """One part of the day."""
    read = LINE.fullmatch(text)
    if read is None:
        raise PlanError(f"Part of the day {text!r} cannot be read: write it as {EXAMPLE}")
    begin, end = (Duration.exact(Fraction(int(read[n]) * 60 + int(read[n + 1]), 60), "h") for n in (1, 3))
    return Step(begin, end, DoseRate.read(read[5]))
