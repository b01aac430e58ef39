"""What the record of a trial says against itself: a verdict before its time, a calm word beside a serious effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.events import SideEffect
from lentus.course.orders import ScreeningOrder
from lentus.course.words import Profile
from lentus.protocol.bounds import waited
from lentus.protocol.finding import Finding, find
from lentus.protocol.spans import after, elapsed
from lentus.protocol.trials import negative, positive
from lentus.protocol.zone import clock_time, zone_of
from lentus.quantity import Duration, show

GRAVE = ("serious", "toxicity")


def grave_effects(state: State, trial: ScreeningTrial) -> list[SideEffect]:
    """Serious effects that began in the observation of a trial, its last instant included."""
    _, longest = monograph.duration_range("screening.observation", state.patient.profile)
    closes = after(trial.at, longest)
    return [one for one in state.side_effects if one.severity in GRAVE and trial.at <= one.at <= closes]


def higher_after_bad_reaction(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """A larger dose than one that was badly tolerated, by the verdict or by a serious effect in its observation."""
    bad = [one for one in state.screening if _badly_tolerated(state, one) and one.dose < order.dose]
    if not bad:
        return
    last = bad[-1]
    effects = "".join(f", with {one.effect}" for one in grave_effects(state, last))
    yield find(
        "screening.higher-after-bad-reaction",
        f"{show(order.dose)} ordered after {show(last.dose)}, which was badly tolerated{effects}",
        profile=state.patient.profile,
        values={"last": last.dose, "ordered": order.dose},
        bound=f"at most {show(last.dose)}, which brought the bad reaction",
    )


def _badly_tolerated(state: State, trial: ScreeningTrial) -> bool:
    said = trial.judged is not None and trial.judged.reaction == "negative"
    return said or bool(grave_effects(state, trial))


def reaction_contradicted(state: State) -> Iterator[Finding]:
    """A reaction called none, and a serious effect in the same observation."""
    for trial in state.screening:
        effects = grave_effects(state, trial)
        if trial.judged is None or trial.judged.reaction != "none" or not effects:
            continue
        told = ", ".join(f"{one.effect} ({one.severity})" for one in effects)
        yield find(
            "record.events-contradict",
            f"the reaction to {show(trial.dose)} of {clock_time(trial.at, zone_of(state))} is recorded as none, and in "
            f"its observation: {told}",
            profile=state.patient.profile,
            values={"dose": trial.dose, "given": trial.at, "effect": told},
        )


def judged_before_time(state: State) -> Iterator[Finding]:
    """A verdict before its time: positive before the least observation, negative before the window has closed."""
    for trial in state.screening:
        wait = _wait(trial, state.patient.profile)
        if trial.judged is None or wait is None or waited(elapsed(trial.at, trial.judged.at), wait):
            continue
        yield _early(state, trial, trial.judged.at, wait)


def _wait(trial: ScreeningTrial, profile: Profile) -> Duration | None:
    if positive(trial):
        return monograph.duration_range("screening.observation", profile)[0]
    return monograph.duration("screening.negative-only-after", profile) if negative(trial) else None


def _early(state: State, trial: ScreeningTrial, judged: datetime, wait: Duration) -> Finding:
    called = "positive" if positive(trial) else "negative"
    passed, earliest = elapsed(trial.at, judged), after(trial.at, wait)
    return find(
        "screening.judged-early",
        f"{show(trial.dose)} was called {called} {show(passed, 'h min')} after it was given",
        profile=state.patient.profile,
        values={"elapsed": passed, "limit": wait, "earliest": earliest, "verdict": called},
        bound=f"not {called} before {show(wait)} after the dose, {clock_time(earliest, zone_of(state))}",
    )
