"""What would work where a change of strength asks for a flow below the pump's lowest.

Each alternative is a whole way out: with it alone, the plan passes. Doses appear as bounds, never as a dose to take.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume


@dataclass(frozen=True, slots=True)
class HigherDose:
    """A dose of at least this, during the bridge and after it."""

    at_least: DoseRate


@dataclass(frozen=True, slots=True)
class WeakerFill:
    """A new strength of at most this."""

    at_most: Concentration


@dataclass(frozen=True, slots=True)
class LongerPlan:
    """The bridge goes on with the dose that runs now, over so long, and the dose is changed only after it."""

    dose: DoseRate
    over: Duration


@dataclass(frozen=True, slots=True)
class EmptyAndRinse:
    """The path is emptied and rinsed, then primed with the new solution: no bridge. So much old drug is taken out.

    `at_most` bounds the new strength where the planned one is too strong as well; None where it is not.
    """

    volume: Volume
    drug: Mass
    at_most: Concentration | None


Alternative = HigherDose | WeakerFill | LongerPlan | EmptyAndRinse


def dose_floor(minimum: FlowRate, strength: Concentration) -> DoseRate:
    """The lowest dose that a pump can give with a strength."""
    return minimum * strength


def strongest_for(dose: DoseRate, minimum: FlowRate) -> Concentration:
    """The highest strength with which a pump can still give a dose."""
    return dose / minimum


def alternatives(
    *,
    dose: DoseRate,
    after: DoseRate,
    old: Concentration,
    new: Concentration,
    path: Volume,
    running: DoseRate | None,
    minimum: FlowRate,
) -> tuple[Alternative, ...]:
    """The ways out, each of which is enough by itself."""
    # A weaker fill needs a bridge of its own, even where the planned fill, being the same solution, did not.
    bridge_runs = dose / old >= minimum
    after_runs = after / new >= minimum
    found: list[Alternative] = []
    if bridge_runs:
        found.append(WeakerFill(strongest_for(after, minimum)))
    if after_runs and running is not None and running / old >= minimum:
        found.append(LongerPlan(running, path / (running / old)))
    if not bridge_runs:
        found.append(EmptyAndRinse(path, path * old, None if after_runs else strongest_for(after, minimum)))
    floors = [dose_floor(minimum, strength) for strength in ((new,) if old == new else (old, new))]
    found.append(HigherDose(max(floors)))
    return tuple(found)
