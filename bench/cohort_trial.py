"""W5 of bench/cohort.py: the whole model under the protocol of the project's text, one year, outcomes only.

Hourly effect in screening and titration, every six hours in maintenance, a decision each day in hospital; readings
with noise, refills, failing catheters. The error is that of tone at each day's end against the exact engine, without
noise, for the patients checked.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from cohort_workloads import Workload
from scipy.integrate import solve_ivp

from lentus.cohort.encoding import columns, encoded
from lentus.cohort.kernels import rules
from lentus.cohort.population import drawn
from lentus.cohort.running import lived, run_trial
from lentus.cohort.trial import Trial, bundled_trials, read_trial, trial_from
from lentus.response import LinearSystem, Span
from lentus.response.baclofen import STATES, Body, body, fluid, site, system
from lentus.response.baclofen.scores import ashworth
from lentus.response.baclofen.tolerance import after, drift_a_day

CHECKED, YEAR = 4, 365
QUIET = {"missed_refills": "0 %", "catheter_failures_per_year": 0.0, "score_error": 0.0}


def w5(count: int) -> Workload:
    """One year of the seed's protocol, its first arm."""
    shipped = read_trial(bundled_trials()["seed"])
    trial = shipped.model_copy(update={"patients": count, "days": YEAR, "arm": shipped.arm[:1]})
    assert isinstance(trial, Trial)
    return Workload(
        count,
        lambda threads: run_trial(trial, threads=threads),
        lambda: (worst_error(), None),
        lambda many: [_by_solver(p) for p in range(many)],
        # Nine modes: weights, three readouts at eight moments a vector, decay; a year of days, four weeks hourly.
        YEAR * 2.0 * (27 + 3 * 9 * 8 + 18) + 28 * 2.0 * 3 * 9 * 16,
        8.0 * rules.OUTCOMES,
        {},
    )


def worst_error() -> float:
    """The largest error of tone, points, over the patients checked and all days."""
    arm = {"name": "quiet", "life": QUIET, "holiday": {"after_visits": 0}}
    trial = trial_from({"title": "check", "seed": 5, "patients": CHECKED, "days": YEAR, "arm": [arm]})
    people = drawn(trial.seed, 0, CHECKED)
    found = lived(encoded(trial, trial.arm[0]), columns(people), 0, ledger=True, paths=True)
    assert found.paths is not None
    worst = 0.0
    for p in range(CHECKED):
        made = {name: getattr(people.body, name) for name in Body.__dataclass_fields__}
        person = Body(**{name: part if part.ndim == 0 else part[p] for name, part in made.items()})
        rows = found.ledger[found.ledger[:, rules.PATIENT] == p]
        drift = drift_a_day() if people.sclerosis[p] else 0.0
        worst = max(worst, float(np.abs(_exact(person, rows, drift) - found.paths.tone[p]).max()))
    return worst


def _exact(person: Body, rows: np.ndarray, drift: float) -> np.ndarray:
    """Tone at each day's end by the exact engine, with the lumbar site's integral as one state more."""
    matrix = np.zeros((len(STATES) + 1, len(STATES) + 1))
    matrix[:-1, :-1], matrix[-1, site("lumbar")] = system(person).matrix_per_hour, 1.0
    step = LinearSystem(matrix, (*STATES, "sum")).step(24.0)
    state, tolerance, entering, tones = np.zeros(len(STATES) + 1), 0.0, np.zeros(len(STATES) + 1), []
    for day in range(YEAR):
        for row in rows[rows[:, rules.HOUR] == 24 * day]:
            if row[rules.KIND] == rules.SCREENED:
                state[fluid("lumbar")] += row[rules.AFTER_NG] / 1000.0
            elif row[rules.KIND] in (rules.STARTED, rules.RAISED, rules.LOWERED, rules.REDUCED):
                entering[fluid("lumbar")] = row[rules.AFTER_NG] / 24_000.0
        before = state[-1]
        state = step.apply(state, entering)
        tones.append(float(ashworth(person, state[:-1], "lumbar", tolerance)))
        drifted = replace(person, tolerance_limit=person.tolerance_limit * (1.0 + drift * day))
        tolerance = float(after(drifted, tolerance, 1.0, (state[-1] - before) / 24.0))
    return np.array(tones)


def _by_solver(patient: int) -> None:
    """The general solver, LSODA, restarted each day of a year: one patient, without a clinic."""
    matrix = system(body()).matrix_per_hour
    entering, state = np.zeros(len(STATES)), np.zeros(len(STATES))
    entering[fluid("lumbar")] = 10.0 + patient
    span = Span(24.0, entering)
    for _ in range(YEAR):
        found = solve_ivp(
            lambda _, x: matrix @ x + span.input_per_hour, (0.0, 24.0), state, method="LSODA",
            t_eval=[6.0, 12.0, 18.0, 24.0], rtol=1e-6, atol=1e-9,
        )  # fmt: skip
        state = found.y[:, -1]
