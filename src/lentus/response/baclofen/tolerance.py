"""Tolerance: half-effect levels rise over months of use, and fall back over weeks without.

No linear turnover can do both, so a switch chooses the pace, once a day, from the day's mean effect-site level. Within
a day it is a closed form.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lentus.response.arrays import FloatArray
from lentus.response.baclofen.body import Body
from lentus.response.baclofen.parameters import value

DAYS_PER_MONTH = 365.25 / 12


def rising_days() -> float:
    """The time constant of rising tolerance, days."""
    return value("tolerance-on") * DAYS_PER_MONTH


def falling_days() -> float:
    """The time constant of falling tolerance, days."""
    return 7.0 * value("tolerance-off")


def drift_a_day() -> float:
    """The share by which the limit of tolerance rises each day in multiple sclerosis."""
    return value("sclerosis-drift") / 100.0 / DAYS_PER_MONTH


def after(person: Body, before: ArrayLike, days: ArrayLike, mean_level_mcg_per_ml: ArrayLike) -> FloatArray:
    """Tolerance (0 is none) `days` later, while the day's mean effect-site level stays where it is."""
    used = np.asarray(mean_level_mcg_per_ml) > value("tolerance-switch")
    limit = np.where(used, person.tolerance_limit, 0.0)
    pace = np.where(used, rising_days(), falling_days())
    return np.asarray(limit + (np.asarray(before) - limit) * np.exp(-np.asarray(days) / pace))
