"""A reservoir that was filled with another strength and whose program is not recorded yet.

Between the needle and the programmer lie minutes, and in them the record holds a fill and the old program. That is no
mismatch but a visit that goes on. It becomes one when it is left: at the latest when the new solution reaches the tip,
since from then on each dose that arrives is another one; and in any case with the day of the visit.
"""

from __future__ import annotations

from datetime import datetime

from lentus.course import Interval, State, days_later
from lentus.course.events import Fill
from lentus.course.pumped import moved_after
from lentus.course.timeline import value_at
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.refill import Mismatch
from lentus.protocol.spans import after
from lentus.protocol.zone import clock_time, on_clock, zone_of
from lentus.quantity import show

RULE = "refill.program-not-yet"


def program_due(state: State) -> datetime | None:
    """Until when a program is awaited for the last fill; None where one was set since, or nothing was filled."""
    filled = value_at(state.filled, state.now)
    running = state.pump_at()
    if filled is None or running is None or running.start > filled.start:
        return None
    read = (one for one in state.interrogations if filled.start < one.at <= state.now)
    if any(one.concentration is not None for one in read):
        return None
    due = _end_of_day(filled)
    path = state.system.path_volume if state.system is not None else None
    span = None if path is None else moved_after(running.value, filled.start, path)
    return due if span is None else min(due, after(filled.start, span))


def _end_of_day(filled: Interval[Fill]) -> datetime:
    """The first instant of the day after the fill, on the clock of the fill."""
    zone = filled.value.zone
    midnight = on_clock(filled.start, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return days_later(midnight, zone, 1)


def awaited(state: State, wrong: Mismatch) -> Finding | None:
    """That the program is still to come, while that may be waited for; None once it is left unfinished."""
    due = program_due(state)
    if due is None or state.now >= due:
        return None
    filled = value_at(state.filled, state.now)
    assert filled is not None
    zone = zone_of(state)
    values: dict[str, Value] = {"filled": wrong.filled, "programmed": wrong.programmed, "filled_at": filled.start}
    return find(
        RULE,
        f"{show(wrong.filled)} was filled at {clock_time(filled.start, zone)}, and its program is not recorded yet: "
        f"the pump is still programmed for {show(wrong.programmed)}. From {clock_time(due, zone)} on this is a "
        "mismatch.",
        profile=state.patient.profile,
        values=values | {"mismatch_from": due},
        bound=f"programmed before {clock_time(due, zone)}",
        until=due,
    )
