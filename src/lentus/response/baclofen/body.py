"""One body, or many at once: the rates and levels that a person has, from covariates and the typical patient.

A `Body` holds plain numbers, or one array of numbers for each patient; everything behind it takes both alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray, floats
from lentus.response.baclofen.parameters import parameter, parameters, value

ADULT_YEARS = 18
"""From this age on the adult's clearance and volume stand; below, the child's for each kg, up to the adult's."""

REFERENCE_CLEARANCE_ML_PER_MIN = 100.0
"""The creatinine clearance at which the typical oral clearance stands."""


@dataclass(frozen=True, slots=True)
class Covariates:
    """What is known of a person before any dose: each a number, or one for each patient."""

    creatinine_clearance_ml_per_min: ArrayLike = REFERENCE_CLEARANCE_ML_PER_MIN
    age_years: ArrayLike = 40.0
    weight_kg: ArrayLike = 70.0


@dataclass(frozen=True, eq=False)
class Body:
    """The rates, volumes and levels of a body; the unit stands in each name. Amounts are in mcg."""

    absorption_per_h: FloatArray
    clearance_l_per_h: FloatArray
    plasma_volume_l: FloatArray
    bioavailability: FloatArray
    csf_to_plasma: FloatArray
    lumbar_ml: FloatArray
    thoracic_ml: FloatArray
    cervical_ml: FloatArray
    cisternal_ml: FloatArray
    spinal_loss_per_h: FloatArray
    exchange_ml_per_h: FloatArray
    cranial_clearance_ml_per_h: FloatArray
    effect_delay_per_h: FloatArray
    steepness: FloatArray
    half_effect_tone_mcg_per_ml: FloatArray
    half_effect_reflex_mcg_per_ml: FloatArray
    drowsiness_half_mcg_per_ml: FloatArray
    drowsiness_half_mouth_ng_per_ml: FloatArray
    tone_before: FloatArray
    spasm_before: FloatArray
    reflex_before_percent: FloatArray
    tolerance_limit: FloatArray
    adaptation_h: FloatArray
    withdrawal_threshold_mcg_per_ml: FloatArray
    withdrawal_threshold_mouth_mcg_per_ml: FloatArray

    @property
    def shape(self) -> tuple[int, ...]:
        """() for one body, (patients,) for many."""
        return np.broadcast_shapes(*(getattr(self, one.name).shape for one in fields(self)))


def spread_parameters() -> tuple[str, ...]:
    """The ids of the parameters that differ between persons, in the order of the file."""
    return tuple(one.id for one in parameters() if one.spread is not None)


def body(covariates: Covariates | None = None, deviations: Mapping[str, ArrayLike] | None = None) -> Body:
    """The body of a person with these covariates, away from the typical one by `deviations`.

    `deviations`: by parameter id, of the logarithm (or in the parameter's unit where its spread is normal); nothing
    means the typical patient. Raises ResponseError for covariates that no person has.
    """
    about = covariates or Covariates()
    own = _Person(deviations or {})
    fraction = parameter("bioavailability").value
    return Body(
        absorption_per_h=own("absorption"),
        clearance_l_per_h=fraction * oral_clearance_l_per_h(about) * own.factor("oral-clearance"),
        plasma_volume_l=fraction * oral_volume_l(about) * own.factor("oral-volume"),
        bioavailability=np.asarray(fraction),
        csf_to_plasma=own("csf-to-plasma"),
        lumbar_ml=own("lumbar-volume"),
        thoracic_ml=own("thoracic-volume"),
        cervical_ml=own("cervical-volume"),
        cisternal_ml=own("cisternal-volume"),
        spinal_loss_per_h=own("spinal-loss"),
        exchange_ml_per_h=own("exchange"),
        cranial_clearance_ml_per_h=own("cranial-clearance"),
        effect_delay_per_h=own("effect-delay"),
        steepness=own("steepness"),
        half_effect_tone_mcg_per_ml=own("half-effect-tone"),
        half_effect_reflex_mcg_per_ml=own("half-effect-reflex"),
        drowsiness_half_mcg_per_ml=own("drowsiness-half"),
        drowsiness_half_mouth_ng_per_ml=own("drowsiness-half-mouth"),
        tone_before=np.clip(own("tone-before"), parameter("tone-before").low, parameter("tone-before").high),
        spasm_before=own("spasm-before"),
        reflex_before_percent=own("reflex-before"),
        tolerance_limit=own("tolerance-limit"),
        adaptation_h=24.0 * own("adaptation"),
        withdrawal_threshold_mcg_per_ml=own("withdrawal-threshold"),
        withdrawal_threshold_mouth_mcg_per_ml=own("withdrawal-threshold-mouth"),
    )


def oral_clearance_l_per_h(about: Covariates) -> FloatArray:
    """Apparent oral clearance, L/h: the adult's or the child's, its renal share scaled by creatinine clearance."""
    share = value("renal-fraction")
    kidneys = _within(about.creatinine_clearance_ml_per_min, "creatinine clearance", 0.0, 300.0, "mL/min")
    relative = 1.0 - share + share * kidneys / REFERENCE_CLEARANCE_ML_PER_MIN
    return _by_age(about, "oral-clearance", "child-clearance") * relative


def oral_volume_l(about: Covariates) -> FloatArray:
    """Apparent oral volume of distribution, L."""
    return _by_age(about, "oral-volume", "child-volume")


def _by_age(about: Covariates, adult: str, child: str) -> FloatArray:
    age = _within(about.age_years, "age", 0.0, 130.0, "years")
    weight = _within(about.weight_kg, "weight", 0.5, 500.0, "kg")
    grown = value(adult)
    return np.where(age >= ADULT_YEARS, grown, np.minimum(value(child) * weight, grown))


def _within(values: ArrayLike, what: str, low: float, high: float, unit: str) -> FloatArray:
    given = floats(values, f"The {what} of a person")
    if (given < low).any() or (given > high).any():
        odd = given[(given < low) | (given > high)].flat[0]
        raise ResponseError(f"{what} {odd:g} {unit}: a person has {low:g} to {high:g} {unit}; check the entry")
    return given


class _Person:
    """A person's own values: the typical one, moved by a deviation where one was given."""

    def __init__(self, deviations: Mapping[str, ArrayLike]) -> None:
        unknown = set(deviations) - set(spread_parameters())
        if unknown:
            raise ResponseError(
                f"no spread between persons is known for {', '.join(sorted(unknown))}: there is one for "
                f"{', '.join(spread_parameters())}"
            )
        self._deviations = deviations

    def factor(self, name: str) -> FloatArray:
        return np.exp(floats(self._deviations.get(name, 0.0), f"The deviation of {name}"))

    def __call__(self, name: str) -> FloatArray:
        typical = parameter(name)
        if typical.normal:
            return typical.value + floats(self._deviations.get(name, 0.0), f"The deviation of {name}")
        return typical.value * self.factor(name)
