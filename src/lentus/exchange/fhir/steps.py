"""Instructions as steps that follow one another: by their own numbers, or by the dates of their bounds.

A number that stands twice is one day of several doses; two numbers are two steps. Where nothing says which of the two
is meant, nothing is read: added up by mistake they would be an overdose, and taken one by one half of the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lentus.exchange.fhir.bounds import Bounds
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.pieces import Resource
from lentus.quantity import DoseRate, Duration, Mass, Volume

DAY = Duration.exact(1, "day")
UNNUMBERED = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: the doses of each day, or a rate, and within which days it holds."""

    sequence: int
    bounds: Bounds
    doses: tuple[Mass, ...] = ()
    rate: DoseRate | None = None
    volume_each: Volume | None = None
    wording: tuple[str, ...] = ()

    @property
    def daily(self) -> DoseRate:
        """The amount of one day."""
        return self.rate or sum(self.doses, Mass.exact(0, "mcg")) / DAY


def number_of(dosage: Resource) -> int:
    """The sequence number of an instruction; UNNUMBERED where it has none that is a number from 1 on."""
    number = dosage.get("sequence")
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else UNNUMBERED


def in_sequence(steps: list[Step]) -> tuple[Step, ...] | CannotRead:
    """The steps in their order: by their own numbers, or by the dates of their bounds."""
    if len(steps) > 1 and any(one.sequence == UNNUMBERED for one in steps):
        begins = sorted({one.bounds.first for one in steps if one.bounds.first is not None})
        if any(one.bounds.first is None for one in steps):
            return CannotRead("several instructions do not say in which order they hold", ("sequence of each step",))
        steps = [replace(one, sequence=begins.index(one.bounds.first) + 1) for one in steps if one.bounds.first]
    return _merged(steps)


def _merged(steps: list[Step]) -> tuple[Step, ...] | CannotRead:
    """Instructions of one sequence number are one day's doses; the others follow one another."""
    made: dict[int, Step] = {}
    for step in sorted(steps, key=lambda one: one.sequence):
        other = made.get(step.sequence)
        if other is None:
            made[step.sequence] = step
            continue
        if other.bounds != step.bounds or other.rate or step.rate:
            return CannotRead("instructions of one step have different bounds", ("the bounds of each step",))
        made[step.sequence] = Step(
            step.sequence, step.bounds, other.doses + step.doses, wording=other.wording + step.wording
        )
    found = tuple(made.values())
    for one in found[:-1]:
        if one.bounds.unclear:
            return CannotRead(f"{one.bounds.unclear}, and another step follows", ("how long each step lasts",))
        if one.bounds == Bounds():
            return CannotRead("a step before the last has no end", ("how long each step lasts",))
    return found
