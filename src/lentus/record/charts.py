"""Charts in the store: open one, read it, find it, and record what happened to its patient."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from lentus.course import AnyEvent, Patient, State, advance, fold, standing_events
from lentus.course.faults import sentence
from lentus.course.fold import EVENT_READER
from lentus.errors import HistoryError, RecordError
from lentus.protocol import Finding, check
from lentus.protocol.finding import gravest_first
from lentus.protocol.judged import order_of
from lentus.protocol.unbridged import brought_by
from lentus.record.back_door import refuse_back_door, waits_for_second
from lentus.record.chart import Chart, chart_from, event_kept, extended, patient_kept, stream_of
from lentus.record.deciders import versions
from lentus.record.entry import Actor, NewEntry
from lentus.record.findings import findings_body
from lentus.record.readmodels.patients import ChartRow, chart_rows, refuse_twin_number
from lentus.record.store import Store

SHORTEST_REASON = 3


def open_chart(
    store: Store, patient: Patient, *, actor: Actor, generated: bool = False, chart_id: str | None = None, key: str = ""
) -> Chart:
    """Open a chart. RecordError where an open chart has the same patient number, or the id is taken."""
    new = chart_id or uuid4().hex
    body = {"patient": patient_kept(patient), "generated": generated}
    with store.transaction() as writing:
        before = opened_by(store, key)
        if before is not None:
            return before
        refuse_twin_number(writing, patient.id)
        writing.append(stream_of(new), [NewEntry("chart opened", body, key)], expected=0, actor=actor)
        return chart(store, new)


def opened_by(store: Store, key: str) -> Chart | None:
    """The chart that an earlier request with this key opened: its id was made then, so its stream is not known."""
    from lentus.record.reading import stream_with_key

    found = stream_with_key(store, "chart opened", key) if key else None
    return chart(store, found.removeprefix("chart/")) if found else None


def chart(store: Store, chart_id: str) -> Chart:
    """The chart as it stands now. RecordError where there is none."""
    stream = stream_of(chart_id)
    writing = store.writing
    known = (writing.cache.get(chart_id) if writing else None) or store.cache.get(chart_id)
    version = known.version if known else 0
    if known is not None and store.version(stream) == version:
        return known
    mine = writing.since(stream, version) if writing and known else None
    new = tuple(store.entries(stream, after=version)) if mine is None else tuple(mine)
    found = extended(known, new) if known else chart_from(chart_id, new)
    if writing is not None:
        writing.cache[chart_id] = found
    else:
        store.cache.put(chart_id, found)
    return found


def charts(store: Store) -> list[ChartRow]:
    """Every open chart, by name."""
    return chart_rows(store)


def find_charts(store: Store, words: str) -> list[ChartRow]:
    """The open charts whose number, name or date of birth holds every one of the words; all of them for none."""
    return chart_rows(store, words)


def record_event(
    store: Store,
    chart_id: str,
    event: AnyEvent,
    *,
    expected: int | None,
    actor: Actor,
    key: str = "",
    order_id: str | None = None,
    needs_second: bool | None = None,
) -> Chart:
    """Record what happened. A fact is never refused for being dangerous: its findings are kept beside it.

    `needs_second` says whether a second person must verify it; by default, every fact with key figures. Raises
    RecordError where its id is taken, it corrects an event that is not there, or its time is not on the clock of its
    zone, and Conflict.
    """
    kept = readable(event)
    with store.transaction() as writing:
        now = chart(store, chart_id)
        if writing.repeated(now.stream, key):
            return now
        writing.expect(now.stream, expected)
        refuse_back_door(now, event, actor)
        refuse_impossible(now, event)
        body = body_of(now, event, kept, order_id=order_id, needs_second=needs_second)
        writing.append(now.stream, [NewEntry("event recorded", body, key)], expected=expected, actor=actor)
        return chart(store, chart_id)


def body_of(
    now: Chart, event: AnyEvent, kept: dict[str, Any], *, order_id: str | None = None, needs_second: bool | None = None
) -> dict[str, Any]:
    """What is kept of an event: itself, what the rules find about it, and who else must look at it."""
    return {
        "event": kept,
        **_judged(now, event),
        "needs_second": waits_for_second(now, event) if needs_second is None else needs_second,
        "order_id": order_id,
        "versions": versions(),
    }


def change_patient(
    store: Store, chart_id: str, new: Patient, *, expected: int | None, actor: Actor, key: str = ""
) -> Chart:
    """Write the patient's lasting facts anew. RecordError where another open chart has the number, and Conflict."""
    with store.transaction() as writing:
        now = chart(store, chart_id)
        if writing.repeated(now.stream, key):
            return now
        writing.expect(now.stream, expected)
        refuse_twin_number(writing, new.id, but=chart_id)
        body = {"patient": patient_kept(new)}
        writing.append(now.stream, [NewEntry("patient changed", body, key)], expected=expected, actor=actor)
        return chart(store, chart_id)


