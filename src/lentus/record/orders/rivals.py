"""Two orders that cannot both be meant: for one patient and one line of doses, both open at once.

Whoever carries out finds a list of orders, not their history. Two doses of one pump that are both ready are a choice
that nobody made. So an order says which open ones it replaces, its signature withdraws them, and while somebody has
proposed to replace an order that one goes no further. A reduction for toxicity waits for none of this.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lentus.course import State
from lentus.course.orders import AnyOrder, OralStopOrder, PumpStopOrder, WeanOrder
from lentus.errors import NotReady, RecordError
from lentus.protocol.exposure import for_toxicity
from lentus.protocol.naming import names
from lentus.protocol.recorded import REACTIONS
from lentus.record.orders.life import OrderLife
from lentus.record.orders.scene import Scene

BY_ITSELF = ("oral", "oral stop", "oral taper", "transdermal")
"""Orders that take effect when their time comes, without anybody recording it."""

LINES = {
    **dict.fromkeys(("oral", "oral stop", "oral taper"), "doses by mouth"),
    "transdermal": "doses through the skin",
    "screening": "screening doses",
    **dict.fromkeys(("pump start", "pump dose", "pump restart", "pump stop", "drug holiday"), "the pump's doses"),
    "refill": "the reservoir",
}
"""What an order of a kind decides about; two open orders about one thing contradict each other."""

STANDING = ("proposed", "signed", "mismatch", "ready")


def line_of(order: AnyOrder) -> str:
    """What the order decides about, in words; empty where two such orders may stand side by side."""
    if isinstance(order, WeanOrder) and any(names(one.drug, "baclofen") for one in order.changes):
        return LINES["oral"]
    return LINES.get(order.kind, "")


def rivals(lives: Iterable[OrderLife], order: AnyOrder, now: datetime, *, but: str = "") -> tuple[OrderLife, ...]:
    """The open orders about the same thing that have not taken effect; without the one called `but`.

    One that takes effect by itself and is ready counts until its time comes, and not for an order of a later time:
    that one is judged upon it.
    """
    found = standing_about((one for one in lives if one.id != but), line_of(order), now)
    return tuple(one for one in found if not (_by_itself(one) and one.order.instant <= order.instant))


def standing_about(lives: Iterable[OrderLife], line: str, now: datetime) -> tuple[OrderLife, ...]:
    """The open orders about one thing that have not taken effect."""
    same = (one for one in lives if line and one.state in STANDING and line_of(one.order) == line)
    return tuple(one for one in same if not (_by_itself(one) and one.order.instant <= now))


def _by_itself(life: OrderLife) -> bool:
    return life.state == "ready" and life.order.kind in BY_ITSELF


def waits_for_nothing(state: State, order: AnyOrder) -> bool:
    """Whether an order is a reduction for toxicity, or a stop for a reaction: nothing holds that up."""
    stops = isinstance(order, PumpStopOrder | OralStopOrder) and order.reason in REACTIONS
    return stops or for_toxicity(state, order)


def replaced(scene: Scene, order: AnyOrder, named: Iterable[str]) -> tuple[str, ...]:
    """The ids of the orders that a new one replaces: those that were named, and in toxicity whatever stands.

    NotReady, naming each, where one stands that was not named; RecordError for a name that is none.
    """
    wanted = tuple(dict.fromkeys(named))
    standing = rivals(scene.lives.values(), order, scene.now)
    if waits_for_nothing(scene.state, order):
        return tuple(one.id for one in standing)
    unnamed = [one for one in standing if one.id not in wanted]
    if unnamed:
        raise NotReady(
            f"Another order about {line_of(order)} stands: {told(unnamed)}. "
            "Say that this order replaces it, or have it withdrawn first."
        )
    known = {one.id for one in standing}
    return tuple(one for one in wanted if _must_be(one, scene, known))


def _must_be(name: str, scene: Scene, standing: Iterable[str]) -> bool:
    """Whether an order that was named still stands; what was withdrawn or done meanwhile needs no replacing."""
    if name not in scene.lives:
        raise RecordError("An order that nobody proposed cannot be replaced: open the form again.")
    return name in standing


def refuse_beside(scene: Scene, life: OrderLife, step: str) -> tuple[OrderLife, ...]:
    """The orders that this one replaces and that still stand. NotReady, naming it, where another one stands beside."""
    beside = rivals(scene.lives.values(), life.order, scene.now, but=life.id)
    if waits_for_nothing(scene.state, life.order):
        return beside
    later = [one for one in beside if life.id in one.replaces]
    if later:
        raise NotReady(
            f"This order cannot be {step}: one that was proposed later would replace it, {told(later)}. "
            "Sign that one, or have it withdrawn first."
        )
    others = [one for one in beside if one.id not in life.replaces]
    if others:
        raise NotReady(
            f"This order cannot be {step}: another order about {line_of(life.order)} stands, {told(others)}. "
            "Have one of the two withdrawn first."
        )
    return beside


def told(lives: Iterable[OrderLife]) -> str:
    """Orders named without a figure: an error's text may reach a log, and a second person."""
    return "; ".join(f"{one.order.kind} proposed by {one.proposed_by}, {one.state}" for one in lives)
