"""One day of a body: levels hourly or every six hours, exact also where the delivery changes within the day.

The state is kept as the distance of each mode from where the present delivery would settle it (`dev`). A day without
a change is one table of powers; a day with one goes from change to change by exponentials.
"""

from __future__ import annotations

import numpy as np

from lentus.cohort.kernels.body import DAY_DECAY, DAY_MEAN, MODES, RATE, TIP_IN, TO_ADAPTED, TO_HEAD, TO_LUMBAR
from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel
from lentus.response.kernels.elementary import exp
from lentus.response.kernels.vectors import LANES, columns

HOURLY, SIXES = 24, 4
"""Moments of a day in hospital, and outside."""
# Rows of the motion `v`, MODES numbers each, then the three levels at which the delivery settles.
DEV, SETTLED, _WEIGHTS = 0, MODES, 2 * MODES
_LUMBAR, _HEAD, _ADAPTED = 5 * MODES, 5 * MODES + 1, 5 * MODES + 2
MOTION = 5 * MODES + 3
LUMBAR, HEAD, ADAPTED, LEVELS = 0, 24, 48, 72
"""Where the levels of a day stand: lumbar site, cisternal site, adaptation, 24 numbers each."""


@kernel
def tables(b: FloatArray, hours: FloatArray, sixes: FloatArray) -> None:
    """The powers of a body: of each mode at hours 1 to 24, and at 6, 12, ... 48."""
    for n in range(MODES):
        first, quarter = exp(b[RATE + n]), exp(6.0 * b[RATE + n])
        power = 1.0
        for h in range(HOURLY):
            power *= first
            hours[n * HOURLY + h] = power
        power = 1.0
        for h in range(LANES):
            power *= quarter
            sixes[n * LANES + h] = power


@kernel
def delivering(b: FloatArray, v: FloatArray, mcg_per_h: float) -> None:
    """From now on so much leaves the tip."""
    v[_LUMBAR] = v[_HEAD] = v[_ADAPTED] = 0.0
    for n in range(MODES):
        settled = -b[TIP_IN + n] * mcg_per_h / b[RATE + n]
        v[DEV + n] += v[SETTLED + n] - settled
        v[SETTLED + n] = settled
        v[_LUMBAR] += b[TO_LUMBAR + n] * settled
        v[_HEAD] += b[TO_HEAD + n] * settled
        v[_ADAPTED] += b[TO_ADAPTED + n] * settled


@kernel
def dropped(b: FloatArray, v: FloatArray, row: int, mcg: float) -> None:
    """A dose at once, into the fluid or the gut as `row` says."""
    for n in range(MODES):
        v[DEV + n] += b[row + n] * mcg


@kernel
def _weighed(b: FloatArray, v: FloatArray) -> None:
    for n in range(MODES):
        v[_WEIGHTS + n] = b[TO_LUMBAR + n] * v[DEV + n]
    for n in range(MODES):
        v[_WEIGHTS + MODES + n] = b[TO_HEAD + n] * v[DEV + n]
    for n in range(MODES):
        v[_WEIGHTS + 2 * MODES + n] = b[TO_ADAPTED + n] * v[DEV + n]


@kernel
def quiet(
    b: FloatArray, v: FloatArray, hours: FloatArray, sixes: FloatArray, ones: FloatArray, moments: int, out: FloatArray
) -> float:
    """A day without a change: fills the levels, moves the state, gives the mean at the lumbar site."""
    _weighed(b, v)
    for row in range(3):
        at, weights, settled = HOURLY * row, _WEIGHTS + MODES * row, v[_LUMBAR + row]
        if moments == SIXES:
            columns(out, at, sixes, 0, LANES, v, weights, MODES, settled, ones, 0)
        else:
            columns(out, at, hours, 0, HOURLY, v, weights, MODES, settled, ones, 0)
            columns(out, at + 8, hours, 8, HOURLY, v, weights, MODES, settled, ones, 0)
            columns(out, at + 16, hours, 16, HOURLY, v, weights, MODES, settled, ones, 0)
    mean = v[_LUMBAR]
    for n in range(MODES):
        mean += v[_WEIGHTS + n] * b[DAY_MEAN + n]
        v[DEV + n] *= b[DAY_DECAY + n]
    return mean


@kernel
def stretch(b: FloatArray, v: FloatArray, begin: float, end: float, moments: int, out: FloatArray) -> float:
    """Part of a day, from hour `begin` to `end`: fills the moments in it; gives the lumbar level times hours."""
    _weighed(b, v)
    every = HOURLY // moments
    for j in range(moments):
        h = float((j + 1) * every)
        if h <= begin or h > end:
            continue
        low, high, adapted = v[_LUMBAR], v[_HEAD], v[_ADAPTED]
        for n in range(MODES):
            left = exp(b[RATE + n] * (h - begin))
            low += v[_WEIGHTS + n] * left
            high += v[_WEIGHTS + MODES + n] * left
            adapted += v[_WEIGHTS + 2 * MODES + n] * left
        out[LUMBAR + j], out[HEAD + j], out[ADAPTED + j] = low, high, adapted
    total = v[_LUMBAR] * (end - begin)
    for n in range(MODES):
        gone = np.expm1(b[RATE + n] * (end - begin))
        total += v[_WEIGHTS + n] * gone / b[RATE + n]
        v[DEV + n] *= 1.0 + gone
    return total
