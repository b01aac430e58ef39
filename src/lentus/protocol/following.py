"""The program that goes with a recorded fill, where the record already holds it.

A nurse fills first and programs then, so a fill alone does not say how a change of strength was bridged; the next
program does. It belongs to the fill where it is made for the strength that was filled, and nothing was filled, revised
or replaced in between.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import events as e
from lentus.course.events import AnyEvent
from lentus.protocol.zone import on_clock


def awaits_program(fill: e.Fill, later: Iterable[AnyEvent]) -> bool:
    """Whether the record ends on the day of a fill, with no program after it yet."""
    told = tuple(later)
    day = on_clock(fill.at, fill.zone).date()
    return not any(isinstance(one, e.Program) or on_clock(one.at, fill.zone).date() != day for one in told)


BETWEEN = (e.Fill, e.Revision, e.Replacement, e.Explant, e.Implant)


def program_after(fill: e.Fill, later: Iterable[AnyEvent]) -> e.Program | None:
    """The first program after a fill that is made for its strength; None where none is recorded."""
    for event in later:
        if isinstance(event, BETWEEN):
            return None
        if isinstance(event, e.Program) and event.concentration == fill.concentration:
            return event
    return None
