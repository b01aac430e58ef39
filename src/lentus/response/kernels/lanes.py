"""The most probable parameters of many patients at once: sixty-four patients in step, one to each lane.

Every loop below runs over the same sixty-four places of one flat workspace, a row for each quantity, so that a
compiler sees at once that nothing overlaps and makes vector code of all of it. A lane never reads another one, and one
that has settled keeps still while the rest goes on: the answer does not depend on who stands beside whom.

Sums over past doses decay between events: S = sum of dose * exp(-rate * age), and T = sum of dose * age * exp(-rate *
age), which is minus the derivative of S by the rate. Levels and all derivatives follow from the S and T of two rates.
"""

from __future__ import annotations

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel
from lentus.response.kernels.elementary import LN_2, exp, fma, log2

BLOCK = 64
# Rows of the workspace.
_X, _TRY, _GRAD, _NEW = 0, 3, 6, 9  # three each: standing point, point tried, gradient there, gradient of the tried
_H, _NEWH = 12, 18  # six each: 11, 21, 22, 31, 32, 33
_OBJ, _NEWOBJ, _DAMP, _DONE, _MOVE, _COUNT = 24, 25, 26, 27, 28, 29
_K, _KA, _SCALE, _EK, _EA, _SK, _SA, _TK, _TA, _GAPPED = 30, 31, 32, 33, 34, 35, 36, 37, 38, 39
_CL, _V, _LNKA = 40, 41, 42
_SEEN, _ON, _TAKE = 43, 44, 45  # the observation at hand, its weight; whether the point tried is taken
_LAST = 46  # six: the expected curvature at the standing point
_KEPT = 52  # six: the curvature before a step that may not be taken
_Y = 58  # observations from here on, then their weights
_NEAR = 1e-5


@kernel
def _rates(w: FloatArray, typical: FloatArray, f: float) -> None:
    """Rates and the weight of the two sums at the point tried; rates that meet are held a little apart."""
    b = BLOCK
    for i in range(b):
        w[_CL * b + i] = exp(typical[0] + w[(_TRY + 0) * b + i])
    for i in range(b):
        w[_V * b + i] = exp(typical[1] + w[(_TRY + 1) * b + i])
    for i in range(b):
        ka = exp(typical[2] + w[(_TRY + 2) * b + i])
        k = w[_CL * b + i] / w[_V * b + i]
        gap = ka - k
        near = abs(gap) < _NEAR * k
        ka = k * (1.0 + _NEAR) if near else ka
        gap = ka - k
        w[_K * b + i] = k
        w[_KA * b + i] = ka
        w[_GAPPED * b + i] = 1.0 / gap
        w[_SCALE * b + i] = f * ka / (w[_V * b + i] * gap)


@kernel
def _decay(w: FloatArray, gap: float) -> None:
    b = BLOCK
    for i in range(b):
        w[_EK * b + i] = exp(-gap * w[_K * b + i])
    for i in range(b):
        w[_EA * b + i] = exp(-gap * w[_KA * b + i])


@kernel
def _aged(w: FloatArray, gap: float, dose: float) -> None:
    b = BLOCK
    for i in range(b):
        ek, ea = w[_EK * b + i], w[_EA * b + i]
        sk, sa = w[_SK * b + i], w[_SA * b + i]
        w[_TK * b + i] = fma(gap, sk, w[_TK * b + i]) * ek
        w[_TA * b + i] = fma(gap, sa, w[_TA * b + i]) * ea
        w[_SK * b + i] = fma(sk, ek, dose)
        w[_SA * b + i] = fma(sa, ea, dose)


