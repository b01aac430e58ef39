"""Titration on a noisy effect: raise below one mark, lower above another, between two bounds, at fixed reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lentus.errors import CohortError
from lentus.response.arrays import FloatArray, floats
from lentus.response.fast import OralPatients, rates_of, split


class TitrationOutput(NamedTuple):
    """Levels (mg per liter) and effects (0 to 1), each (patients, moments); single doses in ng (patients, rounds)."""

    levels: FloatArray
    effects: FloatArray
    doses_ng: NDArray[np.int64]


@dataclass(frozen=True)
class TitrationRule:
    """A single dose every `every_hours` from hour 0 on, reviewed each `review_hours`, before that hour's dose.

    An observed effect below `raise_below` raises each single dose by `step_ng`, one above `lower_above` lowers it by as
    much, never below `lowest_ng` or above `highest_ng`. Doses are whole nanograms.
    """

    every_hours: float
    review_hours: float
    start_ng: int
    step_ng: int
    lowest_ng: int
    highest_ng: int
    raise_below: float
    lower_above: float

    def __post_init__(self) -> None:
        if not 0 < self.lowest_ng <= self.start_ng <= self.highest_ng or self.step_ng <= 0:
            raise CohortError(
                f"The start of {self.start_ng} ng must lie between the bounds {self.lowest_ng} and {self.highest_ng} "
                "ng, and a step must be above zero."
            )
        if not self.raise_below <= self.lower_above:
            raise CohortError(
                f"The mark to raise below, {self.raise_below}, must not be above the mark to lower above, "
                f"{self.lower_above}."
            )
        if not 0 < self.every_hours <= self.review_hours or self.review_hours % self.every_hours:
            raise CohortError("A review must come after a whole number of doses.")

    def rounds(self, hours: float) -> int:
        """How many stretches between reviews, the first included, begin before `hours`."""
        return max(int(np.ceil(hours / self.review_hours)), 1)


def titration_arrays(patients: int, rule: TitrationRule, moments: int, step_hours: float = 1.0) -> TitrationOutput:
    """Arrays to be filled for moments at step_hours, 2 step_hours, ..., their pages touched."""
    rounds = rule.rounds(moments * step_hours)
    shape = (patients, moments)
    return TitrationOutput(np.zeros(shape), np.zeros(shape), np.zeros((patients, rounds), np.int64))


def titrate(
    patients: OralPatients,
    rule: TitrationRule,
    noise: ArrayLike,
    step_hours: float,
    out: TitrationOutput,
    *,
    threads: int = 1,
) -> TitrationOutput:
    """Fill `out`; `noise` (patients, reviews) is added to the effect that each review sees. Returns `out`.

    Raises CohortError where doses or reviews do not fall on moments, or an array has the wrong shape.
    """
    from lentus.cohort.kernels.titration import titrated  # compiled code: only when it is asked for

    every, reviewed = rule.every_hours / step_hours, rule.review_hours / step_hours
    if every != round(every) or reviewed != round(reviewed):
        raise CohortError("Doses and reviews must fall on the moments of the output.")
    moments = out.levels.shape[1]
    rounds = rule.rounds(moments * step_hours)
    heard = floats(noise, "The noise of the reviews")
    shapes = {(patients.count, moments), out.levels.shape, out.effects.shape}
    if len(shapes) != 1 or out.doses_ng.shape != (patients.count, rounds):
        raise CohortError("The arrays to fill do not fit the patients and the rule; titration_arrays makes them.")
    if heard.shape != (patients.count, rounds - 1):
        raise CohortError(f"The noise must be {patients.count} patients by {rounds - 1} reviews.")
    rates = rates_of(patients)
    numbers = (rule.start_ng, rule.step_ng, rule.lowest_ng, rule.highest_ng, rule.raise_below, rule.lower_above)

    def work(first: int, last: int) -> None:
        titrated(first, last, *rates, round(every), round(reviewed), step_hours, heard, *numbers, *out)

    split(work, patients.count, threads)
    return out
