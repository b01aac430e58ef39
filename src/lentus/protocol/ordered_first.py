"""An order that is carried out in the very minute in which it was placed comes before the fact that carries it out.

People write minutes, so both stand at one instant, and the fold puts what was done before what was ordered: an order
for a pump must know of the pump that was implanted at that time. A fact that carries an order out is the other way
round, and it is only judged rightly with its order, and that order's overrides, known.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from lentus.course import State, advance
from lentus.course.events import AnyEvent, OrderPlaced
from lentus.protocol.judged import order_of


def orders_first(state: State, events: Iterable[AnyEvent]) -> tuple[AnyEvent, ...]:
    """`events`, in order of time, with each order moved before what carries it out at its own instant.

    `state` is what was known before all of them.
    """
    told: list[AnyEvent] = []
    for _, group in groupby(events, key=lambda one: one.instant):
        together = list(group)
        told += _sorted(state, together) if any(isinstance(one, OrderPlaced) for one in together) else together
    return tuple(told)
