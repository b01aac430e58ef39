"""Baclofen that was running and was stopped at once: for days the patient is one in whom withdrawal may begin.

Nothing is read from the reason of the stop. A stop at the end of a holiday, or after a way down, is no abrupt one;
whether a way down was slow enough is judged where it is ordered. How long the finding stands is this project's choice:
the published time until a withdrawal begins and the published length of a severe one, together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from lentus import monograph
from lentus.course import Interval, OralUse, PumpUse, State, Timeline, days_later, standing_events
from lentus.course.events import TherapyStopped
from lentus.course.orders import OralTaperOrder
from lentus.protocol.bounds import at_most
from lentus.protocol.finding import Finding, find
from lentus.protocol.oral_doses import taken
from lentus.protocol.spans import after, elapsed
from lentus.quantity import DoseRate, show
from lentus.quantity.dates import show_moment

T = TypeVar("T")
ROUTES = {"oral": "by mouth", "intrathecal": "into the spinal canal"}


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop at once by one route, from a daily dose where that is known."""

    route: str
    at: datetime
    dose: DoseRate | None

    @property
    def words(self) -> str:
        """The stop in words, with its moment."""
        unit = "mg/day" if self.route == "oral" else "mcg/day"
        dose = "" if self.dose is None else f" from {show(self.dose, unit)}"
        return f"baclofen {ROUTES[self.route]} was stopped at once{dose} on {show_moment(self.at)}"


def abrupt_stops(state: State) -> tuple[Stop, ...]:
    """Each route that was stopped at once and has not been taken up again, the pump first."""
    return (*_of_pump(state), *_by_mouth(state))


def stopped(state: State) -> Iterable[Finding]:
    """The warning of withdrawal, for as long as one may begin or run after such a stop."""
    profile = state.patient.profile
    onset = monograph.duration("emergencies.withdrawal-onset", profile)
    shortest, longest = monograph.duration_range("emergencies.withdrawal-course", profile)
    open_still = [one for one in abrupt_stops(state) if at_most(elapsed(one.at, state.now), onset + longest)]
    if not open_still:
        return
    last = max(open_still, key=lambda one: one.at)
    told = "; ".join(one.words for one in open_still)
    yield find(
        "emergencies.stopped-at-once",
        f"{told[:1].upper()}{told[1:]}. Withdrawal begins within a few hours to {show(onset, 'h')}, "
        f"and a severe one runs over {show(shortest, 'h')} to {show(longest, 'h')}. Early signs: returning spasticity, "
        "itching, tingling; then high fever, rigidity, an altered mind.",
        profile=profile,
        values={
            "routes": ", ".join(one.route for one in open_still),
            "stopped": last.at,
            "begins_within": onset,
            "severe_until": longest,
            "watch_until": after(last.at, onset + longest),
        },
    )


def _of_pump(state: State) -> Iterator[Stop]:
    line = tuple(one for one in state.pump if one.start <= state.now)
    last = _last_running(line, lambda use: use.mode != "stopped")
    removed = state.system.explanted if state.system is not None else None
    if last is None or last.end is None or last.end > state.now:
        return
    if removed is None and line[-1] is last:
        # The record ends with the program and says nothing about what came after it.
        return
    if not _called_slow(state, last.end, "intrathecal") and not _in_holiday(state, last.end, last.value):
        yield Stop("intrathecal", last.end, last.value.daily_dose)


def _in_holiday(state: State, moment: datetime, before: PumpUse) -> bool:
    """Whether the stop ends a holiday's reduction: the dose had come down in it."""
    holiday = state.holiday
    if holiday is None or holiday.started > moment or (holiday.ended is not None and holiday.ended < moment):
        return False
    return holiday.dose_before is not None and before.daily_dose is not None and before.daily_dose < holiday.dose_before


def _by_mouth(state: State) -> Iterator[Stop]:
    line = tuple(one for one in state.oral if one.start <= state.now)
    last = _last_running(line, lambda use: bool(taken(use.doses)))
    if last is None or last.end is None or last.end > state.now or line[-1] is last:
        return
    slow = _called_slow(state, last.end, "oral") or _came_down(state, line, last) or _ends_taper(state, last.end)
    if not slow:
        yield Stop("oral", last.end, last.value.daily)


def _last_running(line: Timeline[T], runs: Callable[[T], bool]) -> Interval[T] | None:
    running = [one for one in line if runs(one.value)]
    return running[-1] if running else None


def _came_down(state: State, line: Timeline[OralUse], last: Interval[OralUse]) -> bool:
    """Whether the last dose was itself a step down, taken for no longer than the longest published taper."""
    earlier = [one for one in line if one.start < last.start]
    if not earlier or last.end is None or not last.value.daily < earlier[-1].value.daily:
        return False
    longest = monograph.duration("taper.length-swiss-german", state.patient.profile)
    return bool(at_most(elapsed(last.start, last.end), longest))


def _ends_taper(state: State, moment: datetime) -> bool:
    """Whether an accepted taper brought the dose to nothing at `moment`; its own rules have judged it."""
    tapers = (one for one in state.orders if isinstance(one, OralTaperOrder))
    return any(
        moment == days_later(one.at, one.zone, step.day - 1)
        for one in tapers
        for step in one.steps
        if step.day > 1 and not taken(step.doses)
    )


def _called_slow(state: State, moment: datetime, route: str) -> bool:
    """Whether whoever recorded the stop said that it was not abrupt."""
    return any(
        isinstance(one, TherapyStopped) and one.route == route and one.at == moment and not one.abrupt
        for one in standing_events(state)
    )
