"""A new chart with its first events, made ready before the commit that writes it: for many of them at once.

Whoever writes keeps everybody else from writing. So what can be proved, judged and worked out beforehand is; under the
lock, what somebody may have written in between is looked at again, and the entries are written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from lentus.course import AnyEvent, Patient
from lentus.record.back_door import refuse_back_door
from lentus.record.chart import Chart, chart_from, extended, patient_kept, stream_of
from lentus.record.charts import body_of, opened_by, readable, refuse_impossible
from lentus.record.entry import Actor, Entry, NewEntry
from lentus.record.readmodels.patients import open_chart_with, refuse_twin_number, twin
from lentus.record.readmodels.worklist_table import foreseen
from lentus.record.store import Store
from lentus.record.writing import Foreseen


@dataclass(frozen=True, slots=True)
class Prepared:
    """A chart as it will be, its entries, and its worklist; nothing of it is written yet."""

    chart: Chart
    entries: tuple[NewEntry, ...]
    worklist: Foreseen


def prepare_chart(
    store: Store, patient: Patient, events: Iterable[AnyEvent], *, actor: Actor, generated: bool = False, key: str = ""
) -> Prepared:
    """Everything that `open_chart` and `record_event` prove, without the writer's lock.

    RecordError as they raise it; what somebody writes in between is found by `write_chart`.
    """
    if open_chart_with(store, patient.id) is not None:
        raise twin(patient.id)
    chart_id = uuid4().hex
    entries = [NewEntry("chart opened", {"patient": patient_kept(patient), "generated": generated}, key)]
    now = chart_from(chart_id, [_as_if(store, chart_id, 1, entries[0], actor)])
    for event in events:
        kept = readable(event)
        refuse_back_door(now, event, actor)
        refuse_impossible(now, event)
        entries.append(NewEntry("event recorded", body_of(now, event, kept)))
        now = extended(now, [_as_if(store, chart_id, len(entries), entries[-1], actor)])
    return Prepared(now, tuple(entries), foreseen(store, now))


def _as_if(store: Store, chart_id: str, version: int, new: NewEntry, actor: Actor) -> Entry:
    """An entry as it will be read back; its number in the store and its hashes are not known yet, nor asked for."""
    kind = store.types.named(new.type)
    return Entry(
        seq=0,
        stream=stream_of(chart_id),
        version=version,
        type=new.type,
        type_version=kind.version,
        recorded=store.now(),
        actor=actor.name,
        role=actor.role,
        key=new.key,
        body=dict(new.body),
        stream_hash="",
        store_hash="",
    )


def write_chart(store: Store, prepared: Prepared, *, actor: Actor) -> bool:
    """Write a prepared chart; False where its key opened one meanwhile. RecordError where its number was taken."""
    with store.transaction() as writing:
        if opened_by(store, prepared.entries[0].key) is not None:
            return False
        refuse_twin_number(writing, prepared.chart.patient.id)
        writing.foreseen[prepared.chart.id] = prepared.worklist
        writing.append(prepared.chart.stream, prepared.entries, expected=0, actor=actor)
        return True
