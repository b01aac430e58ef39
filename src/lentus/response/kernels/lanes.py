"""The most probable parameters of many patients at once: sixty-four patients in step, one to each lane.

Every loop below runs over the same sixty-four places of one flat workspace, a row for each quantity, so that a
compiler sees at once that nothing overlaps and makes vector code of all of it. A lane never reads another one, and one
that has settled keeps still while the rest goes on: the answer does not depend on who stands beside whom.
"""

from __future__ import annotations

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.kernels import lane_rows as rows
from lentus.response.kernels.compiling import kernel
from lentus.response.kernels.lane_objective import evaluated


@kernel
def _learned(w: FloatArray) -> None:
    """Correct the curvature by what the gradient did along the step (BFGS); far out, take the expected one instead.

    The expected curvature alone leaves up to four fifths of the error at each step where residuals are large.
    """
    b = rows.BLOCK
    for i in range(b):
        s1, s2, s3 = w[rows.TRY * b + i] - w[rows.X * b + i], w[(rows.TRY + 1) * b + i] - w[(rows.X + 1) * b + i], 0.0
        s3 = w[(rows.TRY + 2) * b + i] - w[(rows.X + 2) * b + i]
        y1, y2 = w[rows.NEW * b + i] - w[rows.GRAD * b + i], w[(rows.NEW + 1) * b + i] - w[(rows.GRAD + 1) * b + i]
        y3 = w[(rows.NEW + 2) * b + i] - w[(rows.GRAD + 2) * b + i]
        h11, h21, h22 = w[rows.H * b + i], w[(rows.H + 1) * b + i], w[(rows.H + 2) * b + i]
        h31, h32, h33 = w[(rows.H + 3) * b + i], w[(rows.H + 4) * b + i], w[(rows.H + 5) * b + i]
        p1 = h11 * s1 + h21 * s2 + h31 * s3
        p2 = h21 * s1 + h22 * s2 + h32 * s3
        p3 = h31 * s1 + h32 * s2 + h33 * s3
        bent = s1 * p1 + s2 * p2 + s3 * p3
        told = s1 * y1 + s2 * y2 + s3 * y3
        usable = (w[rows.MOVE * b + i] < 0.3) & (told > 0.1 * bent) & (bent > 1e-300)
        c, d = (-1.0 / bent, 1.0 / told) if usable else (0.0, 0.0)
        w[rows.H * b + i] = h11 + c * p1 * p1 + d * y1 * y1 if usable else w[rows.NEWH * b + i]
        w[(rows.H + 1) * b + i] = h21 + c * p2 * p1 + d * y2 * y1 if usable else w[(rows.NEWH + 1) * b + i]
        w[(rows.H + 2) * b + i] = h22 + c * p2 * p2 + d * y2 * y2 if usable else w[(rows.NEWH + 2) * b + i]
        w[(rows.H + 3) * b + i] = h31 + c * p3 * p1 + d * y3 * y1 if usable else w[(rows.NEWH + 3) * b + i]
        w[(rows.H + 4) * b + i] = h32 + c * p3 * p2 + d * y3 * y2 if usable else w[(rows.NEWH + 4) * b + i]
        w[(rows.H + 5) * b + i] = h33 + c * p3 * p3 + d * y3 * y3 if usable else w[(rows.NEWH + 5) * b + i]


@kernel
def _judged(w: FloatArray, tolerance: float) -> None:
    """Take the point tried where it is no worse; a lane whose step was negligible is done."""
    b = rows.BLOCK
    for i in range(b):
        move, going = w[rows.MOVE * b + i], w[rows.DONE * b + i] == 0.0
        # Near the end the objective no longer resolves a step; there a step is taken as it comes.
        better = (w[rows.NEWOBJ * b + i] <= w[rows.OBJ * b + i]) | (move < 1e-6)
        take = going & better
        done = take & (move < tolerance)
        w[rows.TAKE * b + i] = 1.0 if take else 0.0
        w[rows.DONE * b + i] = 1.0 if done else w[rows.DONE * b + i]
        w[rows.OBJ * b + i] = w[rows.NEWOBJ * b + i] if take else w[rows.OBJ * b + i]
        damp = w[rows.DAMP * b + i]
        softer = damp * 0.1 if damp > 1e-6 else 0.0
        harder = damp * 8.0 if damp > 0.0 else 1e-2
        w[rows.DAMP * b + i] = softer if better else harder
        w[rows.COUNT * b + i] += 1.0 if going else 0.0


@kernel
def _restored(w: FloatArray) -> None:
    """Where the point tried is not taken, the curvature stays as it was."""
    b = rows.BLOCK
    for row in range(6):
        h, kept = (rows.H + row) * b, (rows.KEPT + row) * b
        for i in range(b):
            w[h + i] = w[h + i] if w[rows.TAKE * b + i] > 0.0 else w[kept + i]


