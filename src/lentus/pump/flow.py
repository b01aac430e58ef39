"""What the pump moves: fluid in time, constant piece by piece, from a start to an end.

Inside, times and rates are columns of integers over two denominators; outside, they are amounts with units. A flow
starts at 0 h; which moment that is, only the caller knows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise

from lentus.errors import PlanError
from lentus.pump.scaling import common, hours, lasting, whole
from lentus.quantity import Duration, FlowRate, Volume

Piece = tuple[Fraction, Fraction, str]
"""Hours that it lasts, mL in an hour, and what the pump does in it."""


@dataclass(frozen=True, slots=True)
class FlowSegment:
    """One stretch of constant flow; `what` says which part of the program it belongs to."""

    start: Duration
    end: Duration
    flow: FlowRate
    what: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Piecewise-constant flow over [0, end).

    `ends` are the ends of the pieces in 1/`ticks` of an hour, `rates` their flows in 1/`parts` of mL/h.
    """

    ticks: int
    parts: int
    ends: tuple[int, ...]
    rates: tuple[int, ...]
    whats: tuple[str, ...]
    _volumes: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.ends or self.ends[0] <= 0 or any(late <= early for early, late in pairwise(self.ends)):
            raise PlanError("a flow needs pieces that follow each other in time, each longer than nothing")
        if any(rate < 0 for rate in self.rates):
            raise PlanError("a pump cannot draw fluid back: a flow is below zero")
        lengths = (late - early for early, late in pairwise((0, *self.ends)))
        pumped = accumulate((span * rate for span, rate in zip(lengths, self.rates, strict=True)), initial=0)
        object.__setattr__(self, "_volumes", tuple(pumped))

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> Flow:
        """A flow from its pieces in order. PlanError for an empty one or for a piece that lasts no time."""
        listed = list(pieces)
        ticks = common(span for span, _, _ in listed)
        parts = common(rate for _, rate, _ in listed)
        return cls(
            ticks,
            parts,
            tuple(accumulate(whole(span, ticks) for span, _, _ in listed)),
            tuple(whole(rate, parts) for _, rate, _ in listed),
            tuple(what for _, _, what in listed),
        )

    @classmethod
    def constant(cls, flow: FlowRate, span: Duration, what: str = "continuous") -> Flow:
        """One flow for a whole time."""
        return cls.of([(hours(span), flow.amount("mL/h"), what)])

    @property
    def end(self) -> Duration:
        """How long it is in all."""
        return lasting(Fraction(self.ends[-1], self.ticks))

    @property
    def segments(self) -> tuple[FlowSegment, ...]:
        """The pieces with their units, in order."""
        found = []
        start = lasting(0)
        for end, rate, what in zip(self.ends, self.rates, self.whats, strict=True):
            stop = lasting(Fraction(end, self.ticks))
            found.append(FlowSegment(start, stop, FlowRate.exact(Fraction(rate, self.parts), "mL/h"), what))
            start = stop
        return tuple(found)

    def pieces(self) -> Iterator[Piece]:
        """The pieces as plain numbers: hours, mL in an hour, what."""
        for (early, late), rate, what in zip(pairwise((0, *self.ends)), self.rates, self.whats, strict=True):
            yield Fraction(late - early, self.ticks), Fraction(rate, self.parts), what

    @property
    def total(self) -> Volume:
        """All that is pumped."""
        return Volume.exact(Fraction(self._volumes[-1], self.ticks * self.parts), "mL")

    def pumped(self, until: Duration, since: Duration | None = None) -> Volume:
        """The volume pumped from `since` (the start, where not given) to `until`.

        PlanError for a time outside the flow.
        """
        volume = self._volume(hours(until)) - (self._volume(hours(since)) if since is not None else 0)
        return Volume.exact(volume, "mL", signed=True)

    def _volume(self, time: Fraction) -> Fraction:
        at = time * self.ticks
        if not 0 <= at <= self.ends[-1]:
            raise PlanError(f"{lasting(time)} lies outside of a flow from 0 h to {self.end}")
        index = min(bisect_right(self.ends, at), len(self.ends) - 1)
        start = self.ends[index - 1] if index else 0
        return (self._volumes[index] + (at - start) * self.rates[index]) / (self.ticks * self.parts)

    def when(self, volume: Volume) -> Duration | None:
        """The first time at which so much has been pumped; None where it never is."""
        wanted = volume.amount("mL") * self.ticks * self.parts
        if wanted > self._volumes[-1]:
            return None
        index = bisect_left(self._volumes, wanted)
        if index == 0:
            return lasting(0)
        # Between the ends index - 1 and index the flow is above zero, since the volume grows there.
        start = self.ends[index - 2] if index > 1 else 0
        at = start + (wanted - self._volumes[index - 1]) / self.rates[index - 1]
        return lasting(at / self.ticks)

    def at(self, time: Duration) -> FlowRate:
        """The flow at a time; at a change, the one that begins. Zero from the end on."""
        index = bisect_right(self.ends, hours(time) * self.ticks)
        rate = self.rates[index] if index < len(self.rates) else 0
        return FlowRate.exact(Fraction(rate, self.parts), "mL/h")

    def cut(self, start: Duration, end: Duration) -> Flow:
        """The part from `start` to `end`, which then begins at 0 h. PlanError for a time outside the flow."""
        low, high = hours(start), hours(end)
        if not 0 <= low < high <= hours(self.end):
            raise PlanError(f"a flow from 0 h to {self.end} has no part from {start} to {end}")
        return Flow.of(_between(self.pieces(), low, high))

    def then(self, later: Flow) -> Flow:
        """This flow and after it another one."""
        ticks, parts = _joint(self, later)
        first, second = self._scaled(ticks, parts), later._scaled(ticks, parts)
        ends = (*first.ends, *(first.ends[-1] + end for end in second.ends))
        return Flow(ticks, parts, ends, (*first.rates, *second.rates), (*first.whats, *second.whats))

    def _scaled(self, ticks: int, parts: int) -> Flow:
        if (ticks, parts) == (self.ticks, self.parts):
            return self
        longer, finer = ticks // self.ticks, parts // self.parts
        ends = tuple(end * longer for end in self.ends)
        return Flow(ticks, parts, ends, tuple(rate * finer for rate in self.rates), self.whats)


