"""Between exact durations and the clock.

Intervals are judged by elapsed time on instants. A moment that has to be reached is rounded later, never earlier:
an increase a minute late does no harm, a minute early breaks the interval.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from fractions import Fraction

from lentus.course.state import ONE_DAY
from lentus.protocol.zone import clock_time
from lentus.quantity import Duration, show

__all__ = ["after", "clock_time", "elapsed", "since_words", "span_words"]

_MICROSECOND = timedelta(microseconds=1)
_PER_SECOND = timedelta(seconds=1) // _MICROSECOND


def elapsed(start: datetime, end: datetime) -> Duration:
    """Exact time from `start` to `end`; below zero where `end` is the earlier one."""
    return Duration.exact(Fraction((end - start) // _MICROSECOND, _PER_SECOND), "s", signed=True)


def after(moment: datetime, span: Duration) -> datetime:
    """The first instant of the clock at which `span` has passed since `moment`."""
    return moment + math.ceil(span.amount("s") * _PER_SECOND) * _MICROSECOND


def span_words(span: Duration) -> str:
    """A span as people say it: hours up to a day, days beyond it."""
    return show(span, "day") if span > ONE_DAY else show(span)


def since_words(start: datetime, end: datetime, what: str, zone: str) -> str:
    """How long after `what` something is meant to happen; or that it lies before it, which the record already holds."""
    when = f"{what} of {clock_time(start, zone)}"
    return f"{show(elapsed(start, end), 'h min')} after {when}" if start <= end else f"before {when}, already recorded"
