"""The workloads of bench/cohort.py: their patients, their run through the public API, their exact references."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import minimize

from lentus.cohort import TitrationRule, titrate, titration_arrays
from lentus.response import Bolus, LinearSystem, Span, hill, spans_of
from lentus.response.fast import EvenDoses, OralPatients, OwnDoses, oral_arrays, simulate_oral
from lentus.response.most_probable import OralPrior, Sampling, fit_arrays, fit_oral
from lentus.response.networks import network_array, simulate_network

HOURS, EVERY, DOSES, REVIEW = 1440, 8.0, 180, 72
KA, LAG, KE0, HALF, STEEPNESS = 2.3, 0.3, 0.3, 0.12, 1.8
MOMENTS = np.arange(1.0, HOURS + 1)
LADDER = np.minimum(5.0 + 5.0 * (np.arange(DOSES) // 9), 20.0)
CHECKED = 20


@dataclass
class Workload:
    """Patients, a run, the largest error of the last run, and what it costs: operations and bytes a patient."""

    patients: int
    run: Callable[[int], object]
    error: Callable[[], tuple[float, int | None]]
    by_scipy: Callable[[int], object]
    flops: float
    bytes_out: float
    data: dict[str, np.ndarray]


def _oral(count: int) -> tuple[OralPatients, np.ndarray, np.ndarray]:
    z = np.random.default_rng(1).standard_normal((2, count))
    clearance, volume = 11.7 * np.exp(0.4 * z[0]), 70.0 * np.exp(0.3 * z[1])
    made = OralPatients.of(
        ka_per_hour=KA, lag_hours=LAG, clearance_l_per_hour=clearance, volume_l=volume, ke0_per_hour=KE0,
        half_level=HALF, steepness=STEEPNESS,
    )  # fmt: skip
    return made, clearance, volume


def _exact(k: float, volume: float, times: np.ndarray, amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    system = LinearSystem([[-KA, 0, 0], [KA, -k, 0], [0, KE0, -KE0]], ("gut", "plasma", "effect"))
    doses = [Bolus(at, 0, amount / volume, lag_hours=LAG) for at, amount in zip(times, amounts, strict=True)]
    states = system.trajectory(np.zeros(3), spans_of(doses, float(HOURS), 3), MOMENTS)
    return states[:, 1], hill(states[:, 2], HALF, STEEPNESS)


def _difference(levels: np.ndarray, effects: np.ndarray, exact: tuple[np.ndarray, np.ndarray]) -> float:
    level, effect = exact
    some = level > 1e-12 * level.max()
    return max(float(np.abs(levels[some] / level[some] - 1).max()), float(np.abs(effects - effect).max()))


def _solver(k: float, volume: float, times: np.ndarray, amounts: np.ndarray) -> None:
    """The general solver, LSODA, restarted at each dose; a tenth of the days, so a tenth of the patient."""
    state = np.zeros(3)
    edges = [*(times + LAG), float(HOURS)]
    for begin, end, amount in zip(edges, edges[1:], amounts, strict=False):
        state = state + np.array([amount / volume, 0.0, 0.0])

        def slope(_: float, x: np.ndarray) -> list[float]:
            return [-KA * x[0], KA * x[0] - k * x[1], KE0 * (x[1] - x[2])]

        at = MOMENTS[(begin < MOMENTS) & (end >= MOMENTS)]
        found = solve_ivp(slope, (begin, end), state, method="LSODA", t_eval=[*at[at < end], end], rtol=1e-6, atol=1e-9)
        state = found.y[:, -1]


def w1(count: int) -> Workload:
    """Even doses."""
    patients, clearance, volume = _oral(count)
    out, doses, times = oral_arrays(count, HOURS), EvenDoses(EVERY, LADDER), np.arange(DOSES) * EVERY

    def error() -> tuple[float, None]:
        rows = range(min(count, CHECKED))
        exact = (_exact(clearance[p] / volume[p], volume[p], times, LADDER) for p in rows)
        return max(_difference(out.levels[p], out.effects[p], e) for p, e in zip(rows, exact, strict=True)), None

    return Workload(
        count,
        lambda threads: simulate_oral(patients, doses, 1.0, out, threads=threads),
        error,
        lambda many: [_solver(clearance[p] / volume[p], volume[p], times, LADDER) for p in range(many)],
        62.0 * HOURS,
        16.0 * HOURS,
        {"k": clearance / volume, "volume": volume},
    )


def w1x(count: int) -> Workload:
    """A list of doses for each patient, up to 3 h early or late."""
    patients, clearance, volume = _oral(count)
    late = np.random.default_rng(2).uniform(-3.0, 3.0, (count, DOSES))
    times = np.maximum(np.arange(DOSES) * EVERY + late, 0.0)
    doses = OwnDoses(np.arange(count + 1, dtype=np.int64) * DOSES, times.ravel(), np.tile(LADDER, count))
    out = oral_arrays(count, HOURS)

    def error() -> tuple[float, None]:
        rows = range(min(count, CHECKED))
        exact = (_exact(clearance[p] / volume[p], volume[p], times[p], LADDER) for p in rows)
        return max(_difference(out.levels[p], out.effects[p], e) for p, e in zip(rows, exact, strict=True)), None

    return Workload(
        count,
        lambda threads: simulate_oral(patients, doses, 1.0, out, threads=threads),
        error,
        lambda many: [_solver(clearance[p] / volume[p], volume[p], times[p], LADDER) for p in range(many)],
        62.0 * HOURS + 6 * 30.0 * DOSES,
        16.0 * HOURS,
        {"k": clearance / volume, "volume": volume, "times": times},
    )


def w2(count: int) -> Workload:
    """Closed loop."""
    patients, clearance, volume = _oral(count)
    rule = TitrationRule(EVERY, float(REVIEW), 5_000_000, 5_000_000, 5_000_000, 25_000_000, 0.55, 0.80)
    noise = 0.05 * np.random.default_rng(3).standard_normal((count, HOURS // REVIEW - 1))
    out, times = titration_arrays(count, rule, HOURS), np.arange(DOSES) * EVERY

    def error() -> tuple[float, int]:
        worst, differs = 0.0, 0
        for p in range(min(count, CHECKED)):
            path = _reference_path(clearance[p] / volume[p], volume[p], noise[p])
            differs += int((path * 1_000_000 != out.doses_ng[p]).any())
            exact = _exact(clearance[p] / volume[p], volume[p], times, np.repeat(path, 9))
            worst = max(worst, _difference(out.levels[p], out.effects[p], exact))
        return worst, differs

    return Workload(
        count,
        lambda threads: titrate(patients, rule, noise, 1.0, out, threads=threads),
        error,
        lambda many: [_solver(clearance[p] / volume[p], volume[p], times, LADDER) for p in range(many)],
        62.0 * HOURS,
        16.0 * HOURS,
        {"k": clearance / volume, "volume": volume, "noise": noise},
    )


def _reference_path(k: float, volume: float, noise: np.ndarray) -> np.ndarray:
    """The dose of each round in mg, decided on the exact engine's effect, round by round."""
    system = LinearSystem([[-KA, 0, 0], [KA, -k, 0], [0, KE0, -KE0]], ("gut", "plasma", "effect"))
    wait, rest = system.step(LAG), system.step(EVERY - LAG)
    state, dose, path = np.zeros(3), 5, [5]
    for heard in noise:
        for _ in range(9):
            state = rest.apply(wait.apply(state) + np.array([dose / volume, 0.0, 0.0]))
        seen = float(hill(state[2], HALF, STEEPNESS)) + heard
        dose = min(max(dose + 5 * (int(seen < 0.55) - int(seen > 0.80)), 5), 25)
        path.append(dose)
    return np.array(path)


