"""Random numbers that belong to a patient, not to a run: the same for (seed, patient, purpose, number) everywhere.

A generator that is drawn from in turn gives other patients when the work is split otherwise, or when one patient
needs one number more. Here nothing is drawn in turn: each number is computed from what it is for, by Philox4x32-10
(Salmon and others, 2011), so any split of the work gives bit-identical patients.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray

Words: TypeAlias = NDArray[np.uint64]

ROUNDS = 10
_MULTIPLY = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@cache
def purpose_number(purpose: str) -> int:
    """A 32-bit number for a purpose, the same on every machine and in every version."""
    return int.from_bytes(hashlib.sha256(purpose.encode()).digest()[:4], "little")


def uniforms(seed: int, patients: ArrayLike, purpose: str, numbers: int) -> FloatArray:
    """Uniform numbers strictly between 0 and 1, of shape (patients, numbers).

    `patients`: whole numbers from 0 on; `numbers`: how many for each. Raises ResponseError for a seed or a patient
    below zero.
    """
    who = np.asarray(patients)
    if seed < 0 or (who.size and int(who.min()) < 0):
        raise ResponseError("A seed and the numbers of patients count from 0.")
    blocks = (numbers + 1) // 2
    at = np.arange(blocks, dtype=np.uint64)
    grid = np.broadcast_to(who.astype(np.uint64)[..., None], (*who.shape, blocks))
    counter = (
        grid & _LOW,
        grid >> _HALF,
        np.full(grid.shape, purpose_number(purpose), dtype=np.uint64),
        np.broadcast_to(at, grid.shape),
    )
    first, second, third, fourth = philox(counter, seed)
    pairs = np.stack([_unit(first, second), _unit(third, fourth)], axis=-1)
    return pairs.reshape(*who.shape, 2 * blocks)[..., :numbers]


def normals(seed: int, patients: ArrayLike, purpose: str, numbers: int) -> FloatArray:
    """Standard normal numbers, of shape (patients, numbers), by inversion: one uniform number makes one."""
    return np.asarray(ndtri(uniforms(seed, patients, purpose, numbers)))


def philox(counter: tuple[Words, Words, Words, Words], seed: int) -> tuple[Words, Words, Words, Words]:
    """Philox4x32-10: four 32-bit words, kept in 64-bit ones, for each counter; the key is the seed."""
    a, b, c, d = counter
    key = (seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF)
    for _ in range(ROUNDS):
        high, low = _product(a, _MULTIPLY[0])
        other_high, other_low = _product(c, _MULTIPLY[1])
        a, b, c, d = other_high ^ b ^ np.uint64(key[0]), other_low, high ^ d ^ np.uint64(key[1]), low
        key = ((key[0] + _WEYL[0]) & 0xFFFFFFFF, (key[1] + _WEYL[1]) & 0xFFFFFFFF)
    return a, b, c, d


def _product(word: Words, by: np.uint64) -> tuple[Words, Words]:
    whole = word * by
    return whole >> _HALF, whole & _LOW


def _unit(high: Words, low: Words) -> FloatArray:
    # 52 bits and a half: neither 0 nor 1 can come out, whose normals would be infinite.
    bits = ((high << _HALF) | low) >> np.uint64(12)
    return (bits.astype(np.float64) + 0.5) * 2.0**-52
