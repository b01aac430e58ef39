"""What a decision about an order looks at, all of it handed in: the orders, the patient, the moment, the person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from lentus.course import State
from lentus.errors import NotReady
from lentus.record.entry import Actor
from lentus.record.orders.life import OrderLife
from lentus.record.orders.reach import USUAL, Reach


@dataclass(frozen=True, slots=True)
class Scene:
    """One chart at one moment, and who wants to act. `version` is the chart's, `versions` those of engine and book."""

    lives: Mapping[str, OrderLife]
    state: State
    version: int
    versions: Mapping[str, str]
    now: datetime
    actor: Actor
    looked: Collection[str] = ()
    """Ids of the orders whose figures this person has looked at: for those there is no second entry."""
    reach: Reach = USUAL

    def life(self, order_id: str) -> OrderLife:
        """The order called `order_id`; NotReady where nobody proposed it."""
        try:
            return self.lives[order_id]
        except KeyError:
            raise NotReady(f"Order {order_id}: nobody proposed it on this chart.") from None


STANDS = {
    "proposed": "it is not signed yet",
    "refused": "a stop stood against it when it was proposed, so it can never be signed: propose another one",
    "signed": "it waits for a second person",
    "mismatch": "two people gave different figures: enter them again, or withdraw it and propose the right one",
    "ready": "it is ready already",
    "carried out": "it was carried out",
    "withdrawn": "it was withdrawn",
}
"""Why an order cannot take a step, by where it stands."""


def require_state(life: OrderLife, step: str, *states: str) -> None:
    """NotReady, saying where the order stands, unless it stands at one of `states`."""
    if life.state not in states:
        raise NotReady(f"This order cannot be {step}: {STANDS[life.state]}.")
