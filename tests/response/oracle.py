"""An answer by another way: the same doses through a high-order solver of differential equations, step by step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.integrate import solve_ivp

from lentus.response import FloatArray

Dose = tuple[float, int, float, float]  # arrival in hours, state from 0, amount, hours of infusion (0: at once)


def by_ode(matrix: FloatArray, doses: Sequence[Dose], at_hours: Sequence[float]) -> FloatArray:
    """States (times, n) by DOP853 at rtol 1e-12; a moment at a dose is taken after it."""
    edges = sorted({0.0, *at_hours, *(d[0] for d in doses), *(d[0] + d[3] for d in doses)})
    state, rows, now = np.zeros(len(matrix)), {}, 0.0
    for edge in edges:
        running = [d for d in doses if d[3] > 0 and d[0] <= now < d[0] + d[3]]
        entering = np.zeros(len(matrix))
        for dose in running:
            entering[dose[1]] += dose[2] / dose[3]
        if edge > now:
            state = _integrated(matrix, state, entering, edge - now)
        for dose in doses:
            if dose[3] == 0 and dose[0] == edge:
                state = state.copy()
                state[dose[1]] += dose[2]
        rows[edge], now = state, edge
    return np.array([rows[moment] for moment in at_hours])


def _integrated(matrix: FloatArray, state: FloatArray, entering: FloatArray, hours: float) -> FloatArray:
    def slope(_: float, x: FloatArray) -> FloatArray:
        return matrix @ x + entering

    solution = solve_ivp(slope, (0.0, hours), state, method="DOP853", rtol=1e-12, atol=1e-15)
    end: FloatArray = solution.y[:, -1]
    return end
