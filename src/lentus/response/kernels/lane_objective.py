"""Objective, gradient and expected curvature of sixty-four patients at the points tried.

Sums over past doses decay between events: S = sum of dose * exp(-rate * age), and T = sum of dose * age * exp(-rate *
age), which is minus the derivative of S by the rate. Levels and all derivatives follow from the S and T of two rates.
"""

from __future__ import annotations

from lentus.response.arrays import FloatArray
from lentus.response.kernels import lane_rows as rows
from lentus.response.kernels.compiling import kernel
from lentus.response.kernels.elementary import LN_2, exp, fma, log2

_NEAR = 1e-5


@kernel
def _rates(w: FloatArray, typical: FloatArray, f: float) -> None:
    """Rates and the weight of the two sums at the point tried; rates that meet are held a little apart."""
    b = rows.BLOCK
    for i in range(b):
        w[rows.CL * b + i] = exp(typical[0] + w[(rows.TRY + 0) * b + i])
    for i in range(b):
        w[rows.V * b + i] = exp(typical[1] + w[(rows.TRY + 1) * b + i])
    for i in range(b):
        ka = exp(typical[2] + w[(rows.TRY + 2) * b + i])
        k = w[rows.CL * b + i] / w[rows.V * b + i]
        gap = ka - k
        near = abs(gap) < _NEAR * k
        ka = k * (1.0 + _NEAR) if near else ka
        gap = ka - k
        w[rows.K * b + i] = k
        w[rows.KA * b + i] = ka
        w[rows.GAPPED * b + i] = 1.0 / gap
        w[rows.SCALE * b + i] = f * ka / (w[rows.V * b + i] * gap)


@kernel
def _decay(w: FloatArray, gap: float) -> None:
    b = rows.BLOCK
    for i in range(b):
        w[rows.EK * b + i] = exp(-gap * w[rows.K * b + i])
    for i in range(b):
        w[rows.EA * b + i] = exp(-gap * w[rows.KA * b + i])


@kernel
def _aged(w: FloatArray, gap: float, dose: float) -> None:
    b = rows.BLOCK
    for i in range(b):
        ek, ea = w[rows.EK * b + i], w[rows.EA * b + i]
        sk, sa = w[rows.SK * b + i], w[rows.SA * b + i]
        w[rows.TK * b + i] = fma(gap, sk, w[rows.TK * b + i]) * ek
        w[rows.TA * b + i] = fma(gap, sa, w[rows.TA * b + i]) * ea
        w[rows.SK * b + i] = fma(sk, ek, dose)
        w[rows.SA * b + i] = fma(sa, ea, dose)


@kernel
def _observed(w: FloatArray, row: int, weights: int, proportional: float, additive: float) -> None:
    """Add one observation to objective, gradient and expected curvature; `proportional` and `additive` are squared."""
    b = rows.BLOCK
    # To rows of known place first: the loop below is vector code only as long as every offset is a constant.
    w[rows.SEEN * b : (rows.SEEN + 1) * b] = w[row * b : (row + 1) * b]
    w[rows.ON * b : (rows.ON + 1) * b] = w[weights * b : (weights + 1) * b]
    for i in range(b):
        scale, k, ka, apart = w[rows.SCALE * b + i], w[rows.K * b + i], w[rows.KA * b + i], w[rows.GAPPED * b + i]
        f = scale * (w[rows.SK * b + i] - w[rows.SA * b + i])
        by_k = k * fma(f, apart, -scale * w[rows.TK * b + i])
        by_v = -f - by_k
        by_a = fma(f, 1.0 - ka * apart, ka * scale * w[rows.TA * b + i])
        variance = fma(proportional * f, f, additive)
        on = w[rows.ON * b + i]
        inverse = on / variance
        r = w[rows.SEEN * b + i] - f
        z = r * inverse
        steep = proportional * f
        c = fma(steep, inverse - z * z, -z)
        curve = fma(2.0 * steep * steep, inverse * inverse, inverse)
        w[rows.NEWOBJ * b + i] += 0.5 * fma(r, z, on * LN_2 * log2(variance))
        w[(rows.NEW + 0) * b + i] = fma(c, by_k, w[(rows.NEW + 0) * b + i])
        w[(rows.NEW + 1) * b + i] = fma(c, by_v, w[(rows.NEW + 1) * b + i])
        w[(rows.NEW + 2) * b + i] = fma(c, by_a, w[(rows.NEW + 2) * b + i])
        w[(rows.NEWH + 0) * b + i] = fma(curve * by_k, by_k, w[(rows.NEWH + 0) * b + i])
        w[(rows.NEWH + 1) * b + i] = fma(curve * by_k, by_v, w[(rows.NEWH + 1) * b + i])
        w[(rows.NEWH + 2) * b + i] = fma(curve * by_v, by_v, w[(rows.NEWH + 2) * b + i])
        w[(rows.NEWH + 3) * b + i] = fma(curve * by_k, by_a, w[(rows.NEWH + 3) * b + i])
        w[(rows.NEWH + 4) * b + i] = fma(curve * by_v, by_a, w[(rows.NEWH + 4) * b + i])
        w[(rows.NEWH + 5) * b + i] = fma(curve * by_a, by_a, w[(rows.NEWH + 5) * b + i])


@kernel
def _prior(w: FloatArray, precision: FloatArray) -> None:
    b = rows.BLOCK
    p1, p2, p3 = precision[0], precision[1], precision[2]
    for i in range(b):
        x1, x2, x3 = w[rows.TRY * b + i], w[(rows.TRY + 1) * b + i], w[(rows.TRY + 2) * b + i]
        w[rows.NEWOBJ * b + i] = 0.5 * (p1 * x1 * x1 + p2 * x2 * x2 + p3 * x3 * x3)
        w[(rows.NEW + 0) * b + i] = p1 * x1
        w[(rows.NEW + 1) * b + i] = p2 * x2
        w[(rows.NEW + 2) * b + i] = p3 * x3
        w[(rows.NEWH + 0) * b + i] = p1
        w[(rows.NEWH + 1) * b + i] = 0.0
        w[(rows.NEWH + 2) * b + i] = p2
        w[(rows.NEWH + 3) * b + i] = 0.0
        w[(rows.NEWH + 4) * b + i] = 0.0
        w[(rows.NEWH + 5) * b + i] = p3
        w[rows.SK * b + i] = 0.0
        w[rows.SA * b + i] = 0.0
        w[rows.TK * b + i] = 0.0
        w[rows.TA * b + i] = 0.0


@kernel
def evaluated(
    w: FloatArray, typical: FloatArray, precision: FloatArray, f: float, proportional: float, additive: float,
    gaps: FloatArray, doses: FloatArray, observation: FloatArray, observations: int,
) -> None:  # fmt: skip
    """Objective, gradient and curvature of all lanes at the points tried."""
    _prior(w, precision)
    _rates(w, typical, f)
    known = -1.0
    for e in range(gaps.size):
        if gaps[e] != known:
            known = gaps[e]
            _decay(w, known)
        _aged(w, known, doses[e])
        if observation[e] >= 0:
            _observed(w, rows.Y + observation[e], rows.Y + observations + observation[e], proportional, additive)
