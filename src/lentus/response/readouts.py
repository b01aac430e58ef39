"""What is seen of the states: functions that need not be linear and never feed back."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray, floats
from lentus.response.linear import Readout


def hill(level: ArrayLike, half_level: ArrayLike, steepness: ArrayLike) -> FloatArray:
    """The share of the full effect, 0 to 1, at a level: level^g / (half^g + level^g).

    `half_level` in the unit of `level`; `steepness` has none. A level at or below zero has no effect. All broadcast.
    ResponseError where either is not above zero.
    """
    at, half, steep = (np.asarray(part, dtype=np.float64) for part in (level, half_level, steepness))
    if (half <= 0).any() or (steep <= 0).any():
        raise ResponseError("Half the effect needs a level above zero, and a steepness above zero.")
    positive = np.where(at > 0, at, half)
    # By logarithms: a power of a level next to nothing would leave the range of floats.
    share = expit(steep * (np.log(positive) - np.log(half)))
    return np.where(at > 0, share, 0.0)


def level_of(state: int, volume: ArrayLike) -> Readout:
    """A readout of the concentration: the amount in one state over a volume, a number or one for each patient.

    In the unit of the state over that of `volume`. ResponseError for a volume that is not above zero.
    """
    liters = floats(volume, "A volume")
    if (liters <= 0).any():
        raise ResponseError("A volume must be above zero.")

    def read(states: FloatArray) -> FloatArray:
        amounts: FloatArray = states[..., state]
        # States are (patients, times, n) along a trajectory: one volume for each patient needs an axis for the times.
        over = liters if liters.ndim == 0 or amounts.ndim == liters.ndim else liters[..., None]
        return amounts / over

    return read
