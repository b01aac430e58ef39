"""The pump's first dose, offered with its arithmetic once a pump is in and a screening dose has worked."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.course.orders import PumpStartOrder
from lentus.protocol.advice import Option, Told
from lentus.protocol.start.first_day import first_day
from lentus.protocol.zone import on_clock, whole_minute, zone_of


def propose(state: State) -> Iterator[Option | Told]:
    """The first day's dose for an implanted pump that has not run yet, or what is missing to work it out."""
    system = state.system
    if system is None or system.explanted is not None or state.pump or state.as_found is not None:
        return
    known = first_day(state)
    if known is None:
        return
    fact = monograph.fact("start.multiplier")
    if known.dose is None:
        says = f"The first day's dose cannot be worked out yet: needs {', '.join(known.missing)}."
        yield Told("start.first-day", says, fact.sources, fact.verified)
        return
    zone = zone_of(state)
    at = on_clock(whole_minute(state.now), zone)
    holds = state.reservoir_holds
    yield Option(
        id="start.first-day",
        title="Start the pump",
        because=_why(known.lasted_long, known.badly_tolerated),
        order=PumpStartOrder(
            at=at,
            zone=zone,
            daily_dose=known.dose,
            concentration=holds.concentration if holds else None,
            path_volume=system.path_volume,
            primed=system.primed,
            device=system.device or None,
        ),
        earliest=at,
        arithmetic=(*known.worked, "not rounded: the pump's own steps are not known"),
        sources=fact.sources,
        verified=fact.verified,
    )


def _why(lasted_long: bool | None, badly_tolerated: bool | None) -> str:
    if lasted_long:
        return "The screening effect lasted long: the dose that worked, not doubled."
    if badly_tolerated:
        return "The screening dose was badly tolerated: the dose that worked, not doubled."
    return "Twice the screening dose that worked, over the first day."
