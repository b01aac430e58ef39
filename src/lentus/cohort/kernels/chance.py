"""Numbers of chance inside a kernel: the same Philox words as `response.randomness`, one at a time, when asked for.

A reading that nobody takes draws nothing, and one that is taken gets the number of its own patient, purpose and moment
whatever was drawn before: to the bit the uniform number of `response.randomness.uniforms`.
"""

from __future__ import annotations

import numpy as np

from lentus.response.kernels.compiling import kernel

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_FIRST, _SECOND = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL_FIRST, _WEYL_SECOND = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_ROUNDS = 10


@kernel
def uniform(seed: int, patient: int, purpose: int, number: int) -> float:
    """The uniform number, strictly between 0 and 1, of this patient, purpose and number."""
    a, b = np.uint64(patient) & _LOW, np.uint64(patient) >> _HALF
    c, d = np.uint64(purpose), np.uint64(number >> 1)
    k, m = np.uint64(seed) & _LOW, np.uint64(seed) >> _HALF
    for _ in range(_ROUNDS):
        one, two = a * _FIRST, c * _SECOND
        a, b, c, d = (two >> _HALF) ^ b ^ k, two & _LOW, (one >> _HALF) ^ d ^ m, one & _LOW
        k, m = (k + _WEYL_FIRST) & _LOW, (m + _WEYL_SECOND) & _LOW
    high, low = (c, d) if number & 1 else (a, b)
    bits = ((high << _HALF) | low) >> np.uint64(12)
    return (np.float64(bits) + 0.5) * 2.0**-52


@kernel
def normal(seed: int, patient: int, purpose: int, number: int) -> float:
    """The standard normal number that belongs to that uniform one, by inversion (Wichura's AS 241, to 1e-15)."""
    p = uniform(seed, patient, purpose, number)
    q = p - 0.5
    if abs(q) <= 0.425:
        return _middle(q)
    r = np.sqrt(-np.log(p if q < 0.0 else 1.0 - p))
    tail = _near(r - 1.6) if r <= 5.0 else _far(r - 5.0)
    return -tail if q < 0.0 else tail


@kernel
def _middle(q: float) -> float:
    r = 0.180625 - q * q
    above = 2509.0809287301226727 * r + 33430.575583588128105
    above = (((above * r + 67265.770927008700853) * r + 45921.953931549871457) * r + 13731.693765509461125) * r
    above = ((above + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608
    below = 5226.495278852854561 * r + 28729.085735721942674
    below = (((below * r + 39307.89580009271061) * r + 21213.794301586595867) * r + 5394.1960214247511077) * r
    below = ((below + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0
    return q * above / below


@kernel
def _near(r: float) -> float:
    above = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
    above = (((above * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504) * r
    above = ((above + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734
    below = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
    below = (((below * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455) * r
    below = ((below + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0
    return above / below


@kernel
def _far(r: float) -> float:
    above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    above = (((above * r + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123) * r
    above = ((above + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772
    below = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
    below = (((below * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r
    below = ((below + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0
    return above / below
