"""One dose after another: a day apart, one step at a time, only after a verdict, and never after the last failed."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.orders import DischargeOrder, ImplantOrder, ScreeningOrder
from lentus.course.words import Profile
from lentus.protocol.bounds import waited
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.screening.dose import small_dose, small_is_usual, usual_doses
from lentus.protocol.spans import after, elapsed, since_words
from lentus.protocol.trials import candidacy_ended, effective_trial, judged_early
from lentus.protocol.zone import clock_time
from lentus.quantity import Mass, show


def next_in_order(last: Mass | None, profile: Profile) -> Mass | None:
    """The dose of the climb that follows `last`, the usual first one where there was none; None after the largest."""
    doses = usual_doses(profile)
    higher = doses if last is None else [dose for dose in doses if dose > last]
    return higher[0] if higher else None


def spacing(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """A dose before the interval since the last one has passed."""
    if not state.screening:
        return
    profile = state.patient.profile
    last = state.screening[-1]
    wait = monograph.duration("screening.interval", profile)
    passed = elapsed(last.at, order.at)
    if waited(passed, wait):
        return
    earliest = after(last.at, wait)
    yield find(
        "screening.too-soon",
        since_words(last.at, order.at, "the dose", order.zone),
        profile=profile,
        values={"elapsed": passed, "limit": wait, "earliest": earliest},
        bound=f"at least {show(wait)} after the last screening dose, {clock_time(earliest, order.zone)}",
        until=earliest,
    )


def next_dose(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """A dose after a response, before a verdict, or past a step."""
    profile = state.patient.profile
    last = state.screening[-1] if state.screening else None
    worked = effective_trial(state)
    if worked is not None:
        says = f"{show(worked.dose)} brought a positive response"
        yield find("screening.after-response", says, profile=profile, values=_values(worked, order))
    elif last is not None and last.judged is None:
        says = f"no verdict is recorded on the dose of {clock_time(last.at, order.zone)}"
        yield find(
            "screening.response-not-judged",
            says,
            profile=profile,
            values=_values(last, order),
            missing=("the clinician's judgment of the last screening dose",),
        )
    climbed = max((trial.dose for trial in state.screening), default=None)
    following = next_in_order(climbed, profile)
    if following is not None and following < order.dose and order.dose in usual_doses(profile):
        before = f"after {show(climbed)}" if climbed else "as the first dose"
        yield find(
            "screening.step-skipped",
            f"{show(order.dose)} ordered {before}",
            profile=profile,
            values={"ordered": order.dose},
            bound=", ".join(show(dose) for dose in usual_doses(profile)) + ", one after the other",
        )


def _values(trial: ScreeningTrial, order: ScreeningOrder) -> dict[str, Value]:
    return {"last": trial.dose, "ordered": order.dose}


def candidacy(state: State, order: ScreeningOrder | ImplantOrder) -> Iterator[Finding]:
    """Anything further after the largest dose has failed."""
    failed = candidacy_ended(state)
    if failed is not None:
        yield find(
            "screening.not-a-candidate",
            f"no response to {show(failed.dose)} on {clock_time(failed.at, order.zone)}",
            profile=state.patient.profile,
            values={"dose": failed.dose, "given": failed.at},
            bound="the trial ends with the largest dose",
        )


def early_verdict(state: State, order: ScreeningOrder | DischargeOrder | ImplantOrder) -> Iterator[Finding]:
    """The last dose was called negative while its effect could still come."""
    profile = state.patient.profile
    last = state.screening[-1] if state.screening else None
    if last is None or last.judged is None or not judged_early(last, profile):
        return
    window = monograph.duration("screening.negative-only-after", profile)
    closes = after(last.at, window)
    passed = elapsed(last.at, last.judged.at)
    yield find(
        "screening.called-negative-too-early",
        f"called negative {show(passed, 'h min')} after the dose",
        profile=profile,
        values={"elapsed": passed, "limit": window, "window_closes": closes},
        bound=f"not negative before {show(window)} after the dose, {clock_time(closes, order.zone)}",
    )


def first_doses(state: State) -> tuple[Mass, ...]:
    """With which doses the trial may begin for this patient, the usual one first."""
    profile = state.patient.profile
    usual = usual_doses(profile)[:1]
    small = bool(state.condition("small body") or state.condition("stands on spasticity"))
    return (*usual, small_dose(profile)) if small or small_is_usual(profile) else usual
