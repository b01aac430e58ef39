"""The bridge that a plan needs: from what stands before the tip to what is filled, with the dose that the plan says.

Where the plan leaves open which dose the bridge goes on with, it is worked out with both: neither may then be shown
as the one.
"""

from __future__ import annotations

from dataclasses import replace

from lentus import pump
from lentus.course.plan import PumpPlan
from lentus.errors import CannotAssess, PlanError
from lentus.protocol.pump_plan import building
from lentus.pump import BridgePlan, Change, NoBridge, Program, Pump, Refused
from lentus.quantity import Concentration, DoseRate, Volume

Needed = BridgePlan | NoBridge | Refused
NEW_PUMP = "new pump on an old catheter"
REVISED = "revised catheter"


def needed(
    plan: PumpPlan, program: Program | None, before: Program | None, device: Pump | None, label: Concentration | None
) -> Needed | None:
    """The bridge from what stands before the tip to what is filled; None where nothing is known to change.

    CannotAssess for a fact that it rests on; PlanError where no bridge can be run as it is.
    """
    change = _change(plan, program, before, device, label)
    return None if change is None else pump.plan_change(change)


def with_running_dose(found: Needed | None, plan: PumpPlan) -> Needed | None:
    """The same bridge with the dose that runs now, where strength and dose change and the plan does not say which."""
    if found is None or isinstance(found, NoBridge) or plan.change is not None:
        return None
    change = found.change
    if change.running is None or change.running == change.after or change.running.amount("mcg/h") <= 0:
        return None
    return pump.plan_change(replace(change, dose=change.running, then=change.after))


def bounds(plan: PumpPlan, used: Volume) -> tuple[Volume, Volume]:
    """The least and the most that may stand before the tip, where the bridge is made for `used` of it."""
    try:
        (low, high), known = building.path_bounds(plan), building.path_volume(plan)
    except CannotAssess:
        return used, used
    return used - (known - low), used + (high - known)


def _change(
    plan: PumpPlan, program: Program | None, before: Program | None, device: Pump | None, label: Concentration | None
) -> Change | None:
    after = plan.program.daily_dose or (program.daily_dose if program else None)
    if label is None or after is None or after.amount("mcg/h") <= 0 or plan.situation == "new system":
        return None
    path = building.path_volume(plan)
    old = building.path_strength(plan)
    if old == building.NO_DRUG:
        return None
    if plan.situation in (NEW_PUMP, REVISED):
        if old == label:
            return None
        path = _of_operation(plan, old, label)
    running = before.daily_dose if before else None
    minimum = device.flow("minimum-flow") if device is not None and device.knows("minimum-flow") else None
    dose = _bridge_dose(plan, running, after)
    return Change(old, label, dose, path, then=after, running=running, minimum=minimum)


def _of_operation(plan: PumpPlan, old: Concentration, label: Concentration) -> Volume:
    """What stands before the new solution after an operation: the catheter alone, where the tubing holds the new one.

    An empty tubing would follow the old solution through the catheter, and neither solution would be given meanwhile.
    """
    if plan.situation == NEW_PUMP:
        if plan.path.tubing_filled is None:
            raise CannotAssess("the bridge", ("whether the tubing was filled with the new solution before implanting",))
        if not plan.path.tubing_filled:
            raise PlanError(
                "the catheter holds another strength than the new pump, and the tubing of the pump nothing: no bridge "
                "bolus can be worked out; fill the tubing before implanting, or aspirate the catheter and prime the "
                "whole path"
            )
        return building.catheter(plan).volume
    stands = plan.reservoir.concentration
    if stands is None:
        raise CannotAssess("the bridge", ("the strength in the reservoir before the operation",))
    if stands == label:
        return building.catheter(plan).volume
    if stands == old:
        return building.path_volume(plan)
    raise PlanError(
        f"catheter, tubing and fill hold three solutions, {old}, {stands} and {label}: no bridge bolus can be worked "
        "out; aspirate the catheter and prime the whole path"
    )


def _bridge_dose(plan: PumpPlan, running: DoseRate | None, after: DoseRate) -> DoseRate:
    """The dose that the bridge goes on with, as the plan says; the new one where it does not say."""
    if plan.change is not None and plan.change.dose is not None:
        return plan.change.dose
    if plan.change is not None and plan.change.uses == "dose before":
        if running is None:
            raise CannotAssess("the bridge", ("the dose that runs now, which the bridge is to use",))
        return running
    return after
