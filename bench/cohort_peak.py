"""What this machine can do at most, measured: multiply-adds on vectors that stay in registers, and stores to memory."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
from numba import njit

from lentus.response.kernels.elementary import fma

_LANES, _REPEATS = 128, 200_000
_BYTES = 64 * 2**20


@njit(nogil=True, error_model="numpy")
def _multiply_adds(repeats: int, seed: float) -> float:
    lanes = np.full(128, seed)
    for _ in range(repeats):
        for i in range(128):
            lanes[i] = fma(lanes[i], 0.999, 0.001)
    return lanes.sum()


@njit(nogil=True)
def _stored(out: np.ndarray, value: float) -> None:
    for i in range(out.size):
        out[i] = value


@cache
def flops_per_second(threads: int) -> float:
    """Multiply-adds counted as two, all threads together."""
    _multiply_adds(1, 0.5)
    seconds = _best(threads, lambda _: _multiply_adds(_REPEATS, 0.5))
    return 2.0 * _LANES * _REPEATS * threads / seconds


@cache
def bytes_per_second(threads: int) -> float:
    """Bytes stored to touched memory larger than the caches, all threads together."""
    arrays = [np.zeros(_BYTES // 8) for _ in range(threads)]
    _stored(arrays[0][:8], 1.0)
    return _BYTES * threads / _best(threads, lambda number: _stored(arrays[number], 2.0))


def _best(threads: int, work: object) -> float:
    assert callable(work)
    shortest = float("inf")
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(5):
            begin = time.perf_counter()
            list(pool.map(work, range(threads)))
            shortest = min(shortest, time.perf_counter() - begin)
    return shortest
