"""The exponential of a compartment matrix, for many patients at once and without cancellation.

A compartment model only moves drug forward: off its diagonal no rate is negative. Shifting such a matrix by its largest
rate of loss leaves no negative number at all, so that the Taylor series and the squarings that follow add positive
terms only. Every entry is then right to a few units in the last place, the tiny ones far from the dose included, and
equal eigenvalues need no care: nothing is ever divided by a difference of rates. A matrix with a negative rate off its
diagonal goes to scipy's Pade approximation instead.
"""

from __future__ import annotations

import numpy as np

from lentus.response.arrays import FloatArray

# With a norm of at most 1 after scaling, the first term left out is below 1/19! = 8e-18.
_TERMS = 18


def step_matrices(matrix_per_hour: FloatArray, hours: FloatArray) -> tuple[FloatArray, FloatArray]:
    """`(phi, psi)` such that a state x under a constant input u becomes phi @ x + psi @ u after `hours`.

    phi = exp(M h) has no unit, psi = integral of exp(M s) over 0..h is in hours. Shapes: `matrix_per_hour` (..., n, n);
    `hours` broadcasts against the leading (...); both results have the joint leading shape and (n, n) behind.
    """
    batch = np.broadcast_shapes(matrix_per_hour.shape[:-2], hours.shape)
    size = matrix_per_hour.shape[-1]
    matrices = np.broadcast_to(matrix_per_hour, (*batch, size, size)).reshape(-1, size, size)
    spans = np.broadcast_to(hours, batch).reshape(-1)
    off_diagonal = matrices * (1.0 - np.eye(size))
    work = _positive if (off_diagonal >= 0).all() else _general
    phi, psi = work(matrices, spans)
    return phi.reshape(*batch, size, size), psi.reshape(*batch, size, size)


def _positive(matrices: FloatArray, hours: FloatArray) -> tuple[FloatArray, FloatArray]:
    size = matrices.shape[-1]
    eye = np.eye(size)
    loss = np.maximum(-np.diagonal(matrices, axis1=-2, axis2=-1).min(axis=-1, initial=0.0), 0.0)
    shifted = matrices + loss[:, None, None] * eye
    norm = np.maximum(shifted.sum(axis=-2).max(axis=-1, initial=0.0), loss) * hours
    halvings = np.ceil(np.log2(np.maximum(norm, 1.0))).astype(np.int64)
    short = np.ldexp(hours, -halvings)
    phi, psi = _series(shifted, loss, short)
    for done in range(int(halvings.max(initial=0))):
        left = halvings > done
        # Each squaring doubles the interval: what was there, plus what has gone through twice.
        psi[left] += phi[left] @ psi[left]
        phi[left] = phi[left] @ phi[left]
    return phi, psi


def _series(shifted: FloatArray, loss: FloatArray, hours: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both matrices over an interval so short that the series ends; the shift is taken back by one factor."""
    span = hours[:, None, None]
    rates, leak = shifted * span, loss[:, None, None] * span
    eye = np.broadcast_to(np.eye(shifted.shape[-1]), shifted.shape)
    power, area = eye, np.zeros_like(shifted)
    phi, psi = eye.copy(), np.zeros_like(shifted)
    for number in range(1, _TERMS + 1):
        area = (span * power + leak * area) / number
        power = power @ rates / number
        phi += power
        psi += area
    back = np.exp(-leak)
    return phi * back, psi * back


def _general(matrices: FloatArray, hours: FloatArray) -> tuple[FloatArray, FloatArray]:
    from scipy.linalg import expm  # here: most systems never need it, and it takes a tenth of a second to import

    size = matrices.shape[-1]
    wide = np.zeros((len(matrices), 2 * size, 2 * size))
    wide[:, :size, :size] = matrices * hours[:, None, None]
    wide[:, :size, size:] = np.eye(size) * hours[:, None, None]
    # Matrices only of zeros or without patients are beyond scipy's checks, and need no work.
    raised: FloatArray = np.asarray(expm(wide), dtype=np.float64) if len(wide) else wide
    return raised[:, :size, :size].copy(), raised[:, :size, size:].copy()
