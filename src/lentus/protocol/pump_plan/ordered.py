"""What the patient's pump can do of an order for it, by the rules about a plan, with as much of a plan as is known.

An order speaks of a dose and not of a device. A dose that this pump cannot run at this strength is found here, while
it is still being written, and not only at the programmer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lentus import monograph
from lentus.course import State
from lentus.course.orders import AnyOrder, PumpDoseOrder, PumpStartOrder, RestartOrder
from lentus.course.plan import PumpPlan, plan_from
from lentus.errors import CourseError
from lentus.protocol.exposure import for_toxicity
from lentus.protocol.finding import Finding, Severity
from lentus.protocol.pump_plan.verifying import verify

ABOUT_THE_PUMP = "pump."
DoseOrder = PumpDoseOrder | PumpStartOrder | RestartOrder


def of_the_pump(state: State, order: AnyOrder) -> tuple[Finding, ...]:
    """Findings about the pump itself for an order of a dose; none for other orders, or where no plan can be made."""
    if not isinstance(order, DoseOrder):
        return ()
    plan = _plan(state, order)
    return () if plan is None else tuple(one for one in verify(plan).findings if one.rule.startswith(ABOUT_THE_PUMP))


def in_the_way(state: State, order: AnyOrder, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of the pump's findings that keep an order from proceeding; a reduction for toxicity is never kept back."""
    if for_toxicity(state, order):
        return ()
    return tuple(one for one in findings if one.severity is Severity.STOP)


def _plan(state: State, order: DoseOrder) -> PumpPlan | None:
    name = getattr(order, "device", None) or (state.system.device if state.system else "")
    program = _program(state, order)
    if not name or program is None:
        return None
    key = next((one.key for one in monograph.devices() if one.name == name), None)
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
    mode = getattr(order, "mode", None) or "simple continuous"
    data: dict[str, Any] = {"mode": mode, "concentration": strength, "daily_dose": order.daily_dose}
    if isinstance(order, PumpDoseOrder) and mode == "flex":
        data["steps"] = [{"starts": one.starts, "rate": one.rate} for one in order.steps]
    return data
