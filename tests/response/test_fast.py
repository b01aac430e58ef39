"""The compiled kernels say what the exact engine says, to 1e-10, and the same bits however the work is split."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from lentus.cohort import TitrationRule, titrate, titration_arrays
from lentus.errors import CohortError, ResponseError
from lentus.response import Bolus, FloatArray, LinearSystem, Span, hill, spans_of
from lentus.response.fast import EvenDoses, OralPatients, OwnDoses, oral_arrays, simulate_oral
from lentus.response.most_probable import OralPrior, Sampling, fit_arrays, fit_oral
from lentus.response.networks import network_array, simulate_network

COUNT = 150  # more than two blocks, so that two threads do split it


def oral_patients(count: int = COUNT, lag: float = 0.3) -> OralPatients:
    z = np.random.default_rng(7).standard_normal((2, count))
    clearance, volume = 11.7 * np.exp(0.4 * z[0]), 70.0 * np.exp(0.3 * z[1])
    ke0 = np.full(count, 0.3)
    if count > 4:  # rates that coincide, or nearly: elimination with effect, uptake with elimination, all three
        clearance[1], clearance[2], clearance[3] = 0.3 * volume[1], 2.3 * volume[2] * (1 + 1e-9), 2.3 * volume[3]
        ke0[3] = 2.3
    return OralPatients.of(
        ka_per_hour=2.3, lag_hours=lag, clearance_l_per_hour=clearance, volume_l=volume, ke0_per_hour=ke0,
        half_level=0.12, steepness=1.8, bioavailability=0.9,
    )  # fmt: skip


def exact(patients: OralPatients, p: int, doses: list[tuple[float, float]], at: FloatArray) -> tuple[FloatArray, ...]:
    ka, k, ke0 = patients.ka_per_hour[p], patients.clearance_l_per_hour[p] / patients.volume_l[p], patients.ke0_per_hour
    system = LinearSystem([[-ka, 0, 0], [ka, -k, 0], [0, ke0[p], -ke0[p]]], ("gut", "plasma", "effect"))
    per_liter, lag = 0.9 / patients.volume_l[p], float(patients.lag_hours[p])
    given = [Bolus(time, 0, amount * per_liter, lag_hours=lag) for time, amount in doses]
    states = system.trajectory(np.zeros(3), spans_of(given, float(at[-1]), 3), at)
    return states[:, 1], hill(states[:, 2], 0.12, 1.8)


@pytest.mark.parametrize(
    ("every", "step", "lag", "moments"),
    [(8.0, 1.0, 0.3, 96), (12.0, 1.0, 0.0, 101), (6.0, 0.5, 1.0, 75), (5.0, 1.0, 7.7, 53), (2.5, 1.0, 0.3, 40)],
)
def test_even_doses_agree_with_the_exact_engine(every: float, step: float, lag: float, moments: int) -> None:
    patients, amounts = oral_patients(6, lag), np.array([5.0, 10.0, 0.0, 20.0, 15.0])
    out = simulate_oral(patients, EvenDoses(every, amounts), step, oral_arrays(6, moments))
    at = step * np.arange(1.0, moments + 1)
    for p in range(6):
        level, effect = exact(patients, p, [(every * n, a) for n, a in enumerate(amounts)], at)
        assert_allclose(out.levels[p], level, rtol=1e-10, atol=1e-13)
        assert_allclose(out.effects[p], effect, rtol=0, atol=1e-10)


def own_doses(count: int, moments: int) -> tuple[OwnDoses, list[list[tuple[float, float]]]]:
    rng = np.random.default_rng(11)
    lists: list[list[tuple[float, float]]] = [[] for _ in range(count)]
    for p in range(count):
        times = np.sort(rng.uniform(0.0, moments + 4.0, p % 12))
        lists[p] = [(float(time), float(rng.integers(1, 30))) for time in times]
        if p % 3 == 2:
            lists[p] = sorted([*lists[p], (4.0, 3.0), (4.0, 7.0), (4.7, 1.0), (5.0, 1.0)])
    starts = np.cumsum([0, *(len(doses) for doses in lists)])
    flat = np.array([dose for doses in lists for dose in doses])
    return OwnDoses(starts.astype(np.int64), flat[:, 0], flat[:, 1]), lists


def test_own_doses_off_the_grid_agree_with_the_exact_engine() -> None:
    patients, moments = oral_patients(24), 61
    doses, lists = own_doses(24, moments)
    out = simulate_oral(patients, doses, 1.0, oral_arrays(24, moments))
    at = np.arange(1.0, moments + 1)
    for p in range(24):
        level, effect = exact(patients, p, lists[p], at)
        assert_allclose(out.levels[p], level, rtol=1e-10, atol=1e-13)
        assert_allclose(out.effects[p], effect, rtol=0, atol=1e-10)


RULE = TitrationRule(8.0, 72.0, 5_000_000, 5_000_000, 5_000_000, 25_000_000, 0.55, 0.80)


def test_a_closed_loop_takes_the_path_that_its_rule_prescribes() -> None:
    patients, moments = oral_patients(), 12 * 72 + 5
    noise = 0.05 * np.random.default_rng(3).standard_normal((COUNT, 12))
    out = titrate(patients, RULE, noise, 1.0, titration_arrays(COUNT, RULE, moments))
    seen = out.effects[:, 71::72][:, :12] + noise
    moved = out.doses_ng[:, :-1] + 5_000_000 * ((seen < 0.55).astype(np.int64) - (seen > 0.80))
    assert_array_equal(out.doses_ng[:, 1:], np.clip(moved, 5_000_000, 25_000_000))
    assert len(np.unique(out.doses_ng)) > 3
    for p in range(6):
        path = np.repeat(out.doses_ng[p] * 1e-6, 9)
        level, effect = exact(
            patients, p, [(8.0 * n, a) for n, a in enumerate(path) if 8.0 * n < moments], np.arange(1.0, moments + 1)
        )
        assert_allclose(out.levels[p], level, rtol=1e-10, atol=1e-13)
        assert_allclose(out.effects[p], effect, rtol=0, atol=1e-10)


def chains(count: int, size: int) -> FloatArray:
    z = np.random.default_rng(5).standard_normal((2, count))
    path = np.diag([1.0, *[2.0] * (size - 2), 1.0]) - np.eye(size, k=1) - np.eye(size, k=-1)
    made: FloatArray = -(np.exp(0.3 * z[0])[:, None, None] * path + 0.2 * np.exp(z[1])[:, None, None] * np.eye(size))
    made[0] = -path  # nothing leaves: it never settles, and nothing may be copied
    return made


@pytest.mark.parametrize(("size", "cycle"), [(10, 24), (7, 5), (2, 24)])
def test_networks_agree_with_the_exact_engine(size: int, cycle: int) -> None:
    matrices, steps = chains(5, size), 20 * cycle + 3
    entry, program = np.eye(size)[size // 3] / 15.0, np.random.default_rng(1).uniform(0.0, 30.0, cycle)
    out = simulate_network(matrices, entry, program, 0.5, network_array(5, steps, size))
    for p in range(5):
        system = LinearSystem(matrices[p], [str(n) for n in range(size)])
        spans = [Span(0.5, entry * rate) for rate in np.tile(program, 21)]
        expected = system.trajectory(np.zeros(size), spans, 0.5 * np.arange(1.0, steps + 1))
        assert_allclose(out[p], expected, rtol=1e-10)


PRIOR = OralPrior(11.7, 70.0, 2.3, (0.4, 0.3, 0.5), proportional=0.15, additive=0.01)
DESIGN = Sampling(np.linspace(0.0, 48.0, 7), np.full(7, 20.0), np.array([48.5, 49.0, 50.0, 51.5, 53.5, 55.9]), 0.3)


def sampled(count: int) -> FloatArray:
    rng = np.random.default_rng(9)
    made = np.log([11.7, 70.0, 2.3]) + np.array([0.4, 0.3, 0.5]) * rng.standard_normal((count, 3))
    levels = np.stack([modal(parameters) for parameters in np.exp(made)])
    noisy: FloatArray = levels + np.hypot(0.15 * levels, 0.01) * rng.standard_normal(levels.shape)
    return noisy


def modal(parameters: FloatArray) -> FloatArray:
    clearance, volume, ka = parameters
    k, age = clearance / volume, np.maximum(DESIGN.sample_hours[:, None] - DESIGN.dose_hours - 0.3, 0.0)
    each = 20.0 * ka / (volume * (ka - k)) * (np.exp(-k * age) - np.exp(-ka * age))
    return np.asarray(each.sum(axis=1))


def objective(eta: FloatArray, observed: FloatArray) -> FloatArray:
    f, there = modal(np.exp(np.log([11.7, 70.0, 2.3]) + eta)), np.isfinite(observed)
    variance = (0.15 * f[there]) ** 2 + 0.01**2
    data = ((observed[there] - f[there]) ** 2 / variance + np.log(variance)).sum()
    return np.asarray(0.5 * (data + (eta**2 / np.square([0.4, 0.3, 0.5])).sum()))


def slope(eta: FloatArray, observed: FloatArray) -> FloatArray:
    found: FloatArray = np.array([objective(eta + 1e-30j * e, observed).imag / 1e-30 for e in np.eye(3)])
    return found


def test_a_fit_stands_where_the_slope_is_nothing_and_no_start_does_better() -> None:
    observed = sampled(COUNT)
    observed[3, 2:4] = np.nan
    observed[4] = np.nan
    fits = fit_oral(PRIOR, DESIGN, observed)
    assert fits.settled.all()
    for p in range(30):
        eta = fits.deviations[p]
        assert np.abs(slope(eta, observed[p])).max() < 1e-7
        assert fits.objective[p] == pytest.approx(float(objective(eta, observed[p]).real), rel=1e-12)
        assert fits.objective[p] <= float(objective(np.zeros(3), observed[p]).real)
    assert_allclose(fits.deviations[4], 0.0)
    assert_allclose(fits.covariances()[4], np.diag([0.16, 0.09, 0.25]), atol=1e-15)


def _even() -> FloatArray:
    return np.array([5.0, 10.0, 20.0])


@pytest.mark.parametrize("kind", ["even", "own", "loop", "network", "fit"])
def test_any_split_of_the_work_gives_the_same_bits(kind: str) -> None:
    def run(threads: int, members: slice = slice(None)) -> FloatArray:
        everyone = oral_patients()
        some = OralPatients(**{name: np.ascontiguousarray(part[members]) for name, part in vars(everyone).items()})
        if kind == "even":
            return simulate_oral(
                some, EvenDoses(8.0, _even()), 1.0, oral_arrays(some.count, 50), threads=threads
            ).effects
        if kind == "own":
            starts = np.arange(some.count + 1, dtype=np.int64) * 3
            times = np.tile([0.5, 7.7, 19.3], some.count)
            doses = OwnDoses(starts, times, np.tile(_even(), some.count))
            return simulate_oral(some, doses, 1.0, oral_arrays(some.count, 50), threads=threads).effects
        if kind == "loop":
            noise = 0.05 * np.random.default_rng(3).standard_normal((COUNT, 2))[members]
            return titrate(some, RULE, noise, 1.0, titration_arrays(some.count, RULE, 216), threads=threads).effects
        if kind == "network":
            states = network_array(some.count, 50, 4)
            return simulate_network(chains(COUNT, 4)[members], [1.0, 0, 0, 0], [3.0, 1.0], 1.0, states, threads=threads)
        return fit_oral(PRIOR, DESIGN, sampled(COUNT)[members], threads=threads).deviations

    whole = run(1)
    assert_array_equal(run(2), whole)
    assert_array_equal(np.concatenate([run(1, slice(0, 37)), run(1, slice(37, None))]), whole)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: OralPatients.of(ka_per_hour=0.0, clearance_l_per_hour=1, volume_l=1, ke0_per_hour=1, half_level=1),
         "ka_per_hour must be above zero"),
        (lambda: simulate_oral(oral_patients(2), EvenDoses(8.0, _even()), 1.0, oral_arrays(3, 4)), "2 rows"),
        (lambda: simulate_oral(oral_patients(2), EvenDoses(8.0, _even()), 0.0, oral_arrays(2, 4)), "above zero"),
        (lambda: simulate_oral(oral_patients(2), EvenDoses(8.0, _even()), 1.0, oral_arrays(2, 4), threads=0), "thread"),
        (lambda: simulate_oral(oral_patients(1), OwnDoses(np.array([0, 2]), np.array([3.0, 1.0]), np.ones(2)), 1.0,
                               oral_arrays(1, 4)), "order of their times"),
        (lambda: simulate_oral(oral_patients(1), OwnDoses(np.array([0, 3]), np.zeros(2), np.ones(2)), 1.0,
                               oral_arrays(1, 4)), "starts must rise"),
        (lambda: simulate_network(np.zeros((1, 2, 2)), [1.0], [1.0], 1.0, network_array(1, 2, 2)), "of 2 by 2"),
        (lambda: simulate_network([[[0.0, -1.0], [0.0, 0.0]]], [1.0, 0], [1.0], 1.0, network_array(1, 2, 2)),
         "must not be negative"),
        (lambda: fit_oral(PRIOR, DESIGN, np.ones((2, 5))), "by 6 samples"),
        (lambda: fit_oral(PRIOR, Sampling(np.array([5.0]), np.ones(1), np.array([1.0])), np.ones((1, 1))), "first"),
        (lambda: fit_oral(PRIOR, DESIGN, np.ones((2, 6)), out=fit_arrays(3)), "2 patients"),
        (lambda: OralPrior(1.0, 1.0, 1.0, (1.0, 1.0, 0.0), 0.1, 0.1), "above zero"),
    ],
)  # fmt: skip
def test_arrays_and_numbers_that_cannot_be_are_refused(make: Callable[[], object], says: str) -> None:
    with pytest.raises(ResponseError, match=says):
        make()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: TitrationRule(8.0, 72.0, 1, 1, 2, 3, 0.5, 0.8), "between the bounds"),
        (lambda: TitrationRule(8.0, 70.0, 2, 1, 2, 3, 0.5, 0.8), "whole number of doses"),
        (lambda: TitrationRule(8.0, 72.0, 2, 1, 2, 3, 0.9, 0.8), "must not be above"),
        (lambda: titrate(oral_patients(1), RULE, np.zeros((1, 3)), 1.0, titration_arrays(1, RULE, 144)), "1 reviews"),
        (lambda: titrate(oral_patients(2), RULE, np.zeros((2, 1)), 1.0, titration_arrays(1, RULE, 144)), "do not fit"),
        (lambda: titrate(oral_patients(1), RULE, np.zeros((1, 1)), 3.0, titration_arrays(1, RULE, 48, 3.0)), "moments"),
    ],
)
def test_rules_that_cannot_be_are_refused(make: Callable[[], object], says: str) -> None:
    with pytest.raises(CohortError, match=says):
        make()
