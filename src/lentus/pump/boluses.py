"""Doses given once, before or over the mode: single, priming, bridge, and what a patient may ask for.

A priming and a bridge bolus move a volume, since they are about what stands in the path; a single bolus and a
patient's bolus give a dose. All but the last two run instead of the mode, and the mode follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from lentus.errors import PlanError
from lentus.pump.scaling import hours, lasting
from lentus.quantity import Concentration, Duration, FlowRate, Mass, Volume

_DAY = 24


@dataclass(frozen=True, slots=True)
class SingleBolus:
    """A dose over a time. `over_mode` says whether the mode runs on underneath; sources differ, so it is stated."""

    dose: Mass
    over: Duration
    over_mode: bool

    def __post_init__(self) -> None:
        if self.dose.amount("mcg") <= 0 or hours(self.over) <= 0:
            raise PlanError(f"a single bolus of {self.dose} over {self.over} is none")

    def flow(self, programmed: Concentration) -> FlowRate:
        """The flow while it runs, at the programmed strength."""
        return self.dose / self.over / programmed


@dataclass(frozen=True, slots=True)
class PrimingBolus:
    """A fast volume that brings the drug to the tip; nothing else runs meanwhile."""

    volume: Volume
    over: Duration

    def __post_init__(self) -> None:
        if self.volume.amount("mL") <= 0 or hours(self.over) <= 0:
            raise PlanError(f"a priming bolus of {self.volume} over {self.over} is none")

    @property
    def flow(self) -> FlowRate:
        """The flow while it runs."""
        return self.volume / self.over


@dataclass(frozen=True, slots=True)
class BridgeBolus:
    """The volume of the path at the flow of the old solution: its daily dose goes on while the new one comes."""

    volume: Volume
    flow: FlowRate

    def __post_init__(self) -> None:
        if self.volume.amount("mL") <= 0 or self.flow.amount("mL/h") <= 0:
            raise PlanError(f"a bridge bolus of {self.volume} at {self.flow} is none")

    @property
    def over(self) -> Duration:
        """How long it runs."""
        return self.volume / self.flow


OneTime = PrimingBolus | BridgeBolus | SingleBolus


@dataclass(frozen=True, slots=True)
class PatientBolus:
    """What the patient's controller may give on top of the mode: dose, duration, lockout, most in a day.

    The lockout runs from the start of one bolus to the earliest start of the next.
    """

    dose: Mass
    over: Duration
    lockout: Duration
    most_a_day: int

    def __post_init__(self) -> None:
        if self.dose.amount("mcg") <= 0 or hours(self.over) <= 0 or self.most_a_day < 1:
            raise PlanError("a patient's bolus needs a dose, a duration, and at least one a day")
        if self.lockout < self.over:
            raise PlanError(f"a lockout of {self.lockout} is over before the bolus of {self.over} is")

    @property
    def allowed_by_lockout(self) -> int:
        """How many the lockout leaves room for in 24 h."""
        return int(_DAY / hours(self.lockout))

    @property
    def consistent(self) -> bool:
        """Whether the lockout leaves room for all that are allotted; where not, one of the two was mistyped."""
        return self.most_a_day <= self.allowed_by_lockout

    @property
    def effective_a_day(self) -> int:
        """How many can be given in 24 h by both limits."""
        return min(self.most_a_day, self.allowed_by_lockout)

    @property
    def most_dose(self) -> Mass:
        """The dose of all that can be given in 24 h."""
        return self.dose * self.effective_a_day

    def flow(self, programmed: Concentration) -> FlowRate:
        """The flow that it adds, at the programmed strength."""
        return self.dose / self.over / programmed


def granted(bolus: PatientBolus, presses: Iterable[Duration], locked_until: Duration) -> tuple[Duration, ...]:
    """Which presses give a bolus: after the lockout that begins with a new program, and within both limits.

    The daily limit is counted over any 24 h; whether a device counts by calendar day was not found.
    """
    given: list[Fraction] = []
    for press in sorted(hours(press) for press in presses):
        recent = [time for time in given if time > press - _DAY]
        free = not given or press >= given[-1] + hours(bolus.lockout)
        if press >= hours(locked_until) and free and len(recent) < bolus.most_a_day:
            given.append(press)
    return tuple(lasting(time) for time in given)
