"""Doses as they were given, and the intervals of constant input that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray, floats
from lentus.response.linear import Span


@dataclass(frozen=True, eq=False)
class Bolus:
    """An amount that is in a state at once, `lag_hours` after it was given; first-order uptake is a state before it.

    `amount` and `bioavailability`: a number, or one for each patient. The lag is shared by all patients of one call;
    lags of their own go through `lentus.response.table`.
    """

    at_hours: float
    state: int
    amount: ArrayLike
    bioavailability: ArrayLike = 1.0
    lag_hours: float = 0.0


@dataclass(frozen=True, eq=False)
class Infusion:
    """A zero-order input: an amount spread evenly over `duration_hours`, from `lag_hours` after its time on."""

    at_hours: float
    state: int
    amount: ArrayLike
    duration_hours: float
    bioavailability: ArrayLike = 1.0
    lag_hours: float = 0.0


def spans_of(doses: Iterable[Bolus | Infusion], until_hours: float, size: int) -> list[Span]:
    """The intervals from 0 to `until_hours` in a system of `size` states; overlapping infusions add up.

    Raises ResponseError for a dose before 0, a negative lag, or an infusion of no length.
    """
    given = list(doses)
    for dose in given:
        _proven(dose, size)
    edges = sorted({0.0, until_hours, *(edge for dose in given for edge in _edges(dose) if edge < until_hours)})
    return [_span(given, begin, end, size) for begin, end in pairwise(edges)]


def repeated(dose: Bolus | Infusion, every_hours: float, times: int) -> list[Bolus | Infusion]:
    """The same dose `times` times, `every_hours` apart; the first at its own moment."""
    made: list[Bolus | Infusion] = []
    for number in range(times):
        at = dose.at_hours + number * every_hours
        if isinstance(dose, Infusion):
            f, lag = dose.bioavailability, dose.lag_hours
            made.append(Infusion(at, dose.state, dose.amount, dose.duration_hours, f, lag))
        else:
            made.append(Bolus(at, dose.state, dose.amount, dose.bioavailability, dose.lag_hours))
    return made


def _proven(dose: Bolus | Infusion, size: int) -> None:
    if dose.at_hours < 0 or dose.lag_hours < 0:
        raise ResponseError("A dose must not come before hour 0, and a lag must not be negative.")
    if not 0 <= dose.state < size:
        raise ResponseError(f"A dose goes into state {dose.state}, and there are {size}, counted from 0.")
    if isinstance(dose, Infusion) and not dose.duration_hours > 0:
        raise ResponseError("An infusion needs a duration above zero hours; a dose at once is a bolus.")
    floats(dose.amount, "The amount of a dose")


def _edges(dose: Bolus | Infusion) -> tuple[float, ...]:
    begin = dose.at_hours + dose.lag_hours
    return (begin, begin + dose.duration_hours) if isinstance(dose, Infusion) else (begin,)


def _span(doses: Sequence[Bolus | Infusion], begin: float, end: float, size: int) -> Span:
    jump = _summed((dose for dose in doses if isinstance(dose, Bolus) and _edges(dose)[0] == begin), size)
    running = (d for d in doses if isinstance(d, Infusion) and _edges(d)[0] <= begin < _edges(d)[1])
    return Span(end - begin, _summed(running, size), jump)


def _summed(doses: Iterable[Bolus | Infusion], size: int) -> FloatArray | None:
    total: FloatArray | None = None
    for dose in doses:
        amount = np.asarray(dose.amount, dtype=np.float64) * np.asarray(dose.bioavailability, dtype=np.float64)
        if isinstance(dose, Infusion):
            amount = amount / dose.duration_hours
        part = np.zeros((*amount.shape, size))
        part[..., dose.state] = amount
        total = part if total is None else total + part
    return total
