"""A network of compartments under a repeated program of rates: one exponential a patient, then a step an hour.

Once the body has settled, each cycle repeats the one before, and is copied. That is done only where it is proven: the
loss of the slowest compartment bounds how much of today's difference can be left tomorrow, and the copy starts when
all that is left, summed over all days to come, is below 1 part in 10^15.

A network of n compartments stands in columns of `width` numbers, n rounded up to whole vectors of eight.
"""

from __future__ import annotations

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel
from lentus.response.kernels.vectors import LANES, columns, stream

_TERMS = 16
_NEGLIGIBLE = 1e-15


@kernel
def _times(
    out: FloatArray, o: int, matrix: FloatArray, x: FloatArray, b: int, n: int, width: int, weight: float,
    start: FloatArray,
) -> None:  # fmt: skip
    """out[o:] = weight * start + matrix @ x[b:]; none of the three may overlap with what is written."""
    for at in range(0, width, LANES):
        columns(out, o + at, matrix, at, width, x, b, n, weight, start, at)


@kernel
def _product(out: FloatArray, left: FloatArray, right: FloatArray, n: int, width: int) -> None:
    for j in range(n):
        for at in range(0, width, LANES):
            columns(out, j * width + at, left, at, width, right, j * width, n, 0.0, left, at)


@kernel
def _widest(rates: FloatArray) -> float:
    """The largest sum of a column."""
    most = -np.inf
    for j in range(rates.shape[1]):
        most = max(most, rates[:, j].sum())
    return most


@kernel
def _group(out: FloatArray, powers: FloatArray, first: int, inverse: FloatArray) -> None:
    """Add to `out` the four terms of the series from A^first on, without that factor: sum of A^i / (first + i)!."""
    a, b, c, d = inverse[first], inverse[first + 1], inverse[first + 2], inverse[first + 3]
    for i in range(out.size):
        out[i] += (a * powers[0, i] + b * powers[1, i]) + (c * powers[2, i] + d * powers[3, i])


@kernel
def _step_of(
    rates: FloatArray, entry: FloatArray, hours: float, width: int, inverse: FloatArray, phi: FloatArray,
    powers: FloatArray,
) -> None:  # fmt: skip
    """Fill phi with exp([[M, entry], [0, 0]] h) by columns: the last is what a rate of 1 leaves after h.

    Sixteen terms of the series in groups of four take six products of matrices instead of fifteen.
    """
    n = entry.size
    top = 0.0
    for j in range(n):
        top = max(top, -rates[j, j])
    norm = max(_widest(rates), entry.sum()) + top
    norm *= hours
    halvings = max(int(np.ceil(np.log2(max(2.0 * norm, 1e-300)))), 0)
    h = hours / 2.0**halvings
    powers[:] = 0.0
    for j in range(n):
        for i in range(n):
            powers[1, j * width + i] = rates[i, j] * h
    for i in range(n):
        powers[1, n * width + i] = entry[i] * h
    for j in range(n + 1):
        powers[0, j * width + j] = 1.0
        powers[1, j * width + j] += top * h
    size = n + 1
    _product(powers[2], powers[1], powers[1], size, width)
    _product(powers[3], powers[1], powers[2], size, width)
    _product(powers[4], powers[2], powers[2], size, width)
    phi[:] = 0.0
    _group(phi, powers, 12, inverse)
    for first in (8, 4, 0):
        _product(powers[5], powers[4], phi, size, width)
        phi[:] = powers[5]
        _group(phi, powers, first, inverse)
    back = np.exp(-top * h)
    for i in range(phi.size):
        phi[i] *= back
    for _ in range(halvings):
        _product(powers[5], phi, phi, size, width)
        phi[:] = powers[5]


@kernel
def repeated_program(
    first: int, last: int,
    rates: FloatArray, entry: FloatArray, program: FloatArray, hours: float, past_cache: bool, states: FloatArray,
) -> None:  # fmt: skip
    """Patients `first` to `last`: states[p, t] after step t + 1, from nothing, under program[t % len] as input rate.

    `rates` (patients, n, n) in 1/h, `entry` (n) the input that a rate of 1 is, `states` (patients, steps, n).
    `past_cache` only where each patient's and each cycle's states start on 64 bytes.
    """
    steps, n = states.shape[1], states.shape[2]
    # One more for the input: a state that stays, and feeds the others.
    width = -(-(n + 1) // LANES) * LANES
    cycle = program.size
    phi, powers, inverse = np.empty((n + 1) * width), np.empty((6, (n + 1) * width)), np.ones(_TERMS)
    push = phi[n * width :]
    for i in range(1, _TERMS):
        inverse[i] = inverse[i - 1] / i
    # A cycle's states one after another, behind the state before them; a store reaches past its end.
    day, before = np.zeros((cycle + 1) * n + width), np.zeros(n)
    for p in range(first, last):
        _step_of(rates[p], entry, hours, width, inverse, phi, powers)
        left = _left_after(rates[p], cycle * hours)
        day[:n] = 0.0
        flat = states[p].reshape(steps * n)
        done, settled = 0, False
        while done < steps:
            if not settled:
                before[:] = day[:n]
                for t in range(cycle):
                    _times(day, (t + 1) * n, phi, day, t * n, n, width, program[t], push)
                change, total = 0.0, 0.0
                for i in range(n):
                    day[i] = day[cycle * n + i]
                    change += abs(day[i] - before[i])
                    total += day[i]
                settled = left < 1.0 and change <= _NEGLIGIBLE * total * (1.0 - left)
            size = min(cycle, steps - done) * n
            if past_cache:
                stream(flat, done * n, day, n, size)
            else:
                flat[done * n : done * n + size] = day[n : n + size]
            done += cycle


@kernel
def _left_after(rates: FloatArray, hours: float) -> float:
    """An upper bound of the share of any amounts that is left after these hours: each column's loss is its own."""
    slowest = np.inf
    for j in range(rates.shape[0]):
        slowest = min(slowest, -rates[:, j].sum())
    return np.exp(-slowest * hours)
