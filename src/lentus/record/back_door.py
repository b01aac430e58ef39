"""No order enters or leaves the course as if it were a fact: it is signed, or withdrawn.

A fact is recorded by whoever saw it. An event of kind `order` recorded in the same way would be an order that nobody
signed and nobody checked, so it is refused here, where every fact passes.
"""

from __future__ import annotations

from lentus.course import standing_events
from lentus.course.events import AnyEvent, Correction, EnteredInError, OrderPlaced
from lentus.course.fold import replacement_of
from lentus.errors import NotAllowed
from lentus.record.chart import Chart
from lentus.record.entry import SYSTEM, Actor
from lentus.record.orders.figures import figures, needs_second
from lentus.record.roles import require


def refuse_back_door(now: Chart, event: AnyEvent, actor: Actor) -> None:
    """NotAllowed where a role may record no facts, or where the event would make, change or revive an order."""
    if actor != SYSTEM:
        require(actor.role, "record fact")
    match event:
        case OrderPlaced():
            raise NotAllowed("An order is not recorded as a fact: propose it and have it signed.")
        case Correction() if _is_order(now, event.corrects):
            raise NotAllowed("An order is not corrected: withdraw it, or order a change.")
        case EnteredInError() if _is_order(now, event.retracts):
            require(actor.role, "sign order")
        case EnteredInError() if _ended_order(now, event.retracts):
            raise NotAllowed("What ended an order is not taken back: order it again.")


def _is_order(now: Chart, event_id: str) -> bool:
    return isinstance(now.event(event_id), OrderPlaced)


def _ended_order(now: Chart, event_id: str) -> bool:
    match now.event(event_id):
        case Correction(corrects=named) | EnteredInError(retracts=named):
            return _is_order(now, named)
    return False


def waits_for_second(now: Chart, event: AnyEvent) -> bool:
    """Whether a fact has key figures that nobody else has seen, or a correction sets such figures anew."""
    if not isinstance(event, Correction):
        return needs_second(event)
    standing = next((one for one in standing_events(now.folded) if one.id == event.corrects), None)
    if standing is None:
        return False
    after = replacement_of(event, standing)
    return needs_second(after) and figures(after) != figures(standing)
