"""A drug holiday written out day by day.

Two shapes are offered, equal amounts and equal percentages; neither has a source, and the plan says so. Doses are
exact, as far as an order can write them, or multiples of a step that the caller gives: no grid is invented. They are
rounded toward the dose before, so that no day falls faster than its shape. The plan is an order to be checked,
never something that has been started.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from lentus import monograph
from lentus.course import State
from lentus.course.moment import days_later
from lentus.course.orders import HolidayOrder, HolidayStep
from lentus.course.words import Setting
from lentus.errors import PlanError
from lentus.protocol.bounds import WHOLE
from lentus.protocol.dosing import FINEST, NO_DOSE
from lentus.protocol.exposure import running_daily
from lentus.protocol.holiday_steps import lowest_dose
from lentus.protocol.zone import NO_ZONE, zone_of
from lentus.quantity import Concentration, DoseRate, FlowRate, show

Shape = Literal["linear", "percentage"]
SHAPES: tuple[Shape, ...] = ("linear", "percentage")
LONGEST = 366
"""Days; the longest withdrawal that an order can hold."""


@dataclass(frozen=True, slots=True)
class HolidayDay:
    """One line: the dose from that day on, the fall from the day before, and what is left of the dose at the start."""

    day: int
    begins: datetime
    daily_dose: DoseRate
    fall: DoseRate
    percent_left: Fraction
    flow: FlowRate | None


@dataclass(frozen=True, slots=True)
class HolidayPlan:
    """A withdrawal day by day, the last line with none; `order` is what would be checked, `notes` what to know."""

    shape: Shape
    current: DoseRate
    step: DoseRate | None
    lines: tuple[HolidayDay, ...]
    order: HolidayOrder
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    verified: bool


_NO_DRUG = Concentration.exact(0, "mcg/mL")


def plan_holiday(
    state_or_dose: State | DoseRate,
    start: datetime,
    days: int,
    shape: Shape = "linear",
    *,
    alternative: str = "",
    setting: Setting = "inpatient",
    concentration: Concentration | None = None,
    minimum_flow: FlowRate | None = None,
    drug_free_days: int | None = None,
    step: DoseRate | None = None,
    zone: str | None = None,
) -> HolidayPlan:
    """Write a withdrawal over `days` days out, from the dose that runs, beginning at `start`; none is given after it.

    With `concentration` and `minimum_flow` no line goes below what the pump can deliver. `step` is the grid of doses;
    without it nothing is rounded beyond what an order can write, and the notes say so. Nothing is judged
    here: put `order` through `check`.

    Raises PlanError where the dose is not known or too small for so many days, or the days cannot be planned.
    """
    current = _current(state_or_dose)
    grid = step if step is not None else FINEST
    _refuse(current, grid, days, shape)
    if drug_free_days is not None and not 0 <= drug_free_days <= LONGEST:
        raise PlanError(f"{drug_free_days} days without drug cannot be planned: give from 0 to {LONGEST} days")
    if concentration is not None and concentration <= _NO_DRUG:
        raise PlanError(f"{concentration} is no strength of a drug: write the strength, or leave out what is not known")
    lowest = lowest_dose(minimum_flow, concentration)
    floor = _on_grid(lowest, grid) if lowest is not None else None
    _refuse_floor(current, floor)
    clock = zone or (zone_of(state_or_dose) if isinstance(state_or_dose, State) else NO_ZONE)
    doses = (
        _linear(current, floor, grid, days)
        if shape == "linear"
        else _percentage(current, _end(current, floor, step, days), grid, days)
    )
    if not doses[0] < current:
        raise PlanError(
            f"{show(current)} over {days} days falls by less than one step of {show(grid)} on the first day: give a "
            "finer step or fewer days"
        )
    lines = _lines(current, (*doses, NO_DOSE), start, clock, concentration)
    order = HolidayOrder(
        at=start,
        zone=clock,
        setting=setting,
        steps=tuple(HolidayStep(day=one.day, daily_dose=one.daily_dose) for one in lines),
        withdrawal_days=days,
        drug_free_days=drug_free_days,
        alternative=alternative,
        alternative_from_day=1 if alternative.strip() else None,
        minimum_flow=minimum_flow,
        concentration=concentration,
    )
    rule = monograph.rule("holiday.shape-is-a-choice")
    notes = tuple(_notes(shape, step, floor))
    return HolidayPlan(shape, current, step, lines, order, notes, rule.sources, verified=False)


def _current(state_or_dose: State | DoseRate) -> DoseRate:
    if isinstance(state_or_dose, DoseRate):
        return state_or_dose
    dose = running_daily(state_or_dose, "intrathecal") if state_or_dose.infusing else None
    if dose is None:
        raise PlanError("a holiday is planned from the daily dose that the pump gives, and none is recorded: enter it")
    return dose


def _refuse(current: DoseRate, grid: DoseRate, days: int, shape: str) -> None:
    if shape not in SHAPES:
        raise PlanError(f"shape {shape!r} is none of {', '.join(SHAPES)}: choose one")
    if not 1 <= days < LONGEST:
        raise PlanError(f"{days} days cannot be planned: give from 1 to {LONGEST - 1} days")
    if not grid > NO_DOSE:
        raise PlanError("the step of doses must be above zero")
    if not current > NO_DOSE:
        raise PlanError(f"nothing can be reduced from {show(current)}")


def _refuse_floor(current: DoseRate, floor: DoseRate | None) -> None:
    if floor is not None and not floor < current:
        raise PlanError(
            f"the pump's lowest flow already gives {show(floor)}, and {show(current)} runs: with this concentration "
            "there is nothing between; change to a weaker solution first"
        )


def _on_grid(dose: DoseRate, grid: DoseRate) -> DoseRate:
    """The first multiple of the grid that is not below `dose`."""
    return grid * _ceiling(dose / grid)


def _ceiling(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)


def _linear(current: DoseRate, floor: DoseRate | None, grid: DoseRate, days: int) -> tuple[DoseRate, ...]:
    """Equal amounts: to the pump's lowest dose on the last day, or to none on the day after it."""
    end, parts = (floor, days) if floor is not None else (NO_DOSE, days + 1)
    return tuple(_on_grid(current - (current - end) * Fraction(day, parts), grid) for day in range(1, days + 1))


