"""Integers over a common denominator: as exact as fractions, and fast enough for half a year of steps.

A fraction costs a greatest common divisor at each addition. A column of numbers that share one denominator costs it
once, so the inner loops of delivery run on plain integers and nothing is ever rounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import lcm

from lentus.errors import PlanError
from lentus.quantity import Duration

_MICROSECOND = timedelta(microseconds=1)


def common(numbers: Iterable[Fraction]) -> int:
    """The smallest denominator that all numbers share."""
    return lcm(*(number.denominator for number in numbers))


def whole(number: Fraction, scale: int) -> int:
    """The number counted in units of 1/scale, which must come out even."""
    count, rest = divmod(number.numerator * scale, number.denominator)
    assert rest == 0, f"{number} is no whole number of 1/{scale}"
    return count


def hours(span: Duration) -> Fraction:
    """A duration as its number of hours."""
    return span.amount("h")


def lasting(number: Fraction | int) -> Duration:
    """So many hours as a duration; negative as a difference."""
    return Duration.exact(number, "h", signed=True)


def spanning(span: timedelta) -> Duration:
    """A calendar difference as an exact duration."""
    return Duration.exact(Fraction(span // _MICROSECOND, 3_600_000_000), "h", signed=True)


def later(moment: datetime, span: timedelta | None) -> datetime:
    """The moment so long after another; PlanError beyond the calendar, or for a span that no calendar holds (None)."""
    try:
        if span is not None:
            return (moment.astimezone(UTC) + span).astimezone(moment.tzinfo)
    except OverflowError:
        pass
    raise PlanError("with these amounts a date lies beyond the calendar: look at the dose and the strength again")


def calendar(days: int = 0, minutes: int = 0) -> timedelta | None:
    """A span of whole days or minutes; None where it is longer than a calendar can hold."""
    try:
        return timedelta(days=days, minutes=minutes)
    except OverflowError:
        return None
