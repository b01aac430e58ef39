"""Withdrawing by mouth slowly: down day by day, to nothing, over a length that the prescriber enters.

The label says "slowly" and gives no length. Lengths from elsewhere are shown beside the planned one; the shape of the
way down has no source at all, so only its direction is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from lentus import monograph
from lentus.course import State
from lentus.course.orders import OralTaperOrder, TaperStep
from lentus.course.state import ONE_DAY
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.oral_doses import NONE, daily, taken, total
from lentus.protocol.oral_taken import WHAT_IS_TAKEN, taken_at
from lentus.quantity import DoseRate, Duration, Mass, show


def no_end(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """The last step still has doses, so the taper has no length."""
    last = order.steps[-1]
    if taken(last.doses):
        yield find(
            "taper.no-length",
            f"from day {last.day} on {show(daily(last.doses), 'mg/day')} goes on without an end",
            profile=state.patient.profile,
            values={"day": last.day, "ordered": daily(last.doses)},
            bound="the last step has no doses",
        )


def rises(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """A step gives more a day than the one before it; the first is held against what is taken now."""
    before = taken_at(state, order.at)
    held = None if before is None else total(before.doses)
    for step in order.steps:
        day, last, next_level = step.day, held, total(step.doses)
        held = next_level
        # A rise from nothing inside the plan is a day left out, which has a rule of its own.
        if last is None or next_level <= last or (last == NONE and day > 1):
            continue
        yield find(
            "taper.rises",
            f"day {day} has {show(_rate(next_level), 'mg/day')}, more than the {show(_rate(last), 'mg/day')} before it",
            profile=state.patient.profile,
            values={"day": day, "ordered": _rate(next_level), "before": _rate(last)},
            bound="no day has more than the day before it",
        )
        return


def days_left_out(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """Days without a dose, and doses again after them."""
    for empty, following in pairwise(order.steps):
        if not taken(empty.doses) and taken(following.doses):
            yield find(
                "taper.incomplete-cover",
                f"from day {empty.day} to day {following.day - 1} nothing is taken, and then it goes on",
                profile=state.patient.profile,
                values={"first_day": empty.day, "last_day": following.day - 1},
                bound="doses on each day until the last",
            )
            return


def unknown_before(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """What is taken is not known, so the first step cannot be judged."""
    if taken_at(state, order.at) is None:
        yield needs(
            "record.cannot-assess", "the first step of the taper", (WHAT_IS_TAKEN,), profile=state.patient.profile
        )


def length(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """The planned length beside the published ones, and a word where it is shorter than they are."""
    days = length_in_days(order.steps)
    if not days:
        return
    uk_low, uk_high = monograph.duration_range("taper.length-uk", state.patient.profile)
    swiss = monograph.duration("taper.length-swiss-german", state.patient.profile)
    planned = Duration.exact(days, "days")
    shortest = swiss if state.patient.profile == "eu" else uk_low
    references = (
        f"UK {show(uk_low, 'days')} to {show(uk_high, 'days')}, Swiss and German {show(swiss, 'days')}, "
        "US label: no length is known"
    )
    values: dict[str, Value] = {
        "length": planned,
        "uk_shortest": uk_low,
        "uk_longest": uk_high,
        "swiss_german": swiss,
        "largest_fall": largest_fall(state, order),
    }
    short = planned < shortest
    yield find(
        "taper.shorter-than-reference" if short else "taper.length-beside-references",
        f"the taper takes {show(planned, 'days')}; published lengths: {references}",
        profile=state.patient.profile,
        values={**values, "shortest": shortest} if short else values,
        bound=f"at least {show(shortest, 'days')} in the published texts" if short else "",
    )


def length_in_days(steps: Sequence[TaperStep]) -> int:
    """Days with doses before the day on which the last step leaves none; 0 where there is no such end."""
    last = steps[-1]
    return 0 if taken(last.doses) else _first_empty(steps) - 1


def _first_empty(steps: Sequence[TaperStep]) -> int:
    """The first day of the run of days without doses that ends the taper."""
    day = steps[-1].day
    for step in reversed(steps):
        if taken(step.doses):
            break
        day = step.day
    return day


def largest_fall(state: State, order: OralTaperOrder) -> DoseRate:
    """The largest fall from one day to the next, the first held against what is taken now, where that is known."""
    before = taken_at(state, order.at)
    levels = [total(one.doses) for one in order.steps]
    if before is not None:
        levels.insert(0, total(before.doses))
    falls = [high - low for high, low in pairwise(levels)]
    return _rate(max([NONE, *falls]))


def _rate(level: Mass) -> DoseRate:
    return level / ONE_DAY


AREA = Area(rules={"oral taper": (no_end, rises, days_left_out, unknown_before, length)})
