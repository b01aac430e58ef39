"""Tapers and drug holidays in progress: the step that runs, and the next one with its day.

A taper holds one line for each of its steps, and only the one that runs is open at any time: so the list moves on by
itself. A holiday's steps are programmed by a person, so each stays until a program was recorded for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from lentus import monograph
from lentus.course import State, days_later
from lentus.course.orders import HolidayOrder, HolidayStep, OralTaperOrder
from lentus.protocol.oral_doses import daily, taken
from lentus.protocol.zone import zone_of
from lentus.quantity import DoseRate, Mass, show
from lentus.quantity.dates import day
from lentus.record.readmodels.worklist.item import WorkItem, item

TAPER = "oral.abrupt-stop-harm"
HOLIDAY = "holiday.drug-free-time"
NO_DOSE = DoseRate.exact(0, "mcg/day")


def tapers(state: State) -> Iterator[WorkItem]:
    """Each stretch of the last taper by mouth, as far as nothing else has been ordered since."""
    orders = [one for one in state.orders if isinstance(one, OralTaperOrder)]
    if not orders:
        return
    order = orders[-1]
    stands = {one.start: one.value.doses for one in state.oral}
    steps = [(days_later(order.at, order.zone, step.day - 1), step.day, step.doses) for step in order.steps]
    kept = [one for one in steps if stands.get(one[0]) == one[2]]
    last = kept[-1] if kept else None
    fact = monograph.fact(TAPER)
    for now, following in pairwise(kept):
        ends = "" if last is None or taken(last[2]) else f"; nothing from {day(last[0])} on"
        then = f"{_a_day(following[2])} from {day(following[0])}"
        says = f"Taper by mouth since {day(order.at)}: {_a_day(now[2])} now, {then}{ends}."
        yield item("taper", following[0], says, opens=now[0], until=following[0], rule=TAPER, sources=fact.sources)


def _a_day(doses: Sequence[Mass]) -> str:
    return f"{show(daily(tuple(doses)), 'mg/day')}" if taken(tuple(doses)) else "none"


def holidays(state: State) -> Iterator[WorkItem]:
    """A holiday that runs: its next step that was not programmed, or its end."""
    holiday = state.holiday
    if holiday is None or holiday.ended is not None or (state.system is not None and state.system.explanted):
        return
    fact = monograph.fact(HOLIDAY)
    begun = f"Drug holiday since {day(holiday.started)}"
    plans = [
        one for one in state.orders if isinstance(one, HolidayOrder) and one.at <= holiday.started + timedelta(days=1)
    ]
    if not plans:
        says = f"{begun}: no plan is recorded, so its next step is not known."
        yield item("holiday", holiday.started, says, rule=HOLIDAY, sources=fact.sources)
        return
    plan = plans[-1]
    waiting = _not_programmed(state, plan)
    if waiting is not None:
        when, step = waiting
        dose = "stop the pump" if step.daily_dose == NO_DOSE else f"program {show(step.daily_dose, 'mcg/day')}"
        says = f"{begun}: day {step.day} of the plan, {dose} on {day(when)}."
        yield item("holiday", when, says, opens=holiday.started, rule=HOLIDAY, sources=fact.sources)
        return
    yield _drug_free(state, plan, begun)


def _not_programmed(state: State, plan: HolidayOrder) -> tuple[datetime, HolidayStep] | None:
    """The first step after the last one that a program carried out."""
    programmed = [one for one in state.pump if one.start >= plan.at - timedelta(days=1)]
    done = 0
    for one in programmed:
        dose = NO_DOSE if one.value.mode == "stopped" else one.value.daily_dose
        for number, step in enumerate(plan.steps, start=1):
            if dose is not None and step.daily_dose == dose:
                done = max(done, number)
    if done == len(plan.steps):
        return None
    step = plan.steps[done]
    return days_later(plan.at, plan.zone, step.day - 1), step


def _drug_free(state: State, plan: HolidayOrder, begun: str) -> WorkItem:
    fact = monograph.fact(HOLIDAY)
    since = state.pump[-1].start if state.pump else plan.at
    if plan.drug_free_days is None:
        says = f"{begun}: the reduction is done on {day(since)}; the time without drug is not entered."
        return item("holiday", since, says, rule=HOLIDAY, sources=fact.sources)
    ends = days_later(since, zone_of(state), plan.drug_free_days)
    says = f"{begun}: the planned time without drug ends on {day(ends)}; end the holiday or go on, as judged then."
    return item("holiday", ends, says, opens=since, rule=HOLIDAY, sources=fact.sources)
