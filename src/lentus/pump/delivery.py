"""What leaves the catheter: a shift in the volume domain, exact.

What leaves the tip after pumping V is what entered the path at V less the path volume. The strength that leaves is
therefore a step function of the pumped volume, known beforehand: first the slugs that stand in the path, then each
reservoir filling from its own front on. One walk over the flow's pieces cuts them where a front passes the tip.

Times, flows and strengths are integers over common denominators throughout; a front that passes between two ticks
refines the ticks, so nothing is rounded. `slugs` does the same by moving fluid, and must agree to the last digit.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise

from lentus.errors import PlanError
from lentus.pump import reservoir
from lentus.pump.flow import Flow
from lentus.pump.path import Path, Slug
from lentus.pump.reservoir import Filled, Supply
from lentus.pump.scaling import common, hours, lasting, whole
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume


@dataclass(frozen=True, slots=True)
class TipPiece:
    """A stretch in which the same flow of the same strength leaves the tip."""

    start: Duration
    end: Duration
    flow: FlowRate
    strength: Concentration

    @property
    def dose(self) -> DoseRate:
        """The dose rate at the tip."""
        return self.flow * self.strength


@dataclass(frozen=True, slots=True)
class Balance:
    """Where all drug went. `unaccounted` is nothing, always; it is computed from the other entries."""

    path_before: Mass
    drawn: Mass
    delivered: Mass
    path_after: Mass

    @property
    def unaccounted(self) -> Mass:
        """What entered less what left or stayed."""
        return self.path_before + self.drawn - self.delivered - self.path_after


@dataclass(frozen=True, slots=True)
class Delivery:
    """What leaves the tip over [0, end): columns of integers inside, amounts outside.

    `ends` count 1/`ticks` h, `doses` count 1/`grains` mcg/h; `tips` pair the flow in 1/`flow.parts` mL/h with the
    strength in 1/`grain` mcg/mL.
    """

    flow: Flow
    path: Path
    filled: tuple[Filled, ...]
    ticks: int
    grain: int
    ends: tuple[int, ...]
    doses: tuple[int, ...]
    tips: tuple[tuple[int, int], ...] = field(repr=False)
    _given: tuple[int, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        spans = (late - early for early, late in pairwise((0, *self.ends)))
        given = accumulate((span * dose for span, dose in zip(spans, self.doses, strict=True)), initial=0)
        object.__setattr__(self, "_given", tuple(given))

    @property
    def grains(self) -> int:
        """The parts of 1 mcg/h that `doses` count."""
        return self.flow.parts * self.grain

    @property
    def end(self) -> Duration:
        """The end of the plan."""
        return lasting(Fraction(self.ends[-1], self.ticks))

    @property
    def pieces(self) -> tuple[TipPiece, ...]:
        """The dose rate at the tip over time, each piece different from the one before."""
        found = []
        start = lasting(0)
        for end, (rate, strength) in zip(self.ends, self.tips, strict=True):
            stop = lasting(Fraction(end, self.ticks))
            flow = FlowRate.exact(Fraction(rate, self.flow.parts), "mL/h")
            found.append(TipPiece(start, stop, flow, Concentration.exact(Fraction(strength, self.grain), "mcg/mL")))
            start = stop
        return tuple(found)

    @property
    def total(self) -> Mass:
        """All that is delivered."""
        return Mass.exact(Fraction(self._given[-1], self.ticks * self.grains), "mcg")

    def delivered(self, until: Duration, since: Duration | None = None) -> Mass:
        """The dose delivered from `since` (the start, where not given) to `until`; PlanError outside the plan."""
        dose = self._until(hours(until)) - (self._until(hours(since)) if since is not None else 0)
        return Mass.exact(dose, "mcg", signed=True)

    def _until(self, time: Fraction) -> Fraction:
        at = time * self.ticks
        if not 0 <= at <= self.ends[-1]:
            raise PlanError(f"{lasting(time)} lies outside of a plan from 0 h to {self.end}")
        index = min(bisect_right(self.ends, at), len(self.ends) - 1)
        start = self.ends[index - 1] if index else 0
        return (self._given[index] + (at - start) * self.doses[index]) / (self.ticks * self.grains)

    def rate_at(self, time: Duration) -> DoseRate:
        """The dose rate at a time; at a change, the one that begins. Nothing from the end on."""
        index = bisect_right(self.ends, hours(time) * self.ticks)
        dose = self.doses[index] if index < len(self.doses) else 0
        return DoseRate.exact(Fraction(dose, self.grains), "mcg/h")

    def arrival(self, filling: int) -> Duration | None:
        """When the first of a reservoir filling (0: the one at the start) reaches the tip; None where it does not."""
        front = self.flow.pumped(self.filled[filling].since) + self.path.volume
        return self.flow.when(front)

    def standing(self, at: Duration) -> tuple[Slug, ...]:
        """What stands in the path at a time, the slug at the tip first, equal neighbors joined."""
        pumped = self.flow.pumped(at).amount("mL")
        full = self.path.volume.amount("mL")
        known = [filled for filled in self.filled if filled.since <= at]
        found: list[tuple[Fraction, Fraction]] = []
        fronts = leaving(self.path, tuple(known), self.flow)
        for (low, strength), high in zip(fronts, [*(front for front, _ in fronts[1:]), pumped + full], strict=True):
            volume = min(high, pumped + full) - max(low, pumped)
            if volume <= 0:
                continue
            if found and found[-1][1] == strength:
                volume += found.pop()[0]
            found.append((volume, strength))
        return tuple(Slug(Volume.exact(v, "mL"), Concentration.exact(s, "mcg/mL")) for v, s in found)

    @property
    def balance(self) -> Balance:
        """The drug in the path before and after, drawn from the reservoir, and delivered."""
        after = sum((slug.drug for slug in self.standing(self.end)), start=Mass.exact(0, "mcg"))
        return Balance(self.path.drug, reservoir.drawn(self.filled, self.flow), self.total, after)


def leaving(path: Path, filled: tuple[Filled, ...], flow: Flow) -> list[tuple[Fraction, Fraction]]:
    """The strength that leaves the tip by pumped volume: (mL from which on, mcg/mL), rising, first at 0 mL."""
    found = []
    at = Fraction(0)
    for slug in path.slugs:
        found.append((at, slug.strength.amount("mcg/mL")))
        at += slug.volume.amount("mL")
    return [*found, *((at + front, strength) for front, strength in reservoir.fronts(filled, flow))]


def deliver(flow: Flow, supply: Supply, path: Path) -> Delivery:
    """What leaves the tip while `flow` draws from `supply` through `path`.

    PlanError where the reservoir runs dry or a refill cannot be as it is described.
    """
    filled = supply.timeline(flow)
    fronts = leaving(path, filled, flow)
    unit = flow.ticks * flow.parts
    finer = common(front * unit for front, _ in fronts)
    grain = common(strength for _, strength in fronts)
    walk = _walk(flow, finer, [whole(front * unit, finer) for front, _ in fronts])
    strengths = [whole(strength, grain) for _, strength in fronts]
    refined = common(end for end, _, _ in walk if isinstance(end, Fraction))
    ends, doses, tips = _joined(flow, walk, strengths, refined)
    return Delivery(flow, path, filled, flow.ticks * refined, grain, ends, doses, tuple(tips))


_Walk = list[tuple[int | Fraction, int, int]]


def _walk(flow: Flow, finer: int, fronts: list[int]) -> _Walk:
    """The flow's pieces, cut where a front passes the tip: (end in ticks, flow, number of the strength)."""
    found: _Walk = []
    begin = volume = number = 0
    last = len(fronts) - 1
    for end, rate in zip(flow.ends, flow.rates, strict=True):
        reached = volume + (end - begin) * rate * finer
        while number < last and fronts[number + 1] <= volume:
            number += 1
        while number < last and fronts[number + 1] < reached:
            found.append((begin + Fraction(fronts[number + 1] - volume, rate * finer), rate, number))
            number += 1
        found.append((end, rate, number))
        begin, volume = end, reached
    return found


def _joined(
    flow: Flow, walk: _Walk, strengths: list[int], refined: int
) -> tuple[tuple[int, ...], tuple[int, ...], list[tuple[int, int]]]:
    """The walk on refined ticks, neighbors of the same flow and strength joined."""
    assert len(flow.ends) <= len(walk)
    ends: list[int] = []
    tips: list[tuple[int, int]] = []
    before: int | Fraction = 0
    for end, rate, number in walk:
        if end == before:
            continue
        before = end
        tip = (rate, strengths[number])
        if tips and tips[-1] == tip:
            ends[-1] = int(end * refined)
        else:
            ends.append(int(end * refined))
            tips.append(tip)
    return tuple(ends), tuple(rate * strength for rate, strength in tips), tips
