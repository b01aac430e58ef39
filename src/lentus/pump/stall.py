"""A pump that stands still: what is missed, and when drug arrives again.

The schedule goes on by the clock while nothing moves, as in a magnet, a stall, or an update that was not finished.
Fluid in the path waits where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lentus.errors import PlanError
from lentus.pump.delivery import deliver
from lentus.pump.flow import Flow, Piece
from lentus.pump.path import Path
from lentus.pump.reservoir import Supply
from lentus.pump.scaling import hours
from lentus.quantity import Duration, Mass


@dataclass(frozen=True, slots=True)
class Missed:
    """What a standstill took away: during it, and up to the end of the plan."""

    during: Mass
    in_all: Mass


def halted(flow: Flow, start: Duration, end: Duration) -> Flow:
    """The flow with nothing from `start` to `end`. PlanError where that is no part of it."""
    low, high = hours(start), hours(end)
    if not 0 <= low < high <= hours(flow.end):
        raise PlanError(f"a flow from 0 h to {flow.end} cannot stand still from {start} to {end}")
    pieces: list[Piece] = []
    at = Fraction(0)
    for span, rate, what in flow.pieces():
        stop = at + span
        for first, last, moving in ((at, min(stop, low), True), (max(at, low), min(stop, high), False)):
            if first < last:
                pieces.append((last - first, rate if moving else Fraction(0), what if moving else "halted"))
        if max(at, high) < stop:
            pieces.append((stop - max(at, high), rate, what))
        at = stop
    return Flow.of(pieces)


def missed(flow: Flow, start: Duration, end: Duration, supply: Supply, path: Path) -> Missed:
    """The dose that a standstill takes away. PlanError as in `halted` and `deliver`."""
    meant, actual = deliver(flow, supply, path), deliver(halted(flow, start, end), supply, path)
    return Missed(meant.delivered(end, start), meant.total - actual.total)
