"""One patient's own parameters: the most probable ones given readings and population, with Laplace intervals.

A fit that the data do not support says why and is not used: the population stands in its place, visibly. Tried are
only the parameters that the data can speak about; what moves nothing is not moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares
from scipy.stats import chi2, norm

from lentus.errors import NotSupported
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import Body, Covariates, body, parameter, scores
from lentus.response.baclofen.anatomy import Level
from lentus.response.fit.observations import Kind, Observation, error_of
from lentus.response.forecast.given import Given
from lentus.response.forecast.walk import walk
from lentus.response.randomness import normals

FITTED: dict[Kind, tuple[str, ...]] = {
    "tone": ("half-effect-tone", "tone-before"),
    "plasma level": ("oral-clearance",),
    "fluid level": ("spinal-loss",),
}
LASTING = ("tolerance-limit",)
LASTING_H = 60 * 24.0
"""Tone that was scored over a longer time than this also speaks about tolerance."""

SHRUNK = 0.95
"""A posterior deviation above this share of the prior one: the data have said nothing about a parameter."""

IMPROBABLE = 0.001
"""Readings less probable than this under the fitted model: the model does not fit this patient."""

STEP = 1e-4


@dataclass(frozen=True, eq=False)
class Fit:
    """Deviations from the typical patient, of the logarithm or in a parameter's unit, with their covariance.

    `against` says why the data do not support it; it is empty where they do.
    """

    names: tuple[str, ...]
    estimate: FloatArray
    covariance: FloatArray
    observations: tuple[Observation, ...]
    fitted: FloatArray
    against: tuple[str, ...]

    @property
    def supported(self) -> bool:
        """Whether the data support it."""
        return not self.against

    @property
    def deviation(self) -> FloatArray:
        """Standard deviations of the estimates."""
        return np.sqrt(np.diag(self.covariance))

    def interval(self, name: str, share: float = 0.9) -> tuple[float, float]:
        """The central Laplace interval of a parameter, in the parameter's own unit."""
        place = self.names.index(name)
        reach = norm.ppf(0.5 + share / 2) * self.deviation[place]
        low, high = self.estimate[place] - reach, self.estimate[place] + reach
        return _own(name, low), _own(name, high)

    def value(self, name: str) -> float:
        """A parameter of this patient, in its own unit."""
        return _own(name, float(self.estimate[self.names.index(name)]))

    def draws(self, people: int, seed: int) -> dict[str, FloatArray]:
        """Deviations of bodies like this patient. Raises NotSupported where the data do not support the fit."""
        if not self.supported:
            raise NotSupported(f"this patient's own fit is not used: {'; '.join(self.against)}")
        standard = normals(seed, np.arange(people), "own fit", len(self.names))
        drawn = self.estimate + standard @ np.linalg.cholesky(self.covariance).T
        return {name: drawn[:, place] for place, name in enumerate(self.names)}


def _own(name: str, deviation: float) -> float:
    typical = parameter(name)
    return float(typical.value + deviation if typical.normal else typical.value * np.exp(deviation))


@dataclass(frozen=True, eq=False)
class Question:
    """A patient to fit: what was given, what is known, what was seen, and where."""

    given: Given
    covariates: Covariates
    observations: tuple[Observation, ...]
    tip: Level = "lumbar"
    level: Level = "lumbar"

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that these readings can speak about."""
        kinds = {one.kind for one in self.observations}
        found = [name for kind in FITTED if kind in kinds for name in FITTED[kind]]
        tone = [one.at for one in self.observations if one.kind == "tone"]
        if tone and max(tone) - min(tone) > LASTING_H:
            found += LASTING
        return tuple(found)

    def predict(self, candidates: FloatArray) -> FloatArray:
        """Readings (candidates, observations) that deviations (candidates, parameters) would give."""
        moved = {name: candidates[:, place] for place, name in enumerate(self.names)}
        many = body(self.covariates, moved)
        at = np.unique([one.at for one in self.observations])
        walked = walk(many, self.given, at, tip=self.tip, level=self.level)
        seen = scores.along(many)
        columns = [self._column(one, seen, walked.states, walked.tolerance, at) for one in self.observations]
        return np.stack(columns, axis=-1)

    def _column(
        self, one: Observation, seen: Body, states: FloatArray, tolerance: FloatArray, at: FloatArray
    ) -> FloatArray:
        place = int(np.searchsorted(at, one.at))
        now, tolerant = states[:, place : place + 1], tolerance[:, place : place + 1]
        if one.kind == "tone":
            return scores.ashworth(seen, now, self.level, tolerant)[:, 0]
        if one.kind == "plasma level":
            return scores.plasma_ng_per_ml(seen, now)[:, 0]
        return scores.fluid_ng_per_ml(seen, now, self.level)[:, 0]


def fit(question: Question) -> Fit:
    """The most probable parameters of one patient, with what stands against using them."""
    names, observations = question.names, question.observations
    prior = np.array([parameter(name).deviation for name in names])
    if len(observations) < 2:
        none = np.zeros(len(names))
        said = f"{len(observations)} reading{'s' * (len(observations) != 1)}: a fit needs two or more"
        return Fit(names, none, np.diag(prior**2), observations, np.array([]), (said,))
    misses = _Misses(question, prior)
    found = least_squares(misses.at, np.zeros(len(names)), jac=misses.slope, method="lm", xtol=1e-10, ftol=1e-10)
    covariance = np.linalg.inv(found.jac.T @ found.jac)
    fitted = question.predict(found.x[None, :])[0]
    against = tuple(_against(names, prior, covariance, misses.of_readings(fitted), converged=bool(found.success)))
    return Fit(names, found.x, covariance, observations, fitted, against)


def _against(
    names: tuple[str, ...], prior: FloatArray, covariance: FloatArray, missed: FloatArray, *, converged: bool
) -> Sequence[str]:
    said = []
    if not converged:
        said.append("the search found no most probable values")
    if not (np.sqrt(np.diag(covariance)) < SHRUNK * prior).any():
        said.append(f"the readings say nothing about {' or '.join(names)} that the population does not")
    if chi2.sf(float(missed @ missed), len(missed)) < IMPROBABLE:
        said.append("the readings lie further from the model than their own error allows")
    return said


class _Misses:
    """How far readings and parameters lie from where they are expected, in their own deviations."""

    def __init__(self, question: Question, prior: FloatArray) -> None:
        self._question = question
        self._prior = prior
        self._read = np.array([one.value for one in question.observations])
        self._error = np.array([error_of(one.kind) for one in question.observations])
        self._level = np.array([one.kind != "tone" for one in question.observations])

    def of_readings(self, predicted: FloatArray) -> FloatArray:
        """For each reading; levels by their logarithm."""
        safe = np.maximum(predicted, 1e-12)
        apart = np.where(self._level, np.log(self._read) - np.log(safe), self._read - predicted)
        return np.asarray(apart / self._error)

    def at(self, deviations: FloatArray) -> FloatArray:
        """For each reading, then for each parameter."""
        predicted = self._question.predict(deviations[None, :])[0]
        return np.concatenate([self.of_readings(predicted), deviations / self._prior])

    def slope(self, deviations: FloatArray) -> FloatArray:
        """Central differences, all candidates in one walk."""
        count = len(deviations)
        moves = STEP * np.concatenate([np.eye(count), -np.eye(count)])
        missed = self.of_readings(self._question.predict(deviations + moves))
        readings = (missed[:count] - missed[count:]).T / (2 * STEP)
        return np.concatenate([readings, np.diag(1.0 / self._prior)])
