"""Many patients at once, by compiled kernels, into the caller's arrays.

    patients = OralPatients.of(ka_per_hour=2.3, lag_hours=0.3, clearance_l_per_hour=cl, volume_l=v,
                               ke0_per_hour=0.3, half_level=0.12, steepness=1.8)
    out = oral_arrays(patients.count, 1440)
    simulate_oral(patients, EvenDoses(8.0, amounts), 1.0, out, threads=2)      # the same doses for everybody
    simulate_oral(patients, OwnDoses(starts, times, amounts), 1.0, out)        # a list of doses for each

Fresh memory costs more than the arithmetic, so the caller makes the arrays once and passes them again. The answers
equal those of the exact engine to 1e-10 or better, whatever the number of threads: to the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray, floats

_PIECES_A_THREAD = 4
_BLOCK = 64


class OralOutput(NamedTuple):
    """Concentration and effect, each (patients, moments), float64, rows contiguous; filled by `simulate_oral`."""

    levels: FloatArray
    effects: FloatArray


@dataclass(frozen=True, eq=False)
class OralPatients:
    """One-compartment patients who swallow: each field (patients,). Levels are amount units per liter.

    `half_level` in the unit of the level; `steepness` and `bioavailability` without unit.
    """

    ka_per_hour: FloatArray
    lag_hours: FloatArray
    clearance_l_per_hour: FloatArray
    volume_l: FloatArray
    ke0_per_hour: FloatArray
    half_level: FloatArray
    steepness: FloatArray
    bioavailability: FloatArray

    @classmethod
    def of(
        cls,
        *,
        ka_per_hour: ArrayLike,
        clearance_l_per_hour: ArrayLike,
        volume_l: ArrayLike,
        ke0_per_hour: ArrayLike,
        half_level: ArrayLike,
        steepness: ArrayLike = 1.0,
        lag_hours: ArrayLike = 0.0,
        bioavailability: ArrayLike = 1.0,
    ) -> OralPatients:
        """From numbers or arrays, broadcast to one length. Raises ResponseError for a rate or volume of 0 or less."""
        above = {
            "ka_per_hour": ka_per_hour,
            "clearance_l_per_hour": clearance_l_per_hour,
            "volume_l": volume_l,
            "ke0_per_hour": ke0_per_hour,
            "half_level": half_level,
            "steepness": steepness,
        }
        parts = {name: floats(value, name) for name, value in above.items()}
        for name, part in parts.items():
            if (part <= 0).any():
                raise ResponseError(f"{name} must be above zero; the lowest is {part.min():g}.")
        parts["lag_hours"] = floats(lag_hours, "lag_hours")
        parts["bioavailability"] = floats(bioavailability, "bioavailability")
        if (parts["lag_hours"] < 0).any() or (parts["bioavailability"] < 0).any():
            raise ResponseError("lag_hours and bioavailability must not be negative.")
        shape = np.broadcast_shapes((1,), *(part.shape for part in parts.values()))
        if len(shape) != 1:
            raise ResponseError("Each parameter must be one number, or one list with a number for each patient.")
        return cls(**{name: np.ascontiguousarray(np.broadcast_to(part, shape)) for name, part in parts.items()})

    @property
    def count(self) -> int:
        """How many patients there are."""
        return len(self.volume_l)


@dataclass(frozen=True, eq=False)
class EvenDoses:
    """The same doses for all patients, `every_hours` apart, the first at hour 0."""

    every_hours: float
    amounts: FloatArray


@dataclass(frozen=True, eq=False)
class OwnDoses:
    """A list of doses for each patient: number p has `times_hours[starts[p]:starts[p + 1]]`, ascending from 0 on."""

    starts: NDArray[np.int64]
    times_hours: FloatArray
    amounts: FloatArray


def oral_arrays(patients: int, moments: int) -> OralOutput:
    """Arrays to be filled, each (patients, moments), their pages touched."""
    return OralOutput(np.zeros((patients, moments)), np.zeros((patients, moments)))


def simulate_oral(
    patients: OralPatients, doses: EvenDoses | OwnDoses, step_hours: float, out: OralOutput, *, threads: int = 1
) -> OralOutput:
    """Fill `out` with levels and effects at step_hours, 2 step_hours, ...; returns it.

    Raises ResponseError for arrays of the wrong shape, or doses that cannot be.
    """
    from lentus.response.kernels import oral  # compiled code: only when it is asked for

    moments = _proven_output(patients.count, out)
    if not step_hours > 0:
        raise ResponseError("The hours between two moments must be above zero.")
    if isinstance(doses, EvenDoses):
        ratio = doses.every_hours / step_hours
        every = round(ratio)
        amounts = floats(doses.amounts, "amounts")
        if every >= 1 and ratio == every and amounts.size:

            def work(first: int, last: int) -> None:
                oral.regular(first, last, *rates_of(patients), every, step_hours, amounts, *out)

            split(work, patients.count, threads)
            return out
        doses = _spelled(doses, patients.count, moments * step_hours)
    starts, times, amounts = _proven_doses(doses, patients.count)

    def own(first: int, last: int) -> None:
        oral.irregular(first, last, *rates_of(patients), step_hours, starts, times, amounts, *out)

    split(own, patients.count, threads)
    return out


def split(work: Callable[[int, int], None], count: int, threads: int) -> None:
    """Run `work(first, last)` over all patients, in pieces, on this many threads; work must not hold the interpreter.

    The pieces never change an answer: a kernel looks at one patient, or at lanes that never read each other.
    ResponseError for fewer than one thread.
    """
    if threads < 1:
        raise ResponseError("At least one thread is needed.")
    if threads == 1 or count < 2 * _BLOCK:
        work(0, count)
        return
    # Some kernels take sixty-four patients in step: pieces end on whole blocks.
    size = -(-count // (threads * _PIECES_A_THREAD * _BLOCK)) * _BLOCK
    pieces = [(first, min(first + size, count)) for first in range(0, count, size)]
    for done in [_pool(threads).submit(work, *piece) for piece in pieces]:
        done.result()


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="lentus")


def rates_of(patients: OralPatients) -> tuple[FloatArray, ...]:
    """What the kernels take: ka, k, ke0, lag, share of a dose per liter, half level, steepness; each (patients,)."""
    return (
        patients.ka_per_hour,
        patients.clearance_l_per_hour / patients.volume_l,
        patients.ke0_per_hour,
        patients.lag_hours,
        patients.bioavailability / patients.volume_l,
        patients.half_level,
        patients.steepness,
    )


def _proven_output(count: int, out: OralOutput) -> int:
    for name, array in zip(out._fields, out, strict=True):
        if array.dtype != np.float64 or array.ndim != 2 or not array.flags.c_contiguous or not array.flags.writeable:
            raise ResponseError(f"{name} must be a writable, contiguous float64 array of patients by moments.")
    if out.levels.shape != out.effects.shape or len(out.levels) != count:
        raise ResponseError(f"levels and effects must have {count} rows and the same number of moments.")
    return int(out.levels.shape[1])


def _proven_doses(doses: OwnDoses, count: int) -> tuple[NDArray[np.int64], FloatArray, FloatArray]:
    starts = np.ascontiguousarray(doses.starts, dtype=np.int64)
    times, amounts = floats(doses.times_hours, "times_hours"), floats(doses.amounts, "amounts")
    if starts.shape != (count + 1,) or starts[0] != 0 or starts[-1] != times.size or (np.diff(starts) < 0).any():
        raise ResponseError(f"starts must rise from 0 to the number of doses, {count + 1} numbers in all.")
    if times.shape != amounts.shape or times.ndim != 1 or (times < 0).any():
        raise ResponseError("Each dose needs one time, not before hour 0, and one amount.")
    later = np.diff(times) >= 0
    later[starts[(starts > 0) & (starts < times.size)] - 1] = True
    if not later.all():
        raise ResponseError("The doses of a patient must stand in the order of their times.")
    return starts, np.ascontiguousarray(times), np.ascontiguousarray(amounts)


def _spelled(doses: EvenDoses, count: int, until_hours: float) -> OwnDoses:
    amounts = floats(doses.amounts, "amounts")
    if not doses.every_hours > 0:
        raise ResponseError("The hours between two doses must be above zero.")
    times = np.arange(amounts.size) * doses.every_hours
    times, amounts = times[times <= until_hours], amounts[times <= until_hours]
    starts = np.arange(count + 1, dtype=np.int64) * times.size
    return OwnDoses(starts, np.tile(times, count), np.tile(amounts, count))
