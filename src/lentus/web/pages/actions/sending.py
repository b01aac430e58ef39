"""A form that may be sent goes into the record: an order is proposed, a fact is recorded, each once for each key."""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course.events import AnyEvent, Correction, EnteredInError
from lentus.record import Actor, Chart, Store, record_event
from lentus.record.correcting import correct_event, strike_out
from lentus.record.orders import needs_second
from lentus.record.orders.acting import carry_out, propose
from lentus.record.orders.life import OrderLife
from lentus.web.pages.actions.action import Action, Draft, Scene
from lentus.web.pages.actions.judging import options_of
from lentus.web.pages.actions.opening import still_chosen


def send_order(
    store: Store,
    chart_id: str,
    action: Action,
    scene: Scene,
    draft: Draft,
    *,
    actor: Actor,
    expected: int,
    chosen: str,
    replaces: Iterable[str] = (),
) -> OrderLife:
    """Propose the order of a form. Raises Conflict, NotAllowed, NotReady, RecordError."""
    assert draft.order is not None
    option = next((one for one in options_of(action, scene) if one.id == chosen), None)
    kept = chosen if option is not None and still_chosen(option, draft.order) else None
    return propose(
        store, chart_id, draft.order, actor=actor, expected=expected, key=scene.key,
        chosen=kept, note=draft.order.note, replaces=replaces,
    )  # fmt: skip


def send_facts(
    store: Store, chart_id: str, events: tuple[AnyEvent, ...], *, actor: Actor, expected: int, key: str, order_id: str
) -> None:
    """Record the events of one form together, all or none; the last one carries out the order, where there is one.

    Raises Conflict, NotAllowed, NotReady, RecordError.
    """
    with store.transaction():
        version = expected
        for number, event in enumerate(events):
            own = f"{key}-{number}"
            if order_id and number == len(events) - 1:
                carry_out(store, chart_id, order_id, event, actor=actor, expected=version, key=own)
                return
            version = _record(store, chart_id, event, actor, version, own).version


def _record(store: Store, chart_id: str, event: AnyEvent, actor: Actor, expected: int, key: str) -> Chart:
    """One fact; a correction and a striking-out by the steps that know what follows from them."""
    match event:
        case Correction():
            return correct_event(
                store, chart_id, event.corrects, event.replacement, event.reason,
                actor=actor, expected=expected, key=key,
            )  # fmt: skip
        case EnteredInError():
            return strike_out(
                store, chart_id, event.retracts, event.reason, actor=actor, expected=expected, key=key
            )  # fmt: skip
    needed = needs_second(event)
    return record_event(store, chart_id, event, expected=expected, actor=actor, key=key, needs_second=needed)
