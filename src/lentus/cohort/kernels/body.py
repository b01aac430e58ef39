"""A body as nine decaying sums: found once a patient, so that any stretch of time is nine multiplications.

Drug in the four levels of fluid is symmetric after scaling by the square roots of the volumes, so Jacobi's rotations
give its rates to the last digits. All else (gut, plasma, effect sites, adaptation) is fed one way: each further state
is its own decay plus known shares of those before it. Where two rates would coincide, the later one is moved away by
one part in a million: the patient is a neighbor of the one drawn, and nothing cancels.
"""

from __future__ import annotations

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel

# Columns of the table of patients.
(
    LUMBAR_ML, THORACIC_ML, CERVICAL_ML, CISTERNAL_ML, SPINAL_LOSS, EXCHANGE, CRANIAL, DELAY, ADAPTATION_H, PLASMA_RATE,
    PLASMA_ML, TO_SITE, ABSORPTION, BIOAVAILABILITY, HALF_TONE, HALF_DROWSY, STEEPNESS, TONE_BEFORE, TOLERANCE_LIMIT,
    WITHDRAWAL_AT, CEREBRAL, GROWN_ON, HALF_MOUTH, WITHDRAWAL_MOUTH, KIDNEYS, DRIFT, SPASMS_BEFORE, COLUMNS,
) = range(28)  # fmt: skip
MODES = 9
"""gut, four of the fluid, plasma, the lumbar and the cisternal effect site, adaptation."""
_GUT, _FLUID, _PLASMA, _SITE, _HEAD, _ADAPTED = 0, 1, 5, 6, 7, 8
# Rows of the flat table of a body, MODES numbers each.
RATE, TIP_IN, LUMBAR_IN, GUT_IN, TO_LUMBAR, TO_HEAD, TO_ADAPTED, DAY_DECAY, DAY_MEAN, TO_PLASMA = (
    MODES * n for n in range(10)
)
BODY = 10 * MODES
_APART = 1e-6
_SWEEPS = 8


@kernel
def apart(rate: float, others: FloatArray, count: int) -> float:
    """The rate, moved by a millionth where it comes that near to one of the others."""
    for _ in range(count):
        for n in range(count):
            if abs(rate - others[n]) < 0.5 * _APART * abs(rate):
                rate *= 1.0 + _APART
    return rate


@kernel
def _rotated(a: FloatArray, u: FloatArray, i: int, j: int) -> None:
    off = a[4 * i + j]
    if off == 0.0:
        return
    theta = (a[5 * j] - a[5 * i]) / (2.0 * off)
    t = (1.0 if theta >= 0.0 else -1.0) / (abs(theta) + np.sqrt(theta * theta + 1.0))
    c = 1.0 / np.sqrt(t * t + 1.0)
    s = t * c
    for n in range(4):
        x, y = a[4 * n + i], a[4 * n + j]
        a[4 * n + i], a[4 * n + j] = c * x - s * y, s * x + c * y
    for n in range(4):
        x, y = a[4 * i + n], a[4 * j + n]
        a[4 * i + n], a[4 * j + n] = c * x - s * y, s * x + c * y
        x, y = u[4 * n + i], u[4 * n + j]
        u[4 * n + i], u[4 * n + j] = c * x - s * y, s * x + c * y


@kernel
def _fluid(p: FloatArray, a: FloatArray, u: FloatArray) -> None:
    """The rates of the fluid on the diagonal of `a`, its scaled shapes in the columns of `u`."""
    a[:] = 0.0
    u[:] = 0.0
    for n in range(4):
        u[5 * n] = 1.0
        a[5 * n] = -(p[CRANIAL] / p[CISTERNAL_ML] if n == 3 else p[SPINAL_LOSS])
        if n > 0:
            a[5 * n] -= p[EXCHANGE] / p[LUMBAR_ML + n]
            a[4 * n + n - 1] = a[4 * (n - 1) + n] = p[EXCHANGE] / np.sqrt(p[LUMBAR_ML + n] * p[LUMBAR_ML + n - 1])
        if n < 3:
            a[5 * n] -= p[EXCHANGE] / p[LUMBAR_ML + n]
    for _ in range(_SWEEPS):
        off = 0.0
        for i in range(3):
            for j in range(i + 1, 4):
                off = max(off, abs(a[4 * i + j]))
                _rotated(a, u, i, j)
        if off < 1e-17:
            break


