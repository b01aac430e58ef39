"""The programs of a plan as sides of a comparison: what runs now, and what is meant to run."""

from __future__ import annotations

from datetime import timedelta

from lentus.course.plan import PumpPlan
from lentus.errors import PlanError
from lentus.present.pump_compare import Sided
from lentus.protocol.pump_plan import work
from lentus.pump import Path, Supply, deliver, expand, extremes, settled_day
from lentus.quantity import Duration, Volume


def side_after(plan: PumpPlan, name: str) -> Sided:
    """The program that the plan sends to the pump."""
    worked = work(plan)
    hour, day = worked.by_label or (worked.hour, worked.day)
    title, why = plan.title or plan.situation, worked.why_not("the day of this program")
    settled = None
    if worked.program is not None and worked.label is not None:
        settled = settled_day(worked.program, worked.label, plan.at)
    return Sided(name, title, plan.program, worked.program, hour, day, settled, why)


def side_before(plan: PumpPlan, where: str) -> Sided:
    """What runs now, long after it began: reservoir and path hold the same solution. PlanError where nothing does."""
    if plan.before is None:
        raise PlanError(f"{where}: the plan holds no program before it: name a second plan to compare with")
    worked = work(plan)
    running, why = worked.before, worked.why_not("the day of the program that runs now")
    if running is None:
        return Sided("Before", "what runs now", plan.before, None, why_not=why)
    strength = plan.reservoir.concentration or running.programmed
    flow = expand(running, plan.at, plan.at + timedelta(days=8))
    settled = deliver(flow, Supply(strength), Path.full(Volume.exact(1, "mL"), strength))
    hour, day = (extremes(settled, Duration.exact(number, "h")) for number in (1, 24))
    drawn = settled_day(running, strength, plan.at)
    return Sided("Before", "what runs now", plan.before, running, hour, day, drawn)
