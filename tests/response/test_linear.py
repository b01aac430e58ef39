"""The linear engine: its laws, and its answers beside those of a solver of differential equations."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from lentus.errors import ResponseError
from lentus.response import Bolus, FloatArray, Infusion, LinearSystem, Span, hill, level_of, repeated, spans_of
from tests.response.oracle import by_ode

RATES = st.floats(0.01, 5.0)
HOURS = st.floats(0.01, 40.0)
AMOUNTS = st.floats(0.0, 100.0)


def chain(ka: float, k: float, ke0: float) -> LinearSystem:
    return LinearSystem([[-ka, 0, 0], [ka, -k, 0], [0, ke0, -ke0]], ("gut", "plasma", "effect"))


CHAINS = st.builds(chain, RATES, RATES, RATES)
STATES = st.lists(AMOUNTS, min_size=3, max_size=3).map(np.array)


@given(CHAINS, STATES, STATES, HOURS, HOURS)
def test_an_interval_may_be_cut_anywhere(
    system: LinearSystem, state: np.ndarray, given_: np.ndarray, first: float, second: float
) -> None:
    whole = system.propagate(state, given_, first + second)
    cut = system.propagate(system.propagate(state, given_, first), given_, second)
    assert_allclose(cut, whole, rtol=1e-11, atol=1e-200)


@given(CHAINS, STATES, STATES, STATES, STATES, HOURS, st.floats(0.0, 10.0))
def test_superposition_and_linearity_in_dose(
    system: LinearSystem, a: np.ndarray, b: np.ndarray, u: np.ndarray, v: np.ndarray, hours: float, times: float
) -> None:
    both = system.propagate(a + times * b, u + times * v, hours)
    apart = system.propagate(a, u, hours) + times * system.propagate(b, v, hours)
    assert_allclose(both, apart, rtol=1e-12, atol=1e-200)


@given(RATES, RATES, HOURS, AMOUNTS, AMOUNTS)
def test_nothing_is_made_or_lost(ka: float, k: float, hours: float, dose: float, rate: float) -> None:
    system = LinearSystem([[-ka, 0, 0], [ka, -k, 0], [0, k, 0]], ("gut", "plasma", "urine"))
    end = system.propagate([dose, 0, 0], [rate, 0, 0], hours)
    assert end.sum() == pytest.approx(dose + rate * hours, rel=1e-11)
    assert (end >= 0).all()


@given(CHAINS, st.floats(0.0, 30.0), HOURS)
def test_a_later_dose_does_the_same_later(system: LinearSystem, shift: float, hours: float) -> None:
    def after(begin: float) -> FloatArray:
        spans = spans_of([Infusion(begin, 0, 10.0, 2.5), Bolus(begin, 1, 3.0, lag_hours=0.7)], begin + 50.0, 3)
        found: FloatArray = system.trajectory(np.zeros(3), spans, [begin + hours])[0]
        return found

    assert_allclose(after(shift), after(0.0), rtol=1e-10, atol=1e-100)


@pytest.mark.parametrize(
    "rates", [(2.3, 0.17, 0.3), (0.3, 0.3, 0.3), (1.0, 1.0, 0.2), (0.5, 0.2, 0.5), (1, 1 + 1e-9, 1)]
)
def test_doses_off_the_grid_and_equal_rates_agree_with_a_solver(rates: tuple[float, float, float]) -> None:
    system = chain(*rates)
    doses = [
        *repeated(Bolus(0.41, 0, 20.0, 0.8, 0.3), 7.77, 5),
        Infusion(3.3, 1, 12.0, 9.1),
        Infusion(8.05, 1, 6.0, 4.4),
    ]
    moments = [float(hour) for hour in range(1, 49)]
    found = system.trajectory(np.zeros(3), spans_of(doses, 48.0, 3), moments)
    told = [(0.71 + 7.77 * n, 0, 16.0, 0.0) for n in range(5)] + [(3.3, 1, 12.0, 9.1), (8.05, 1, 6.0, 4.4)]
    expected = by_ode(system.matrix_per_hour, told, moments)
    assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * expected.max())


@given(CHAINS, st.lists(st.tuples(st.floats(0.1, 12.0), STATES, STATES), min_size=1, max_size=4))
def test_a_periodic_state_comes_back(system: LinearSystem, cycle: list[tuple[float, np.ndarray, np.ndarray]]) -> None:
    spans = [Span(*part) for part in cycle]
    start = system.periodic_state(spans)
    assert_allclose(system.through(start, spans), start, rtol=1e-9, atol=1e-12)


@given(CHAINS, STATES)
def test_a_steady_state_stays(system: LinearSystem, given_: np.ndarray) -> None:
    steady = system.steady_state(given_)
    assert_allclose(system.propagate(steady, given_, 17.0), steady, rtol=1e-10, atol=1e-12)


@settings(max_examples=20)
@given(st.lists(RATES, min_size=4, max_size=4), HOURS)
def test_patients_together_are_patients_alone(rates: list[float], hours: float) -> None:
    alone = [chain(ka, 0.2, 0.3) for ka in rates]
    together = LinearSystem(np.stack([system.matrix_per_hour for system in alone]), alone[0].states)
    spans = [Span(hours, np.array([1.0, 0, 0]), np.array([5.0, 0, 0])), Span(2.0)]
    at = [0.0, hours / 3, hours + 1.0, hours + 9.0]
    states = together.trajectory(np.zeros(3), spans, at)
    assert states.shape == (4, 4, 3)
    for row, system in zip(states, alone, strict=True):
        assert_allclose(row, system.trajectory(np.zeros(3), spans, at), rtol=1e-12, atol=1e-300)


def test_a_matrix_with_negative_rates_goes_the_general_way() -> None:
    turning = LinearSystem([[0.0, 1.0], [-1.0, 0.0]], ("sine", "cosine"))
    assert_allclose(turning.propagate([0.0, 1.0], 0.0, 1.0), [np.sin(1), np.cos(1)], rtol=1e-14)


def test_tiny_amounts_far_away_are_right_to_the_last_digits() -> None:
    # Twenty steps in a row: the last holds (k t)^19 / 19! e^(-k t), which cancellation would have swallowed.
    size, t = 20, 1e-3
    matrix = -np.eye(size) + np.eye(size, k=-1)
    end = LinearSystem(matrix, [str(n) for n in range(size)]).propagate(np.eye(size)[0], 0.0, t)
    last = list(accumulate(range(1, size), lambda total, n: total * t / n, initial=1.0))[-1] * np.exp(-t)
    assert end[-1] == pytest.approx(last, rel=1e-12)


def test_readouts() -> None:
    assert hill([0.0, -1.0, 2.0, 1e300], 2.0, 1.5).tolist() == [0.0, 0.0, 0.5, 1.0]
    states = np.arange(12.0).reshape(2, 2, 3)
    assert level_of(1, [2.0, 4.0])(states).tolist() == [[0.5, 2.0], [1.75, 2.5]]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: LinearSystem([[1.0, 2.0]], ("a",)), "1 rows and columns"),
        (lambda: LinearSystem([[np.nan]], ("a",)), "finite"),
        (lambda: LinearSystem(np.zeros((2, 2)), ("a", "a")), "name of its own"),
        (lambda: LinearSystem([["x"]], ("a",)), "must be numbers"),
        (lambda: chain(1, 1, 1).index("brain"), "gut, plasma, effect"),
        (lambda: chain(1, 1, 1).step(-1.0), "must not be negative"),
        (lambda: LinearSystem([[0.0]], ("a",)).steady_state([1.0]), "nothing removes"),
        (lambda: LinearSystem([[0.0]], ("a",)).periodic_state([Span(1.0)]), "nothing removes"),
        (lambda: chain(1, 1, 1).periodic_state([]), "length above zero"),
        (lambda: chain(1, 1, 1).trajectory(np.zeros(3), [], [2.0, 1.0]), "ascending"),
        (lambda: spans_of([Bolus(-1.0, 0, 1.0)], 1.0, 1), "before hour 0"),
        (lambda: spans_of([Bolus(0.0, 3, 1.0)], 1.0, 1), "state 3"),
        (lambda: spans_of([Infusion(0.0, 0, 1.0, 0.0)], 1.0, 1), "duration above zero"),
        (lambda: hill(1.0, 0.0, 1.0), "above zero"),
        (lambda: level_of(0, 0.0), "above zero"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(make: object, says: str) -> None:
    assert callable(make)
    with pytest.raises(ResponseError, match=says):
        make()
