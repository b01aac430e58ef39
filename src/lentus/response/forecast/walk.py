"""Bodies carried through what they were given: exact states, and tolerance moved once a span."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.baclofen.anatomy import STATES, Level, site, system
from lentus.response.baclofen.body import Body
from lentus.response.baclofen.tolerance import after
from lentus.response.forecast.given import Given
from lentus.response.forecast.spans import cuts, settled_input
from lentus.response.linear import LinearSystem, Step


@dataclass(frozen=True, eq=False)
class Walked:
    """States (patients, times, n) and tolerance (patients, times) of bodies at `hours` after the start."""

    hours: FloatArray
    states: FloatArray
    tolerance: FloatArray


def walk(person: Body, what: Given, at_hours: FloatArray, *, tip: Level = "lumbar", level: Level = "lumbar") -> Walked:
    """Carry bodies of shape (patients,) from the start to the last of `at_hours`, ascending.

    Who was found under therapy begins settled at the first day's input, with all the tolerance that the model has:
    nobody knows what was before.
    """
    rates = system(person, level)
    here = site(level)
    state, tolerance = _beginning(rates, person, what, tip)
    steps: dict[float, Step] = {}
    seen: list[tuple[FloatArray, FloatArray]] = []
    wanted = list(at_hours)
    for cut in cuts(what, tip, at_hours):
        while wanted and wanted[0] <= cut.begin + 1e-9:
            # A moment is read before what is given at it, so that a dose shows from then on.
            seen.append((state, tolerance))
            wanted.pop(0)
        if not wanted:
            break
        begun = state if cut.span.jump is None else state + cut.span.jump
        state = _step(steps, rates, cut.span.hours).apply(
            begun, cut.span.input_per_hour if cut.span.input_per_hour is not None else 0.0
        )
        tolerance = after(person, tolerance, cut.span.hours / 24.0, (begun[..., here] + state[..., here]) / 2)
    seen += [(state, tolerance)] * len(wanted)
    states = np.stack([one for one, _ in seen], axis=-2)
    return Walked(np.asarray(at_hours), states, np.stack([one for _, one in seen], axis=-1))


def _beginning(rates: LinearSystem, person: Body, what: Given, tip: Level) -> tuple[FloatArray, FloatArray]:
    shape = person.shape
    if not what.found:
        return np.zeros((*shape, len(STATES))), np.zeros(shape)
    return rates.steady_state(settled_input(what, tip)), np.broadcast_to(person.tolerance_limit, shape).copy()


def _step(steps: dict[float, Step], rates: LinearSystem, hours: float) -> Step:
    key = round(hours, 9)
    if key not in steps:
        if len(steps) > 256:
            steps.clear()
        steps[key] = rates.step(hours)
    return steps[key]
