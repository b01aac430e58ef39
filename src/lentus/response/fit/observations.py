"""What was seen of one patient, as the fit takes it: tone scores of the record, levels that a laboratory gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import Literal

from lentus.course import State, standing_events
from lentus.course.events import Assessment, Laboratory, ScreeningObservation
from lentus.course.words import Analyte, Ashworth
from lentus.errors import ResponseError
from lentus.quantity import Concentration
from lentus.response.baclofen.parameters import value

Kind = Literal["tone", "plasma level", "fluid level"]
"""A mean Ashworth score of 1 to 5; a level in plasma, or in the fluid at the level of interest, ng/mL."""

SCALE: dict[Ashworth, float] = {"0": 1.0, "1": 2.0, "1+": 2.5, "2": 3.0, "3": 4.0, "4": 5.0}
"""The modified scale on the scores of 1 to 5 that the studies used; 1+ is put half-way, an assumption of the model."""


LEVELS: dict[Analyte, Kind] = {
    "baclofen in plasma": "plasma level",
    "baclofen in cerebrospinal fluid": "fluid level",
}
"""What a laboratory measures, as the fit names it; fluid is taken to come from a lumbar puncture."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One reading, `at` hours after the start of what was given."""

    at: float
    kind: Kind
    value: float

    def __post_init__(self) -> None:
        if not self.value > 0:
            raise ResponseError(f"a {self.kind} of {self.value:g} cannot be fitted: it must be above zero")


def error_of(kind: Kind) -> float:
    """The standard deviation of one reading: in points for tone, of the logarithm for a level."""
    return value("score-error") if kind == "tone" else value("residual") / 100.0


def tone_observations(state: State, start: datetime) -> tuple[Observation, ...]:
    """The patient's tone scores, the mean over the muscle groups of each assessment, from `start` on.

    One score before `start` is kept at hour 0: nothing had been given yet.
    """
    made = []
    for at, score in _scored(state):
        hours = (at - start) / timedelta(hours=1)
        made.append(Observation(max(0.0, hours), "tone", score))
    return tuple(sorted(made, key=lambda one: one.at))


def level_observations(state: State, start: datetime) -> tuple[Observation, ...]:
    """The patient's levels of baclofen from `start` on, ng/mL; before it, no level speaks about what was given."""
    return tuple(Observation(at, kind, found) for at, kind, found in _levels(state, start) if found > 0)


def levels_without_drug(state: State, start: datetime) -> int:
    """How many levels of nothing were measured from `start` on: none is below what this model can give."""
    return sum(found == 0 for _, _, found in _levels(state, start))


def _levels(state: State, start: datetime) -> list[tuple[float, Kind, float]]:
    made = []
    # At the very start nothing has gone in yet, except where the therapy was found running.
    first = start if state.as_found is not None else start + timedelta(seconds=1)
    for one in standing_events(state):
        if not isinstance(one, Laboratory) or one.analyte not in LEVELS or one.at < first:
            continue
        level = one.read()
        assert isinstance(level, Concentration)
        made.append(((one.at - start) / timedelta(hours=1), LEVELS[one.analyte], float(level.amount("ng/mL"))))
    return sorted(made)


def _scored(state: State) -> list[tuple[datetime, float]]:
    found: list[tuple[datetime, float]] = []
    seen: list[Assessment | ScreeningObservation] = list(state.assessments)
    seen += [one for trial in state.screening for one in trial.observations]
    for one in seen:
        grades = [SCALE[muscle.score] for muscle in getattr(one, "ashworth", ())]
        if grades:
            found.append((one.at, fmean(grades)))
    return found