@kernel
def _observed(w: FloatArray, row: int, weights: int, proportional: float, additive: float) -> None:
    """Add one observation to objective, gradient and expected curvature; `proportional` and `additive` are squared."""
    b = BLOCK
    # To rows of known place first: the loop below is vector code only as long as every offset is a constant.
    w[_SEEN * b : (_SEEN + 1) * b] = w[row * b : (row + 1) * b]
    w[_ON * b : (_ON + 1) * b] = w[weights * b : (weights + 1) * b]
    for i in range(b):
        scale, k, ka, apart = w[_SCALE * b + i], w[_K * b + i], w[_KA * b + i], w[_GAPPED * b + i]
        f = scale * (w[_SK * b + i] - w[_SA * b + i])
        by_k = k * fma(f, apart, -scale * w[_TK * b + i])
        by_v = -f - by_k
        by_a = fma(f, 1.0 - ka * apart, ka * scale * w[_TA * b + i])
        variance = fma(proportional * f, f, additive)
        on = w[_ON * b + i]
        inverse = on / variance
        r = w[_SEEN * b + i] - f
        z = r * inverse
        steep = proportional * f
        c = fma(steep, inverse - z * z, -z)
        curve = fma(2.0 * steep * steep, inverse * inverse, inverse)
        w[_NEWOBJ * b + i] += 0.5 * fma(r, z, on * LN_2 * log2(variance))
        w[(_NEW + 0) * b + i] = fma(c, by_k, w[(_NEW + 0) * b + i])
        w[(_NEW + 1) * b + i] = fma(c, by_v, w[(_NEW + 1) * b + i])
        w[(_NEW + 2) * b + i] = fma(c, by_a, w[(_NEW + 2) * b + i])
        w[(_NEWH + 0) * b + i] = fma(curve * by_k, by_k, w[(_NEWH + 0) * b + i])
        w[(_NEWH + 1) * b + i] = fma(curve * by_k, by_v, w[(_NEWH + 1) * b + i])
        w[(_NEWH + 2) * b + i] = fma(curve * by_v, by_v, w[(_NEWH + 2) * b + i])
        w[(_NEWH + 3) * b + i] = fma(curve * by_k, by_a, w[(_NEWH + 3) * b + i])
        w[(_NEWH + 4) * b + i] = fma(curve * by_v, by_a, w[(_NEWH + 4) * b + i])
        w[(_NEWH + 5) * b + i] = fma(curve * by_a, by_a, w[(_NEWH + 5) * b + i])


@kernel
def _prior(w: FloatArray, precision: FloatArray) -> None:
    b = BLOCK
    p1, p2, p3 = precision[0], precision[1], precision[2]
    for i in range(b):
        x1, x2, x3 = w[_TRY * b + i], w[(_TRY + 1) * b + i], w[(_TRY + 2) * b + i]
        w[_NEWOBJ * b + i] = 0.5 * (p1 * x1 * x1 + p2 * x2 * x2 + p3 * x3 * x3)
        w[(_NEW + 0) * b + i] = p1 * x1
        w[(_NEW + 1) * b + i] = p2 * x2
        w[(_NEW + 2) * b + i] = p3 * x3
        w[(_NEWH + 0) * b + i] = p1
        w[(_NEWH + 1) * b + i] = 0.0
        w[(_NEWH + 2) * b + i] = p2
        w[(_NEWH + 3) * b + i] = 0.0
        w[(_NEWH + 4) * b + i] = 0.0
        w[(_NEWH + 5) * b + i] = p3
        w[_SK * b + i] = 0.0
        w[_SA * b + i] = 0.0
        w[_TK * b + i] = 0.0
        w[_TA * b + i] = 0.0


