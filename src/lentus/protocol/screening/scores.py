"""The scores beside a verdict. No number makes a response positive: the clinician decides, and others can follow."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.events import Assessment
from lentus.protocol.finding import Finding, find
from lentus.protocol.spans import after
from lentus.protocol.zone import clock_time, zone_of


def scores_beside_verdict(state: State) -> Iterator[Finding]:
    """A verdict on the last dose without scores before and after it."""
    last = state.screening[-1] if state.screening else None
    if last is None or last.judged is None:
        return
    before, since = scores_of(state, last)
    if before and since:
        return
    lacking = " and ".join(word for word, there in (("before", before), ("after", since)) if not there)
    says = f"called {last.judged.response}, without scores {lacking} the dose"
    yield find("screening.scores-missing", says, profile=state.patient.profile)


def scores_of(state: State, trial: ScreeningTrial) -> tuple[list[Assessment], list[Assessment]]:
    """The assessments with scores before the dose (not before the one preceding it) and inside its window."""
    earlier = [one.at for one in state.screening if one.at < trial.at]
    window = monograph.duration("screening.negative-only-after", state.patient.profile)
    scored = [one for one in state.assessments if one.ashworth or one.spasm_frequency is not None]
    before = [one for one in scored if one.at <= trial.at and all(one.at > other for other in earlier)]
    closes = after(trial.at, window)
    since = [one for one in scored if trial.at < one.at <= closes]
    return before, since


def score_lines(state: State, trial: ScreeningTrial) -> tuple[str, ...]:
    """The scores before and after a dose, one line an assessment, as they were written down."""
    before, since = scores_of(state, trial)
    zone = zone_of(state)
    return tuple(f"{clock_time(one.at, zone)}: {_scores(one)}" for one in (*before[-1:], *since))


def _scores(assessment: Assessment) -> str:
    parts = [f"{one.side} {one.group} {one.score}" for one in assessment.ashworth]
    if assessment.spasm_frequency is not None:
        parts.append(f"spasm frequency {assessment.spasm_frequency}")
    if assessment.spasm_severity is not None:
        parts.append(f"spasm severity {assessment.spasm_severity}")
    return ", ".join(parts)
