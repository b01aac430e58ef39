"""Which routes bring baclofen into the patient, and what an order changes about it.

Several areas ask the same three questions: by which route, how much a day, and whether the order lowers it. A
reduction for toxicity is never refused, so each area that can refuse asks `lowers` first.
"""

from __future__ import annotations

from datetime import datetime

from lentus.course import State
from lentus.course.orders import AnyOrder, OralOrder, PumpDoseOrder, PumpStartOrder, RestartOrder
from lentus.course.state import a_day
from lentus.course.timeline import value_at
from lentus.monograph import Age
from lentus.protocol.dosing import ordered_dose, running_dose
from lentus.protocol.whole_day import adds_boluses, ordered_beside, running_beside, whole_day
from lentus.quantity import DoseRate

ROUTES = ("oral", "transdermal", "intrathecal")

ROUTE_OF = {
    "oral": "oral",
    "transdermal": "transdermal",
    "screening": "intrathecal",
    "implant": "intrathecal",
    "pump start": "intrathecal",
    "pump dose": "intrathecal",
    "pump restart": "intrathecal",
}
"""The route by which an order of a kind brings baclofen, or prepares to."""

DOSING = ("oral", "transdermal", "screening", "pump start", "pump dose", "pump restart")
"""Kinds of orders that give baclofen."""

INTRATHECAL_DOSING = ("screening", "pump start", "pump dose", "pump restart")


def age_at(state: State, moment: datetime) -> Age | None:
    """Calendar age; None where the date of birth is not known, or lies after `moment` and is therefore wrong."""
    born = state.patient.born
    return None if born is None or born > moment.date() else Age.on(born, moment.date())


def in_use(state: State) -> tuple[str, ...]:
    """Routes by which baclofen is known to be given now. A screening dose counts until it is judged."""
    oral = state.oral_at()
    skin = value_at(state.transdermal, state.now)
    screened = bool(state.screening) and state.screening[-1].judged is None
    given = {
        "oral": oral is not None and bool(oral.value.doses),
        "transdermal": skin is not None and bool(skin.value),
        "intrathecal": (state.infusing and _known_to_give(state)) or screened,
    }
    return tuple(route for route in ROUTES if given[route])


def _known_to_give(state: State) -> bool:
    """A pump that was found, of which neither mode nor dose was told, may stand still."""
    running = state.pump_at()
    return running is not None and not (running.value.mode is None and running.value.daily_dose is None)


def possible(state: State) -> tuple[str, ...]:
    """Routes in use, and those of which an as-found course does not say whether they are."""
    known = set(in_use(state))
    if state.as_found is not None and state.oral_at() is None:
        known.add("oral")
    removed = state.system is not None and state.system.explanted is not None
    if state.infusing or (state.as_found is not None and state.pump_at() is None and not removed):
        known.add("intrathecal")
    return tuple(route for route in ROUTES if route in known)


def ordered_daily(order: AnyOrder) -> DoseRate | None:
    """The most that a day of an order brings, with every bolus of a pump; None where it has no dose."""
    if isinstance(order, OralOrder):
        return a_day(order.doses)
    if isinstance(order, PumpDoseOrder):
        return ordered_dose(order) + ordered_beside(order)
    if isinstance(order, PumpStartOrder | RestartOrder):
        return whole_day(order)
    return None


def running_daily(state: State, route: str) -> DoseRate | None:
    """The daily dose now given by mouth or by a running pump, with every bolus that the patient may give.

    None where it is not known, or no pump runs.
    """
    if route == "oral":
        oral = state.oral_at()
        return oral.value.daily if oral else None
    dose, running = running_dose(state, state.now), state.pump_at()
    return dose if dose is None or running is None else dose + running_beside(running.value)


def for_toxicity(state: State, order: AnyOrder) -> bool:
    """Whether the order is a reduction for toxicity, which nothing may refuse or delay.

    With the dose now given unknown its word is taken. More than is given now with that word is no reduction, and no
    more is one that brings a bolus.
    """
    if not isinstance(order, OralOrder | PumpDoseOrder) or order.reason != "toxicity":
        return False
    looking = state.when(order.at)
    if isinstance(order, PumpDoseOrder) and _gives_more(looking, order):
        return False
    now, new = running_daily(looking, ROUTE_OF[order.kind]), ordered_daily(order)
    if isinstance(order, PumpDoseOrder) and _stands_still(looking):
        # Any dose is more than none; a reason does not make it less.
        return order.mode == "stopped"
    return now is None or new is None or not new > now


def _stands_still(state: State) -> bool:
    running = state.pump_at()
    return running is not None and running.value.mode == "stopped"


def _gives_more(state: State, order: PumpDoseOrder) -> bool:
    """Whether the daily dose alone rises, or boluses come that do not come now."""
    running, dose = state.pump_at(), running_dose(state, state.now)
    if adds_boluses(order, running.value if running is not None else None):
        return True
    return dose is not None and ordered_dose(order) > dose


def lowers(state: State, order: AnyOrder) -> bool:
    """Whether the order gives less than is known to be given now by that route, or is a reduction for toxicity."""
    if not isinstance(order, OralOrder | PumpDoseOrder):
        # A start or a restart gives the drug anew, however small its dose is.
        return False
    if for_toxicity(state, order):
        return True
    if isinstance(order, PumpDoseOrder) and _gives_more(state, order):
        return False
    now, new = running_daily(state, ROUTE_OF[order.kind]), ordered_daily(order)
    return now is not None and new is not None and new < now


def begins(state: State, order: AnyOrder) -> bool:
    """Whether no baclofen by the order's route is recorded before it."""
    route = ROUTE_OF.get(order.kind)
    if route == "oral":
        return not any(one.value.doses for one in state.oral if one.start < order.at)
    if route == "intrathecal":
        return not state.screening and not state.pump
    return route == "transdermal" and not state.transdermal
