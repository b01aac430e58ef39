"""The way to a target by mouth: the label's schedule day by day, with the date of each step.

The plan is the fastest way that the schedule allows; nobody has to take it. A target that is no multiple of a step is
reached by a smaller last step. The plan proposes no dose beyond the target, and a target beyond the maximum is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lentus import monograph
from lentus.course import State
from lentus.course.orders import OralOrder
from lentus.course.words import Profile
from lentus.errors import CannotAssess, PlanError
from lentus.protocol.advice import Told
from lentus.protocol.checking import check
from lentus.protocol.dispensing import Way, named, ways_to_make
from lentus.protocol.finding import Finding, find
from lentus.protocol.oral_doses import NONE, Day, daily, next_day, taken, total
from lentus.protocol.oral_label import LAST_STEP, SCHEDULE, OralLabel, of_one_day, oral_label
from lentus.protocol.oral_taken import WHAT_IS_TAKEN, Taken, day_begins, local_day, taken_at
from lentus.protocol.plan_day import PlanDay
from lentus.protocol.resting import resting_on, told
from lentus.protocol.zone import zone_of
from lentus.quantity import DoseRate, Mass, show
from lentus.quantity.dates import day as shown_day


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Doses from `first` on, which is the earliest date; `last` is None for the target, which has no end."""

    number: int
    first: date
    last: date | None
    doses: Day

    @property
    def daily(self) -> DoseRate:
        """The day's total."""
        return daily(self.doses)


@dataclass(frozen=True, slots=True)
class OralPlan:
    """A way to a target. `findings` are about its first step for this patient and about the date asked for."""

    start: date
    target: DoseRate
    reached: date
    steps: tuple[PlanStep, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Told, ...]
    sources: tuple[str, ...]
    verified: bool

    def days(self) -> Iterator[PlanDay]:
        """Every day from the first to the one on which the target is reached."""
        for step in self.steps:
            last = step.last or self.reached
            for offset in range((last - step.first).days + 1):
                day = step.first + timedelta(days=offset)
                yield PlanDay((day - self.start).days + 1, day, step.doses)

    def ways(self, product: str | None = None, *, halves: bool = False) -> dict[Mass, tuple[Way, ...]]:
        """How each single dose of the plan is made, from one product or from any; PlanError for an unfit product."""
        singles = dict.fromkeys(dose for step in self.steps for dose in step.doses)
        made = {dose: ways_to_make(dose, halves=halves) for dose in singles}
        if product is None:
            return made
        key = named(product).key
        return {
            dose: tuple(way for way in ways if all(key in keys for keys in way.products)) for dose, ways in made.items()
        }


def plan_oral(
    start: date | datetime,
    target: DoseRate,
    profile: Profile = "us",
    from_state: State | None = None,
    *,
    by: date | None = None,
) -> OralPlan:
    """The label's schedule from `start` to a daily `target`, new or from what is taken in `from_state`.

    `by` is a date that somebody hopes for; where it is too early the plan says so and stays as it is.
    Raises PlanError for a target above the maximum or not above what is taken, CannotAssess where that is unknown.
    """
    begin = start.date() if isinstance(start, datetime) else start
    profile = from_state.patient.profile if from_state else profile
    label, goal = oral_label(profile), of_one_day(target)
    _refuse(goal, label)
    before = _before(from_state, begin)
    levels = _levels(before, goal, label)
    first = _first_day(before, begin, label, from_state)
    steps = _dated(levels, first, label, began=None if before is None else begin)
    reached = steps[-1].first
    sources, verified = resting_on(*SCHEDULE, *LAST_STEP)
    findings = (*_of_first_order(from_state, before, steps), *_of_date(by, reached, target, profile))
    return OralPlan(steps[0].first, target, reached, steps, findings, _notes(profile), sources, verified)


def _refuse(goal: Mass, label: OralLabel) -> None:
    if goal > label.maximum:
        raise PlanError(
            f"a target of {show(daily((goal,)), 'mg/day')} is above the daily maximum by mouth: "
            f"choose at most {show(label.maximum_rate, 'mg/day')}"
        )
    if goal <= NONE:
        raise PlanError("a target of nothing is no titration: plan a taper")


