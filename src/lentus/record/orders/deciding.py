"""The steps of an order: who may take each, when, and what is then written. Pure: a scene in, entries or a refusal out.

A refusal writes nothing. NotAllowed is about the person, NotReady about the order, RecordError about what was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from lentus.course.events import OrderPlaced
from lentus.course.orders import AnyOrder, Override
from lentus.errors import NotAllowed, NotReady, RecordError
from lentus.protocol import advise
from lentus.protocol.zone import on_clock
from lentus.record.chart import event_kept
from lentus.record.entry import NewEntry
from lentus.record.findings import findings_body
from lentus.record.orders import figures
from lentus.record.orders.judging import judged, owned, unblocked
from lentus.record.orders.life import OrderLife, unlike, with_overrides
from lentus.record.orders.reach import refuse_out_of_reach
from lentus.record.orders.rivals import BY_ITSELF, refuse_beside, replaced
from lentus.record.orders.scene import Scene, require_state
from lentus.record.roles import allowed, require
from lentus.record.seeing import SEEN

SHORTEST_REASON = 3


def proposed(
    scene: Scene,
    order_id: str,
    order: AnyOrder,
    *,
    chosen: str | None = None,
    note: str = "",
    replaces: Iterable[str] = (),
) -> tuple[NewEntry, ...]:
    """Write an order down with its findings and the options of that moment. A stop is no reason not to keep it.

    Another order about the same thing that still stands must be named in `replaces`.
    """
    require(scene.actor.role, "propose order")
    if order.overrides:
        raise NotAllowed("An override belongs to the person who signs: propose the order without one.")
    if order_id in scene.lives:
        raise RecordError(f"Order {order_id} was proposed before: give each order its own key.")
    refuse_out_of_reach(order, scene.now, scene.reach)
    body = {
        "order_id": order_id,
        "order": _order_kept(order),
        "findings": findings_body(judged(scene.state, order)),
        "options": [{"id": one.id, "title": one.title} for one in advise(scene.state).options],
        "chosen": chosen,
        "note": note,
        "needs_second": figures.needs_second(order),
        "replaces": list(replaced(scene, order, replaces)),
        "state_version": scene.version,
        "versions": dict(scene.versions),
    }
    return (NewEntry("order proposed", body),)


def signed(scene: Scene, order_id: str, overrides: Iterable[Override] = ()) -> tuple[NewEntry, ...]:
    """Sign: the rules are asked again, and an order that needs no second person takes effect at once.

    What the order replaces is withdrawn by the same signature.
    """
    require(scene.actor.role, "sign order")
    life = scene.life(order_id)
    require_state(life, "signed", "proposed")
    lacking = figures.absent(life.order)
    if lacking:
        raise NotReady(f"This order cannot be signed: a second person could not confirm it without {_and(lacking)}.")
    beside = refuse_beside(scene, life, "signed")
    kept = owned(scene, life.order, overrides)
    order = in_force(with_overrides(life.order, kept), scene.now)
    findings = unblocked(scene.state, order, "signed")
    told = findings_body(findings)
    body = {
        "order_id": order_id,
        "overrides": [one.model_dump(mode="json") for one in kept],
        "findings": told,
        "appeared": [one.rule for one in unlike(findings, life.proposed_findings)],
        "gone": [one.rule for one in unlike(life.proposed_findings, findings)],
        "versions": dict(scene.versions),
    }
    entries = [NewEntry("order signed", body)]
    if not life.needs_second:
        entries.append(_placed(scene, life, order, told))
    return (*entries, *(one for other in beside for one in _superseded(scene, other, life)))


def entered_again(scene: Scene, order_id: str, given: Mapping[str, str]) -> tuple[NewEntry, ...]:
    """The second person's figures: equal ones make the order ready, others block it and name the fields."""
    require(scene.actor.role, "verify figures")
    life = scene.life(order_id)
    if not life.needs_second:
        raise NotReady("This order needs no second person.")
    require_state(life, "entered a second time", "signed", "mismatch")
    if scene.actor.name in (life.proposed_by, life.signed_by):
        raise NotAllowed("You proposed or signed this order: the second person must be somebody else.")
    if order_id in scene.looked:
        raise NotAllowed(SEEN)
    refuse_beside(scene, life, "entered a second time")
    mismatches = figures.disagreeing(life.order, figures.read_figures(life.order, given))
    order = in_force(life.order, scene.now)
    findings = [] if mismatches else findings_body(unblocked(scene.state, order, "made ready"))
    body = {
        "order_id": order_id,
        "fields": {name: text.strip() for name, text in given.items()},
        **mismatches_kept(mismatches),
        "findings": findings,
        "versions": dict(scene.versions),
    }
    entry = NewEntry("order second entry", body)
    return (entry,) if mismatches else (entry, _placed(scene, life, order, findings))


