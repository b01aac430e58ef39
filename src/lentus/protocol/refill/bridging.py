"""A refill with another strength and no bridge bolus, and one while an earlier bridge is not over.

What the patient would get without the bridge is computed by the pump floor, from path and dose as the course knows
them; where they are not known, the finding stands without the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State
from lentus.course.orders import RefillOrder
from lentus.errors import PlanError
from lentus.protocol.dosing import running_dose
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.flush import flush_unknown
from lentus.protocol.refill.due import overdue
from lentus.protocol.refill.filling import filled_strength
from lentus.protocol.zone import clock_time
from lentus.pump import BridgePlan, Change, plan_change
from lentus.quantity import Concentration, show


def before(state: State, order: RefillOrder) -> Concentration | None:
    """The strength that stands in the path: as filled last, else as the pump was programmed; None where not known."""
    held, running = state.reservoir_holds, state.pump_at(order.at)
    if held is not None:
        return held.concentration
    return running.value.concentration if running is not None else None


def bridge_left_out(state: State, order: RefillOrder) -> Iterable[Finding]:
    """Another strength for a running pump, and it is said that no bridge bolus is programmed."""
    old, new = before(state, order), filled_strength(order)
    if order.bridge is not False or not state.infusing or old is None or new is None or old == new:
        return
    values: dict[str, Value] = {"before": old, "filled": new}
    told = ""
    plan = _planned(state, order, old, new)
    if plan is not None:
        wrong = plan.omitted
        values |= {
            "actual": wrong.actual,
            "over": wrong.over,
            "excess": wrong.excess,
            "volume": plan.change.path,
            "bridge_over": plan.over,
        }
        told = f": the dose would be {show(wrong.actual)} for {show(wrong.over, 'h', 1)}"
    yield find(
        "refill.no-bridge-bolus",
        f"The strength changes from {show(old)} to {show(new)} without a bridge bolus{told}.",
        profile=state.patient.profile,
        values=values,
        bound="a bridge bolus for the volume of the path",
    )


def _planned(state: State, order: RefillOrder, old: Concentration, new: Concentration) -> BridgePlan | None:
    """The bridge for the dose that runs; None where path or dose is not known."""
    dose = running_dose(state, order.at)
    path = state.system.path_volume if state.system is not None else None
    if dose is None or path is None:
        return None
    try:
        made = plan_change(Change(old, new, dose, path))
    except PlanError:
        return None
    return made if isinstance(made, BridgePlan) else None


def bridge_runs(state: State, order: RefillOrder) -> Iterable[Finding]:
    """A refill before an earlier bridge has ended and the path is flushed."""
    bridge = state.bridge
    if bridge is None or not bridge.began < order.at:
        return
    if order.at >= bridge.flushed:
        yield from flush_unknown(state, order.at)
        return
    when = clock_time(bridge.flushed, order.zone)
    empty = overdue(state)
    told = f"{empty.why} And " if empty is not None else ""
    yield find(
        "refill.bridge-running" if empty is None else "refill.empty-during-bridge",
        f"{told}a bridge bolus ends at {clock_time(bridge.ends, order.zone)}, and the path is flushed at {when}",
        profile=state.patient.profile,
        values={"bridge_ends": bridge.ends, "flushed": bridge.flushed, "earliest": bridge.flushed},
        bound=f"not before {when}",
        until=bridge.flushed,
    )
