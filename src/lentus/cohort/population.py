"""Virtual patients: covariates and random effects, each number drawn for (seed, patient, purpose) and nothing else.

Any split of the work, any order and any number of threads give bit-identical patients, and a larger trial begins with
the patients of a smaller one. Who they are stands in `data/population.toml`, with a status on every figure.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lentus import monograph
from lentus.errors import CohortError
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import Body, Covariates, body, parameter, spread_parameters
from lentus.response.randomness import normals, uniforms

FIRST_DAY = date(2026, 1, 5)
"""The calendar day of a trial's day 0; ages are whole years on it."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One entry of the population's file."""

    id: str
    says: str
    value: Any
    status: str
    source: str
    note: str


@dataclass(frozen=True, eq=False)
class Patients:
    """Patients `first`, `first` + 1, ...: each array holds one number a patient."""

    first: int
    cerebral: NDArray[np.bool]
    sclerosis: NDArray[np.bool]
    age_years: NDArray[np.int64]
    weight_kg: FloatArray
    creatinine_clearance_ml_per_min: FloatArray
    body: Body

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.age_years)


@cache
def traits() -> dict[str, Trait]:
    """The population's file, by id. Raises CohortError where an entry lacks its status, or its source."""
    text = files(__package__).joinpath("data", "population.toml").read_text(encoding="utf-8")
    found = {name: Trait(name, **entry) for name, entry in tomllib.loads(text).items()}
    for one in found.values():
        if one.status not in ("read", "assumed") or (one.status == "read") != bool(one.source):
            raise CohortError(f"population.toml: {one.id}: a status of read needs a source, and assumed has none")
    return found


def drawn(seed: int, first: int, count: int) -> Patients:
    """Patients `first` to `first + count`, numbers from 0 on. Raises ResponseError for numbers below zero."""
    who = np.arange(first, first + count)
    cerebral = _even(seed, who, "origin") < traits()["cerebral_share"].value
    sclerosis = ~cerebral & (_even(seed, who, "sclerosis") < traits()["sclerosis_share"].value)
    age = np.where(cerebral, _ages(seed, who, "cerebral_age_years"), _ages(seed, who, "spinal_age_years"))
    median, spread = traits()["adult_weight_kg"].value
    lacking = traits()["child_weight_share_per_year"].value * np.maximum(18 - age, 0)
    weight = median * np.exp(spread * _normal(seed, who, "weight")) * (1.0 - lacking)
    median, spread = traits()["creatinine_clearance_ml_per_min"].value
    lost = traits()["clearance_lost_per_year"].value * np.maximum(age - 40, 0)
    kidneys = np.minimum(median * np.exp(spread * _normal(seed, who, "kidneys")) * (1.0 - lost), 300.0)
    about = Covariates(kidneys, age.astype(np.float64), weight)
    return Patients(first, cerebral, sclerosis, age, weight, kidneys, body(about, deviations(seed, who)))


def deviations(seed: int, who: NDArray[np.int64]) -> dict[str, FloatArray]:
    """The random effects of these patients by parameter, correlated as the file says."""
    names = spread_parameters()
    drawn_of = {name: _normal(seed, who, f"body {name}") for name in names}
    for name, (other, share) in traits()["correlation"].value.items():
        drawn_of[other] = share * drawn_of[name] + np.sqrt(1.0 - share * share) * drawn_of[other]
    return {name: parameter(name).deviation * drawn_of[name] for name in names}


def grown_on(age_years: NDArray[np.int64]) -> NDArray[np.int64]:
    """The day of the trial from which the step of adults applies: 0 for adults."""
    limit = monograph.age("titration.pediatric-below").years
    days = [(_birthday(years) - FIRST_DAY).days for years in range(limit + 1)]
    return np.array([days[max(limit - int(one), 0)] for one in age_years], dtype=np.int64)


def _birthday(years_later: int) -> date:
    return FIRST_DAY.replace(year=FIRST_DAY.year + years_later)


def _ages(seed: int, who: NDArray[np.int64], trait: str) -> NDArray[np.int64]:
    low, high = traits()[trait].value
    years: NDArray[np.int64] = (low + np.floor((high - low + 1) * _even(seed, who, "age"))).astype(np.int64)
    return years


def _even(seed: int, who: NDArray[np.int64], purpose: str) -> FloatArray:
    return uniforms(seed, who, purpose, 1)[:, 0]


def _normal(seed: int, who: NDArray[np.int64], purpose: str) -> FloatArray:
    return np.ascontiguousarray(normals(seed, who, purpose, 1)[:, 0])
