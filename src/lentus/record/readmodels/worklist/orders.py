"""What waits for a person: orders without a signature or a second entry, facts that one person alone wrote down.

Overrides are here too: a decision to proceed against a rule has an end, and before it somebody looks again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from lentus.course import State, standing_events
from lentus.quantity.dates import day
from lentus.record.readmodels.worklist.item import WorkItem, item

if TYPE_CHECKING:
    from lentus.record.orders import OrderLife


BY_ITSELF = ("oral", "oral stop", "oral taper", "transdermal", "conversion")
"""Kinds of orders that hold from their own time on: once ready, nobody has to do anything at a pump."""

ENDED = ("carried out", "withdrawn")


def in_progress(life: OrderLife) -> bool:
    """Whether somebody still has to do something about an order."""
    return life.state not in ENDED and not (life.state == "ready" and life.order.kind in BY_ITSELF)


def waiting(lives: Iterable[OrderLife]) -> Iterator[WorkItem]:
    """Each order that cannot go on by itself; what was refused, withdrawn or carried out asks nothing."""
    for life in filter(in_progress, lives):
        said = _said(life)
        if said is not None:
            grade, words = said
            yield item("order", life.order.at, words, grade=grade, opens=life.at, subject=life.id)


def _said(life: OrderLife) -> tuple[int, str] | None:
    named = f"Order ({life.order.kind}) for {day(life.order.at)} by {life.proposed_by}"
    match life.state:
        case "mismatch":
            return 0, f"{named}: the second entry does not agree in {', '.join(life.mismatched)}; it is blocked."
        case "proposed":
            return 1, f"{named}: waits for a prescriber's signature."
        case "signed" if life.needs_second:
            return 2, f"{named}: signed, waits for a second person to enter its key figures."
        case "signed" | "ready":
            return 3, f"{named}: ready to be carried out."
    return None


def unverified(state: State, ids: Collection[str]) -> Iterator[WorkItem]:
    """Facts that one person wrote down and nobody has verified."""
    wanted = set(ids)
    for event in standing_events(state) if wanted else ():
        if event.id in wanted:
            words = (
                f"{event.kind.capitalize()} of {day(event.at)}, written down by {event.author} alone, is not verified."
            )
            yield item("unverified", event.at, words, subject=event.id)


def overrides(state: State) -> Iterator[WorkItem]:
    """Each override in force, until it ends."""
    for one in state.overrides:
        says = f"Override of {one.rule} by {one.by} ends on {day(one.ends)}: {one.reason.rstrip('.')}."
        yield item("override", one.ends, says, opens=one.at, until=one.ends, rule=one.rule)
