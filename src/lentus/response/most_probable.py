"""The most probable kinetics of many patients who swallow, from a few levels of each: maximum a posteriori.

    prior = OralPrior(clearance_l_per_hour=11.7, volume_l=70.0, ka_per_hour=2.3, sd=(0.4, 0.3, 0.5))
    design = Sampling(dose_hours, dose_amounts, sample_hours, lag_hours=0.3)
    fit = fit_oral(prior, design, observed, threads=2)        # observed (patients, samples); NaN where there is none

The deviations of ln CL, ln V and ln ka are normal around zero with standard deviations `sd`. An observed level has
variance (proportional * level)^2 + additive^2, with the level at the patient's own parameters (interaction). Analytic
derivatives throughout. Rates of uptake and elimination closer than 1 part in 100,000 are held that far apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray, floats, not_negative
from lentus.response.fast import split

_PARAMETERS = 3
_TRIANGLE = 6


@dataclass(frozen=True)
class OralPrior:
    """A typical patient, the spread around it (sd of each logarithm: CL, V, ka), and the error of a level."""

    clearance_l_per_hour: float
    volume_l: float
    ka_per_hour: float
    sd: tuple[float, float, float]
    proportional: float
    additive: float
    bioavailability: float = 1.0

    def __post_init__(self) -> None:
        above = (self.clearance_l_per_hour, self.volume_l, self.ka_per_hour, *self.sd, self.bioavailability)
        if not all(np.isfinite(value) and value > 0 for value in above) or len(self.sd) != _PARAMETERS:
            raise ResponseError("The typical values, the three spreads and the bioavailability must be above zero.")
        if not (self.proportional >= 0 and self.additive > 0):
            raise ResponseError("The additive error must be above zero: it bounds what a level near zero can say.")


@dataclass(frozen=True, eq=False)
class Sampling:
    """When all patients took which doses, and when their levels were taken; hours from one origin, any order."""

    dose_hours: FloatArray
    dose_amounts: FloatArray
    sample_hours: FloatArray
    lag_hours: float = 0.0


@dataclass(frozen=True, eq=False)
class OralFits:
    """Where each patient's search came to rest.

    `deviations` (patients, 3) of ln CL, ln V, ln ka; `objective`, minus the log posterior but for a constant; its
    expected `curvature` there, a triangle (11, 21, 22, 31, 32, 33); `evaluations`, negative where it did not settle.
    """

    deviations: FloatArray
    objective: FloatArray
    curvature: FloatArray
    evaluations: FloatArray

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Which patients' search came to rest."""
        return self.evaluations > 0

    def covariances(self) -> FloatArray:
        """The Laplace covariances (patients, 3, 3) of the deviations."""
        rows, columns = np.tril_indices(_PARAMETERS)
        full = np.empty((len(self.objective), _PARAMETERS, _PARAMETERS))
        full[:, rows, columns] = self.curvature
        full[:, columns, rows] = self.curvature
        inverse: FloatArray = np.linalg.inv(full).astype(np.float64)
        return inverse


def fit_arrays(patients: int) -> OralFits:
    """Arrays to be filled by `fit_oral`, their pages touched."""
    return OralFits(
        np.zeros((patients, _PARAMETERS)),
        np.zeros(patients),
        np.zeros((patients, _TRIANGLE)),
        np.zeros(patients),
    )


def fit_oral(
    prior: OralPrior,
    design: Sampling,
    observed: ArrayLike,
    *,
    out: OralFits | None = None,
    threads: int = 1,
    tolerance: float = 1e-9,
    most_evaluations: int = 60,
) -> OralFits:
    """Fit every patient, row p of `observed`; a last step below `tolerance` ends it, far below what is left then.

    Raises ResponseError for shapes that do not fit, or samples before the first dose has arrived.
    """
    from lentus.response.kernels.lanes import most_probable  # compiled code: only when it is asked for

    seen = np.ascontiguousarray(np.asarray(observed, dtype=np.float64))
    gaps, doses, places = _timeline(design)
    if seen.ndim != 2 or seen.shape[1] != len(design.sample_hours) or np.isinf(seen).any():
        raise ResponseError(f"The levels must be patients by {len(design.sample_hours)} samples, NaN where none is.")
    fits = fit_arrays(len(seen)) if out is None else out
    if fits.deviations.shape != (len(seen), _PARAMETERS):
        raise ResponseError(f"The arrays to fill must be of {len(seen)} patients; fit_arrays makes them.")
    typical = np.log([prior.clearance_l_per_hour, prior.volume_l, prior.ka_per_hour])
    precision = 1.0 / np.square(prior.sd)
    errors = (prior.bioavailability, prior.proportional**2, prior.additive**2)

    def work(first: int, last: int) -> None:
        most_probable(
            first, last, typical, precision, *errors, gaps, doses, places, seen, tolerance, most_evaluations,
            fits.deviations, fits.objective, fits.curvature, fits.evaluations,
        )  # fmt: skip

    split(work, len(seen), threads)
    return fits


def _timeline(design: Sampling) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]:
    """Hours since the event before, dose (0 at a sample), number of the sample (-1 at a dose), in order of time."""
    arrivals = floats(design.dose_hours, "dose_hours") + design.lag_hours
    amounts = not_negative(design.dose_amounts, "dose_amounts")
    samples = floats(design.sample_hours, "sample_hours")
    if arrivals.ndim != 1 or samples.ndim != 1 or arrivals.shape != amounts.shape or not arrivals.size:
        raise ResponseError("A design needs at least one dose, and an amount for each.")
    if not samples.size or samples.min() < arrivals.min():
        raise ResponseError("A design needs samples, none of them before the first dose has arrived.")
    times = np.concatenate([arrivals, samples])
    order = np.argsort(times, kind="stable")
    doses = np.concatenate([amounts, np.zeros(samples.size)])[order]
    places = np.concatenate([np.full(arrivals.size, -1), np.arange(samples.size)])[order].astype(np.int64)
    # Rounded far below a second: gaps that are equal but for the last bit share one pair of decays.
    gaps: FloatArray = np.round(np.diff(times[order], prepend=times[order][0]), 12).astype(np.float64)
    return gaps, doses, places
