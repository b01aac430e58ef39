"""The second way to the same answer: move the fluid itself, slug by slug.

Nothing here is shared with `delivery` but the description of flow, reservoir and path. A queue of slugs stands for
the path; each stretch of flow pushes fluid in at the pump and takes as much out at the tip. Where the two ways differ
by the smallest fraction, one of them is wrong, and neither is shown.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction

from lentus.errors import PlanError
from lentus.pump.delivery import TipPiece
from lentus.pump.flow import Flow
from lentus.pump.path import Path, Slug
from lentus.pump.reservoir import Fill, Supply
from lentus.quantity import Concentration, Duration, FlowRate, Mass, Volume


@dataclass(slots=True)
class _Tank:
    """A reservoir in the middle of being emptied; its volume may be unknown."""

    volume: Volume | None
    strength: Concentration

    def take(self, volume: Volume) -> None:
        if self.volume is not None:
            self.volume -= volume
            if self.volume < Volume.exact(0, "mL"):
                raise PlanError("the reservoir runs dry")

    def fill(self, fill: Fill) -> None:
        if self.volume is not None and fill.left > self.volume:
            raise PlanError("a refill leaves more than there is")
        drug = fill.left * self.strength + fill.added * fill.strength
        self.volume = fill.left + fill.added
        self.strength = drug / self.volume


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came out at the tip, what stands in the path at the end, and the drug drawn from the reservoir."""

    pieces: tuple[TipPiece, ...]
    standing: tuple[Slug, ...]
    drawn: Mass

    @property
    def total(self) -> Mass:
        """All that came out."""
        return sum((piece.dose * (piece.end - piece.start) for piece in self.pieces), start=Mass.exact(0, "mcg"))


def push(flow: Flow, supply: Supply, path: Path) -> Pushed:
    """Push the fluid through. PlanError where the reservoir runs dry or a refill cannot be."""
    tank = _Tank(supply.volume, supply.strength)
    queue = deque((slug.volume, slug.strength) for slug in path.slugs)
    waiting = deque(supply.fills)
    drawn = Mass.exact(0, "mcg")
    out: list[TipPiece] = []
    for segment in flow.segments:
        at = segment.start
        while at < segment.end:
            while waiting and waiting[0].at == at:
                tank.fill(waiting.popleft())
            until = min(segment.end, waiting[0].at) if waiting else segment.end
            volume = segment.flow * (until - at)
            tank.take(volume)
            drawn += volume * tank.strength
            _enter(queue, volume, tank.strength)
            _leave(queue, segment.flow, at, until, out)
            at = until
    if waiting:
        raise PlanError("a refill lies beyond the end of the plan")
    standing = tuple(Slug(volume, strength) for volume, strength in _merged(queue))
    return Pushed(tuple(out), standing, drawn)


_Queue = deque[tuple[Volume, Concentration]]


def _enter(queue: _Queue, volume: Volume, strength: Concentration) -> None:
    if volume.amount("mL") > 0:
        queue.append((volume, strength))


def _leave(queue: _Queue, flow: FlowRate, at: Duration, until: Duration, out: list[TipPiece]) -> None:
    """Take out at the tip what a flow moves between two times."""
    if flow.amount("mL/h") == Fraction(0):
        _note(out, TipPiece(at, until, flow, queue[0][1]))
        return
    while at < until:
        volume, strength = queue.popleft()
        gone = at + volume / flow
        if gone > until:
            queue.appendleft((volume - flow * (until - at), strength))
            gone = until
        _note(out, TipPiece(at, gone, flow, strength))
        at = gone


def _note(out: list[TipPiece], piece: TipPiece) -> None:
    if out and (out[-1].flow, out[-1].strength) == (piece.flow, piece.strength):
        piece = TipPiece(out.pop().start, piece.end, piece.flow, piece.strength)
    out.append(piece)


def _merged(queue: _Queue) -> list[tuple[Volume, Concentration]]:
    found: list[tuple[Volume, Concentration]] = []
    for volume, strength in queue:
        if found and found[-1][1] == strength:
            volume += found.pop()[0]
        found.append((volume, strength))
    return found