@kernel
def separated(p: FloatArray, tip: int, b: FloatArray, a: FloatArray, u: FloatArray, w: FloatArray) -> None:
    """Fill the body `b` from a patient's columns `p`; `a`, `u` (16) and `w` (2 * MODES) are room to work in."""
    _fluid(p, a, u)
    b[:] = 0.0
    w[:] = 0.0
    plasma = MODES  # the row of w with the share of each mode in plasma
    b[RATE] = -p[ABSORPTION]
    w[plasma] = p[BIOAVAILABILITY] * p[ABSORPTION]
    for n in range(4):
        b[RATE + _FLUID + n] = a[5 * n]
        for level in range(4):
            loss = p[CRANIAL] / p[CISTERNAL_ML] if level == 3 else p[SPINAL_LOSS]
            w[plasma + _FLUID + n] += loss * np.sqrt(p[LUMBAR_ML + level]) * u[4 * level + n]
        b[TIP_IN + _FLUID + n] = u[4 * tip + n] / np.sqrt(p[LUMBAR_ML + tip])
        b[LUMBAR_IN + _FLUID + n] = u[n] / np.sqrt(p[LUMBAR_ML])
    b[RATE + _PLASMA] = apart(-p[PLASMA_RATE], b, _PLASMA)
    for n in range(_PLASMA):
        w[plasma + n] /= b[RATE + n] - b[RATE + _PLASMA]
    w[plasma + _PLASMA] = 1.0
    delay = apart(-p[DELAY], b, _SITE)
    b[RATE + _SITE] = b[RATE + _HEAD] = delay
    _sites(p, b, u, w, delay)
    b[RATE + _ADAPTED] = apart(-1.0 / p[ADAPTATION_H], b, _ADAPTED)
    pace = -b[RATE + _ADAPTED]
    for n in range(_HEAD):
        b[TO_ADAPTED + n] = pace * b[TO_LUMBAR + n] / (b[RATE + n] + pace)
    b[TO_ADAPTED + _ADAPTED] = 1.0
    for n in range(_SITE):
        # ng per mL: mcg in plasma over liters.
        b[TO_PLASMA + n] = 1000.0 * w[plasma + n] / p[PLASMA_ML]
    b[GUT_IN] = 1.0
    for row in (TIP_IN, LUMBAR_IN, GUT_IN):
        _closed(b, w, row)
    for n in range(MODES):
        rate = b[RATE + n]
        b[DAY_DECAY + n] = np.exp(24.0 * rate)
        b[DAY_MEAN + n] = np.expm1(24.0 * rate) / (24.0 * rate)


@kernel
def _sites(p: FloatArray, b: FloatArray, u: FloatArray, w: FloatArray, delay: float) -> None:
    """The share of each mode in the two effect sites, mcg/mL."""
    from_plasma = -delay * p[TO_SITE] / p[PLASMA_ML]
    for n in range(_SITE):
        low = high = from_plasma * w[MODES + n]
        if _FLUID <= n < _PLASMA:
            low -= delay * u[n - _FLUID] / np.sqrt(p[LUMBAR_ML])
            high -= delay * u[12 + n - _FLUID] / np.sqrt(p[CISTERNAL_ML])
        b[TO_LUMBAR + n] = low / (b[RATE + n] - delay)
        b[TO_HEAD + n] = high / (b[RATE + n] - delay)
    b[TO_LUMBAR + _SITE] = b[TO_HEAD + _HEAD] = 1.0


@kernel
def _closed(b: FloatArray, w: FloatArray, row: int) -> None:
    """What a drop into gut or fluid puts into the later modes: minus its shares, for nothing is there yet."""
    plasma = low = high = adapted = 0.0
    for n in range(_PLASMA):
        plasma -= w[MODES + n] * b[row + n]
    b[row + _PLASMA] = plasma
    for n in range(_SITE):
        low -= b[TO_LUMBAR + n] * b[row + n]
        high -= b[TO_HEAD + n] * b[row + n]
    b[row + _SITE], b[row + _HEAD] = low, high
    for n in range(_HEAD):
        adapted -= b[TO_ADAPTED + n] * b[row + n]
    b[row + _ADAPTED] = adapted