def w3(count: int) -> Workload:
    """Ten compartments of CSF."""
    size, rates = 10, np.array([8.0, 12.0, 20.0, 30.0, 20.0, 10.0])
    z = np.random.default_rng(4).standard_normal((2, count))
    exchange, clearance = 1.5 * np.exp(0.3 * z[0]), 0.2 * np.exp(0.4 * z[1])
    path = np.diag([1.0, *[2.0] * (size - 2), 1.0]) - np.eye(size, k=1) - np.eye(size, k=-1)
    matrices = -(exchange[:, None, None] * path + clearance[:, None, None] * np.eye(size))
    entry = np.zeros(size)
    entry[3] = 1.0 / 15.0
    out, program = network_array(count, HOURS, size), np.repeat(rates, 4)

    def error() -> tuple[float, None]:
        worst = 0.0
        for p in range(min(count, CHECKED)):
            system = LinearSystem(matrices[p], [f"level {n}" for n in range(size)])
            exact = system.trajectory(np.zeros(size), [Span(4.0, entry * rate) for rate in rates] * 60, MOMENTS)
            worst = max(worst, float(np.abs(out[p] / exact - 1).max()))
        return worst, None

    def by_scipy(many: int) -> None:
        for p in range(many):
            state = np.zeros(size)
            for rate in np.tile(rates, 60):
                at = [1.0, 2.0, 3.0, 4.0]
                found = solve_ivp(
                    lambda _, x, p=p, rate=rate: matrices[p] @ x + entry * rate, (0.0, 4.0), state,
                    method="LSODA", t_eval=at, rtol=1e-6, atol=1e-9,
                )  # fmt: skip
                state = found.y[:, -1]

    return Workload(
        count,
        lambda threads: simulate_network(matrices, entry, program, 1.0, out, threads=threads),
        error,
        by_scipy,
        # One exponential (11 products of matrices) and about ten days of steps; the rest of the days is copied.
        2.0 * 11 * 11**3 + 2.0 * 10 * 24 * 110,
        8.0 * HOURS * size,
        {"matrices": matrices, "entry": entry, "program": program},
    )


