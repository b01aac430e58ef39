"""A program in words, as people write it without a plan file: one daily dose, or a line for each part of the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from lentus import monograph
from lentus.errors import GrammarError, PlanError
from lentus.pump.modes import Flex, Mode, SimpleContinuous, Step, Stopped
from lentus.quantity import Concentration, DoseRate, Duration

EXAMPLE = "06:00 to 09:00 at 30 mcg/h"
STOPPED, NOTHING = "stopped", "nothing"
NO_DRUG = Concentration.exact(0, "mcg/mL")
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
"""Where no start is told, hours count from a midnight, so that a schedule begins with its first step."""

_PART = re.compile(r"([0-9]{2}):([0-9]{2}) to ([0-9]{2}):([0-9]{2}) at (.+)", re.ASCII)


def mode_written(dose: str, parts: Sequence[str]) -> Mode:
    """The mode of a program: from the parts of its day where there are any, else from its daily dose or `stopped`.

    Raises PlanError or QuantityError for what cannot be read, IncompleteDay for parts that make no whole day.
    """
    if parts:
        return Flex.daily([part_written(one) for one in parts])
    return Stopped() if dose == STOPPED else SimpleContinuous(DoseRate.read(dose))


def part_written(text: str) -> Step:
    """One part of the day, written as `EXAMPLE`; PlanError where it is not."""
    read = _PART.fullmatch(text)
    if read is None:
        raise PlanError(f"step {text!r} cannot be read: write it as {EXAMPLE}")
    begin, end = (Duration.exact(Fraction(int(read[n]) * 60 + int(read[n + 1]), 60), "h") for n in (1, 3))
    return Step(begin, end, DoseRate.read(read[5]))


def strength_or_nothing(text: str) -> Concentration | None:
    """What stands in a path: a strength, fluid without drug for `nothing`, None where nobody said.

    PlanError for a text that is none of these.
    """
    if not text:
        return None
    if text == NOTHING:
        return NO_DRUG
    try:
        return Concentration.read(text)
    except GrammarError as error:
        raise PlanError(f"{error}, or {NOTHING} where there is no drug") from error


def followed(length: Duration) -> Duration:
    """How long to follow a program. PlanError for no time, or beyond the longest for which a pump is filled."""
    if length <= Duration.exact(0, "h"):
        raise PlanError(f"{length} is no time to follow a program for: ask for a time above zero, such as 24 h")
    longest = monograph.duration("pump.refill-interval")
    if length > longest:
        raise PlanError(f"{length} is longer than the {longest} for which a pump is filled: ask for a shorter time")
    return length
