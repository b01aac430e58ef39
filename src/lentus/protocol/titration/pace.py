"""How soon an increase may follow the last change: once in the interval, and slower where nobody sees the patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lentus import monograph
from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.bounds import waited
from lentus.protocol.dosing import Since, increase_of, unchanged_since
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.spans import after, elapsed, since_words, span_words
from lentus.quantity import Duration

LAST_CHANGE = "time of the last dose change"
CARE_SETTING = "care setting (inpatient, outpatient or home)"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact about the past that is lacking, and when time alone will have made it unimportant."""

    what: str
    until: datetime | None


def interval(state: State) -> Duration:
    """The time in which the dose is increased at most once."""
    return monograph.duration("titration.interval", state.patient.profile)


def outpatient_interval(state: State) -> Duration:
    """The shorter end of the panel's pace for outpatients."""
    return monograph.duration_range("titration.outpatient-interval", state.patient.profile)[0]


def last_change_in_doubt(state: State, order: PumpDoseOrder) -> Doubt | None:
    """What is lacking to say whether the interval has passed; None where it can be said."""
    since = unchanged_since(state)
    if since is None:
        return Doubt(LAST_CHANGE, None)
    if since.exact or waited(elapsed(since.moment, order.at), interval(state)):
        return None
    return Doubt(LAST_CHANGE, after(since.moment, interval(state)))


def pace(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """An increase too soon after the last change."""
    since = unchanged_since(state)
    if increase_of(state, order) is None or since is None:
        return
    if waited(elapsed(since.moment, order.at), interval(state)):
        yield from _outpatient(state, order, since)
    elif since.exact and since.moment != state.infusion_started:
        # In the infusion's first day the rule of the start speaks, and speaks louder.
        yield _too_soon("titration.too-soon", state, order, since, interval(state))


def _too_soon(rule: str, state: State, order: PumpDoseOrder, since: Since, wait: Duration) -> Finding:
    earliest = after(since.moment, wait)
    passed = elapsed(since.moment, order.at)
    return find(
        rule,
        since_words(since.moment, order.at, "the last change", order.zone),
        profile=state.patient.profile,
        values={"elapsed": passed, "limit": wait, "earliest": earliest},
        bound=f"at least {span_words(wait)} after the last change",
        until=earliest,
    )


def _outpatient(state: State, order: PumpDoseOrder, since: Since) -> Iterator[Finding]:
    wait = outpatient_interval(state)
    if waited(elapsed(since.moment, order.at), wait) or state.setting == "inpatient" or state.close_contact:
        return
    rule, profile = "titration.outpatient-too-soon", state.patient.profile
    lacking = ([] if state.setting else [CARE_SETTING]) + ([] if since.exact else [LAST_CHANGE])
    if lacking:
        yield needs(rule, "whether the pace fits the care setting", tuple(lacking), profile=profile)
    else:
        yield _too_soon(rule, state, order, since, wait)
