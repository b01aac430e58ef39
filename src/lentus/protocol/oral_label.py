"""The label's schedule by mouth, read from the monograph in one piece.

The schedule's limits are daily totals, its steps are single doses. Both stand here as masses of one day, so that no
rule has to change between the two.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from lentus import monograph
from lentus.course.state import ONE_DAY
from lentus.course.words import Profile
from lentus.quantity import DoseRate, Mass

SCHEDULE = ("oral.start-dose", "oral.start-times-a-day", "oral.step", "oral.step-interval")
"""The facts of the way up to the ceiling."""

LAST_STEP = ("oral.three-times-ceiling", "oral.maximum-single", "oral.maximum-times-a-day", "oral.maximum-daily")
"""The facts of the way past it."""


@dataclass(frozen=True, slots=True)
class OralLabel:
    """The numbers of the schedule; `ceiling` and `maximum` are masses of one day."""

    start_dose: Mass
    start_times: int
    step: Mass
    days: int
    ceiling: Mass
    maximum: Mass
    largest: Mass
    most_times: int

    @property
    def start(self) -> tuple[Mass, ...]:
        """The doses of the first day."""
        return (self.start_dose,) * self.start_times

    @property
    def step_a_day(self) -> Mass:
        """The most that a step below the ceiling adds to a day."""
        return self.step * self.start_times

    @property
    def ceiling_rate(self) -> DoseRate:
        """The ceiling of the label's three doses, as a rate."""
        return self.ceiling / ONE_DAY

    @property
    def maximum_rate(self) -> DoseRate:
        """The daily maximum, as a rate."""
        return self.maximum / ONE_DAY


@cache
def oral_label(profile: Profile = "us") -> OralLabel:
    """The schedule of a jurisdiction."""
    return OralLabel(
        start_dose=monograph.mass("oral.start-dose", profile),
        start_times=monograph.count("oral.start-times-a-day", profile),
        step=monograph.mass("oral.step", profile),
        days=math.ceil(monograph.duration("oral.step-interval", profile).amount("day")),
        ceiling=of_one_day(monograph.dose_rate("oral.three-times-ceiling", profile)),
        maximum=of_one_day(monograph.dose_rate("oral.maximum-daily", profile)),
        largest=monograph.mass("oral.maximum-single", profile),
        most_times=monograph.count("oral.maximum-times-a-day", profile),
    )


def of_one_day(rate: DoseRate) -> Mass:
    """What a dose rate gives in a day."""
    return rate * ONE_DAY
