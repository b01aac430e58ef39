"""The ceilings by mouth: the day's total, the single dose, and how often a day.

A reduction for toxicity is never refused, even where it still lies above the maximum: less is right at once, and the
rest of the way follows.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State
from lentus.course.orders import OralOrder, OralTaperOrder
from lentus.protocol import bounds_oral
from lentus.protocol.finding import Finding, find
from lentus.protocol.oral.delivered import highest_day
from lentus.protocol.oral_doses import Day, daily, daily_words, total
from lentus.protocol.oral_label import oral_label
from lentus.protocol.oral_taken import eases, taken_at
from lentus.quantity import show


def daily_maximum(state: State, order: OralOrder) -> Iterable[Finding]:
    """The day's total passes the maximum."""
    day = highest_day(order)
    if not eases(order, taken_at(state, order.at), day):
        yield from _above_maximum(state, day)


def taper_maximum(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """A taper whose highest day passes the maximum while nobody knows what was taken before."""
    if taken_at(state, order.at) is None:
        yield from _above_maximum(state, max((step.doses for step in order.steps), key=total))


def _above_maximum(state: State, day: Day) -> Iterable[Finding]:
    label = oral_label(state.patient.profile)
    if not bounds_oral.above(total(day), label.maximum):
        return
    limit = label.maximum_rate
    yield find(
        "oral.daily-maximum",
        f"{daily_words(day)} by mouth is above the daily maximum",
        profile=state.patient.profile,
        values={"ordered": daily(day), "limit": limit},
        bound=f"at most {show(limit, 'mg/day')}",
    )


def single_dose(state: State, order: OralOrder) -> Iterable[Finding]:
    """A single dose passes the largest of the label's schedule."""
    label, day = oral_label(state.patient.profile), highest_day(order)
    if not day or not bounds_oral.above(max(day), label.largest):
        return
    yield find(
        "oral.single-dose",
        f"a single dose of {show(max(day), 'mg')} is larger than any that the label's schedule uses",
        profile=state.patient.profile,
        values={"single": max(day), "limit": label.largest},
        bound=f"at most {show(label.largest, 'mg')} in one dose",
    )


def fourth_dose(state: State, order: OralOrder) -> Iterable[Finding]:
    """The day's total lies past the ceiling of three doses, without the fourth."""
    label, day = oral_label(state.patient.profile), highest_day(order)
    if not bounds_oral.above(total(day), label.ceiling) or len(day) >= label.most_times:
        return
    yield find(
        "oral.fourth-dose",
        f"{daily_words(day)} in {_doses(day)} passes the ceiling at which the label adds another dose",
        profile=state.patient.profile,
        values={"ordered": daily(day), "limit": label.ceiling_rate, "doses": len(day)},
        bound=f"at most {show(label.ceiling_rate, 'mg/day')} without a dose more",
    )


def times_a_day(state: State, order: OralOrder) -> Iterable[Finding]:
    """More doses in a day than the label's schedule has."""
    label, day = oral_label(state.patient.profile), highest_day(order)
    if len(day) > label.most_times:
        yield find(
            "oral.times-a-day",
            f"{_doses(day)} in a day are more than the label's schedule has",
            profile=state.patient.profile,
            values={"doses": len(day), "limit": label.most_times},
            bound=f"at most {label.most_times} doses in a day",
        )


def _doses(day: Day) -> str:
    return "1 dose" if len(day) == 1 else f"{len(day)} doses"
