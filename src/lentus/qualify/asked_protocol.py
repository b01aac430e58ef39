"""Questions to the protocol that are no single order: proposals beside each other, and plans."""

from __future__ import annotations

from lentus.protocol.holiday_plan import SHAPES, plan_holiday
from lentus.protocol.oral_plan import plan_oral
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.protocol.renal_proposals import renal_proposals
from lentus.qualify.answers import Answer, Arguments
from lentus.quantity import DoseRate, Mass


def proposals(given: Arguments) -> Answer:
    """Each published proposal for the patient's kidneys, by source: what it says, and to whom."""
    values: dict[str, object] = {}
    for one in renal_proposals(given.state(), given.amount("daily_dose", DoseRate)):
        name = one.id.removeprefix("renal.").replace("-", "_")
        values[f"{name}_applies"] = one.applies
        told = {
            "fraction": one.fraction,
            "dose": one.dose,
            "lowest_toxic": one.lowest_toxic,
            "risk_difference": one.risk_difference,
            "missing": one.missing or None,
        }
        values |= {f"{name}_{part}": value for part, value in told.items() if value is not None}
    return Answer(values)


def schedule(given: Arguments) -> Answer:
    """The label's way up by mouth to a target, from a new start: a line for each step."""
    plan = plan_oral(given.day("start"), given.amount("target", DoseRate))
    return Answer(
        {
            "from_day": tuple((step.first - plan.start).days + 1 for step in plan.steps),
            "daily": tuple(step.daily for step in plan.steps),
            "times": tuple(len(step.doses) for step in plan.steps),
            "single": tuple(max(step.doses) for step in plan.steps),
            "reached": plan.reached,
        }
    )


def taper(given: Arguments) -> Answer:
    """The way down by mouth over a number of days: each day's total, the first day without included."""
    doses = tuple(Mass.read(text) for text in given.texts("doses"))
    plan = plan_taper(given.day("start"), doses, given.number("days"), grid=given.amount("grid", Mass))
    return Answer({"daily": tuple(one.daily for one in plan.table), "ends": plan.ends})


def holiday(given: Arguments) -> Answer:
    """The gradual reduction of a drug holiday: each day's dose, the first day without included."""
    state = given.state()
    wanted = given.text("shape", "linear")
    shape = next((one for one in SHAPES if one == wanted), SHAPES[0])
    plan = plan_holiday(state, state.now, given.number("days"), shape)
    return Answer({"daily": tuple(one.daily_dose for one in plan.lines), "shape": plan.shape})


QUESTIONS = {
    "renal.proposals": proposals,
    "oral.schedule": schedule,
    "oral.taper": taper,
    "holiday.plan": holiday,
}
"""By name."""
