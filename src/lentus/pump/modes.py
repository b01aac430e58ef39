"""The ways in which a pump runs by itself: stopped, minimum rate, continuous, by the hour, periodic, in day steps.

Every mode is stated in doses, as a programmer does, and becomes a flow through the programmed strength. A schedule
tiles the pump's fixed day of 24 h exactly; a gap or an overlap is refused when it is written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lentus.errors import IncompleteDay, PlanError
from lentus.pump.scaling import hours, lasting
from lentus.quantity import DoseRate, Duration, FlowRate, Mass

DAY_HOURS = 24
WEEK_DAYS = 7
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Stopped:
    """The pump moves nothing."""


@dataclass(frozen=True, slots=True)
class MinimumRate:
    """The pump runs at the lowest flow that it can; no dose was chosen."""

    flow: FlowRate

    def __post_init__(self) -> None:
        if self.flow.amount("mL/h") <= 0:
            raise PlanError(f"a minimum rate of {self.flow} is no flow: write a stopped pump as stopped")


@dataclass(frozen=True, slots=True)
class SimpleContinuous:
    """One dose rate, day and night."""

    dose: DoseRate

    def __post_init__(self) -> None:
        if self.dose.amount("mcg/h") <= 0:
            raise PlanError(f"a continuous dose of {self.dose} is none: write a stopped pump as stopped")


@dataclass(frozen=True, slots=True)
class Step:
    """A dose rate between two times of the pump's day."""

    start: Duration
    end: Duration
    dose: DoseRate

    def __post_init__(self) -> None:
        if not 0 <= hours(self.start) < hours(self.end) <= DAY_HOURS:
            raise IncompleteDay(
                f"a step from {clock_time(self.start)} to {clock_time(self.end)} is not part of a day of 24 h; "
                "cut a step that crosses midnight in two"
            )
        if self.dose.amount("mcg/h") < 0:
            raise PlanError(f"a step of {self.dose} would draw drug back")

    @classmethod
    def giving(cls, start: Duration, end: Duration, dose: Mass) -> Step:
        """The step that gives a whole dose between two times."""
        return cls(start, end, dose / (end - start))

    @property
    def given(self) -> Mass:
        """The dose that it gives in all."""
        return self.dose * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Day:
    """Steps that tile one day of 24 h: from 00:00 to 24:00, each beginning where the one before ends."""

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise IncompleteDay("a day without steps says nothing; write a stopped pump as stopped")
        if hours(self.steps[0].start) != 0:
            raise IncompleteDay(f"nothing is programmed from 00:00 to {clock_time(self.steps[0].start)}")
        for early, late in pairwise(self.steps):
            if early.end < late.start:
                raise IncompleteDay(f"nothing is programmed from {clock_time(early.end)} to {clock_time(late.start)}")
            if early.end > late.start:
                raise IncompleteDay(
                    f"two steps run from {clock_time(late.start)} to {clock_time(min(early.end, late.end))}"
                )
        if hours(self.steps[-1].end) != DAY_HOURS:
            raise IncompleteDay(f"nothing is programmed from {clock_time(self.steps[-1].end)} to 24:00")

    @property
    def dose(self) -> Mass:
        """The dose of the whole day."""
        return sum((step.given for step in self.steps), start=Mass.exact(0, "mcg"))


@dataclass(frozen=True, slots=True)
class Flex:
    """A day for each day of the week, Monday first, on the pump's clock."""

    week: tuple[Day, ...]

    def __post_init__(self) -> None:
        if len(self.week) != WEEK_DAYS:
            raise PlanError(f"a week has seven days, and {len(self.week)} are programmed")

    @classmethod
    def daily(cls, steps: Iterable[Step]) -> Flex:
        """The same steps every day."""
        return cls((Day(tuple(steps)),) * WEEK_DAYS)

    @property
    def most_steps(self) -> int:
        """The number of steps of the fullest day, to hold against the device's limit."""
        return max(len(day.steps) for day in self.week)


