"""The doses of a day by mouth: their total, their words, and the label's next and previous step from them.

A day is a tuple of single doses in the order in which they are taken. Nothing is rounded: what the products can make
is another question.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from lentus.course.state import a_day
from lentus.protocol import bounds_oral
from lentus.protocol.oral_label import OralLabel
from lentus.quantity import DoseRate, Mass, show

Day = tuple[Mass, ...]
"""The single doses of one day."""

NONE = Mass.exact(0, "mg")
TIMES = ("none", "once", "twice", "three times", "four times", "five times", "six times")


def taken(doses: Iterable[Mass]) -> Day:
    """The doses that hold something: a dose of nothing is no dose."""
    return _taken(tuple(doses))


@lru_cache(maxsize=4_096)
def _taken(doses: Day) -> Day:
    return tuple(dose for dose in doses if dose > NONE)


def total(doses: Iterable[Mass]) -> Mass:
    """The day's total as a mass."""
    return _total(tuple(doses))


@lru_cache(maxsize=4_096)
def _total(doses: Day) -> Mass:
    return sum(doses, start=NONE)


def daily(doses: Iterable[Mass]) -> DoseRate:
    """The day's total as a rate."""
    return a_day(tuple(doses))


def words(doses: Iterable[Mass]) -> str:
    """A day as a person says it: "10 mg three times a day", "15 mg, 15 mg and 10 mg in a day", "none"."""
    day = taken(doses)
    if not day:
        return "none"
    if len(set(day)) == 1:
        times = TIMES[len(day)] if len(day) < len(TIMES) else f"{len(day)} times"
        return f"{show(day[0], 'mg')} {times} a day"
    shown = [show(dose, "mg") for dose in day]
    return f"{', '.join(shown[:-1])} and {shown[-1]} in a day"


def daily_words(doses: Iterable[Mass]) -> str:
    """A day's total as a person says it: "45 mg per day"."""
    return show(daily(doses), "mg/day")


def sum_line(doses: Iterable[Mass]) -> str:
    """The day's total worked out: "15 mg x 3 = 45 mg per day"."""
    day = taken(doses)
    shown = [show(dose, "mg") for dose in day]
    left = f"{shown[0]} x {len(day)}" if len(set(day)) == 1 else " + ".join(shown)
    return f"{left} = {daily_words(day)}"


def next_day(doses: Day, label: OralLabel, most: Mass) -> Day | None:
    """The label's next step from `doses`, ending at a daily total of `most`; None where the schedule has none.

    Below the ceiling each dose rises by one step at most, and the day by one step in each of the label's doses. From
    the ceiling on another dose is added, of any size up to the largest, since no label prints the size of that step.
    """
    now = total(doses)
    limit = min(most, label.maximum)
    if now >= limit:
        return None
    past = bool(bounds_oral.at_ceiling(now, label.ceiling))
    room = min(limit if past else min(limit, label.ceiling), now + label.step_a_day) - now
    lifted = _lifted(doses, room, label)
    if lifted != doses:
        return lifted if past or _climbs(doses, lifted, label) else None
    if len(doses) >= label.most_times:
        return None
    last = min(label.largest, limit - now if past else room)
    proved = bounds_oral.adds_last_dose(doses, last, label.largest, label.ceiling)
    return (*doses, last) if not past or all(proved) else None


def _climbs(before: Day, after: Day, label: OralLabel) -> bool:
    """Whether a step below the ceiling is one of those that are proved to keep the limits; nothing else is offered."""
    return all(bounds_oral.climbs(before, after, label.step, label.largest, label.ceiling))


def _lifted(doses: Day, room: Mass, label: OralLabel) -> Day:
    """Each dose in turn one step higher, as far as the largest dose and the room of the day allow."""
    raised = []
    for dose in doses:
        gain = max(NONE, min(label.step, label.largest - dose, room))
        raised.append(dose + gain)
        room = room - gain
    return tuple(raised)


def previous_day(doses: Day, label: OralLabel) -> Day | None:
    """One step back: the dose beyond the label's three falls away, or each dose is a step lower; None at the bottom."""
    if len(doses) > label.start_times:
        return doses[: label.start_times]
    lower = taken(dose - label.step for dose in doses if dose > label.step)
    return lower or None
