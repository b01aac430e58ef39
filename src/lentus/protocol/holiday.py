"""The drug holiday: in hospital, gradual over the stated time, with something else running from the first day.

Nothing proposes it. A holiday that a clinician has planned is held against what is known: the setting, the length, a
reduction that reaches its end, the pump's lowest flow, the time without drug. The shape of the reduction has no source.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lentus import monograph
from lentus.course import State
from lentus.course.orders import HolidayOrder
from lentus.protocol.area import Area
from lentus.protocol.dosing import NO_DOSE
from lentus.protocol.exposure import running_daily
from lentus.protocol.finding import Finding, Severity, Value, find, needs
from lentus.protocol.holiday_steps import Reduction, lowest_dose
from lentus.protocol.lowest_rate import lowest_flow
from lentus.protocol.refill.strength import exchanged
from lentus.protocol.titration.ranges import of_dose
from lentus.quantity import DoseRate, Duration, FlowRate, show, show_percent

FIRST_DAY = 1


def _reduction(state: State, order: HolidayOrder) -> Reduction:
    return Reduction.of(order, running_daily(state, "intrathecal"))


def setting(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """Only in hospital."""
    profile = state.patient.profile
    wanted = monograph.text("holiday.setting", profile)
    if order.setting != wanted:
        yield find(
            "holiday.not-inpatient",
            f"The plan's setting is {order.setting}; a drug holiday takes place only as an {wanted}.",
            profile=profile,
            values={"setting": order.setting},
            bound=wanted,
        )
    elif state.setting is not None and state.setting != wanted:
        yield find(
            "holiday.setting-differs",
            f"The plan says {order.setting}; the record says that the patient is cared for as {state.setting}.",
            profile=profile,
            values={"setting": order.setting, "recorded": state.setting},
        )


def length(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """Inside the stated range of weeks, both ends included."""
    profile = state.patient.profile
    shortest, longest = monograph.duration_range("holiday.length", profile)
    reduction = _reduction(state, order)
    taken = _days(reduction.length)
    values: dict[str, Value] = {"withdrawal_days": order.withdrawal_days, "days_to_end": reduction.ends_on}
    bound = f"{_days(shortest)} to {_days(longest)}"
    if reduction.length < shortest:
        says = f"The withdrawal takes {taken}, less than the stated range."
        yield find("holiday.too-short", says, profile=profile, values=values | {"limit": shortest}, bound=bound)
    if Duration.exact(order.withdrawal_days, "day") > longest:
        says = f"The withdrawal takes {order.withdrawal_days} days, more than the stated range."
        yield find("holiday.too-long", says, profile=profile, values=values | {"limit": longest}, bound=bound)


def _days(span: Duration) -> str:
    return show(span, "day")


def alternative(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """Another treatment, from the first day."""
    rule, profile = "holiday.no-alternative", state.patient.profile
    if not order.alternative.strip():
        yield find(rule, "No other treatment of the spasticity is written into the plan.", profile=profile)
    elif order.alternative_from_day is None:
        yield needs(rule, "whether the other treatment runs in time", ("its first day",), profile=profile)
    elif order.alternative_from_day > FIRST_DAY:
        yield find(
            rule,
            f"The other treatment ({order.alternative}) begins on day {order.alternative_from_day}, after the first "
            "reduction.",
            profile=profile,
            values={"alternative_from_day": order.alternative_from_day},
            bound="from the first day",
        )


def gradual(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """Falling from the first day on, never rising, with doses between, down to none or to the pump's minimum."""
    rule, profile = "holiday.not-gradual", state.patient.profile
    reduction = _reduction(state, order)
    if reduction.current is None:
        yield needs(rule, "whether the plan reduces the dose", ("the daily dose now running",), profile=profile)
        return
    faults = tuple(_faults(order, reduction, _lowest(state, order)))
    if faults:
        yield find(
            rule,
            f"The reduction is not gradual: {'; '.join(faults)}.",
            profile=profile,
            values={"current": reduction.current, "lines": len(reduction.doses)},
            missing=("the pump's lowest flow and the concentration",) if _end_unknown(state, order) else (),
        )


def _end_unknown(state: State, order: HolidayOrder) -> bool:
    return order.steps[-1].daily_dose > NO_DOSE and _lowest(state, order) is None


def _faults(order: HolidayOrder, reduction: Reduction, lowest: DoseRate | None) -> Iterable[str]:
    if reduction.rises:
        yield f"the dose rises on day {_listed(reduction.rises)}"
    if not reduction.begins_on_first_day:
        yield "the first day is not below the dose now running"
    elif reduction.in_one_step:
        yield "it reaches its end in one step"
    elif (cliff := reduction.outweighing(lowest)) is not None:
        yield f"the fall on day {cliff} is larger than all the others together"
    if order.steps[-1].daily_dose > NO_DOSE and lowest is None:
        yield "it does not end at none, and the pump's lowest dose is not known"


def _listed(days: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in days)


