"""From a ready order to the fact that carried it out.

A fact is never refused: one that differs from the order, or that happened before the order was ready, is recorded for
what it is, unverified, and the order stays open. What is refused here is only the word that it carried the order out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lentus.course import State
from lentus.course import events as e
from lentus.course import orders as o
from lentus.course.events import AnyEvent
from lentus.course.orders import AnyOrder
from lentus.errors import NotReady
from lentus.quantity import Mass
from lentus.record.entry import NewEntry
from lentus.record.orders import figures
from lentus.record.orders.life import OrderLife
from lentus.record.orders.rivals import refuse_beside
from lentus.record.orders.scene import Scene, require_state
from lentus.record.roles import require

CARRIED_OUT_BY: dict[str, tuple[str, ...]] = {
    "oral": ("oral regimen", "dose given"),
    "oral stop": ("oral regimen", "therapy stopped"),
    "oral taper": ("oral regimen", "dose given"),
    "transdermal": ("transdermal",),
    "screening": ("screening dose",),
    "end of observation": ("screening observation",),
    "implant": ("implant", "replacement"),
    "pump start": ("program",),
    "pump dose": ("program",),
    "refill": ("fill",),
    "pump stop": ("program", "therapy stopped", "explant"),
    "drug holiday": ("holiday started",),
    "pump restart": ("program",),
    "wean": ("medicine started", "medicine stopped", "oral regimen"),
    "medicine": ("medicine started",),
    "conversion": (),
}
"""What can carry out an order, by kind."""

MUST_AGREE = ("daily_dose", "dose", "concentration", "volume")
"""Figures of the order that the fact has to state, and equal."""

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Carrying:
    """The entry that says an order was carried out, and whether the fact has figures that only one person has seen."""

    entry: NewEntry
    needs_second: bool


def carried_out(scene: Scene, order_id: str, event: AnyEvent) -> Carrying:
    """Say that `event` carries out a ready order. NotAllowed and NotReady as the other steps."""
    require(scene.actor.role, "carry out order")
    life = scene.life(order_id)
    require_state(life, "carried out", "ready")
    if event.kind not in CARRIED_OUT_BY[life.order.kind]:
        raise NotReady(f"Order of kind {life.order.kind} is not carried out by {event.kind}: {_AS_FACT}")
    _alone(scene, life)
    _at_its_time(scene, life, event)
    other = differing(life.order, event)
    if other:
        raise NotReady(f"What was done differs from the order in {', '.join(other)}: {_AS_FACT}")
    entry = NewEntry("order carried out", {"order_id": order_id, "event_id": event.id})
    return Carrying(entry, bool(_unseen(scene.state, life.order, event)))


_AS_FACT = "record it as what was done; the order stays open."


def _alone(scene: Scene, life: OrderLife) -> None:
    """Two orders that both wait to be done are a choice that nobody made; what was done is recorded all the same."""
    try:
        refuse_beside(scene, life, "carried out")
    except NotReady as error:
        raise NotReady(f"{error} If it was done already: {_AS_FACT}") from error


def _at_its_time(scene: Scene, life: OrderLife, event: AnyEvent) -> None:
    # People write minutes: what was done in the minute in which the order became ready was done after it.
    if life.ready_at is not None and event.instant < life.ready_at.replace(second=0, microsecond=0):
        raise NotReady(f"This was done before the order was ready: {_AS_FACT}")
    if event.instant > scene.now + A_MINUTE:
        raise NotReady("This lies in the future: an order is carried out when it has been done.")


def differing(order: AnyOrder, event: AnyEvent) -> list[str]:
    """What the fact says otherwise than the order, by label; empty where it is the order."""
    stated = type(event).model_fields
    found = []
    for field, wanted in figures.figures(order).items():
        done = getattr(event, field.name, None)
        if field.name in stated and (done is not None or field.name in MUST_AGREE) and done != wanted:
            found.append(field.label)
    return [*found, *_otherwise(order, event)]


def _otherwise(order: AnyOrder, event: AnyEvent) -> list[str]:
    """What the fact says otherwise than the order, where no second person compares figures."""
    match order, event:
        case ((o.PumpDoseOrder() | o.PumpStartOrder() | o.RestartOrder()), e.Program()):
            pairs = (("the boluses by the patient", "patient_bolus"), ("the steps", "steps"), ("the stages", "stages"))
            return [label for label, name in pairs if getattr(event, name) != getattr(order, name)]
        case o.PumpStopOrder(), e.Program():
            return ["the mode of the pump"] if event.infuses else []
        case ((o.PumpStopOrder() | o.OralStopOrder()), e.TherapyStopped()):
            return [] if (event.route == "oral") == isinstance(order, o.OralStopOrder) else ["the route"]
        case ((o.OralOrder() | o.OralStopOrder() | o.OralTaperOrder()), e.OralRegimen()):
            return [] if event.doses in _days(order) else ["the doses"]
        case ((o.OralOrder() | o.OralTaperOrder()), e.DoseGiven()):
            return [] if any(event.dose in day for day in _days(order)) else ["the dose"]
        case o.MedicineOrder(), e.MedicineStarted():
            return [] if event.name.casefold() == order.name.casefold() else ["the drug"]
    return []


def _days(order: o.OralOrder | o.OralStopOrder | o.OralTaperOrder) -> tuple[tuple[Mass, ...], ...]:
    """The days of doses that the order has, in any order of time."""
    match order:
        case o.OralOrder():
            return (order.doses,)
        case o.OralTaperOrder():
            return tuple(step.doses for step in order.steps)
    return ((),)


def _unseen(state: State, order: AnyOrder, event: AnyEvent) -> list[str]:
    """Labels of the fact's figures that were not entered twice: neither order nor running program has them."""
    seen = {field.name for field in figures.figures(order)}
    running = state.pump_at(event.at)
    return [
        field.label
        for field, value in figures.figures(event).items()
        if field.name not in seen
        and not (field.name == "mode" and _adds_nothing(event))
        and not (running is not None and _part(running.value, field.name) == value)
    ]


def _part(whole: object, name: str) -> object:
    """A figure of what runs by its name, such as `daily_dose` or `patient_bolus.dose`; None where it has none."""
    for one in name.split("."):
        whole = getattr(whole, one, None)
    return whole


def _adds_nothing(event: AnyEvent) -> bool:
    """A constant rate follows from the daily dose alone."""
    return isinstance(event, e.Program) and event.mode == "simple continuous"
