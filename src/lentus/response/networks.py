"""Many patients' networks of compartments, such as a chain of CSF levels, under a pump's repeated program.

    out = network_array(patients, steps, states)
    simulate_network(matrices, entry, program, 1.0, out, threads=2)

The program repeats without end: a day of hourly rates, say. It may be of any length, and its steps of any, as long as
all are alike; a rate that changes within a step goes through `LinearSystem.trajectory` instead.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray, floats, not_negative
from lentus.response.fast import split

_LINE = 64  # bytes that are written past the caches at once


def network_array(patients: int, steps: int, states: int) -> FloatArray:
    """An array (patients, steps, states) to be filled, its pages touched, its start on a whole line of memory."""
    size = patients * steps * states
    raw = np.zeros(size + _LINE // 8)
    begin = (-raw.ctypes.data % _LINE) // 8
    return raw[begin : begin + size].reshape(patients, steps, states)


def simulate_network(
    matrix_per_hour: ArrayLike,
    entry: ArrayLike,
    program: ArrayLike,
    step_hours: float,
    out: FloatArray,
    *,
    threads: int = 1,
) -> FloatArray:
    """Fill out[p, t] with the states after step t + 1, from nothing; returns it.

    `matrix_per_hour` (patients, n, n), no negative rate off the diagonal; `entry` (n), the input that a rate of 1 is;
    `program` (steps of one cycle), the rate in each step, repeated. Raises ResponseError where shapes or signs are
    wrong.
    """
    from lentus.response.kernels.network import repeated_program  # compiled code: only when it is asked for

    rates = np.ascontiguousarray(floats(matrix_per_hour, "The rates of a network"))
    inlet, given = not_negative(entry, "An entry"), not_negative(program, "The rates of a program")
    if out.dtype != np.float64 or out.ndim != 3 or not out.flags.c_contiguous or not out.flags.writeable:
        raise ResponseError("The array to fill must be writable, contiguous float64: patients by steps by states.")
    patients, _, states = out.shape
    if rates.shape != (patients, states, states) or inlet.shape != (states,) or given.ndim != 1 or not given.size:
        raise ResponseError(
            f"{patients} patients of {states} states need {patients} matrices of {states} by {states}, an entry of "
            f"{states} numbers, and a program of at least one step."
        )
    if not step_hours > 0:
        raise ResponseError("A step must last more than zero hours.")
    if (rates * (1.0 - np.eye(states)) < 0).any():
        raise ResponseError("A rate between two compartments must not be negative.")
    lines = out.ctypes.data % _LINE == 0 and out.strides[0] % _LINE == 0 and given.size * states * 8 % _LINE == 0

    def work(first: int, last: int) -> None:
        repeated_program(first, last, rates, inlet, given, step_hours, lines, out)

    split(work, patients, threads)
    return out
