"""On whose clock a moment is written: that of the order, or of the last event, since the patient is where it was."""

from __future__ import annotations

from datetime import datetime, timedelta

from lentus.course import State
from lentus.course.moment import on_fixed_offset, zone_named
from lentus.quantity.dates import show_moment

NO_ZONE = "UTC"


def zone_of(state: State) -> str:
    """The zone of the last event; UTC for an empty course."""
    return state.events[-1].zone if state.events else NO_ZONE


def on_clock(moment: datetime, zone: str) -> datetime:
    """The same instant as the clock of `zone` shows it, with the offset fixed, as orders keep it.

    A moment computed across a change of the clocks still carries the old offset, and an order with it would be
    refused when it is read back.
    """
    return on_fixed_offset(moment.astimezone(zone_named(zone)))


def whole_minute(moment: datetime) -> datetime:
    """The moment itself, or the next whole minute: what a person can write into an order."""
    down = moment.replace(second=0, microsecond=0)
    return down if down == moment else down + timedelta(minutes=1)


def reached(moment: datetime, zone: str) -> datetime:
    """A moment to be waited for, as it can be written into an order: the next whole minute on the clock of `zone`."""
    return on_clock(whole_minute(moment), zone)


def clock_time(moment: datetime, zone: str) -> str:
    """A moment as a sentence writes it, to the next whole minute: 05-Mar-2026 14:30 UTC-06:00."""
    return show_moment(reached(moment, zone))