def _end(current: DoseRate, floor: DoseRate | None, step: DoseRate | None, days: int) -> DoseRate:
    """Where equal percentages end on the last day, since they never reach none.

    The pump's lowest dose, a single step of the grid that was given, or what equal amounts would leave.
    """
    end = floor if floor is not None else step
    return current / (days + 1) if end is None else end


def _percentage(current: DoseRate, end: DoseRate, grid: DoseRate, days: int) -> tuple[DoseRate, ...]:
    """Equal percentages, to `end` on the last day.

    The daily share is a root and mostly no fraction; so each line is found as the least multiple of the grid that is
    not below the curve, by comparing whole powers, which is exact.
    """
    if not end < current:
        end = grid
    return tuple(grid * _least(current / grid, end / grid, day, days) for day in range(1, days + 1))


def _least(high: Fraction, low: Fraction, day: int, days: int) -> int:
    """The least whole number k with k**days >= high**(days - day) * low**day."""
    curve = high ** (days - day) * low**day
    below, reached = 0, _ceiling(high)
    while reached - below > 1:
        middle = (below + reached) // 2
        if middle**days >= curve:
            reached = middle
        else:
            below = middle
    return reached


def _lines(
    current: DoseRate, doses: tuple[DoseRate, ...], start: datetime, zone: str, concentration: Concentration | None
) -> tuple[HolidayDay, ...]:
    before = (current, *doses[:-1])
    return tuple(
        HolidayDay(
            day=number,
            begins=days_later(start, zone, number - 1),
            daily_dose=dose,
            fall=old - dose,
            percent_left=dose / current * WHOLE,
            flow=None if concentration is None else dose / concentration,
        )
        for number, (old, dose) in enumerate(zip(before, doses, strict=True), start=1)
    )


def _notes(shape: Shape, step: DoseRate | None, floor: DoseRate | None) -> list[str]:
    name = "equal amounts" if shape == "linear" else "equal percentages"
    notes = [f"The shape, {name} each day, is the prescriber's choice; no source gives daily steps."]
    if step is not None:
        notes.append(f"Doses are multiples of {show(step)}, rounded toward the dose before.")
    else:
        notes.append("The pump's own step of doses is not known: nothing was rounded to one.")
    if shape == "percentage" and step is None and floor is None:
        notes.append("Equal percentages never reach none: the last line before it is what equal amounts would leave.")
    if floor is None:
        notes.append("The pump's lowest flow was not given: whether it can deliver the low doses is not known.")
    else:
        notes.append(f"No line before the end is below {show(floor)}, the least that the pump delivers.")
    notes.append("A pump that stands still for long may not start again: plan how it is kept turning.")
    notes.append("After the holiday the dose from before is no longer safe: restart as for a new patient.")
    return notes
