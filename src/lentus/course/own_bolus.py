"""The boluses that a patient may give: as a plan writes them, on the program of a record and on an order for it.

They are counted in full wherever a day is worked out, so one that cannot be told to a pump is refused as it is read: it
would be counted as nothing, and the day would then come too late.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from lentus.course.plan_program import PlanPatientBolus
from lentus.course.words import PumpMode
from lentus.errors import PlanError
from lentus.pump import PatientBolus


def allowed(written: PlanPatientBolus) -> PatientBolus:
    """The boluses as the pump floor counts them; PlanError for ones that no pump could be told."""
    return PatientBolus(written.dose, written.over, written.lockout, written.most_a_day)


def _can_be(written: PlanPatientBolus) -> PlanPatientBolus:
    try:
        allowed(written)
    except PlanError as error:
        raise ValueError(str(error)) from error
    return written


def refuse_while_stopped(mode: PumpMode | None, own: PlanPatientBolus | None) -> None:
    """ValueError where a pump that stands still is said to give the patient boluses."""
    if mode == "stopped" and own is not None:
        raise ValueError("a stopped pump gives the patient no bolus: leave it out or choose a mode")


OwnBolus = Annotated[PlanPatientBolus, AfterValidator(_can_be)]
"""The patient's boluses on an event or an order: a dose, a time, and a lockout no shorter than that."""
