"""The label's way up and down by mouth as tables of doses: the rungs of an arm, and the withdrawal from each.

The same functions that advise one patient make them, so a rung is a dose that `advise` offers and a way down is the
one that it plans. Nothing here is a dose of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lentus import monograph
from lentus.cohort.trial import ByMouth
from lentus.errors import CohortError, PlanError
from lentus.protocol.kidney import CLEARANCE_TABLE, table
from lentus.protocol.oral_doses import Day, daily, next_day, total
from lentus.protocol.oral_label import of_one_day, oral_label
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.quantity import FlowRate, show

ANY_DAY = date(2026, 1, 5)
"""A withdrawal's doses do not depend on the day on which it begins."""


@dataclass(frozen=True, eq=False)
class Rungs:
    """Single doses in ng: `up` (rungs, times a day), and `down` (rungs, days, times a day) from each of them."""

    up: NDArray[np.int64]
    down: NDArray[np.int64]


def climb(rules: ByMouth) -> tuple[Day, ...]:
    """The days of the label's schedule, each one step above the one before, up to the arm's highest.

    Raises ValueError where the highest lies below the first day.
    """
    label = oral_label()
    highest = label.maximum if rules.highest is None else of_one_day(rules.highest)
    if highest < total(label.start):
        raise ValueError(f"by_mouth highest is below the label's first day, {show(daily(label.start), 'mg/day')}")
    days: list[Day] = [label.start]
    while True:
        least = highest if rules.step == "label" else min(highest, total(days[-1]) + label.step)
        following = next_day(days[-1], label, least)
        if following is None:
            return tuple(days)
        days.append(following)


def rungs(rules: ByMouth) -> Rungs:
    """The tables of an arm. Raises CohortError where a rung has no way down on whole tablets."""
    days, times = climb(rules), oral_label().most_times
    up = np.zeros((len(days), times), np.int64)
    down = np.zeros((len(days), taper_days(rules), times), np.int64)
    for place, day in enumerate(days):
        up[place, : len(day)] = _nanograms(day)
        try:
            plan = plan_taper(ANY_DAY, day, taper_days(rules))
        except PlanError as error:
            raise CohortError(f"by_mouth: no withdrawal from rung {place + 1}: {error}") from error
        for line in plan.table[: taper_days(rules)]:
            down[place, line.day - 1, : len(line.doses)] = _nanograms(line.doses)
    return Rungs(up, down)


def step_days(rules: ByMouth) -> int:
    """How long a rung is kept at least."""
    return rules.step_days or oral_label().days


def trial_days(rules: ByMouth) -> int:
    """How long the highest rung is tried without the goal, before it is given up."""
    return rules.trial_days or int(monograph.duration("oral.trial-length-uk").amount("day"))


def taper_days(rules: ByMouth) -> int:
    """How many days with doses a withdrawal takes."""
    return rules.taper_days or int(monograph.duration_range("taper.length-uk")[1].amount("day"))


def kidneys_least_ml_per_min() -> float:
    """The creatinine clearance below which the sources conflict about baclofen by mouth: no arm begins it there."""
    lowest = [band.high for band in table(CLEARANCE_TABLE).bands if band.low is None]
    least = lowest[0]
    assert isinstance(least, FlowRate)
    return float(least.amount("mL/min"))


def _nanograms(day: Day) -> list[int]:
    return [int(dose.amount("ng")) for dose in day]
