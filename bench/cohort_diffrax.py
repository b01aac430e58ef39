"""The same patients by diffrax, where it is installed: an adaptive solver, compiled and run over all patients at once.

Tsit5 at tolerances of 1e-6 and 1e-9 in double precision, restarted at each dose or change of rate, levels asked for
hourly: what a user of the package would write. W1 and W3 only; the other workloads have decisions, lists or fits of
their own. Nothing of Lentus needs diffrax, and no lock holds it: `pip install diffrax` beside the bench is enough.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from cohort_workloads import EVERY, KA, KE0, LADDER, LAG, WORKLOADS

PATIENTS = 200
"""Enough to fill its vectors, and few enough not to wait for it."""
RELATIVE, ABSOLUTE = 1e-6, 1e-9
NOT_INSTALLED = "not installed: pip install diffrax, to see it beside"
NOT_WRITTEN = "is not written for this workload: W1 and W3 alone"


@cache
def diffrax_rate(name: str) -> tuple[float | None, str]:
    """Patients a second, the better of several runs, and a word about it; None where there is none."""
    if find_spec("diffrax") is None:
        return None, NOT_INSTALLED
    if name not in _MADE:
        return None, NOT_WRITTEN
    jax, diffrax = import_module("jax"), import_module("diffrax")
    jax.config.update("jax_enable_x64", True)
    work = _MADE[name](jax, diffrax, WORKLOADS[name](PATIENTS).data)
    work()
    spent = []
    for _ in range(3):
        begin, used = time.perf_counter(), time.process_time()
        work()
        # The better of clock and processor: on a busy machine this errs in the competitor's favor.
        spent.append(min(time.perf_counter() - begin, time.process_time() - used))
    return PATIENTS / min(spent), f"diffrax {diffrax.__version__}, Tsit5, all processors"


def _solved(diffrax: Any, slope: Any, begin: Any, end: Any, state: Any, given: Any, at: Any) -> Any:
    return diffrax.diffeqsolve(
        diffrax.ODETerm(slope), diffrax.Tsit5(), begin, end, None, state, given, max_steps=4_096,
        saveat=diffrax.SaveAt(ts=at, t1=True), throw=False,
        stepsize_controller=diffrax.PIDController(rtol=RELATIVE, atol=ABSOLUTE),
    ).ys  # fmt: skip


def _w1(jax: Any, diffrax: Any, data: dict[str, np.ndarray]) -> Callable[[], Any]:
    jnp = jax.numpy

    def slope(_: Any, x: Any, k: Any) -> Any:
        return jnp.array([-KA * x[0], KA * x[0] - k * x[1], KE0 * (x[1] - x[2])])

    def patient(k: Any, volume: Any) -> Any:
        def interval(state: Any, dose: Any) -> tuple[Any, Any]:
            begun = state.at[0].add(dose / volume)
            seen = _solved(diffrax, slope, LAG, LAG + EVERY, begun, k, jnp.arange(1.0, EVERY + LAG))
            return seen[-1], seen[:-1, 1:]

        return jax.lax.scan(interval, jnp.zeros(3), jnp.asarray(LADDER))[1]

    run = jax.jit(jax.vmap(patient))
    k, volume = jnp.asarray(data["k"]), jnp.asarray(data["volume"])
    return lambda: run(k, volume).block_until_ready()


def _w3(jax: Any, diffrax: Any, data: dict[str, np.ndarray]) -> Callable[[], Any]:
    jnp = jax.numpy
    entry, rates = jnp.asarray(data["entry"]), jnp.asarray(np.tile(data["program"][::4], 60))

    def patient(matrix: Any) -> Any:
        def slope(_: Any, x: Any, rate: Any) -> Any:
            return matrix @ x + entry * rate

        def stretch(state: Any, rate: Any) -> tuple[Any, Any]:
            seen = _solved(diffrax, slope, 0.0, 4.0, state, rate, jnp.arange(1.0, 5.0))
            return seen[-1], seen[:-1]

        return jax.lax.scan(stretch, jnp.zeros(entry.size), rates)[1]

    run = jax.jit(jax.vmap(patient))
    matrices = jnp.asarray(data["matrices"])
    return lambda: run(matrices).block_until_ready()


_MADE: dict[str, Callable[[Any, Any, dict[str, np.ndarray]], Callable[[], Any]]] = {"W1": _w1, "W3": _w3}