def withdrawn(scene: Scene, order_id: str, reason: str) -> tuple[NewEntry, ...]:
    """Take an order back before it has taken effect; one that stands in the course stands there as not accepted."""
    life = scene.life(order_id)
    _require_may_withdraw(scene, life)
    if life.state in ("carried out", "withdrawn"):
        require_state(life, "withdrawn")
    if life.state == "ready" and life.order.kind in BY_ITSELF and life.order.instant <= scene.now:
        raise NotReady("This order has taken effect and cannot be withdrawn: order a change or a stop.")
    entry = NewEntry("order withdrawn", {"order_id": order_id, "reason": a_reason(reason)})
    return (entry, _taken_back(scene, life, reason)) if life.placed else (entry,)


def _superseded(scene: Scene, other: OrderLife, by: OrderLife) -> tuple[NewEntry, ...]:
    """The withdrawal of an order that another one replaces, by who signs that other one."""
    reason = f"replaced by the order of {by.proposed_by} ({by.order.kind})"
    entry = NewEntry("order withdrawn", {"order_id": other.id, "reason": reason, "replaced_by": by.id})
    return (entry, _taken_back(scene, other, reason)) if other.placed else (entry,)


def _require_may_withdraw(scene: Scene, life: OrderLife) -> None:
    own = life.proposed_by == scene.actor.name and life.state in ("proposed", "refused")
    if not (own and allowed(scene.actor.role, "propose order")):
        require(scene.actor.role, "withdraw order")


def a_reason(text: str) -> str:
    """The reason, tidied; RecordError where there is none."""
    reason = text.strip()
    if len(reason) < SHORTEST_REASON:
        raise RecordError("A reason is needed: write it in a few words.")
    return reason


def placed_id(order_id: str) -> str:
    """The id of the event by which an order stands in the course."""
    return f"{order_id}-order"


def takes_back(event: Mapping[str, Any]) -> bool:
    """Whether a correction leaves a withdrawn order in the course as one that did not take effect."""
    name = str(event["id"])
    return name.endswith("-withdrawn") and event["corrects"] == placed_id(name.removesuffix("-withdrawn"))


def in_force(order: AnyOrder, now: datetime) -> AnyOrder:
    """The order as it would take effect: at its own time, or at this minute where that has passed.

    Nothing takes effect before it is signed and confirmed; the time that was written stays with the proposal.
    """
    minute = now.replace(second=0, microsecond=0)
    return order if order.instant >= minute else order.model_copy(update={"at": on_clock(minute, order.zone)})


def _placed(scene: Scene, life: OrderLife, order: AnyOrder, findings: list[dict[str, Any]]) -> NewEntry:
    """The order's event, once nothing is lacking: it stands in the course from this minute on."""
    event = OrderPlaced(
        id=placed_id(life.id),
        at=on_clock(scene.now.replace(second=0, microsecond=0), order.zone),
        zone=order.zone,
        author=life.signed_by or scene.actor.name,
        role="prescriber",
        order=order,
    )
    return recorded(scene, event_kept(event), findings, order_id=life.id)


def _taken_back(scene: Scene, life: OrderLife, reason: str) -> NewEntry:
    """The correction that leaves a withdrawn order in the course as one that did not take effect."""
    now = on_clock(scene.now.replace(microsecond=0), life.order.zone)
    standing = next(one for one in scene.state.events if one.id == life.placed)
    correction = {
        "kind": "correction",
        "id": f"{life.id}-withdrawn",
        "at": now.isoformat(),
        "zone": life.order.zone,
        "author": scene.actor.name,
        "role": scene.actor.role,
        "corrects": life.placed,
        "replacement": {**event_kept(standing), "accepted": False},
        "reason": a_reason(reason),
    }
    return recorded(scene, correction, [], order_id=None)


def recorded(
    scene: Scene,
    event: dict[str, Any],
    findings: list[dict[str, Any]],
    *,
    order_id: str | None,
    needs_second: bool = False,
) -> NewEntry:
    """An entry for an event that follows from an order."""
    body = {
        "event": event,
        "findings": findings,
        "needs_second": needs_second,
        "order_id": order_id,
        "versions": dict(scene.versions),
    }
    return NewEntry("event recorded", body)


def _order_kept(order: AnyOrder) -> dict[str, Any]:
    kept: dict[str, Any] = order.model_dump(mode="json", exclude_none=True)
    return kept


def mismatches_kept(mismatches: Iterable[figures.Mismatch]) -> dict[str, list[Any]]:
    """Differing figures as the record holds them: names alone, and what each slip looks like."""
    told = [{"name": one.name, "label": one.label, "looks_like": one.looks_like} for one in mismatches]
    return {"mismatched": [one["name"] for one in told], "mismatches": told}


def _and(labels: Iterable[str]) -> str:
    return " and ".join(f"the {one[:1].lower()}{one[1:]}" for one in labels)