def close_chart(
    store: Store, chart_id: str, reason: str, *, expected: int | None, actor: Actor, key: str = ""
) -> Chart:
    """Close a chart that was opened in error. It stays readable and leaves the lists; nothing more goes into it."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise RecordError("A chart is closed with a reason: write why.")
    with store.transaction() as writing:
        now = chart(store, chart_id)
        body = {"reason": reason.strip()}
        writing.append(now.stream, [NewEntry("chart closed", body, key)], expected=expected, actor=actor)
        return chart(store, chart_id)


def findings_of(chart: Chart, event: AnyEvent) -> tuple[Finding, ...]:
    """What the rules find about an event, held against what was known just before it; empty where it is no order."""
    before = state_before(chart, event)
    order = order_of(before, event, _later(chart, event))
    brought = brought_by(before, event)
    if order is None:
        return brought
    if event.kind != "order":
        # A fact stands under the overrides of the order that it carries out.
        order = order.model_copy(update={"overrides": before.carried_out(order)})
    return gravest_first((*brought, *check(before, order)))


def _later(chart: Chart, event: AnyEvent) -> tuple[AnyEvent, ...]:
    """What is recorded already of the time after an event told late: a program says how its fill was bridged."""
    if not chart.folded.events or chart.folded.events[-1].instant < event.instant:
        return ()
    return tuple(one for one in standing_events(chart.folded) if one.instant >= event.instant and one.id != event.id)


def readable(event: AnyEvent) -> dict[str, Any]:
    """The event as the record keeps it; RecordError, in a sentence, where it could not be read again."""
    kept = event_kept(event)
    try:
        EVENT_READER.validate_python(kept)
    except ValidationError as error:
        told = "; ".join(sentence(fault) for fault in error.errors(include_url=False))
        raise RecordError(f"This cannot be recorded: {told}.") from error
    return kept


def _judged(chart: Chart, event: AnyEvent) -> dict[str, Any]:
    """The findings to keep beside an event; where the rules themselves fail, that failure. No fact is kept out."""
    try:
        return {"findings": findings_body(findings_of(chart, event)), "unjudged": ""}
    except Exception as error:  # noqa: BLE001 - what happened at the bedside is recorded whatever fails here
        return {"findings": [], "unjudged": f"{type(error).__name__}: {error}"}


def state_before(chart: Chart, event: AnyEvent) -> State:
    """What was known when an event happened."""
    last = chart.folded.events[-1].instant if chart.folded.events else None
    if last is None or last <= event.at.astimezone(UTC):
        return chart.folded
    return fold(chart.patient, chart.told, event.at)


def refuse_impossible(chart: Chart, event: AnyEvent) -> None:
    """RecordError where an event cannot stand in this chart."""
    if chart.closed:
        raise RecordError("This chart is closed: record into the patient's open chart.")
    try:
        after = advance(chart.folded, event)
    except HistoryError as error:
        raise RecordError(str(error)) from error
    if after.dangling:
        raise RecordError(f"correction of {', '.join(after.dangling)}: no event of this chart has that id")
