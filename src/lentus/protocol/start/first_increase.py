"""The first increase after a start: not on the first day, and not on a dose that has not arrived yet.

The label counts a day from the start of the infusion. An unprimed path can hold the drug back for longer than that;
an increase before a day at the tip is then stacked on a dose whose effect nobody has seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus import monograph
from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.arrival import Arrival, arrival_at_tip
from lentus.protocol.bounds import waited
from lentus.protocol.dosing import increase_of
from lentus.protocol.finding import Finding, find
from lentus.protocol.spans import after, elapsed, since_words
from lentus.protocol.zone import clock_time
from lentus.quantity import Duration, show


def in_first_day(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """An increase in the first day of the infusion; one that treats a withdrawal needs an owner and is not stopped."""
    started = state.infusion_started
    step = increase_of(state, order)
    wait = _first_day(state)
    if started is None or step is None or waited(elapsed(started, order.at), wait):
        return
    earliest = after(started, wait)
    passed = elapsed(started, order.at)
    yield find(
        "start.withdrawal-in-first-day" if order.reason == "withdrawal" else "start.increase-in-first-day",
        f"increase {since_words(started, order.at, 'the start', order.zone)}",
        profile=state.patient.profile,
        values={"elapsed": passed, "limit": wait, "earliest": earliest, "ordered": step.ordered},
        bound=f"no increase in the first {show(wait)}",
        until=earliest,
    )


def _first_day(state: State) -> Duration:
    return monograph.duration("start.no-increase-for", state.patient.profile)


def before_arrival(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """An increase before the drug had a day at the tip of the catheter, or where its arrival cannot be worked out."""
    arrival = arrival_at_tip(state)
    if arrival is None or increase_of(state, order) is None:
        return
    wait = monograph.duration("start.arrival-margin", state.patient.profile)
    if arrival.at is not None:
        yield from _known(state, order, arrival.at, wait)
    elif not _seen(state, order.at) and not _surely_arrived(arrival, order.at, wait):
        yield _unknown(state, arrival, wait)


def _known(state: State, order: PumpDoseOrder, arrived: datetime, wait: Duration) -> Iterator[Finding]:
    earliest = after(arrived, wait)
    started = state.infusion_started
    told_by_first_day = started is not None and after(started, _first_day(state)) >= earliest
    if told_by_first_day or waited(elapsed(arrived, order.at), wait):
        return
    yield find(
        "start.before-arrival-at-tip",
        f"by the pumped volume the drug reaches the tip at {clock_time(arrived, order.zone)}",
        profile=state.patient.profile,
        values={"arrival": arrived, "limit": wait, "earliest": earliest},
        bound=f"not before {show(wait)} at the tip, {clock_time(earliest, order.zone)}",
        until=earliest,
    )


def _unknown(state: State, arrival: Arrival, wait: Duration) -> Finding:
    until = after(arrival.at_latest, wait) if arrival.at_latest else None
    missing = ", ".join(arrival.missing)
    return find(
        "start.path-unknown",
        f"cannot assess whether the drug has reached the tip: needs {missing}",
        profile=state.patient.profile,
        values={"earliest": until} if until else None,
        missing=arrival.missing,
        until=until,
    )


def _surely_arrived(arrival: Arrival, moment: datetime, wait: Duration) -> bool:
    """Whether even an unprimed path has passed the drug on, a day ago or more."""
    return arrival.at_latest is not None and bool(waited(elapsed(arrival.at_latest, moment), wait))


def _seen(state: State, moment: datetime) -> bool:
    """Whether a response since the start, or since the path was changed, shows that the drug has arrived."""
    changed = state.system.path_changed if state.system else None
    begin = max((one for one in (state.infusion_started, changed) if one is not None), default=moment)
    return any(one.responding or one.goal_met for one in state.assessments if begin <= one.at <= moment)
