"""The steps of an order in the store: each one commit, decided on what stands there under the writer's lock.

`expected` is the version of the chart that the person saw: who comes second gets a Conflict, with nothing written and
nothing decided. `key` names one request: sent twice, it is done once, and the second time answers like the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import uuid4

from lentus.course.events import AnyEvent
from lentus.course.orders import AnyOrder, Override
from lentus.errors import NotReady, RecordError
from lentus.protocol import Finding
from lentus.protocol.zone import on_clock
from lentus.record.chart import Chart
from lentus.record.charts import chart, record_event, state_before
from lentus.record.deciders import versions
from lentus.record.entry import Actor, Entry, NewEntry
from lentus.record.orders import carrying, deciding
from lentus.record.orders.judging import judged
from lentus.record.orders.life import OrderLife, lives
from lentus.record.orders.reach import Reach
from lentus.record.orders.scene import Scene
from lentus.record.seeing import seen
from lentus.record.settings import house_strengths, settings
from lentus.record.store import Store

Decide = Callable[[Scene], Sequence[NewEntry]]


def propose(
    store: Store,
    chart_id: str,
    order: AnyOrder,
    *,
    actor: Actor,
    expected: int | None,
    key: str = "",
    chosen: str | None = None,
    note: str = "",
    replaces: Iterable[str] = (),
) -> OrderLife:
    """Write an order down and have it checked. A stop does not prevent that: it is kept as refused.

    `replaces` names each other order about the same thing that still stands; NotReady where one is left out.
    """
    named = tuple(replaces)
    order_id = _order_id(chart_id, key)

    def decide(scene: Scene) -> Sequence[NewEntry]:
        return deciding.proposed(scene, order_id, order, chosen=chosen, note=note, replaces=named)

    return _step(store, chart_id, order_id, decide, _Asked("order proposed", actor, expected, key))


def sign(
    store: Store,
    chart_id: str,
    order_id: str,
    *,
    actor: Actor,
    overrides: Iterable[Override] = (),
    expected: int | None,
    key: str = "",
) -> OrderLife:
    """Sign an order that nothing stands against but what the signer's overrides answer."""
    kept = tuple(overrides)

    def decide(scene: Scene) -> Sequence[NewEntry]:
        return deciding.signed(scene, order_id, kept)

    return _step(store, chart_id, order_id, decide, _Asked("order signed", actor, expected, key))


def second_entry(
    store: Store,
    chart_id: str,
    order_id: str,
    fields: Mapping[str, str],
    *,
    actor: Actor,
    expected: int | None,
    key: str = "",
) -> OrderLife:
    """Enter the key figures of a signed order again, as another person than who proposed or signed it."""

    def decide(scene: Scene) -> Sequence[NewEntry]:
        return deciding.entered_again(scene, order_id, fields)

    return _step(store, chart_id, order_id, decide, _Asked("order second entry", actor, expected, key))


def withdraw(
    store: Store, chart_id: str, order_id: str, reason: str, *, actor: Actor, expected: int | None, key: str = ""
) -> OrderLife:
    """Take an order back before it has taken effect."""

    def decide(scene: Scene) -> Sequence[NewEntry]:
        return deciding.withdrawn(scene, order_id, reason)

    return _step(store, chart_id, order_id, decide, _Asked("order withdrawn", actor, expected, key))


def carry_out(
    store: Store, chart_id: str, order_id: str, event: AnyEvent, *, actor: Actor, expected: int | None, key: str = ""
) -> OrderLife:
    """Record `event` as what carried out a ready order.

    Raises NotReady where it differs from the order or came before it: then record it as a fact of its own.
    """
    asked = _Asked("event recorded", actor, expected, key)
    with store.transaction() as writing:
        now = chart(store, chart_id)
        earlier = _earlier(now, order_id, asked)
        if earlier is not None:
            return earlier
        writing.expect(now.stream, expected)
        carrying_out = carrying.carried_out(scene_of(store, now, actor), order_id, event)
        _refuse_as_it_stood(now, _life(now.entries, order_id), event)
        record_event(
            store,
            chart_id,
            event,
            expected=expected,
            actor=actor,
            key=key,
            order_id=order_id,
            needs_second=carrying_out.needs_second,
        )
        writing.append(now.stream, [carrying_out.entry], expected=None, actor=actor)
        return _life(chart(store, chart_id).entries, order_id)


JUDGED_AGAIN = ("pump dose", "pump restart", "screening")
"""Orders of which each is measured against what was given before it."""


