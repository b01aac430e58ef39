"""Reductions: always possible, worked out where usual, and never without a word about withdrawal where large."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.bounds import step_down_within
from lentus.protocol.dosing import NO_DOSE, Step, ordered_dose, percent_below, step_of
from lentus.protocol.exposure import for_toxicity
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.lowest_rate import unknown_of_lowest
from lentus.protocol.zone import clock_time
from lentus.quantity import show, show_percent

USUAL = "titration.decrease-for-side-effects"


def decrease(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """A reduction, by its reason and its size."""
    step = step_of(state, order)
    if for_toxicity(state, order) and (step is None or step.down):
        yield _toxicity(state, order, step)
    elif step is not None and step.down:
        yield _other(state, step)
    elif step is None and ordered_dose(order) <= NO_DOSE and state.infusing and not holiday_running(state):
        says = "the infusion, of a dose that is not known, is stopped at once"
        yield find("intrathecal.abrupt-stop", says, profile=state.patient.profile)
    elif step is None and order.mode == "minimum rate":
        yield from _unknown_lowest(state, order)


def _unknown_lowest(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """A change to a minimum rate that nobody knows: how far the dose falls cannot be said."""
    missing = unknown_of_lowest(state, order.at)
    if missing:
        what = "how far the dose falls at the pump's minimum rate"
        yield needs("record.cannot-judge-step", what, missing, profile=state.patient.profile)


def _toxicity(state: State, order: PumpDoseOrder, step: Step | None) -> Finding:
    what = step.words if step else f"to {show(ordered_dose(order))}, from a dose that is not known"
    values: dict[str, Value] = {"ordered": step.ordered if step else ordered_dose(order)}
    if step:
        values |= {"current": step.current, "step_percent": step.percent}
    bridge = state.bridge
    if bridge is not None and bridge.began <= order.at < bridge.flushed:
        what += (
            f"; a bridge bolus is programmed until {clock_time(bridge.ends, order.zone)} and the path is flushed at "
            f"{clock_time(bridge.flushed, order.zone)}: until then the pump moves the old solution, so work out what "
            "the new program delivers, and consider stopping the pump"
        )
        values |= {"bridge_ends": bridge.ends, "flushed": bridge.flushed}
    profile = state.patient.profile
    return find("intrathecal.reduction-for-toxicity", f"reduction for toxicity {what}", profile=profile, values=values)


def _other(state: State, step: Step) -> Finding:
    profile = state.patient.profile
    least, most = monograph.percent_range(USUAL, profile)
    values: dict[str, Value] = {
        "current": step.current,
        "ordered": step.ordered,
        "step_percent": step.percent,
        "usual_percent": least,
        "limit_percent": most,
    }
    bound = f"usually {show_percent(least)} to {show_percent(most)} below the running dose"
    if step.ordered <= NO_DOSE and not holiday_running(state):
        says = f"{step.words}: this stops the infusion at once"
        return find("intrathecal.abrupt-stop", says, profile=profile, values=values)
    if not step_down_within(step.current, step.ordered, most):
        says = f"{step.words}, more than the usual {show_percent(most)}: withdrawal may follow"
        return find("intrathecal.decrease-beyond-usual", says, profile=profile, values=values, bound=bound)
    values |= {"lowest": percent_below(step.current, most), "highest": percent_below(step.current, least)}
    return find("intrathecal.usual-decrease", step.words, profile=profile, values=values, bound=bound)


def holiday_running(state: State) -> bool:
    """Whether a drug holiday has begun and not ended: there the dose is meant to reach zero, by its own plan."""
    return state.holiday is not None and state.holiday.ended is None
