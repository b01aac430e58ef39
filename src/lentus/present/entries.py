"""An entry of the record in one line: what was done, where the entry is more than an event that happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lentus.course import AnyEvent, order_from
from lentus.course.events import Correction, EnteredInError
from lentus.errors import CourseError
from lentus.present.events import event_line
from lentus.present.orders import order_line
from lentus.present.pieces import Inline, Span, plain, spans
from lentus.record.entry import Entry

IDENTITY = ("id", "name", "born", "sex", "profile")


def entry_says(entry: Entry, events: Mapping[str, AnyEvent]) -> Inline:
    """What an entry says; `events` are those of its chart by id, as they were told."""
    body = entry.body
    match entry.type:
        case "chart opened":
            return ("chart opened: ", _patient(body["patient"]))
        case "patient changed":
            return ("patient's own data changed: ", _patient(body["patient"]))
        case "event recorded":
            return event_says(events.get(body["event"]["id"]), events)
        case "event verified":
            return _verified(body, events)
    return _order(entry.type, body)


def _patient(patient: Mapping[str, Any]) -> str:
    return ", ".join(f"{name if name != 'id' else 'number'} {patient[name]}" for name in IDENTITY if patient.get(name))


def event_says(event: AnyEvent | None, events: Mapping[str, AnyEvent]) -> Inline:
    """What an event says; one that mends another names it by its words, out of `events`."""
    match event:
        case None:
            return "an event"
        case Correction():
            return f"corrected: {_named(events.get(event.corrects))}. Reason: {event.reason}"
        case EnteredInError():
            return f"struck out as entered in error: {_named(events.get(event.retracts))}. Reason: {event.reason}"
    return event_line(event)


def _named(event: AnyEvent | None) -> str:
    return "an event" if event is None else plain(event_line(event))


def _verified(body: Mapping[str, Any], events: Mapping[str, AnyEvent]) -> Inline:
    named = _named(events.get(body["event_id"]))
    if body["mismatched"]:
        return ("second look does not agree in ", ", ".join(body["mismatched"]), f": {named}")
    return ("verified by a second person: ", named)


def _order(kind: str, body: Mapping[str, Any]) -> Inline:
    match kind:
        case "order proposed":
            return ("order proposed: ", *spans(_line(body.get("order"))))
        case "order signed":
            overrides = [f"{one['rule']} overridden: {one['reason']}" for one in body.get("overrides", ())]
            return ("order signed", f"; {'; '.join(overrides)}" if overrides else "")
        case "order second entry":
            found = ", ".join(body.get("mismatched", ()))
            return f"second entry does not agree in {found}" if found else "second entry agrees"
        case "order withdrawn":
            return f"order withdrawn: {body.get('reason', '')}"
    return kind


def _line(order: object) -> Inline:
    try:
        return order_line(order_from(order))
    except CourseError:
        return Span("an order of an older form", "quiet")
