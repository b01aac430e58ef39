"""A slow withdrawal by mouth, day by day, over a length that the prescriber enters.

No source gives the shape. This one is linear: the total falls along a straight line to nothing, on a grid that the
products can make, and where a day's share lies between two points of the grid it is rounded toward the present dose.
The plan says that its shape is a choice, and each day may be changed before it is ordered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from lentus.course import Interval, OralUse, Patient, State
from lentus.course.orders import OralTaperOrder, TaperStep
from lentus.course.words import StopReason
from lentus.errors import CannotAssess, PlanError
from lentus.protocol.advice import Told
from lentus.protocol.checking import check
from lentus.protocol.dispensing import named, stock
from lentus.protocol.finding import Finding, find, gravest_first
from lentus.protocol.oral_doses import NONE, Day, daily, taken, total
from lentus.protocol.oral_label import oral_label
from lentus.protocol.oral_taken import WHAT_IS_TAKEN, day_begins, taken_at
from lentus.protocol.plan_day import PlanDay
from lentus.protocol.resting import told
from lentus.protocol.zone import NO_ZONE, zone_of
from lentus.quantity import Mass, show

LONGEST = 365
"""Days of a taper that an order can hold."""


@dataclass(frozen=True, slots=True)
class TaperPlan:
    """A taper of `length` days with doses, and then none. Its shape is a choice without a source."""

    start: date
    length: int
    grid: Mass
    table: tuple[PlanDay, ...]
    steps: tuple[TaperStep, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Told, ...]
    choice: str = "linear, on whole tablets or the grid entered: a choice, no source gives the shape of a taper"

    @property
    def ends(self) -> date:
        """The first day without a dose."""
        return self.start + timedelta(days=self.length)


def plan_taper(
    start: date | datetime,
    doses: Day,
    length: int,
    from_state: State | None = None,
    *,
    grid: Mass | None = None,
    product: str | None = None,
    reason: StopReason = "other",
) -> TaperPlan:
    """A linear withdrawal from a day's `doses` over `length` days with doses; day `length` + 1 has none.

    `grid` is the smallest difference between two doses; without it, one tablet of `product`, or the smallest tablet
    that can be ordered. With `from_state` the plan is checked against the patient, else
    against somebody who is found with these doses.
    Raises PlanError where the length or the doses do not fit the grid, CannotAssess where `doses` is empty and unknown.
    """
    begin = start.date() if isinstance(start, datetime) else start
    now = taken(doses) or _taken_now(from_state, begin)
    if not 1 <= length <= LONGEST:
        raise PlanError(f"a taper of {length} days cannot be written: enter 1 to {LONGEST} days")
    step = grid if grid is not None else _grid(product)
    _refuse_off_grid(now, step)
    days = [_on_day(now, day, length, step) for day in range(1, length + 2)]
    table = tuple(PlanDay(day, begin + timedelta(days=day - 1), doses) for day, doses in enumerate(days, start=1))
    steps = _merged(table)
    return TaperPlan(begin, length, step, table, steps, _findings(from_state, begin, now, steps, reason), _notes())


def _taken_now(state: State | None, begin: date) -> Day:
    if state is None:
        raise PlanError("a taper begins from the doses that are taken: give them")
    found = taken_at(state, day_begins(begin, zone_of(state)))
    if found is None:
        raise CannotAssess("the taper", (WHAT_IS_TAKEN,))
    if not found.doses:
        raise PlanError("nothing is taken by mouth, so there is nothing to withdraw")
    return found.doses


def _grid(product: str | None) -> Mass:
    """One tablet of the product, or the smallest tablet that can be ordered."""
    if product is not None:
        found = named(product)
        if found.unit_strength is None:
            raise PlanError(f"{found.name} is a liquid: enter the grid of doses that can be measured")
        return found.unit_strength
    return min(one.unit_strength for one in stock() if one.unit_strength is not None)


def _refuse_off_grid(doses: Day, step: Mass) -> None:
    if step <= NONE:
        raise PlanError("the grid of a taper is an amount above zero")
    odd = [dose for dose in doses if (dose / step).denominator != 1]
    if odd:
        raise PlanError(
            f"{show(odd[0], 'mg')} is not a multiple of {show(step, 'mg')}: choose a grid on which each dose lies"
        )


def _on_day(doses: Day, day: int, length: int, step: Mass) -> Day:
    """The doses of a day: the line's total, taken away from the largest doses first, so that none of them rises."""
    share = Fraction(length + 1 - day, length + 1)
    left = (total(doses) * share).rounded_up(step)
    now = list(doses)
    while total(now) > left:
        largest = max(range(len(now)), key=lambda place: (now[place], place))
        now[largest] = now[largest] - step
    return taken(now)


def _merged(table: tuple[PlanDay, ...]) -> tuple[TaperStep, ...]:
    """The days at which something changes."""
    steps = [table[0], *(day for last, day in pairwise(table) if day.doses != last.doses)]
    return tuple(TaperStep(day=one.day, doses=one.doses) for one in steps)


def _findings(
    state: State | None, begin: date, now: Day, steps: tuple[TaperStep, ...], reason: StopReason
) -> tuple[Finding, ...]:
    """What the rules find; without a patient, about somebody who is found with these doses."""
    known = state if state is not None else _found_with(now, begin)
    zone = zone_of(known)
    beginning = day_begins(begin, zone)
    at = beginning if known.at is None else max(beginning, known.now)
    found = check(known, OralTaperOrder(at=at, zone=zone, steps=steps, reason=reason))
    return found if state is not None else gravest_first((*_above_maximum(now), *found))


def _found_with(now: Day, begin: date) -> State:
    moment = day_begins(begin, NO_ZONE)
    use = Interval(moment, None, OralUse(now, as_found=True))
    return State(Patient(id="not named"), at=moment, as_found=moment, oral=(use,))


def _above_maximum(now: Day) -> Iterator[Finding]:
    """The doses that a plan without a patient starts from, where nobody may take so much."""
    limit = oral_label("us").maximum_rate
    if daily(now) > limit:
        yield find(
            "oral.daily-maximum",
            f"the taper starts from {show(daily(now), 'mg/day')} by mouth, which is above the daily maximum",
            profile="us",
            values={"ordered": daily(now), "limit": limit},
            bound=f"at most {show(limit, 'mg/day')}",
            resolve="Check the doses and how often they are taken; where so much is taken, plan with the course.",
        )


def _notes() -> tuple[Told, ...]:
    return tuple(
        told(name) for name in ("taper.length", "taper.length-uk", "taper.length-swiss-german", "taper.daily-steps")
    )
