"""Observed beside simulated: every target, misfits first. The model is never tuned for one target alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from lentus.errors import ResponseError
from lentus.response.validation import oral, spinal
from lentus.response.validation.targets import Measure, Target, targets

SIMULATIONS: dict[str, Callable[[], dict[str, float]]] = {
    "O1": oral.full_profiles,
    "O2": oral.monitoring,
    "O3": oral.monitored_spread,
    "O4": oral.children,
    "O5": oral.healthy_men,
    "O6": oral.absolute,
    "O7": oral.kidney_groups,
    "O8": spinal.lumbar_clearance,
    "O9": spinal.lumbar_levels,
    "O10": spinal.after_a_bolus,
    "O11": spinal.up_the_axis,
    "O12": spinal.bolus_times,
    "O13": spinal.infusion_times,
    "O14": spinal.tone_after_bolus,
    "O15": spinal.reflex_after_bolus,
    "O16": spinal.long_follow_up,
    "O17": spinal.responders,
    "O18": spinal.dose_growth,
    "O19": oral.encephalopathy,
    "O20": spinal.adverse_events,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A measure with what the model gives for it, in the measure's unit."""

    measure: Measure
    simulated: float

    @property
    def inside(self) -> bool:
        """Whether the model stands in the accepted band, its ends included."""
        return self.measure.low <= self.simulated <= self.measure.high


@dataclass(frozen=True, slots=True)
class Outcome:
    """A target with each of its measures."""

    target: Target
    held: tuple[Held, ...]

    @property
    def inside(self) -> bool:
        """Whether all of its measures are inside."""
        return all(one.inside for one in self.held)


@cache
def outcomes() -> tuple[Outcome, ...]:
    """All targets with what the model gives, misfits first, then in their order."""
    found = [_outcome(target) for target in targets()]
    return tuple(sorted(found, key=lambda one: one.inside))


def _outcome(target: Target) -> Outcome:
    simulated = SIMULATIONS[target.id]()
    if set(simulated) != {one.name for one in target.measures}:
        raise ResponseError(f"targets.toml: {target.id}: its measures are not those that are simulated")
    return Outcome(target, tuple(Held(one, simulated[one.name]) for one in target.measures))
