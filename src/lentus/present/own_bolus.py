"""The boluses that a patient may give, in the same words wherever a program is told."""

from __future__ import annotations

from lentus.course.own_bolus import allowed
from lentus.course.plan_program import PlanPatientBolus
from lentus.present.amounts import counted, intrathecal, span


def may_give(own: PlanPatientBolus | None) -> str:
    """Such as `up to 4 boluses of 20 mcg a day`, as many as both limits leave room for; empty for none."""
    if own is None:
        return ""
    return f"up to {counted(allowed(own).effective_a_day, 'bolus', 'boluses')} of {intrathecal(own.dose)} a day"


def and_may_give(own: PlanPatientBolus | None) -> str:
    """What stands behind a daily dose in a list or a line; empty for none."""
    return f", and {may_give(own)}" if own is not None else ""


def in_full(own: PlanPatientBolus | None) -> str:
    """The same with its time, its lockout and what it comes to: what somebody programs or checks; empty for none."""
    if own is None:
        return ""
    timed = f"each over {span(own.over)} and at least {span(own.lockout)} after the one before"
    return f"{may_give(own)}, {timed}: at most {intrathecal(allowed(own).most_dose)} a day of them"