def _before(state: State | None, begin: date) -> Taken | None:
    """What is taken when the plan begins; None for a new start."""
    if state is None:
        return None
    if state.at is not None and begin < local_day(state.now, zone_of(state)):
        raise PlanError(f"a plan from {shown_day(begin)} would begin before the present: choose today or later")
    taken_now = taken_at(state, _moment(state, begin))
    if taken_now is None:
        raise CannotAssess("the way to the target", (WHAT_IS_TAKEN,))
    return taken_now if taken_now.doses else None


def _moment(state: State, begin: date) -> datetime:
    """The first moment of the plan: the beginning of its day, or now where the day has begun."""
    beginning = day_begins(begin, zone_of(state))
    return beginning if state.at is None else max(beginning, state.now)


def _levels(before: Taken | None, goal: Mass, label: OralLabel) -> list[Day]:
    """The doses of each step, the present ones first where there are any."""
    if before is not None and total(before.doses) >= goal:
        raise PlanError(
            f"{show(before.daily, 'mg/day')} is taken already, which is not below the target: "
            "a lower dose is a reduction or a taper, not a way up"
        )
    levels = [_opening(goal, label) if before is None else before.doses]
    while total(levels[-1]) < goal:
        following = next_day(levels[-1], label, goal)
        if following is None:
            raise PlanError("the schedule has no further step from these doses: the target cannot be reached by it")
        levels.append(following)
    return levels


def _opening(goal: Mass, label: OralLabel) -> Day:
    """The label's first day, or less of it where the target itself is less."""
    doses: list[Mass] = []
    for dose in label.start:
        doses.append(min(dose, goal - total(doses)))
    return taken(doses)


def _first_day(before: Taken | None, begin: date, label: OralLabel, state: State | None) -> date:
    """The earliest date of the first step that the plan adds."""
    if before is None or before.since is None or state is None:
        return begin
    return max(begin, local_day(before.since, zone_of(state)) + timedelta(days=label.days))


def _dated(levels: list[Day], first: date, label: OralLabel, began: date | None) -> tuple[PlanStep, ...]:
    """Each step with its dates. `began` is the plan's first day where present doses go on until `first`."""
    starts = [first + timedelta(days=label.days * number) for number in range(len(levels))]
    if began is not None:
        starts = [began, *starts[:-1]]
        if began == first:
            # The days at the present doses are complete: the first new step is the first line of the plan.
            levels, starts = levels[1:], starts[1:]
    lasts = [following - timedelta(days=1) for following in starts[1:]]
    rows = zip(starts, [*lasts, None], levels, strict=True)
    return tuple(PlanStep(number, day, last, doses) for number, (day, last, doses) in enumerate(rows, start=1))


def _of_first_order(state: State | None, before: Taken | None, steps: tuple[PlanStep, ...]) -> tuple[Finding, ...]:
    """What the rules find about the first new step for this patient."""
    if state is None:
        return ()
    new = next(step for step in steps if before is None or step.doses != before.doses)
    order = OralOrder(
        at=_moment(state, new.first),
        zone=zone_of(state),
        doses=new.doses,
        reason="start" if before is None else "titration",
        product=before.product if before else None,
    )
    return check(state, order)


def _of_date(by: date | None, reached: date, target: DoseRate, profile: Profile) -> tuple[Finding, ...]:
    if by is None or reached <= by:
        return ()
    return (
        find(
            "oral.target-date-too-early",
            f"{show(target, 'mg/day')} is reached on {shown_day(reached)} at the earliest, not by {shown_day(by)}",
            profile=profile,
            values={"target": target, "reached": reached, "by": by},
            bound=f"not before {shown_day(reached)}",
        ),
    )


def _notes(profile: Profile) -> tuple[Told, ...]:
    low, high = monograph.dose_rate_range("oral.usual-daily", profile)
    usual = f"Most people do best at {show(low, 'mg/day')} to {show(high, 'mg/day')} by mouth."
    last = told("oral.last-step")
    return told("oral.lowest-effective"), told("oral.usual-daily", usual), last