@kernel
def _evaluated(
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
            _observed(w, _Y + observation[e], _Y + observations + observation[e], proportional, additive)


@kernel
def _learned(w: FloatArray) -> None:
    """Correct the curvature by what the gradient did along the step (BFGS); far out, take the expected one instead.

    The expected curvature alone leaves up to four fifths of the error at each step where residuals are large.
    """
    b = BLOCK
    for i in range(b):
        s1, s2, s3 = w[_TRY * b + i] - w[_X * b + i], w[(_TRY + 1) * b + i] - w[(_X + 1) * b + i], 0.0
        s3 = w[(_TRY + 2) * b + i] - w[(_X + 2) * b + i]
        y1, y2 = w[_NEW * b + i] - w[_GRAD * b + i], w[(_NEW + 1) * b + i] - w[(_GRAD + 1) * b + i]
        y3 = w[(_NEW + 2) * b + i] - w[(_GRAD + 2) * b + i]
        h11, h21, h22 = w[_H * b + i], w[(_H + 1) * b + i], w[(_H + 2) * b + i]
        h31, h32, h33 = w[(_H + 3) * b + i], w[(_H + 4) * b + i], w[(_H + 5) * b + i]
        p1 = h11 * s1 + h21 * s2 + h31 * s3
        p2 = h21 * s1 + h22 * s2 + h32 * s3
        p3 = h31 * s1 + h32 * s2 + h33 * s3
        bent = s1 * p1 + s2 * p2 + s3 * p3
        told = s1 * y1 + s2 * y2 + s3 * y3
        usable = (w[_MOVE * b + i] < 0.3) & (told > 0.1 * bent) & (bent > 1e-300)
        c, d = (-1.0 / bent, 1.0 / told) if usable else (0.0, 0.0)
        w[_H * b + i] = h11 + c * p1 * p1 + d * y1 * y1 if usable else w[_NEWH * b + i]
        w[(_H + 1) * b + i] = h21 + c * p2 * p1 + d * y2 * y1 if usable else w[(_NEWH + 1) * b + i]
        w[(_H + 2) * b + i] = h22 + c * p2 * p2 + d * y2 * y2 if usable else w[(_NEWH + 2) * b + i]
        w[(_H + 3) * b + i] = h31 + c * p3 * p1 + d * y3 * y1 if usable else w[(_NEWH + 3) * b + i]
        w[(_H + 4) * b + i] = h32 + c * p3 * p2 + d * y3 * y2 if usable else w[(_NEWH + 4) * b + i]
        w[(_H + 5) * b + i] = h33 + c * p3 * p3 + d * y3 * y3 if usable else w[(_NEWH + 5) * b + i]


@kernel
def _judged(w: FloatArray, tolerance: float) -> None:
    """Take the point tried where it is no worse; a lane whose step was negligible is done."""
    b = BLOCK
    for i in range(b):
        move, going = w[_MOVE * b + i], w[_DONE * b + i] == 0.0
        # Near the end the objective no longer resolves a step; there a step is taken as it comes.
        better = (w[_NEWOBJ * b + i] <= w[_OBJ * b + i]) | (move < 1e-6)
        take = going & better
        done = take & (move < tolerance)
        w[_TAKE * b + i] = 1.0 if take else 0.0
        w[_DONE * b + i] = 1.0 if done else w[_DONE * b + i]
        w[_OBJ * b + i] = w[_NEWOBJ * b + i] if take else w[_OBJ * b + i]
        damp = w[_DAMP * b + i]
        softer = damp * 0.1 if damp > 1e-6 else 0.0
        harder = damp * 8.0 if damp > 0.0 else 1e-2
        w[_DAMP * b + i] = softer if better else harder
        w[_COUNT * b + i] += 1.0 if going else 0.0


@kernel
def _restored(w: FloatArray) -> None:
    """Where the point tried is not taken, the curvature stays as it was."""
    b = BLOCK
    for row in range(6):
        h, kept = (_H + row) * b, (_KEPT + row) * b
        for i in range(b):
            w[h + i] = w[h + i] if w[_TAKE * b + i] > 0.0 else w[kept + i]


@kernel
def _taken(w: FloatArray) -> None:
    """What was decided, done: point and gradient, and for lanes at their end the expected curvature there."""
    b = BLOCK
    for row in range(3):
        x, new, grad, found = (_X + row) * b, (_TRY + row) * b, (_GRAD + row) * b, (_NEW + row) * b
        for i in range(b):
            take = w[_TAKE * b + i] > 0.0
            w[x + i] = w[new + i] if take else w[x + i]
            w[grad + i] = w[found + i] if take else w[grad + i]
    for row in range(6):
        last, now = (_LAST + row) * b, (_NEWH + row) * b
        for i in range(b):
            w[last + i] = w[now + i] if w[_TAKE * b + i] > 0.0 else w[last + i]


@kernel
def _stepped(w: FloatArray) -> None:
    """The next points to try: (curvature + damping * its diagonal) step = -gradient, by Cholesky of 3 by 3."""
    b = BLOCK
    for i in range(b):
        more = 1.0 + w[_DAMP * b + i]
        a11, a21, a22 = w[_H * b + i] * more, w[(_H + 1) * b + i], w[(_H + 2) * b + i] * more
        a31, a32, a33 = w[(_H + 3) * b + i], w[(_H + 4) * b + i], w[(_H + 5) * b + i] * more
        d1 = 1.0 / a11
        l21, l31 = a21 * d1, a31 * d1
        d2 = 1.0 / (a22 - l21 * a21)
        m32 = a32 - l31 * a21
        l32 = m32 * d2
        d3 = 1.0 / (a33 - l31 * a31 - l32 * m32)
        g1, g2, g3 = -w[_GRAD * b + i], -w[(_GRAD + 1) * b + i], -w[(_GRAD + 2) * b + i]
        z2 = g2 - l21 * g1
        z3 = g3 - l31 * g1 - l32 * z2
        s3 = z3 * d3
        s2 = z2 * d2 - l32 * s3
        s1 = g1 * d1 - l21 * s2 - l31 * s3
        # A step of more than 2 in a logarithm is a factor of 7: shortened, all three alike.
        most = max(abs(s1), abs(s2), abs(s3))
        short = 2.0 / most if most > 2.0 else 1.0
        w[_MOVE * b + i] = most * short
        w[(_TRY + 0) * b + i] = w[(_X + 0) * b + i] + s1 * short
        w[(_TRY + 1) * b + i] = w[(_X + 1) * b + i] + s2 * short
        w[(_TRY + 2) * b + i] = w[(_X + 2) * b + i] + s3 * short


@kernel
def _loaded(w: FloatArray, first: int, last: int, observed: FloatArray) -> None:
    """Observations into their rows, one lane a patient; NaN has no weight, and empty lanes repeat the last patient."""
    b, count = BLOCK, observed.shape[1]
    w[: _Y * b] = 0.0
    w[_OBJ * b : (_OBJ + 1) * b] = np.inf
    for i in range(b):
        p = min(first + i, last - 1)
        for j in range(count):
            y = observed[p, j]
            missing = np.isnan(y)
            w[(_Y + j) * b + i] = 0.0 if missing else y
            w[(_Y + count + j) * b + i] = 0.0 if missing else 1.0


@kernel
def most_probable(
    first: int, last: int,
    typical: FloatArray, precision: FloatArray, f: float, proportional: float, additive: float,
    gaps: FloatArray, doses: FloatArray, observation: FloatArray, observed: FloatArray,
    tolerance: float, most: int,
    deviations: FloatArray, objective: FloatArray, curvature: FloatArray, evaluations: FloatArray,
) -> None:  # fmt: skip
    """Levenberg-Marquardt for patients `first` to `last`, from no deviation, at most `most` evaluations each.

    `evaluations` of a patient that did not settle is negative.
    """
    count = observed.shape[1]
    w = np.zeros((_Y + 2 * count) * BLOCK)
    for begin in range(first, last, BLOCK):
        end = min(begin + BLOCK, last)
        _loaded(w, begin, end, observed)
        w[_MOVE * BLOCK : (_MOVE + 1) * BLOCK] = np.inf
        for _ in range(most):
            _evaluated(w, typical, precision, f, proportional, additive, gaps, doses, observation, count)
            _judged(w, tolerance)
            w[_KEPT * BLOCK : (_KEPT + 6) * BLOCK] = w[_H * BLOCK : (_H + 6) * BLOCK]
            _learned(w)
            _restored(w)
            _taken(w)
            if w[_DONE * BLOCK : _DONE * BLOCK + end - begin].min() > 0.0:
                break
            _stepped(w)
        for i in range(end - begin):
            p = begin + i
            for row in range(3):
                deviations[p, row] = w[(_X + row) * BLOCK + i]
            for row in range(6):
                curvature[p, row] = w[(_LAST + row) * BLOCK + i]
            objective[p] = w[_OBJ * BLOCK + i]
            evaluations[p] = w[_COUNT * BLOCK + i] * (1.0 if w[_DONE * BLOCK + i] > 0.0 else -1.0)
