"""Mistakes in the record: corrected or struck out by an event that says why, never erased.

An order is not corrected: whoever signed it signed those figures. It is withdrawn, or a signed order that never should
have been is struck out by somebody who may sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import uuid4

from lentus.course import standing_events
from lentus.course.events import AnyEvent, Correction, EnteredInError
from lentus.errors import RecordError
from lentus.protocol.zone import on_clock
from lentus.record.chart import Chart, event_kept
from lentus.record.charts import chart, record_event
from lentus.record.entry import Actor
from lentus.record.orders.deciding import a_reason
from lentus.record.roles import require
from lentus.record.store import Store

STAYS = ("at", "zone", "author", "role")
"""What a replacement keeps of its event where it does not say otherwise; everything else it has to say."""


def correct_event(
    store: Store,
    chart_id: str,
    event_id: str,
    replacement: Mapping[str, Any],
    reason: str,
    *,
    actor: Actor,
    expected: int | None,
    key: str = "",
) -> Chart:
    """Put what should have been written in the place of an event. `replacement` is the whole event, id and kind kept.

    Where key figures change, the event waits for a second person again. Raises NotAllowed, Conflict, RecordError.
    """
    require(actor.role, "correct record")
    with store.transaction() as writing:
        now = chart(store, chart_id)
        if writing.repeated(now.stream, key):
            return now
        standing = _standing(now, event_id)
        kept = event_kept(standing)
        written = {**{name: kept[name] for name in STAYS}, **replacement}
        correction = Correction(
            **_made(store, chart_id, key, standing, actor),
            corrects=event_id,
            replacement={**written, "id": event_id, "kind": standing.kind},
            reason=a_reason(reason),
        )
        return record_event(store, chart_id, correction, expected=expected, actor=actor, key=key)


def strike_out(
    store: Store, chart_id: str, event_id: str, reason: str, *, actor: Actor, expected: int | None, key: str = ""
) -> Chart:
    """Strike an event out that never happened, or that belongs to another patient; or a striking-out, which restores.

    Raises NotAllowed, Conflict, RecordError.
    """
    require(actor.role, "correct record")
    with store.transaction() as writing:
        now = chart(store, chart_id)
        if writing.repeated(now.stream, key):
            return now
        target = now.event(event_id)
        if target is None:
            raise RecordError(f"event {event_id!r}: this chart has none with that id")
        event = EnteredInError(**_made(store, chart_id, key, target, actor), retracts=event_id, reason=a_reason(reason))
        return record_event(store, chart_id, event, expected=expected, actor=actor, key=key)


def _standing(now: Chart, event_id: str) -> AnyEvent:
    found = next((one for one in standing_events(now.folded) if one.id == event_id), None)
    if found is None:
        raise RecordError(f"event {event_id!r}: this chart has none with that id that still stands")
    return found


def _made(store: Store, chart_id: str, key: str, about: AnyEvent, actor: Actor) -> dict[str, Any]:
    name = sha256(f"{chart_id}\n{key}".encode()).hexdigest()[:24] if key else uuid4().hex[:24]
    at = on_clock(store.now().replace(microsecond=0), about.zone)
    return {"id": name, "at": at, "zone": about.zone, "author": actor.name, "role": actor.role}
