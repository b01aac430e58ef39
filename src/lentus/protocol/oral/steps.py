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
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.oral.bridging import as_a_bridge
from lentus.protocol.oral.delivered import highest_day, lowest_day
from lentus.protocol.oral.watching import days_missed, not_resumed
from lentus.protocol.oral_doses import NONE, Day, daily, daily_words, total, words
from lentus.protocol.oral_label import OralLabel, oral_label
from lentus.protocol.oral_taken import SINCE_WHEN, WHAT_IS_TAKEN, Taken, day_begins, local_day, taken_at
from lentus.quantity import show
from lentus.quantity.dates import day as shown_day


def start_above_label(state: State, order: OralOrder) -> Iterable[Finding]:
    """Nothing is taken, and the first day is more than the label's, in all or in one dose."""
    label, day, before = oral_label(state.patient.profile), highest_day(order), taken_at(state, order.at)
    if before is None or before.doses or not _above_start(day, label) or as_a_bridge(state, order):
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
    first_day = not _above_start(highest_day(order), oral_label(state.patient.profile))
    harmless = order.reason == "toxicity" or first_day or as_a_bridge(state, order)
    rule = "record.cannot-assess" if harmless else "record.cannot-judge-step"
    yield needs(rule, "this step by mouth", (WHAT_IS_TAKEN,), profile=state.patient.profile)


def step_too_soon(state: State, order: OralOrder) -> Iterable[Finding]:
    """More than before, while the present dose has not been taken for the label's days."""
    label, before = oral_label(state.patient.profile), _rises(state, order)
    if before is None or before.since is None:
        return
    first = local_day(before.since, order.zone)
    missed = days_missed(state, before.since, order.at)
    days = max(0, (local_day(order.at, order.zone) - first).days - missed)
    absent = not_resumed(state, before.since, order.at)
    if days >= label.days and absent is None:
        return
    if days < label.days and not before.exact:
        yield needs(
            "record.cannot-judge-step",
            "whether the present dose was taken for long enough",
            (SINCE_WHEN,),
            profile=state.patient.profile,
        )
        return
    earliest = day_begins(first + timedelta(days=label.days + missed), order.zone)
    apart = f", {_days(missed)} without doses not counted" if missed else ""
    values: dict[str, Value] = {"days_at_dose": days, "limit": label.days, "began": before.since}
    values |= {"days_missed": missed} if missed else {}
    if absent is not None:
        says = (
            f"doses were missed ({_days(absent.days)}, recorded on {shown_day(absent.at)}), and no dose taken since is "
            f"recorded: the {label.days} days at a dose go on only once doses are taken again"
        )
    else:
        says = (
            f"the present dose began on {shown_day(first)} and is to be kept for {label.days} days{apart}; "
            f"the next step may be taken from {shown_day(earliest)} on"
        )
        values["earliest"] = earliest
    yield find(
        "oral.step-too-soon",
        says,
        profile=state.patient.profile,
        values=values,
        bound=f"at least {label.days} days at a dose",
        until=None if absent is not None else earliest,
    )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


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
    """What is taken, where something is and the order gives more of it a day; not where it bridges a withdrawal."""
    before = taken_at(state, order.at)
    if before is None or not before.doses or as_a_bridge(state, order):
        return None
    return before if daily(highest_day(order)) > before.daily else None


def _above_start(day: Day, label: OralLabel) -> bool:
    above_total = bounds_oral.above(total(day), total(label.start))
    return bool(above_total or any(bounds_oral.above(dose, label.start_dose) for dose in day))


def _too_large(before: Day, after: Day, label: OralLabel) -> bool:
    """Doses are compared by size, largest with largest, so that their order in the day does not matter."""
    old, new = sorted(before, reverse=True), sorted(after, reverse=True)
    if all(bounds_oral.one_step(old, new, label.step, label.step_a_day)):
        return False
    usual, more = new[: label.start_times], new[label.start_times :]
    stay = not any(bounds_oral.rise_beyond(was, now, NONE) for was, now in zip(old, usual, strict=False))
    if not stay or len(more) != 1 or len(after) > label.most_times:
        return True
    return not all(bounds_oral.adds_last_dose(old, more[0], label.largest, label.ceiling))