@kernel
def _taken(w: FloatArray) -> None:
    """What was decided, done: point and gradient, and for lanes at their end the expected curvature there."""
    b = rows.BLOCK
    for row in range(3):
        x, new, grad, found = (rows.X + row) * b, (rows.TRY + row) * b, (rows.GRAD + row) * b, (rows.NEW + row) * b
        for i in range(b):
            take = w[rows.TAKE * b + i] > 0.0
            w[x + i] = w[new + i] if take else w[x + i]
            w[grad + i] = w[found + i] if take else w[grad + i]
    for row in range(6):
        last, now = (rows.LAST + row) * b, (rows.NEWH + row) * b
        for i in range(b):
            w[last + i] = w[now + i] if w[rows.TAKE * b + i] > 0.0 else w[last + i]


@kernel
def _stepped(w: FloatArray) -> None:
    """The next points to try: (curvature + damping * its diagonal) step = -gradient, by Cholesky of 3 by 3."""
    b = rows.BLOCK
    for i in range(b):
        more = 1.0 + w[rows.DAMP * b + i]
        a11, a21, a22 = w[rows.H * b + i] * more, w[(rows.H + 1) * b + i], w[(rows.H + 2) * b + i] * more
        a31, a32, a33 = w[(rows.H + 3) * b + i], w[(rows.H + 4) * b + i], w[(rows.H + 5) * b + i] * more
        d1 = 1.0 / a11
        l21, l31 = a21 * d1, a31 * d1
        d2 = 1.0 / (a22 - l21 * a21)
        m32 = a32 - l31 * a21
        l32 = m32 * d2
        d3 = 1.0 / (a33 - l31 * a31 - l32 * m32)
        g1, g2, g3 = -w[rows.GRAD * b + i], -w[(rows.GRAD + 1) * b + i], -w[(rows.GRAD + 2) * b + i]
        z2 = g2 - l21 * g1
        z3 = g3 - l31 * g1 - l32 * z2
        s3 = z3 * d3
        s2 = z2 * d2 - l32 * s3
        s1 = g1 * d1 - l21 * s2 - l31 * s3
        # A step of more than 2 in a logarithm is a factor of 7: shortened, all three alike.
        most = max(abs(s1), abs(s2), abs(s3))
        short = 2.0 / most if most > 2.0 else 1.0
        w[rows.MOVE * b + i] = most * short
        w[(rows.TRY + 0) * b + i] = w[(rows.X + 0) * b + i] + s1 * short
        w[(rows.TRY + 1) * b + i] = w[(rows.X + 1) * b + i] + s2 * short
        w[(rows.TRY + 2) * b + i] = w[(rows.X + 2) * b + i] + s3 * short


@kernel
def _loaded(w: FloatArray, first: int, last: int, observed: FloatArray) -> None:
    """Observations into their rows, one lane a patient; NaN has no weight, and empty lanes repeat the last patient."""
    b, count = rows.BLOCK, observed.shape[1]
    w[: rows.Y * b] = 0.0
    w[rows.OBJ * b : (rows.OBJ + 1) * b] = np.inf
    for i in range(b):
        p = min(first + i, last - 1)
        for j in range(count):
            y = observed[p, j]
            missing = np.isnan(y)
            w[(rows.Y + j) * b + i] = 0.0 if missing else y
            w[(rows.Y + count + j) * b + i] = 0.0 if missing else 1.0


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
    b, count = rows.BLOCK, observed.shape[1]
    w = np.zeros((rows.Y + 2 * count) * b)
    for begin in range(first, last, b):
        end = min(begin + b, last)
        _loaded(w, begin, end, observed)
        w[rows.MOVE * b : (rows.MOVE + 1) * b] = np.inf
        for _ in range(most):
            evaluated(w, typical, precision, f, proportional, additive, gaps, doses, observation, count)
            _judged(w, tolerance)
            w[rows.KEPT * b : (rows.KEPT + 6) * b] = w[rows.H * b : (rows.H + 6) * b]
            _learned(w)
            _restored(w)
            _taken(w)
            if w[rows.DONE * b : rows.DONE * b + end - begin].min() > 0.0:
                break
            _stepped(w)
        for i in range(end - begin):
            p = begin + i
            for row in range(3):
                deviations[p, row] = w[(rows.X + row) * b + i]
            for row in range(6):
                curvature[p, row] = w[(rows.LAST + row) * b + i]
            objective[p] = w[rows.OBJ * b + i]
            evaluations[p] = w[rows.COUNT * b + i] * (1.0 if w[rows.DONE * b + i] > 0.0 else -1.0)
