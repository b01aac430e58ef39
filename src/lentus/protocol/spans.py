"""Between exact durations and the clock.

Intervals are judged by elapsed time on instants. A moment that has to be reached is rounded later, never earlier:
an increase a minute late does no harm, a minute early breaks the interval.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from lentus.course import read_moment, zone_named
from lentus.protocol.dates import clock
from lentus.quantity import Duration, show

_MICROSECOND = timedelta(microseconds=1)
_PER_SECOND = timedelta(seconds=1) // _MICROSECOND
_ONE_DAY = Duration.exact(1, "day")


def elapsed(start: datetime, end: datetime) -> Duration:
    """Exact time from `start` to `end`; below zero where `end` is the earlier one."""
    return Duration.exact(Fraction((end - start) // _MICROSECOND, _PER_SECOND), "s", signed=True)


def after(moment: datetime, span: Duration) -> datetime:
    """The first instant of the clock at which `span` has passed since `moment`."""
    return moment + math.ceil(span.amount("s") * _PER_SECOND) * _MICROSECOND


def span_words(span: Duration) -> str:
    """A span as people say it: hours up to a day, days beyond it."""
    return show(span, "day") if span > _ONE_DAY else show(span)


def since_words(start: datetime, end: datetime, what: str, zone: str) -> str:
    """How long after `what` something is meant to happen; or that it lies before it, which the record already holds."""
    when = f"{what} of {clock_time(start, zone)}"
    return f"{show(elapsed(start, end), 'h min')} after {when}" if start <= end else f"before {when}, already recorded"


def whole_minute(moment: datetime) -> datetime:
    """The moment itself, or the next whole minute: what a person can write into an order."""
    down = moment.replace(second=0, microsecond=0)
    return down if down == moment else down + timedelta(minutes=1)


def on_clock(moment: datetime, zone: str) -> datetime:
    """The same instant on the clock of `zone`, with the offset that the zone has then.

    A moment computed across a change of the clocks still carries the old offset, and an order with it would be
    refused when it is read back.
    """
    return read_moment(moment.astimezone(UTC).astimezone(zone_named(zone)).isoformat(), zone)


def clock_time(moment: datetime, zone: str) -> str:
    """A moment as it is written on a sheet, to the next whole minute: 05-Mar-2026 14:30 America/Chicago."""
    return f"{clock(on_clock(whole_minute(moment), zone))} {zone}"
