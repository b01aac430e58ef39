"""A linear compartment system under piecewise-constant input: exact at any moment, for many patients at once.

    system = LinearSystem(matrix_per_hour, ("gut", "plasma", "effect"))
    later = system.propagate(state, input_per_hour, hours)      # 1 interval
    step = system.step(hours)                                   # the same, kept for many uses
    spans = spans_of([Bolus(...), Infusion(...)], until_hours)  # doses to intervals
    states = system.trajectory(start, spans, at_hours)          # at any moments, on or off the doses' times
    effect = readout(states)                                    # any function of the states

Shapes: n states; patients lead. A matrix is (n, n), shared, or (patients, n, n); a state or an input is (n,) or
(patients, n); any leading shape works as long as all of them broadcast. Units: time in hours; a state in any unit of
amount (or of concentration, as the matrix says), an input in that unit per hour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray, floats, not_negative
from lentus.response.exponential import step_matrices

# A function of the states, last axis n: what is seen, such as a concentration or an Ashworth score. It need not be
# linear; it never feeds back.
Readout: TypeAlias = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, eq=False)
class Step:
    """An interval of known length, worked out once: x becomes phi @ x + psi @ u.

    phi (..., n, n) has no unit; psi (..., n, n) is in hours.
    """

    phi: FloatArray
    psi: FloatArray

    def apply(self, state: ArrayLike, input_per_hour: ArrayLike = 0.0) -> FloatArray:
        """The state after the interval, (..., n), under a constant input."""
        before, given = np.asarray(state, dtype=np.float64), np.asarray(input_per_hour, dtype=np.float64)
        moved = _through(self.phi, before)
        if given.ndim == 0 and given == 0.0:
            return moved
        given = np.broadcast_to(given, (*given.shape[:-1], self.psi.shape[-1]))
        return moved + _through(self.psi, given)


@dataclass(frozen=True, eq=False)
class Span:
    """An interval: a jump of the state at its start, then a constant input.

    `jump` (..., n) in amounts, `input_per_hour` (..., n) in amounts per hour; None means nothing.
    """

    hours: float
    input_per_hour: FloatArray | None = None
    jump: FloatArray | None = None


class LinearSystem:
    """dx/dt = M x + u, with M in 1/h: shared (n, n), or one for each patient (..., n, n).

    M[i, j] is the rate at which the amount of state j enters state i; M[i, i] is minus all that leaves i.
    Raises ResponseError for a matrix that is not square, not finite, or not of one row per name.
    """

    def __init__(self, matrix_per_hour: ArrayLike, states: Sequence[str]) -> None:
        matrix = floats(matrix_per_hour, "The rates of a system")
        if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2] or matrix.shape[-1] != len(states):
            raise ResponseError(
                f"A system of {len(states)} states needs {len(states)} rows and columns of rates, not the shape "
                f"{matrix.shape}."
            )
        if len(set(states)) != len(states):
            raise ResponseError("Each state of a system needs a name of its own.")
        self.matrix_per_hour = matrix
        self.states = tuple(states)

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.states)

    def index(self, state: str) -> int:
        """Where a state stands on the last axis. Raises ResponseError with the names that there are."""
        try:
            return self.states.index(state)
        except ValueError:
            raise ResponseError(f"No state is named {state}: there are {', '.join(self.states)}.") from None

    def vector(self, **amounts: ArrayLike) -> FloatArray:
        """A state or an input from named parts, each a number or one for each patient; what is not named is zero."""
        parts = {self.index(name): np.asarray(amount, dtype=np.float64) for name, amount in amounts.items()}
        shape = np.broadcast_shapes(*(part.shape for part in parts.values()))
        made = np.zeros((*shape, self.size))
        for place, part in parts.items():
            made[..., place] = part
        return made

    def step(self, hours: ArrayLike) -> Step:
        """An interval of this length, to be used for many states and inputs; `hours` may be one for each patient."""
        return Step(*step_matrices(self.matrix_per_hour, not_negative(hours, "The hours of a step")))

    def propagate(self, state: ArrayLike, input_per_hour: ArrayLike, hours: ArrayLike) -> FloatArray:
        """The state (..., n) after `hours` of a constant input (..., n), or of none: 0."""
        return self.step(hours).apply(state, input_per_hour)

    def steady_state(self, input_per_hour: ArrayLike) -> FloatArray:
        """Where the states (..., n) settle under a constant input. ResponseError where something never leaves."""
        given = floats(input_per_hour, "An input")
        try:
            return _solved(-self.matrix_per_hour, given)
        except np.linalg.LinAlgError:
            raise ResponseError("There is no steady state: nothing removes what enters.") from None

    def through(self, state: ArrayLike, spans: Sequence[Span]) -> FloatArray:
        """The state (..., n) after all spans, one after another."""
        steps: dict[float, Step] = {}
        now = np.asarray(state, dtype=np.float64)
        for span in spans:
            step = _kept(steps, self, span.hours)
            now = step.apply(_jumped(now, span), 0.0 if span.input_per_hour is None else span.input_per_hour)
        return now

    def periodic_state(self, cycle: Sequence[Span]) -> FloatArray:
        """The state (..., n) at the start of a cycle, before its first jump, that the cycle brings back.

        Solves (I - Phi) x = b, where Phi carries a state through the cycle and b is what the cycle gives to nothing.
        Raises ResponseError for a cycle of no length, and where something never leaves.
        """
        hours = sum(span.hours for span in cycle)
        if not hours > 0:
            raise ResponseError("A cycle needs a length above zero hours.")
        given = self.through(np.zeros(self.size), cycle)
        phi = self.step(hours).phi
        try:
            return _solved(np.eye(self.size) - phi, given)
        except np.linalg.LinAlgError:
            raise ResponseError("There is no periodic state: nothing removes what enters.") from None

    def trajectory(self, state: ArrayLike, spans: Sequence[Span], at_hours: ArrayLike) -> FloatArray:
        """The states (..., times, n) at these moments, ascending and counted from the start of the first span.

        A moment on the edge of two spans is taken after the jump that stands there. After the last span nothing enters.
        ResponseError for moments that are no ascending list.
        """
        moments = not_negative(at_hours, "Moments")
        if moments.ndim != 1 or (np.diff(moments) < 0).any():
            raise ResponseError("Moments must be one ascending list of hours.")
        rows: list[FloatArray] = []
        steps: dict[float, Step] = {}
        now, begin = np.asarray(state, dtype=np.float64), 0.0
        for span in [*spans, Span(np.inf)]:
            now = _jumped(now, span)
            given = 0.0 if span.input_per_hour is None else span.input_per_hour
            end = begin + span.hours
            within = moments[len(rows) : int(np.searchsorted(moments, end, side="left"))] - begin
            rows.extend(_kept(steps, self, float(hours)).apply(now, given) for hours in within)
            if len(rows) == len(moments):
                break
            now, begin = _kept(steps, self, span.hours).apply(now, given), end
        if not rows:
            return np.zeros((*now.shape[:-1], 0, self.size))
        return np.stack(np.broadcast_arrays(*rows), axis=-2)


def _through(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    moved: FloatArray = np.einsum("...ij,...j->...i", matrix, vector)
    return moved


def _solved(matrix: FloatArray, right: FloatArray) -> FloatArray:
    found: FloatArray = np.linalg.solve(matrix, right[..., None]).astype(np.float64)
    return found[..., 0]


def _jumped(state: FloatArray, span: Span) -> FloatArray:
    return state if span.jump is None else state + span.jump


def _kept(steps: dict[float, Step], system: LinearSystem, hours: float) -> Step:
    """A step that was made before for the same length, or a new one; few lengths recur, so few are kept."""
    if hours not in steps:
        if len(steps) > 64:
            steps.clear()
        steps[hours] = system.step(hours)
    return steps[hours]