def _joint(one: Flow, other: Flow) -> tuple[int, int]:
    return (
        common([Fraction(1, one.ticks), Fraction(1, other.ticks)]),
        common([Fraction(1, one.parts), Fraction(1, other.parts)]),
    )


def _between(pieces: Iterable[Piece], low: Fraction, high: Fraction) -> Iterator[Piece]:
    start = Fraction(0)
    for span, rate, what in pieces:
        end = start + span
        kept = min(end, high) - max(start, low)
        if kept > 0:
            yield kept, rate, what
        start = end


def added(flow: Flow, extra: Iterable[tuple[Fraction, Fraction, Fraction, str]]) -> Flow:
    """The flow with more on top: (from hour, to hour, mL in an hour, what) each; beyond the end is cut off."""
    extras = [(low, min(high, hours(flow.end)), rate, what) for low, high, rate, what in extra]
    borders = sorted({edge for low, high, _, _ in extras for edge in (low, high)})
    found: list[Piece] = []
    start = Fraction(0)
    for span, rate, what in flow.pieces():
        end = start + span
        edges = [start, *(edge for edge in borders if start < edge < end), end]
        for low, high in pairwise(edges):
            on = [(more, name) for begin, stop, more, name in extras if begin <= low and high <= stop]
            label = " and ".join([what, *(name for _, name in on)])
            found.append((high - low, rate + sum(more for more, _ in on), label))
        start = end
    return Flow.of(found)
