"""Questions about a whole pump plan: what verification finds, and how two strengths lie beside each other."""

from __future__ import annotations

from lentus.course.plan import plan_from
from lentus.protocol.pump_plan import verify
from lentus.qualify.answers import Answer, Arguments
from lentus.quantity import Concentration, DoseRate, Volume


def verify_plan(given: Arguments) -> Answer:
    """Whether a plan passes, what is missing, the most in any hour and day, and its dates."""
    found = verify(plan_from(given.table("plan")))
    dates = found.dates
    return Answer(
        {
            "passes": found.passes,
            "missing": found.missing,
            "most_in_hour": found.most_in[0][2] if found.hour else None,
            "most_in_day": found.most_in[-1][2] if found.day else None,
            "alarm_day": dates.alarm.day if dates and dates.alarm else None,
            "empty_day": dates.empty.day if dates and dates.empty else None,
            "clear_from": found.clear_from,
        },
        found.findings,
    )


def two_strengths(given: Arguments) -> Answer:
    """How long the same reservoir lasts with either of two strengths, side by side; nothing is preferred."""
    usable = given.amount("fill", Volume) - given.amount("alarm", Volume)
    dose = given.amount("daily_dose", DoseRate)
    one, other = given.amount("one", Concentration), given.amount("other", Concentration)
    return Answer({"one_lasts": usable / (dose / one), "other_lasts": usable / (dose / other)})


QUESTIONS = {"pump.verify": verify_plan, "pump.two-strengths": two_strengths}
"""The questions of this module by name."""