def w4(count: int) -> Workload:
    """The most probable parameters."""
    sd, typical = np.array([0.4, 0.3, 0.5]), np.log([11.7, 70.0, KA])
    sampled = np.array([48.5, 49.0, 50.0, 51.5, 53.5, 55.9])
    arrivals = np.arange(7) * EVERY + LAG
    rng = np.random.default_rng(5)
    true = np.exp(typical + sd * rng.standard_normal((count, 3)))
    levels = _levels(true, arrivals, sampled)
    noise = rng.standard_normal(levels.shape)
    observed = levels + np.sqrt((0.15 * levels) ** 2 + 0.01**2) * noise
    prior = OralPrior(11.7, 70.0, KA, (0.4, 0.3, 0.5), proportional=0.15, additive=0.01)
    design = Sampling(np.arange(7) * EVERY, np.full(7, 20.0), sampled, LAG)
    out = fit_arrays(count)

    def objective(eta: np.ndarray, p: int) -> float:
        f = _levels(np.exp(typical + eta)[None], arrivals, sampled)[0]
        variance = (0.15 * f) ** 2 + 0.01**2
        return float(0.5 * ((observed[p] - f) ** 2 / variance + np.log(variance)).sum() + 0.5 * (eta**2 / sd**2).sum())

    def gradient(eta: np.ndarray, p: int) -> np.ndarray:
        """By differences in complex numbers: exact to the last digits."""
        made = np.empty(3)
        for n in range(3):
            moved = eta.astype(complex)
            moved[n] += 1e-30j
            f = _levels(np.exp(typical + moved)[None], arrivals, sampled)[0]
            variance = (0.15 * f) ** 2 + 0.01**2
            total = 0.5 * ((observed[p] - f) ** 2 / variance + np.log(variance)).sum()
            made[n] = (total + 0.5 * (moved**2 / sd**2).sum()).imag / 1e-30
        return made

    def error() -> tuple[float, None]:
        """How far a Newton step on exact gradients would still move, over the patients checked."""
        worst = 0.0
        for p in range(min(count, CHECKED)):
            eta, h = out.deviations[p], 1e-5
            columns = [(gradient(eta + h * e, p) - gradient(eta - h * e, p)) / (2 * h) for e in np.eye(3)]
            worst = max(worst, float(np.abs(np.linalg.solve(np.array(columns), gradient(eta, p))).max()))
        return worst, None

    return Workload(
        count,
        lambda threads: fit_oral(prior, design, observed, out=out, threads=threads),
        error,
        lambda many: [minimize(objective, np.zeros(3), args=(p,), method="BFGS") for p in range(many)],
        12.7 * 1000.0,
        8.0 * 11,
        {"observed": observed, "arrivals": arrivals, "sampled": sampled},
    )


def _levels(parameters: np.ndarray, arrivals: np.ndarray, sampled: np.ndarray) -> np.ndarray:
    clearance, volume, ka = (parameters[:, n, None, None] for n in range(3))
    k, age = clearance / volume, np.maximum(sampled[:, None] - arrivals, 0.0)
    each = 20.0 * ka / (volume * (ka - k)) * (np.exp(-k * age) - np.exp(-ka * age))
    total: np.ndarray = each.sum(axis=2)
    return total


WORKLOADS: dict[str, Callable[[int], Workload]] = {"W1": w1, "W1x": w1x, "W2": w2, "W3": w3, "W4": w4}
