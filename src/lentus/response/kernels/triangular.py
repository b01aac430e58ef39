"""The exponential of the three-step chain gut, plasma, effect site; positive terms only, so equal rates are no case."""

from __future__ import annotations

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel

_TERMS = 18


@kernel
def chain_step(ka: float, k: float, ke0: float, hours: float, out: FloatArray) -> None:
    """exp(M h) of M = [[-ka, 0, 0], [ka, -k, 0], [0, ke0, -ke0]], row by row: 11, 21, 22, 31, 32, 33 into `out`."""
    top = max(ka, k, ke0)
    halvings = max(int(np.ceil(np.log2(max(2.0 * top * hours, 1e-300)))), 0)
    h = hours / 2.0**halvings
    a, b, c, f, s = (top - ka) * h, (top - k) * h, (top - ke0) * h, ka * h, ke0 * h
    t11, t21, t22, t31, t32, t33 = 1.0, 0.0, 1.0, 0.0, 0.0, 1.0
    e11, e21, e22, e31, e32, e33 = 1.0, 0.0, 1.0, 0.0, 0.0, 1.0
    for n in range(1, _TERMS + 1):
        t31, t32, t33 = (t31 * a + t32 * f) / n, (t32 * b + t33 * s) / n, t33 * c / n
        t21, t22, t11 = (t21 * a + t22 * f) / n, t22 * b / n, t11 * a / n
        e11, e21, e22, e31, e32, e33 = e11 + t11, e21 + t21, e22 + t22, e31 + t31, e32 + t32, e33 + t33
    back = np.exp(-top * h)
    e11, e21, e22, e31, e32, e33 = e11 * back, e21 * back, e22 * back, e31 * back, e32 * back, e33 * back
    for _ in range(halvings):
        e31 = e31 * e11 + e32 * e21 + e33 * e31
        e32 = e32 * e22 + e33 * e32
        e21 = e21 * e11 + e22 * e21
        e11, e22, e33 = e11 * e11, e22 * e22, e33 * e33
    out[0], out[1], out[2], out[3], out[4], out[5] = e11, e21, e22, e31, e32, e33