@dataclass(frozen=True, slots=True)
class PeriodicBolus:
    """Equal boluses at equal distances, `a_day` of them, one of them at `first`, over a rate between them.

    During a bolus its own rate runs instead of `between`, which may be nothing.
    """

    bolus: Mass
    over: Duration
    a_day: int
    first: Duration
    between: DoseRate

    def __post_init__(self) -> None:
        if self.a_day < 1 or self.bolus.amount("mcg") <= 0 or hours(self.over) <= 0:
            raise PlanError("a periodic bolus needs a dose, a duration and at least one time a day")
        if hours(self.over) > self.apart:
            raise PlanError(f"a bolus over {self.over} does not fit between {self.a_day} a day: the next one has begun")
        if not 0 <= hours(self.first) < DAY_HOURS:
            raise PlanError(f"the first bolus at {clock_time(self.first)} is not in the day")
        if self.between.amount("mcg/h") < 0:
            raise PlanError(f"a rate of {self.between} between boluses would draw drug back")

    @property
    def apart(self) -> Fraction:
        """Hours from the start of one bolus to the next."""
        return Fraction(DAY_HOURS, self.a_day)


@dataclass(frozen=True, slots=True)
class Stage:
    """A dose rate for a time, as part of a plan of day steps."""

    dose: DoseRate
    over: Duration

    def __post_init__(self) -> None:
        if self.dose.amount("mcg/h") <= 0 or hours(self.over) <= 0:
            raise PlanError(f"a stage of {self.dose} for {self.over} is none")


@dataclass(frozen=True, slots=True)
class StepDosing:
    """Continuous dosing in stages over days, counted from the start of the program, and then one dose for good."""

    stages: tuple[Stage, ...]
    then: DoseRate

    def __post_init__(self) -> None:
        if not self.stages:
            raise PlanError("step dosing without stages is continuous dosing: write it as that")
        if self.then.amount("mcg/h") <= 0:
            raise PlanError("step dosing ends in a dose: stopping is written as a program of its own")


Mode = Stopped | MinimumRate | SimpleContinuous | Flex | PeriodicBolus | StepDosing


def day_of(mode: PeriodicBolus) -> tuple[tuple[Fraction, Fraction, DoseRate, str], ...]:
    """A day of periodic boluses: (from hour, to hour, rate, what), in order and without gaps."""
    rate = mode.bolus / mode.over
    spans = []
    for number in range(mode.a_day):
        start = (hours(mode.first) + number * mode.apart) % DAY_HOURS
        end = start + hours(mode.over)
        spans.append((start, min(end, Fraction(DAY_HOURS))))
        if end > DAY_HOURS:
            spans.append((Fraction(0), end - DAY_HOURS))
    found = []
    at = Fraction(0)
    for start, end in sorted(spans):
        if start > at:
            found.append((at, start, mode.between, "between boluses"))
        found.append((start, end, rate, "periodic bolus"))
        at = end
    if at < DAY_HOURS:
        found.append((at, Fraction(DAY_HOURS), mode.between, "between boluses"))
    return tuple(found)


def dose_on(mode: Flex | SimpleContinuous | PeriodicBolus, weekday: int = 0) -> Mass:
    """The programmed dose of one day of the week, Monday being 0."""
    if isinstance(mode, Flex):
        return mode.week[weekday].dose
    if isinstance(mode, SimpleContinuous):
        return mode.dose * lasting(DAY_HOURS)
    rest = lasting(DAY_HOURS) - mode.over * mode.a_day
    return mode.bolus * mode.a_day + mode.between * rest


def clock_time(time: Duration) -> str:
    """A time of the pump's day as 06:30, with seconds only where there are any."""
    seconds = hours(time) * 3600
    whole = seconds.__floor__()
    text = f"{whole // 3600:02d}:{whole // 60 % 60:02d}"
    if seconds.denominator != 1:
        return f"about {text}:{whole % 60:02d}"
    return text if whole % 60 == 0 else f"{text}:{whole % 60:02d}"
