"""The most that a day can bring: the daily dose, a single bolus given with it, and every bolus the patient may give.

A pump's daily dose leaves the boluses out, and a patient who may give ten of them may give ten. So a day is judged as
the largest that the order allows.
"""

from __future__ import annotations

from lentus.course import PumpUse
from lentus.course.orders import PumpDoseOrder, PumpStartOrder, RestartOrder
from lentus.course.own_bolus import allowed
from lentus.course.plan_program import PlanPatientBolus
from lentus.course.state import ONE_DAY
from lentus.quantity import DoseRate, Mass, show

_NONE = DoseRate.exact(0, "mcg/day")

DoseOrder = PumpDoseOrder | PumpStartOrder | RestartOrder
"""Orders of a pump's daily dose, each with what may come beside it."""


def own_boluses(own: PlanPatientBolus | None) -> DoseRate:
    """All boluses that the patient may give in a day; nothing where none may be."""
    return _NONE if own is None else allowed(own).most_dose / ONE_DAY


def single_bolus(bolus: Mass | None) -> DoseRate:
    """A bolus given once, as what it adds to its day."""
    return _NONE if bolus is None else bolus / ONE_DAY


def ordered_beside(order: DoseOrder) -> DoseRate:
    """What an order lets come beside its daily dose; nothing where it stops the pump."""
    if order.mode == "stopped" or (order.bolus is None and order.patient_bolus is None):
        return _NONE
    return single_bolus(order.bolus) + own_boluses(order.patient_bolus)


def running_beside(use: PumpUse) -> DoseRate:
    """What the running program lets come beside its daily dose."""
    return _NONE if use.mode == "stopped" else own_boluses(use.patient_bolus)


def beside_words(bolus: Mass | None, own: PlanPatientBolus | None) -> str:
    """The boluses in words; empty where there are none."""
    told = [f"a bolus of {show(bolus)}"] if bolus is not None else []
    if own is not None:
        most = allowed(own).effective_a_day
        told.append(f"{most} bolus{'es' if most > 1 else ''} of {show(own.dose)} that the patient may give")
    return " and ".join(told)


def whole_day(order: DoseOrder) -> DoseRate:
    """The most that a day of the order can bring. What a priming bolus moves stays in the path, and is no dose."""
    return order.daily_dose if order.mode == "stopped" else order.daily_dose + ordered_beside(order)


def ordered_words(order: DoseOrder) -> str:
    """The dose of the order as a person would say it, with what comes beside it and the whole of it."""
    told = beside_words(order.bolus, order.patient_bolus) if ordered_beside(order) > _NONE else ""
    return f"{show(order.daily_dose)} with {told}, {show(whole_day(order))} in all," if told else show(order.daily_dose)


def adds_boluses(order: PumpDoseOrder, running: PumpUse | None) -> bool:
    """Whether an order brings boluses that do not come now: a single one, or more or larger ones of the patient."""
    if order.mode == "stopped":
        return False
    new, old = order.patient_bolus, running.patient_bolus if running is not None else None
    if order.bolus is not None and single_bolus(order.bolus) > _NONE:
        return True
    if new is None or (old is not None and new == old):
        return False
    return old is None or new.dose > old.dose or own_boluses(new) > own_boluses(old) or new.lockout < old.lockout
