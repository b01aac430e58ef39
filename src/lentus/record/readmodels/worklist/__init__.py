"""The worklist of one patient: everything that the record asks of the clinic, each with the moment at which it is due.

Pure: a function of what is known, of the orders in progress and of the clinic's own figures. The store keeps the
answer in a table, in the same transaction as the entry that changed it, and the Today page reads that table alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from lentus.course import State
from lentus.protocol import standing as what_stands
from lentus.record.readmodels.reservoir import Figures
from lentus.record.readmodels.worklist.clinic import figures_in
from lentus.record.readmodels.worklist.item import BEGAN, KINDS, Kind, WorkItem, gravest_first
from lentus.record.readmodels.worklist.observing import observations
from lentus.record.readmodels.worklist.orders import in_progress, overrides, unverified, waiting
from lentus.record.readmodels.worklist.reductions import holidays, tapers
from lentus.record.readmodels.worklist.refills import refills
from lentus.record.readmodels.worklist.replacing import replacements
from lentus.record.readmodels.worklist.rows import FAR, of_row, row_of
from lentus.record.readmodels.worklist.standing import wrong
from lentus.record.readmodels.worklist.steps import steps

if TYPE_CHECKING:
    from lentus.record.orders import OrderLife

__all__ = [
    "BEGAN",
    "FAR",
    "KINDS",
    "Figures",
    "Kind",
    "WorkItem",
    "figures_in",
    "in_progress",
    "items",
    "of_row",
    "row_of",
]


def items(
    state: State,
    orders: Iterable[OrderLife] = (),
    unverified_ids: Collection[str] = (),
    figures: Figures | None = None,
) -> tuple[WorkItem, ...]:
    """Everything that a patient needs, gravest first; nothing once the patient has died or is treated elsewhere.

    `state` is all that is known, as of its last event: no item depends on the time at which this is asked. `orders`
    are those in progress, `unverified_ids` the events that nobody has verified.
    """
    if state.died is not None or state.at is None:
        return ()
    kept = [*waiting(orders), *unverified(state, unverified_ids)]
    if state.transferred is None:
        own = figures or Figures()
        stands = what_stands(state)
        grave = tuple(wrong(state, stands))
        kept += [
            *grave,
            *observations(state),
            *refills(state, own),
            *holidays(state),
            *tapers(state),
            *overrides(state),
            *replacements(state, own),
            *steps(state, own, grave, stands),
        ]
    return gravest_first(kept)
