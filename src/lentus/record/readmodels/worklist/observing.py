"""Screening doses whose effect is being watched: the next score, the end of the observation, then the verdict.

What is next follows from what was written down and not from the clock, so that a score which nobody took stays on the
list as late instead of passing by unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.orders import DischargeOrder
from lentus.protocol.screening.observing import observation_schedule
from lentus.protocol.screening.scores import scores_of
from lentus.protocol.spans import after
from lentus.protocol.zone import clock_time, zone_of
from lentus.quantity import show
from lentus.record.readmodels.worklist.item import WorkItem, item

SCORES = "screening.scores-in-first-hours"
WATCH = "screening.observation"
VERDICT = "screening.negative-only-after"


def observations(state: State) -> Iterator[WorkItem]:
    """The last screening dose, while it is not judged."""
    trial = state.screening[-1] if state.screening else None
    if trial is None or trial.judged is not None or _overtaken(state, trial):
        return
    schedule = observation_schedule(trial.at, state.patient.profile)
    zone = zone_of(state)
    least, most = monograph.duration_range(WATCH, state.patient.profile)
    closes = after(trial.at, monograph.duration(VERDICT, state.patient.profile))
    window = (
        f"observe until {clock_time(after(trial.at, least), zone)} at least, up to "
        f"{clock_time(after(trial.at, most), zone)}; "
        f"not negative before {clock_time(closes, zone)}"
    )
    given = f"Screening dose of {show(trial.dose, 'mcg')} given at {clock_time(trial.at, zone)}"
    due, what, fact_id = _next(state, trial, tuple(one.at for one in schedule if one.what.startswith("score ")))
    fact = monograph.fact(fact_id)
    says = f"{given}: {what}; {window}."
    yield item("observation", due, says, opens=trial.at, rule=fact_id, sources=fact.sources)


def _next(state: State, trial: ScreeningTrial, scores: tuple[datetime, ...]) -> tuple[datetime, str, str]:
    profile = state.patient.profile
    _, taken = scores_of(state, trial)
    if len(taken) < len(scores) and not _ended(state, trial):
        number = len(taken) + 1
        return scores[len(taken)], f"score spasticity, {number} of at least {len(scores)}", SCORES
    if not _ended(state, trial):
        least, _ = monograph.duration_range(WATCH, profile)
        return after(trial.at, least), "end the observation when stable and recovered", WATCH
    closes = after(trial.at, monograph.duration(VERDICT, profile))
    return closes, "judge the response", VERDICT


def _ended(state: State, trial: ScreeningTrial) -> bool:
    """Whether somebody ended the observation: an order to end it, or the word that the patient has recovered."""
    ordered = any(isinstance(one, DischargeOrder) and one.at > trial.at for one in state.orders)
    return ordered or any(one.recovered for one in trial.observations)


def _overtaken(state: State, trial: ScreeningTrial) -> bool:
    """Whether a pump was started after the dose: then nobody waits for a verdict any more."""
    return any(one.start > trial.at and one.value.daily_dose is not None for one in state.pump)