def cover(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """Each line holds until the next; the last reaches none or the pump's lowest dose in time, and none is later."""
    reduction, lowest = _reduction(state, order), _lowest(state, order)
    faults = []
    if lowest is not None and reduction.last > max(NO_DOSE, lowest):
        faults.append(
            f"its last line, {show(reduction.last)} on day {reduction.days[-1]}, has no end: it is neither none nor "
            f"the pump's lowest dose, {show(lowest)}"
        )
    if reduction.beyond:
        faults.append(f"after the stated end: day {_listed(reduction.beyond)}")
    if faults:
        yield find(
            "holiday.incomplete-cover",
            f"The plan states {order.withdrawal_days} days; {'; '.join(faults)}.",
            profile=state.patient.profile,
            values={
                "withdrawal_days": order.withdrawal_days,
                "last_dose": reduction.last,
                "last_day": reduction.days[-1],
            },
        )


def shape(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """That the shape is a choice, with its largest fall in plain sight: no source limits one."""
    largest = _reduction(state, order).largest_fall
    values: dict[str, Value] = {}
    told = ""
    if largest is not None:
        number, percent = largest
        values = {"largest_fall_day": number, "largest_fall_percent": percent}
        told = f" Largest fall: {_percent(percent)} of the dose before, on day {number}."
    yield find(
        "holiday.shape-is-a-choice",
        f"The daily steps are the prescriber's choice; no source gives them.{told}",
        profile=state.patient.profile,
        values=values,
    )


def _percent(value: Fraction) -> str:
    return show_percent(value, None if value.denominator == 1 else 1)


def _flow(state: State, order: HolidayOrder) -> FlowRate | None:
    """The pump's lowest flow: as written into the plan, or as published for the pump that is implanted."""
    if order.minimum_flow is not None or state.system is None:
        return order.minimum_flow
    return lowest_flow(state.system.device)


def _lowest(state: State, order: HolidayOrder) -> DoseRate | None:
    running = state.pump_at()
    concentration = order.concentration or (running.value.concentration if running else None)
    return lowest_dose(_flow(state, order), concentration)


def minimum_flow(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """Days whose dose lies under what the pump can deliver; what it then gives is not the plan."""
    profile = state.patient.profile
    given = [step for step in order.steps if step.daily_dose > NO_DOSE]
    if not given:
        return
    lowest = _lowest(state, order)
    if lowest is None:
        missing = ("the pump's lowest flow", "the concentration")
        yield needs("holiday.minimum-flow-unknown", "whether the pump delivers the plan", missing, profile=profile)
        return
    below = tuple(step.day for step in given if step.daily_dose < lowest)
    if below:
        yield find(
            "holiday.below-minimum-flow",
            f"Planned below what this pump can deliver: day {_listed(below)}. Under its lowest flow it does not keep "
            "the planned dose, and what it gives is not known.",
            profile=profile,
            values={"lowest": lowest, "first_day": below[0], "days": len(below)},
            bound=f"no less than {show(lowest)} while it runs",
        )


def stall(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """A pump that is to stand still for longer than the listed time, or for how long is not said."""
    if order.steps[-1].daily_dose > NO_DOSE:
        return
    limit = monograph.duration("pump.long-stop", state.patient.profile)
    still = None if order.drug_free_days is None else Duration.exact(order.drug_free_days, "day")
    if still is not None and not still > limit:
        return
    values: dict[str, Value] = {"long_stop": limit}
    if still is not None:
        values["still"] = still
    span = "for a time that is not entered" if still is None else f"for {_days(still)}"
    yield find(
        "holiday.stall-when-stopped",
        f"The pump is to stand still {span}; stops longer than {show(limit)} are a listed risk for it.",
        profile=state.patient.profile,
        values=values,
        bound=f"longer than {show(limit)}",
    )


def drug_free(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """The time without drug is entered: no source fixes it."""
    if order.drug_free_days is None:
        yield needs(
            "holiday.drug-free-time-not-entered",
            "the restart after the holiday",
            ("the time without drug",),
            profile=state.patient.profile,
        )


def boxed_warning(state: State, _order: HolidayOrder) -> Iterable[Finding]:
    """The boxed warning, with each plan that ends an infusion."""
    fact = monograph.fact("emergencies.boxed-warning")
    yield find("emergencies.withdrawal-warning", fact.says, profile=state.patient.profile)


def slips(state: State, order: HolidayOrder) -> Iterable[Finding]:
    """A dose that nobody is known to have had, or a strength with an exchanged unit: the days would all be wrong."""
    profile = state.patient.profile
    if order.concentration is not None:
        yield from exchanged(order.concentration, profile)
    most = max(one.daily_dose for one in order.steps)
    yield from (one for one in of_dose(most, profile) if one.severity >= Severity.OVERRIDE)


AREA = Area(
    rules={
        "drug holiday": (
            slips,
            setting,
            length,
            alternative,
            gradual,
            cover,
            minimum_flow,
            drug_free,
            stall,
            shape,
            boxed_warning,
        )
    }
)
