"""An order that is carried out in the very minute in which it was placed comes before the fact that carries it out.

People write minutes, so both stand at one instant, and the fold puts what was done before what was ordered: an order
for a pump must know of the pump that was implanted at that time. A fact that carries an order out is the other way
round: it is judged rightly only where its order, and that order's overrides, are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from lentus.course import State
from lentus.course.events import AnyEvent, OrderPlaced
from lentus.course.state import same_amounts
from lentus.protocol.judged import order_of


def first_decided(state: State, rest: Sequence[AnyEvent]) -> int:
    """The place in `rest` of the event to judge next: the first one, or the order of its minute that it carries out.

    `rest` is in order of time, and `state` what was known before all of it.
    """
    first = rest[0]
    together = takewhile(lambda one: one.instant == first.instant, rest)
    placed = [(place, one) for place, one in enumerate(together) if isinstance(one, OrderPlaced) and one.accepted]
    if not placed or isinstance(first, OrderPlaced):
        return 0
    done = order_of(state, first, rest[1:])
    return next((place for place, one in placed if done is not None and same_amounts(one.order, done)), 0)
