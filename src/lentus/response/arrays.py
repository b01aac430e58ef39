"""The one kind of array that the models of the body pass around: float64, patients in front, states behind."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lentus.errors import ResponseError

FloatArray: TypeAlias = NDArray[np.float64]


def floats(values: ArrayLike, what: str) -> FloatArray:
    """Float64 numbers, all finite; ResponseError names `what` where one is not."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ResponseError(f"{what} must be numbers.") from error
    if not np.isfinite(array).all():
        raise ResponseError(f"{what} must be finite numbers; at least one is not.")
    return array


def not_negative(values: ArrayLike, what: str) -> FloatArray:
    """As `floats`, and none below zero: ResponseError names `what`."""
    array = floats(values, what)
    if (array < 0).any():
        raise ResponseError(f"{what} must not be negative; the lowest is {array.min():g}.")
    return array
