"""Maintenance: the dose that was found, and what is known about keeping it.

Steps at a refill are orders with the reason "maintenance"; their band is read beside that of titration, in
`lentus.protocol.bands`, and judged by the same rules in `lentus.protocol.titration`. What stays here is what no order
asks: that the lowest dose with the best response is the right one.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.protocol.advice import Option, Told
from lentus.protocol.area import Area
from lentus.protocol.dosing import running_dose


def lowest_effective(state: State) -> Iterator[Option | Told]:
    """A running pump is kept at the lowest dose that gives the best response."""
    if running_dose(state, state.now) is None:
        return
    fact = monograph.fact("maintenance.lowest-effective")
    yield Told("maintenance.lowest-effective", fact.says, fact.sources, fact.verified)


AREA = Area(proposers=(lowest_effective,))
