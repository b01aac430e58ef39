"""The reservoir: what is in it, what a refill leaves and adds, and when it would run dry.

A refill never empties a reservoir: what stays behind mixes with what is filled in, so that the strength after a
change is not the one on the label. Volumes may be unknown where only strengths matter; then nothing is said about
running dry, and nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lentus.errors import PlanError
from lentus.pump.flow import Flow
from lentus.pump.scaling import hours, lasting
from lentus.quantity import Concentration, Duration, Mass, Volume

_NOTHING = Volume.exact(0, "mL")


def mixed(left: Volume, old: Concentration, added: Volume, new: Concentration) -> Concentration:
    """The strength when `added` of one solution joins `left` of another. PlanError where there is no fluid at all."""
    if left < _NOTHING or added < _NOTHING or left + added == _NOTHING:
        raise PlanError(f"{left} and {added} make no mixture")
    return (left * old + added * new) / (left + added)


@dataclass(frozen=True, slots=True)
class Fill:
    """A refill at a time from the start: emptied down to `left`, then filled with `added` of a strength."""

    at: Duration
    left: Volume
    added: Volume
    strength: Concentration

    def __post_init__(self) -> None:
        if hours(self.at) < 0 or self.left < _NOTHING or self.added <= _NOTHING:
            raise PlanError(f"a refill of {self.added} onto {self.left} at {self.at} cannot be")


@dataclass(frozen=True, slots=True)
class Filled:
    """The reservoir from one refill (or the start, `number` 0) on: since when, and how strong it really is."""

    number: int
    since: Duration
    strength: Concentration
    volume: Volume | None
    withdrawn: Mass | None
    added: Mass


@dataclass(frozen=True, slots=True)
class Supply:
    """The reservoir at the start and its refills in order of time. `volume` None: not known."""

    strength: Concentration
    volume: Volume | None = None
    fills: tuple[Fill, ...] = ()

    def __post_init__(self) -> None:
        if self.strength.amount("mcg/mL") < 0:
            raise PlanError(f"a strength of {self.strength} cannot be")
        for early, late in pairwise(self.fills):
            if late.at <= early.at:
                raise PlanError(f"refills come one after the other, and one at {late.at} follows one at {early.at}")

    def timeline(self, flow: Flow) -> tuple[Filled, ...]:
        """The reservoir from fill to fill while a flow is drawn from it.

        PlanError where a refill lies beyond the flow, leaves more than there is, or comes after it has run dry.
        """
        return tuple(self._steps(flow))

    def _steps(self, flow: Flow) -> Iterator[Filled]:
        none = Mass.exact(0, "mcg")
        now = Filled(0, lasting(0), self.strength, self.volume, none, none)
        yield now
        for number, fill in enumerate(self.fills, 1):
            if fill.at >= flow.end:
                raise PlanError(f"the refill at {fill.at} lies beyond the end of the plan at {flow.end}")
            there = self._there(flow, now, fill.at)
            if there is not None and fill.left > there:
                raise PlanError(f"at {fill.at} the reservoir holds {there}: {fill.left} cannot be left in it")
            withdrawn = None if there is None else (there - fill.left) * now.strength
            strength = mixed(fill.left, now.strength, fill.added, fill.strength)
            added = fill.added * fill.strength
            now = Filled(number, fill.at, strength, fill.left + fill.added, withdrawn, added)
            yield now
        self._there(flow, now, flow.end)

    @staticmethod
    def _there(flow: Flow, now: Filled, at: Duration) -> Volume | None:
        """What is left at a time; PlanError with the time at which it has run dry before that."""
        if now.volume is None:
            return None
        there = now.volume - flow.pumped(at, now.since)
        if there < _NOTHING:
            dry = flow.when(flow.pumped(now.since) + now.volume)
            raise PlanError(f"the reservoir is empty at {dry}: refill before that, or end the plan there")
        return there


def drawn(filled: tuple[Filled, ...], flow: Flow) -> Mass:
    """The drug that has left the reservoir into the path in all."""
    total = Mass.exact(0, "mcg")
    ends = [*(each.since for each in filled[1:]), flow.end]
    for each, end in zip(filled, ends, strict=True):
        total += flow.pumped(end, each.since) * each.strength
    return total


def fronts(filled: tuple[Filled, ...], flow: Flow) -> list[tuple[Fraction, Fraction]]:
    """Where each reservoir filling begins in the volume that enters the path: (mL pumped, mcg/mL)."""
    return [(flow.pumped(each.since).amount("mL"), each.strength.amount("mcg/mL")) for each in filled]
