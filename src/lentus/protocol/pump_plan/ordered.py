"""What the patient's pump can do of an order for it, by the rules about a plan, with as much of a plan as is known.

An order speaks of a dose and not of a device. A dose that this pump cannot run at this strength is found here, while
it is still being written, and not only at the programmer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lentus.course import State
from lentus.course.orders import AnyOrder, PumpDoseOrder, PumpStartOrder, RestartOrder
from lentus.course.plan import PumpPlan, plan_from
from lentus.errors import CourseError
from lentus.protocol.area import Area
from lentus.protocol.dosing import running_dose
from lentus.protocol.exposure import for_toxicity
from lentus.protocol.finding import Finding, Severity, Value, find
from lentus.protocol.lowest_rate import lowest_dose
from lentus.protocol.models import models_named
from lentus.protocol.pump_plan import abilities, entries
from lentus.protocol.pump_plan.order_hours import hours_add_up, total_of
from lentus.protocol.pump_plan.worked import work
from lentus.quantity import show

ASKED = (entries.patient_bolus, abilities.within_limits, abilities.strokes)
"""The rules about a plan that need no more than the device and the program."""

DoseOrder = PumpDoseOrder | PumpStartOrder | RestartOrder


INSTEAD = "pump.reduction-beyond-pump"


def of_the_pump(state: State, order: AnyOrder) -> tuple[Finding, ...]:
    """Findings about the pump itself for an order of a dose; none for other orders.

    Where no plan can be made, its hours alone are added up. What the pump cannot do of a reduction for toxicity is no
    stop: the reduction stands, and one finding says what brings it about instead. Hours that give more than runs are
    no reduction, whatever is written beside them.
    """
    if not isinstance(order, DoseOrder):
        return ()
    plan = _plan(state, order)
    worked = work(plan) if plan is not None else None
    told = tuple(finding for rule in ASKED for finding in rule(worked)) if worked is not None else ()
    found = (*hours_add_up(state, order), *told)
    against = tuple(one for one in found if one.severity >= Severity.OVERRIDE)
    if not against or not for_toxicity(state, order) or _hours_raise(state, order):
        return found
    return (_instead(state, order, against), *(one for one in found if one not in against))


def beyond_the_pump(state: State, order: AnyOrder) -> Iterable[Finding]:
    """What the pump cannot do of an order; a reduction for toxicity is never kept back, and is told what to do instead.

    An unknown figure is not said again with each order: the pages of the device show it.
    """
    return tuple(one for one in of_the_pump(state, order) if one.severity >= Severity.WARN)


def _hours_raise(state: State, order: DoseOrder) -> bool:
    """Whether the hours of an order are known to give more than runs, or nobody can tell."""
    if not order.steps:
        return False
    total, now = total_of(order), running_dose(state, order.at)
    return total is None or now is None or total > now


def _instead(state: State, order: DoseOrder, against: tuple[Finding, ...]) -> Finding:
    """What to do about a reduction for toxicity that the pump cannot run: stop it, its minimum rate, a weaker drug."""
    told = " ".join(one.says for one in against)
    ways = ["stop the pump, at once"]
    lowest, now = lowest_dose(state, order.at), running_dose(state, order.at)
    values: dict[str, Value] = {"ordered": order.daily_dose}
    if lowest is not None and (now is None or lowest < now):
        ways.append(f"set it to its minimum rate, which gives {show(lowest)} at the strength that runs")
        values["lowest"] = lowest
    ways.append("later fill a weaker strength, at which the same flow gives less")
    return find(
        INSTEAD,
        f"The reduction stands and waits for nothing, but this pump cannot run {show(order.daily_dose)} as written: "
        f"{told}",
        profile=state.patient.profile,
        values=values,
        bound="; ".join(one.bound for one in against if one.bound),
        resolve=f"Do one of these, and order it so: {'; or '.join(ways)}. Watch for withdrawal.",
    )


def _plan(state: State, order: DoseOrder) -> PumpPlan | None:
    name = getattr(order, "device", None) or (state.system.device if state.system else "")
    program = _program(state, order)
    if not name or program is None:
        return None
    models = models_named(name)
    key = models[0].key if len(models) == 1 else None
    data = {
        "at": order.at,
        "zone": order.zone,
        "situation": "program",
        "patient": {"born": state.patient.born, "origin": state.origin, "profile": state.patient.profile},
        "device": {"key": key} if key else {"name": name},
        "program": program,
    }
    try:
        return plan_from(data)
    except CourseError:
        # What makes no plan is the order's own affair: its reader and its rules have said so.
        return None


def _program(state: State, order: DoseOrder) -> dict[str, Any] | None:
    running = state.pump_at(order.at)
    before = running.value if running else None
    strength = getattr(order, "concentration", None) or (before.concentration if before else None)
    if strength is None:
        return None
    mode = order.mode or ("flex" if order.steps else "simple continuous")
    data: dict[str, Any] = {"mode": mode, "concentration": strength, "daily_dose": order.daily_dose}
    if mode == "flex":
        data["steps"] = [{"starts": one.starts, "rate": one.rate} for one in order.steps]
    if mode != "stopped":
        data["patient_bolus"] = order.patient_bolus
    return data


AREA = Area(rules=dict.fromkeys(("pump start", "pump dose", "pump restart"), (beyond_the_pump,)))
