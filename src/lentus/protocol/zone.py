"""On whose clock an option is written: that of the last event, since the patient is where it was recorded."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from lentus.course import State
from lentus.course.moment import zone_named
from lentus.protocol.dates import clock

NO_ZONE = "UTC"


def zone_of(state: State) -> str:
    """The zone of the last event; UTC for an empty course."""
    return state.events[-1].zone if state.events else NO_ZONE


def on_clock(moment: datetime, zone: str) -> datetime:
    """The same instant as the clock of `zone` shows it, with the offset fixed, as orders keep it."""
    local = moment.astimezone(zone_named(zone))
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)), fold=0)


def clock_time(moment: datetime, zone: str) -> str:
    """Day and 24-hour time on the clock of `zone`, with the zone: 05-Mar-2026 14:30 America/Chicago."""
    return f"{clock(on_clock(moment, zone))} {zone}"
