"""Everything that was written about one patient, in order, and what became of each event; what two moments differ in.

Two different questions are kept apart: what was so at a moment, as it is known today; and what was known at a moment,
before anything was corrected or arrived late.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Literal

from pydantic import BaseModel

from lentus.course import AnyEvent, State, fold
from lentus.course.events import Correction, EnteredInError
from lentus.record.chart import Chart
from lentus.record.entry import Entry

Standing = Literal["stands", "corrected", "struck out", ""]
"""What became of an event; empty for an entry that records none."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a chart, with the event that it recorded and what became of it, by which later event's id."""

    entry: Entry
    event: AnyEvent | None = None
    standing: Standing = ""
    by: str = ""


def history(chart: Chart) -> tuple[Told, ...]:
    """Every entry of the chart, oldest first."""
    fate = _fates(chart)
    told = {one.id: one for one in chart.told}
    return tuple(_told(entry, told, fate) for entry in chart.entries)


def _told(entry: Entry, events: dict[str, AnyEvent], fate: dict[str, tuple[Standing, str]]) -> Told:
    if entry.type != "event recorded":
        return Told(entry)
    event = events[entry.body["event"]["id"]]
    standing, by = fate.get(event.id, ("stands", ""))
    return Told(entry, event, standing, by)


def _fates(chart: Chart) -> dict[str, tuple[Standing, str]]:
    """What was done to each event, the newest word first: a struck-out striking-out does nothing."""
    fate: dict[str, tuple[Standing, str]] = {}
    for event in reversed(chart.folded.events):
        if event.id in fate and fate[event.id][0] == "struck out":
            continue
        if isinstance(event, EnteredInError):
            fate.setdefault(event.retracts, ("struck out", event.id))
        elif isinstance(event, Correction):
            fate.setdefault(event.corrects, ("corrected", event.id))
    return fate


@dataclass(frozen=True, slots=True)
class Change:
    """One field of the state that differs: its name, and its value before and after as plain data."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two moments: both states, the events of one and not the other, and the fields."""

    before: State
    after: State
    events: tuple[AnyEvent, ...]
    changes: tuple[Change, ...]


def difference(chart: Chart, first: datetime, second: datetime, *, as_known: bool = False) -> Difference:
    """What differs between two moments, as it is known today; with `as_known`, between what was known at each."""
    before, after = ((known_at(chart, one) if as_known else chart.state(one)) for one in (first, second))
    seen = {one.id for one in before.events}
    new = tuple(one for one in after.events if one.id not in seen)
    return Difference(before, after, new, _changes(before, after))


def known_at(chart: Chart, moment: datetime) -> State:
    """The state at a moment out of what was written down by then: without what was told or corrected later."""
    limit = moment.astimezone(UTC)
    told = {one.id: one for one in chart.told}
    by_then = [
        told[entry.body["event"]["id"]]
        for entry in chart.entries
        if entry.type == "event recorded" and entry.recorded <= limit
    ]
    return fold(chart.patient, by_then, moment)


_NOT_COMPARED = ("at", "events", "dangling")


def _changes(before: State, after: State) -> tuple[Change, ...]:
    pairs = ((one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(State))
    return tuple(
        Change(name, plain(old), plain(new)) for name, old, new in pairs if name not in _NOT_COMPARED and old != new
    )


def plain(value: object) -> Any:
    """Any value of a state as plain data: amounts as exact text, times in ISO 8601, records by field."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case BaseModel():
            return value.model_dump(mode="json", exclude_none=True)
        case tuple() | list():
            return [plain(one) for one in value]
        case dict():
            return {str(name): plain(one) for name, one in value.items()}
    if hasattr(value, "__dataclass_fields__") and type(value).__module__.startswith("lentus.course"):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}  # type: ignore[arg-type]
    return str(value)
