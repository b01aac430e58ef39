"""What stands about a patient who takes baclofen by mouth, whatever is ordered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lentus import monograph
from lentus.course import State, standing_events
from lentus.course.events import DoseGiven, DosesMissed, SideEffect
from lentus.course.orders import OralOrder
from lentus.protocol.emergency import overdose_suspected, reads_as_withdrawal, withdrawal_suspected
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.oral_doses import taken
from lentus.protocol.oral_taken import WHAT_IS_TAKEN, taken_at
from lentus.quantity import show
from lentus.quantity.dates import day as shown_day


def unknown_by_mouth(state: State) -> Iterable[Finding]:
    """The course begins with a patient as found, and nobody has said what is taken by mouth."""
    if taken_at(state, state.now) is None:
        yield needs("record.cannot-assess", "baclofen by mouth", (WHAT_IS_TAKEN,), profile=state.patient.profile)


def whether_to_hold(state: State) -> Iterable[Finding]:
    """A sign of too much baclofen while some is taken by mouth. A prompt to look, never a hold by itself.

    What reads as a withdrawal is not answered with less of the drug.
    """
    before = taken_at(state, state.now)
    lacking = any(True for _ in withdrawal_suspected(state)) and not any(True for _ in overdose_suspected(state))
    if before is None or not before.doses or lacking:
        return
    grave = [one for one in standing_effects(state) if one.severity in ("serious", "toxicity")]
    signs = [one.effect for one in grave if not reads_as_withdrawal(one)]
    if state.condition("confusion"):
        signs.append("confusion")
    if signs:
        yield find(
            "oral.hold-to-consider",
            f"{', '.join(signs)} while baclofen is taken by mouth: is the dose too high?",
            profile=state.patient.profile,
            values={"signs": ", ".join(signs), "running": before.daily},
        )


def missed_days(state: State) -> Iterable[Finding]:
    """Days without baclofen since the present regimen began, until somebody has assessed or ordered anew."""
    yield from _missed(state, state.now)


def missed_days_before(state: State, order: OralOrder) -> Iterable[Finding]:
    """The same, beside an order: the missed days are shown, and nothing is worked out from them."""
    yield from _missed(state, order.at)


def no_benefit(state: State) -> Iterable[Finding]:
    """The last judgement says that the dose by mouth does not help."""
    before = taken_at(state, state.now)
    if before is None or before.since is None or responding(state, before.since) is not False:
        return
    values: dict[str, Value] = {"running": before.daily, "since": before.since}
    bound = ""
    if state.patient.profile == "uk":
        # Elsewhere no length is published; another country's is not shown in its place.
        values["trial"] = trial = monograph.duration("oral.trial-length-uk", "uk")
        bound = f"decide when the maximum dose has shown no effect for {show(trial, 'weeks')}"
    yield find(
        "oral.no-benefit",
        f"no response is recorded at the dose by mouth taken since {shown_day(before.since)}",
        profile=state.patient.profile,
        values=values,
        bound=bound,
    )


def standing_effects(state: State) -> tuple[SideEffect, ...]:
    """Side effects that have not been recorded as gone, each as last told."""
    last = {one.effect.casefold(): one for one in state.side_effects if one.at <= state.now}
    return tuple(one for one in last.values() if not one.over)


def responding(state: State, since: datetime) -> bool | None:
    """The last judgement of the response since then; None where nobody has judged it."""
    said = [one.responding for one in state.assessments if one.at >= since and one.responding is not None]
    return said[-1] if said else None


def goal_met(state: State, since: datetime) -> bool | None:
    """The last judgement since then whether the goal is reached; None where nobody has judged it."""
    said = [one.goal_met for one in state.assessments if one.at >= since and one.goal_met is not None]
    return said[-1] if said else None


def days_missed(state: State, since: datetime, moment: datetime) -> int:
    """Whole days without baclofen that were recorded between `since` and `moment`: no days at the dose."""
    return sum(one.days for one in state.missed if since <= one.at <= moment)


def not_resumed(state: State, since: datetime, moment: datetime) -> DosesMissed | None:
    """The last missed days after which nothing says that doses are taken again; None where none are, or they are.

    A dose that was given, or a regimen recorded or ordered anew, says so; an assessment does not.
    """
    missed = [one for one in state.missed if since <= one.at <= moment]
    if not missed:
        return None
    last = missed[-1]
    given = any(isinstance(one, DoseGiven) and last.at <= one.at <= moment for one in standing_events(state))
    anew = any(last.at < one.start <= moment and taken(one.value.doses) for one in state.oral)
    return None if given or anew else last


def _missed(state: State, moment: datetime) -> Iterable[Finding]:
    before = taken_at(state, moment)
    if before is None or before.since is None:
        return
    looked = max((one.at for one in state.assessments if one.at <= moment), default=before.since)
    open_still = [one for one in state.missed if max(looked, before.since) <= one.at <= moment]
    if open_still:
        last = open_still[-1]
        yield find(
            "oral.missed-days",
            f"{_days(last)} without baclofen by mouth, recorded on {shown_day(last.at)}",
            profile=state.patient.profile,
            values={"days": last.days, "recorded": last.at},
        )


def _days(missed: DosesMissed) -> str:
    return "1 day" if missed.days == 1 else f"{missed.days} days"
