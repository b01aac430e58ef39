"""Every pump that a patient had, one after another: the state of a course knows the last one alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from lentus.course import State, standing_events
from lentus.course import events as e
from lentus.course.events import AnyEvent
from lentus.quantity import Volume


@dataclass(frozen=True, slots=True)
class Placed:
    """One pump: since when it is known and until when it was in place, None where it still is.

    `implanted` is None where it was found in place. `device` is its name as typed, empty where nobody wrote one.
    """

    begun: datetime
    implanted: datetime | None
    ended: datetime | None
    device: str
    reservoir: Volume | None
    path_volume: Volume | None


def pumps_of(state: State) -> tuple[Placed, ...]:
    """The pumps of a course in order."""
    return tuple(_walk(standing_events(state)))


def _walk(events: tuple[AnyEvent, ...]) -> Iterator[Placed]:
    now: Placed | None = None
    for event in events:
        begins = _begins(event)
        if begins is not None or isinstance(event, e.Explant):
            if now is not None:
                yield replace(now, ended=event.at)
            now = begins
        elif isinstance(event, e.Revision) and now is not None:
            now = replace(now, path_volume=event.path_volume)
    if now is not None:
        yield now


def _begins(event: AnyEvent) -> Placed | None:
    match event:
        case e.Implant() | e.Replacement():
            return Placed(event.at, event.at, None, event.device, event.reservoir, event.path_volume)
        case e.AsFound():
            told = (event.daily_dose, event.concentration, event.mode, event.reservoir, event.path_volume, event.device)
            if any(one is not None for one in told):
                return Placed(event.at, None, None, event.device or "", event.reservoir, event.path_volume)
    return None
