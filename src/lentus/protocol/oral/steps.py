"""From what is taken to what is ordered: where it starts, how soon, how far up, and down.

A step is judged by the days on the calendar, as the label counts them: three days at a dose are its first day and the
two after it, and the next step may take place at any hour of the day that follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from lentus import monograph
from lentus.course import State
from lentus.course.orders import OralOrder
from lentus.protocol import bounds_oral
from lentus.protocol.dates import day as shown_day
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.oral.delivered import highest_day, lowest_day
from lentus.protocol.oral_doses import NONE, Day, daily, daily_words, total, words
from lentus.protocol.oral_label import OralLabel, oral_label
from lentus.protocol.oral_taken import SINCE_WHEN, WHAT_IS_TAKEN, Taken, day_begins, local_day, taken_at
from lentus.quantity import show


def start_above_label(state: State, order: OralOrder) -> Iterable[Finding]:
    """Nothing is taken, and the first day is more than the label's, in all or in one dose."""
    label, day, before = oral_label(state.patient.profile), highest_day(order), taken_at(state, order.at)
    if before is None or before.doses or not _above_start(day, label):
        return
    yield find(
        "oral.start-above-label",
        f"{words(day)} is more than the label's first day",
        profile=state.patient.profile,
        values={
            "ordered": daily(day),
            "limit": daily(label.start),
            "single": max(day),
            "single_limit": label.start_dose,
        },
        bound=f"at most {show(daily(label.start), 'mg/day')}, {show(label.start_dose, 'mg')} in one dose",
    )


def unknown_before(state: State, order: OralOrder) -> Iterable[Finding]:
    """What is taken is not known, so no step can be judged; the label's first day and an easing are not held up."""
    if taken_at(state, order.at) is not None:
        return
    harmless = order.reason == "toxicity" or not _above_start(highest_day(order), oral_label(state.patient.profile))
    rule = "record.cannot-assess" if harmless else "record.cannot-judge-step"
    yield needs(rule, "this step by mouth", (WHAT_IS_TAKEN,), profile=state.patient.profile)


def step_too_soon(state: State, order: OralOrder) -> Iterable[Finding]:
    """More than before, while the present dose has not been taken for the label's days."""
    label, before = oral_label(state.patient.profile), _rises(state, order)
    if before is None or before.since is None:
        return
    first = local_day(before.since, order.zone)
    days = (local_day(order.at, order.zone) - first).days
    if days >= label.days:
        return
    if not before.exact:
        yield needs(
            "record.cannot-judge-step",
            "whether the present dose was taken for long enough",
            (SINCE_WHEN,),
            profile=state.patient.profile,
        )
        return
    earliest = day_begins(first + timedelta(days=label.days), order.zone)
    yield find(
        "oral.step-too-soon",
        f"the present dose began on {shown_day(first)} and is to be kept for {label.days} days; "
        f"the next step may be taken from {shown_day(earliest)} on",
        profile=state.patient.profile,
        values={"days_at_dose": days, "limit": label.days, "began": before.since, "earliest": earliest},
        bound=f"at least {label.days} days at a dose",
        until=earliest,
    )


def step_too_large(state: State, order: OralOrder) -> Iterable[Finding]:
    """More than the label's step, in the day or in a single dose."""
    label, before, day = oral_label(state.patient.profile), _rises(state, order), highest_day(order)
    if before is None or not _too_large(before.doses, day, label):
        return
    rise = daily(day) - before.daily
    yield find(
        "oral.step-too-large",
        f"from {words(before.doses)} to {words(day)} adds {show(rise, 'mg/day')}, more than one step of the label",
        profile=state.patient.profile,
        values={
            "running": before.daily,
            "ordered": daily(day),
            "rise": rise,
            "limit": daily((label.step,) * label.start_times),
            "single_limit": label.step,
        },
        bound=f"at most {show(label.step, 'mg')} more in a dose and {show(label.step_a_day, 'mg')} more in a day; "
        f"from {show(label.ceiling_rate, 'mg/day')} on another dose of at most {show(label.largest, 'mg')}",
    )


def drop(state: State, order: OralOrder) -> Iterable[Finding]:
    """Less than before, outside a taper. It never refuses; stopping at once has rules of its own."""
    before, day = taken_at(state, order.at), lowest_day(order)
    if before is None or not day or not daily(day) < before.daily:
        return
    yield find(
        "oral.drop-outside-taper",
        f"from {daily_words(before.doses)} to {daily_words(day)} by mouth: withdrawal may follow",
        profile=state.patient.profile,
        values={"running": before.daily, "ordered": daily(day), "fall": before.daily - daily(day)},
    )


def outside_usual(state: State, order: OralOrder) -> Iterable[Finding]:
    """A maintenance dose outside the usual range, which is information and nothing to correct."""
    low, high = monograph.dose_rate_range("oral.usual-daily", state.patient.profile)
    ordered = daily(highest_day(order))
    if order.reason == "maintenance" and not low <= ordered <= high:
        yield find(
            "oral.usual-range",
            f"{show(ordered, 'mg/day')} lies outside the usual range; the lowest dose that works is the right one",
            profile=state.patient.profile,
            values={"ordered": ordered, "low": low, "high": high},
            bound=f"usually {show(low, 'mg/day')} to {show(high, 'mg/day')}",
        )


def _rises(state: State, order: OralOrder) -> Taken | None:
    """What is taken, where something is and the order gives more of it a day."""
    before = taken_at(state, order.at)
    if before is None or not before.doses:
        return None
    return before if daily(highest_day(order)) > before.daily else None


def _above_start(day: Day, label: OralLabel) -> bool:
    above_total = bounds_oral.above(total(day), total(label.start))
    return bool(above_total or any(bounds_oral.above(dose, label.start_dose) for dose in day))


def _too_large(before: Day, after: Day, label: OralLabel) -> bool:
    """Doses are compared by size, largest with largest, so that their order in the day does not matter."""
    pairs = list(zip(sorted(before, reverse=True), sorted(after, reverse=True), strict=False))
    past = bounds_oral.at_ceiling(total(before), label.ceiling) and len(after) <= label.most_times
    if past and not any(bounds_oral.rise_beyond(old, new, NONE) for old, new in pairs[: label.start_times]):
        return False
    if bounds_oral.rise_beyond(total(before), total(after), label.step_a_day):
        return True
    return any(bounds_oral.rise_beyond(old, new, label.step) for old, new in pairs)
