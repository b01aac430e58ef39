"""The plan's daily dose against the published bands, where no course is given to judge it by.

A plan says what runs now, what for and for whom. That is enough for the size of a step and of a dose, and for a stop
at once; when the dose was last changed is not, so nothing is said here of what comes too soon. With the patient's
course the same rules are asked about all of it, and these are left out.
"""

from __future__ import annotations

from typing import Any

from lentus.course import State, course_from, fold
from lentus.course.orders import AnyOrder, PumpDoseOrder, PumpStopOrder
from lentus.course.words import StopReason
from lentus.protocol import checking  # as a module: the rules of orders ask this package in their turn
from lentus.protocol.finding import Finding
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.titration.ranges import of_dose
from lentus.quantity import DoseRate

ASKED = (
    "titration.step-above-band",
    "titration.step-above-child-band",
    "titration.large-step-at-high-dose",
    "maintenance.step-above-band",
    "intrathecal.usual-range",
    "intrathecal.limited-experience",
    "intrathecal.above-reported",
    "intrathecal.above-reported-cerebral",
    "intrathecal.above-reported-child",
    "intrathecal.decrease-beyond-usual",
    "intrathecal.reduction-for-toxicity",
    "intrathecal.abrupt-stop",
    "units.tenfold",
    "units.thousandfold",
    "units.slip-in-reduction",
)
"""The rules about an order for a pump that need no more than a plan says."""

_NOTHING = DoseRate.exact(0, "mcg/day")
_NOBODY = "plan"


def in_bands(worked: Worked) -> tuple[Finding, ...]:
    """The findings of those rules about the dose that the plan sets, or about the stop that it is."""
    running = worked.before.daily_dose if worked.before else None
    order = _stop(worked, running) or _dose(worked, running)
    if order is None:
        return ()
    found = tuple(one for one in checking.check(_state(worked, running), order) if one.rule in ASKED)
    if worked.plan.patient.origin is not None or not isinstance(order, PumpDoseOrder):
        return found
    # Without the origin no range of doses is chosen; what lies beyond both of them needs none.
    said = {one.rule for one in found}
    beyond = of_dose(order.daily_dose, worked.plan.patient.profile) if order.reason != "toxicity" else ()
    return (*found, *(one for one in beyond if one.rule not in said))


def _dose(worked: Worked, running: DoseRate | None) -> AnyOrder | None:
    """The dose that begins, where it is the one that was stated: an entry that is not has its own finding.

    None where the dose only goes on, and none of stages, which are many.
    """
    plan = worked.plan
    dose, stated = worked.program.daily_dose if worked.program else None, plan.stated.daily_dose
    if dose is None or dose <= _NOTHING or dose == running or plan.program.mode == "step dosing":
        return None
    if stated is not None and stated != dose:
        return None
    reason = plan.stated.reason
    return PumpDoseOrder(at=plan.at, zone=plan.zone, daily_dose=dose, reason=reason, mode=plan.program.mode)


def _stop(worked: Worked, running: DoseRate | None) -> AnyOrder | None:
    """A pump that runs and is to stop. Before a scan that is another matter, with a rule of its own."""
    plan = worked.plan
    if plan.program.mode != "stopped" or plan.mri is not None or running is None or running <= _NOTHING:
        return None
    reason: StopReason = "overdose" if plan.stated.reason == "toxicity" else "other"
    return PumpStopOrder(at=plan.at, zone=plan.zone, reason=reason, owner=plan.stated.by)


def _state(worked: Worked, running: DoseRate | None) -> State:
    """What the plan tells of the patient: whose, from where the spasticity comes, and what runs."""
    plan, who = worked.plan, worked.plan.patient
    events: list[dict[str, Any]] = []
    if who.origin is not None:
        events.append({"kind": "diagnosis", "at": plan.at, "origin": who.origin})
    if running is not None and running > _NOTHING:
        strength = plan.before.concentration if plan.before else None
        events.append({"kind": "as found", "at": plan.at, "daily_dose": running, "concentration": strength})
    told = {"id": who.id or _NOBODY, "name": who.name, "born": who.born, "profile": who.profile}
    course = course_from({"zone": plan.zone, "author": _NOBODY, "patient": told, "events": events})
    return fold(course.patient, course.events, plan.at)
