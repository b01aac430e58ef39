"""Without noise, the kernel is the deterministic run of the exact engine under the same doses, to 1e-9."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lentus.cohort.encoding import columns, encoded
from lentus.cohort.kernels import rules
from lentus.cohort.population import drawn
from lentus.cohort.running import lived
from lentus.cohort.tally import Whole
from lentus.response import LinearSystem, Span
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import STATES, Body, Level, body, fluid, site, system
from lentus.response.baclofen.scores import ashworth
from lentus.response.baclofen.tolerance import after, drift_a_day
from tests.cohort.made import QUIET, trial

DAYS, PATIENTS = 75, 12
PATH_ML, MCG_PER_ML = 0.34, 500.0


@pytest.mark.parametrize(("primed", "tip"), [(True, "lumbar"), (False, "thoracic"), (True, "cisternal")])
def test_equals_the_exact_engine(primed: bool, tip: Level) -> None:
    arm = {"start": {"primed": primed}, "pump": {"tip": tip}, "life": QUIET}
    asked = trial(PATIENTS, DAYS, arm)
    people = drawn(asked.seed, 0, PATIENTS)
    found = lived(encoded(asked, asked.arm[0]), columns(people), 0, ledger=True, paths=True)
    assert found.paths is not None
    for number in range(PATIENTS):
        decisions = found.ledger[found.ledger[:, rules.PATIENT] == number]
        person = _one(people.body, number)
        drift = drift_a_day() if people.sclerosis[number] else 0.0
        expected = _tones(person, tip, decisions, primed=primed, drift=drift)
        np.testing.assert_allclose(found.paths.tone[number], expected, rtol=0, atol=1e-9)


def _one(people: Body, number: int) -> Body:
    made = {name: getattr(people, name) for name in Body.__dataclass_fields__}
    return Body(**{name: part if part.ndim == 0 else part[number] for name, part in made.items()})


def _tones(person: Body, tip: Level, decisions: Whole, *, primed: bool, drift: float) -> FloatArray:
    """Tone at each day's end: the exact engine, with the lumbar site's integral as one state more."""
    plain = system(person).matrix_per_hour
    matrix = np.zeros((len(STATES) + 1, len(STATES) + 1))
    matrix[:-1, :-1] = plain
    matrix[-1, site("lumbar")] = 1.0
    widened = LinearSystem(matrix, (*STATES, "sum"))
    state, tolerance, rate, old_ml = np.zeros(len(STATES) + 1), 0.0, 0.0, 0.0 if primed else PATH_ML
    tones = []
    for day in range(DAYS):
        for row in decisions[decisions[:, rules.HOUR] == 24 * day]:
            if row[rules.KIND] == rules.SCREENED:
                state[fluid("lumbar")] += row[rules.AFTER_NG] / 1000.0
            elif row[rules.KIND] in (rules.STARTED, rules.RAISED, rules.LOWERED, rules.REDUCED):
                rate = row[rules.AFTER_NG] / 24_000.0
        before = state[-1]
        for hours, given in _stretches(rate, old_ml):
            entering = np.zeros(len(STATES) + 1)
            entering[fluid(tip)] = given
            state = widened.through(state, [Span(hours, entering)])
        old_ml = max(old_ml - 24.0 * rate / MCG_PER_ML, 0.0)
        tones.append(float(ashworth(person, state[:-1], "lumbar", tolerance)))
        drifted = replace(person, tolerance_limit=person.tolerance_limit * (1.0 + drift * day))
        tolerance = float(after(drifted, tolerance, 1.0, (state[-1] - before) / 24.0))
    return np.array(tones)


def _stretches(rate: float, old_ml: float) -> list[tuple[float, float]]:
    empty = old_ml * MCG_PER_ML / rate if rate and old_ml else 0.0
    if rate and empty < 24.0:
        return [(empty, 0.0), (24.0 - empty, rate)]
    return [(24.0, 0.0)]


def test_neighbors_of_equal_rates_stay_near() -> None:
    """Rates that coincide are moved by a millionth: the answer moves by no more than that."""
    typical = body()
    assert body().effect_delay_per_h == typical.effect_delay_per_h
    asked = trial(1, 60)
    people = drawn(asked.seed, 0, 1)
    table = columns(people)
    from lentus.cohort.kernels.body import CRANIAL, DELAY, EXCHANGE, PLASMA_RATE, SPINAL_LOSS

    table[0, EXCHANGE] = 1e-9
    table[0, SPINAL_LOSS] = table[0, DELAY] = table[0, PLASMA_RATE] = 0.2
    table[0, CRANIAL] = 20.0
    apart = table.copy()
    apart[0, DELAY] *= 1.001
    arm = encoded(asked, asked.arm[0])
    same, near = (lived(arm, one, 0, paths=True).paths for one in (table, apart))
    assert same is not None
    assert near is not None
    assert np.isfinite(same.tone).all()
    assert np.abs(same.tone - near.tone).max() < 0.02