def _refuse_as_it_stood(now: Chart, life: OrderLife, event: AnyEvent) -> None:
    """NotReady where a rule stands against the order at the time when it was done, and did not when it was judged.

    An order for tomorrow was judged as of tomorrow; of two orders that wait, the first one done changes what the
    second one is. Nobody has answered for that: the fact is recorded for what it is, with its findings, and a second
    person looks at it.
    """
    if life.order.kind not in JUDGED_AGAIN:
        return
    then = life.order.model_copy(update={"at": on_clock(event.at, life.order.zone)})
    known = {one.rule for one in life.findings}
    against = [one for one in judged(state_before(now, event), then) if one.blocks and one.rule not in known]
    if against:
        raise NotReady(
            "At the time when this was done a rule stood against it that did not when the order was judged: "
            f"{'; '.join(dict.fromkeys(f'{one.title} ({one.rule})' for one in against))}. Record it as what was done; "
            "the order stays open."
        )


def findings_now(store: Store, chart_id: str, order_id: str) -> tuple[Finding, ...]:
    """What the rules say about an order at this moment: what the signer should see before signing."""
    now = chart(store, chart_id)
    life = _life(now.entries, order_id)
    scene = scene_of(store, now, None)
    return judged(scene.state, deciding.in_force(life.order, scene.now))


def scene_of(store: Store, now: Chart, actor: Actor | None) -> Scene:
    """What a decision looks at. Everything recorded is known, also where a clock was set back meanwhile."""
    moment, last = store.now(), now.folded.at
    known = now.folded.when(moment if last is None else max(moment, last))
    found = {one.id: one for one in now.orders}
    waiting = [one.id for one in now.orders if one.needs_second and one.state in ("signed", "mismatch")]
    looked = seen(store, waiting, actor.name) if actor is not None else ()
    own = settings(store)
    known = replace(known, house=house_strengths(own))
    return Scene(found, known, now.version, versions(), moment, actor or NOBODY, looked, Reach.of(own))


NOBODY = Actor("nobody", "nobody")
"""Who only looks."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request: the type of the first entry that it writes, who asks, the version seen, and the request's key."""

    type: str
    actor: Actor
    expected: int | None
    key: str


def _step(store: Store, chart_id: str, order_id: str, decide: Decide, asked: _Asked) -> OrderLife:
    with store.transaction() as writing:
        now = chart(store, chart_id)
        earlier = _earlier(now, order_id, asked)
        if earlier is not None:
            return earlier
        writing.expect(now.stream, asked.expected)
        _refuse_closed(now)
        entries = list(decide(scene_of(store, now, asked.actor)))
        entries[0] = NewEntry(entries[0].type, entries[0].body, asked.key)
        writing.append(now.stream, entries, expected=asked.expected, actor=asked.actor)
        return _life(chart(store, chart_id).entries, order_id)


def _refuse_closed(now: Chart) -> None:
    if now.closed:
        raise RecordError("This chart is closed: order in the patient's open chart.")


def _earlier(now: Chart, order_id: str, asked: _Asked) -> OrderLife | None:
    """The order as it stood after an earlier request with this key; None where there was none."""
    places = [place for place, one in enumerate(now.entries) if asked.key and one.key == asked.key]
    if not places:
        return None
    first = now.entries[places[0]]
    if (first.type, first.actor, first.body.get("order_id")) != (asked.type, asked.actor.name, order_id):
        raise RecordError("The key of this request was used for something else: open the form again.")
    end = places[0] + 1
    while end < len(now.entries) and _belongs(now.entries[end], order_id):
        end += 1
    return _life(now.entries[:end], order_id)


def _belongs(entry: Entry, order_id: str) -> bool:
    """Whether an entry was written with the one before it: what follows from a step has no key of its own."""
    if entry.key:
        return False
    event = entry.body.get("event", {})
    of_order = entry.body.get("order_id") == order_id and event.get("kind") == "order"
    taken_back = event.get("kind") == "correction" and deciding.takes_back(event)
    replaced = entry.type == "order withdrawn" and entry.body.get("replaced_by") == order_id
    carried_out = entry.type == "order carried out" and entry.body["order_id"] == order_id
    return of_order or taken_back or replaced or carried_out


def _life(entries: Iterable[Entry], order_id: str) -> OrderLife:
    return next(one for one in lives(entries) if one.id == order_id)


def _order_id(chart_id: str, key: str) -> str:
    """An id for an order; the same for the same request."""
    return sha256(f"{chart_id}\n{key}".encode()).hexdigest()[:24] if key else uuid4().hex[:24]
