"""`lentus record history`: what was written about one patient, by whom, and what differs between two moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lentus.cli.commands.record_stores import store_named
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.course import AnyEvent, read_moment
from lentus.errors import RecordError
from lentus.present.events import event_line
from lentus.present.pieces import Fields, Heading, Inline, Line, Piece, Span, plain, spans
from lentus.present.states import state_rows
from lentus.present.when import iso, show_moment
from lentus.protocol.zone import zone_of
from lentus.record import Chart, Store, chart, charts
from lentus.record.history import Difference, Told, difference, history


def run(named: str, data: str, store: str, *, first: str, last: str, as_known: bool, as_json: bool) -> int:
    """Show a chart's history, or what differs between two moments."""
    if bool(first) != bool(last):
        raise RecordError("two moments are compared: give both --from and --to, or neither")
    with store_named(data, store) as opened:
        found = _chart_named(opened, named)
    if not first:
        return _history(found, as_json=as_json)
    zone = zone_of(found.folded)
    between = difference(found, read_moment(first, zone), read_moment(last, zone), as_known=as_known)
    if as_json:
        show_json(_difference_data(found, between))
    else:
        show_pieces(_difference_pieces(found, between))
    return FINE


def _chart_named(store: Store, named: str) -> Chart:
    by_number = [one for one in charts(store) if one.number.casefold() == named.casefold()]
    return chart(store, by_number[0].chart_id if by_number else named)


def _history(found: Chart, *, as_json: bool) -> int:
    told = history(found)
    if as_json:
        show_json({"chart": found.id, "version": found.version, "history": [_told_data(one) for one in told]})
    else:
        show_pieces(_history_pieces(found, told))
    return FINE


def _told_data(told: Told) -> dict[str, Any]:
    entry = told.entry
    return {
        "seq": entry.seq,
        "version": entry.version,
        "type": entry.type,
        "recorded": iso(entry.recorded),
        "actor": entry.actor,
        "role": entry.role,
        "body": entry.body,
        "standing": told.standing,
        "by": told.by,
    }


def _history_pieces(found: Chart, told: tuple[Told, ...]) -> Iterator[Piece]:
    yield Heading(_named(found), 1)
    for one in told:
        entry = one.entry
        yield Line((Span(str(entry.version), "quiet"), f"  {entry.type}, by {entry.actor} ({entry.role})"), 0, 2)
        rows: list[tuple[str, Inline]] = [("Written", show_moment(entry.recorded))]
        if one.event is not None:
            rows += [("Event", _event(one.event)), ("Standing", _standing(one))]
        yield Fields(tuple(rows), 2)


def _event(event: AnyEvent) -> Inline:
    return (f"{show_moment(event.at)}  ", *spans(event_line(event)), Span(f"  {event.id}", "quiet"))


def _standing(told: Told) -> Inline:
    return told.standing if not told.by else Span(f"{told.standing} by {told.by}", "warn")


def _difference_data(found: Chart, between: Difference) -> dict[str, Any]:
    return {
        "chart": found.id,
        "events": [one.model_dump(mode="json", exclude_none=True) for one in between.events],
        "changes": [{"name": one.name, "before": one.before, "after": one.after} for one in between.changes],
    }


def _difference_pieces(found: Chart, between: Difference) -> Iterator[Piece]:
    yield Heading(_named(found), 1)
    first, last = (_moment(one.at) for one in (between.before, between.after))
    yield Line(f"From {first} to {last}: {len(between.events)} new, {len(between.changes)} of what is known changed.")
    for event in between.events:
        yield Line(_event(event), 2, 2)
    before, after = (dict(state_rows(one)) for one in (between.before, between.after))
    rows = []
    for label in dict.fromkeys((*before, *after)):
        old, new = (plain(one.get(label, "not known")) for one in (before, after))
        if old != new:
            rows.append((label, f"{old} -> {new}"))
    if rows:
        yield Fields(tuple(rows), 2)


def _moment(moment: datetime | None) -> str:
    return show_moment(moment) if moment else "before anything is known"


def _named(found: Chart) -> str:
    who = found.patient
    return f"{who.name or 'Name not known'}, number {who.id}" + (" (generated)" if found.generated else "")
