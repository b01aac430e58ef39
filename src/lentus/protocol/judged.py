"""The order that a recorded fact amounts to, so that a fact is held against the same rules as an order.

A pump that was programmed at night is a fact and is never refused; but its findings stand beside it.
"""

from __future__ import annotations

from lentus.course import State
from lentus.course import events as e
from lentus.course import orders as o
from lentus.course.events import AnyEvent
from lentus.course.orders import AnyOrder


def order_of(state: State, event: AnyEvent) -> AnyOrder | None:
    """The order that `event` amounts to for a patient who was in `state` just before; None where it is none."""
    match event:
        case e.OrderPlaced():
            return event.order
        case e.OralRegimen():
            return _oral(state, event)
        case e.ScreeningDose():
            return o.ScreeningOrder(
                at=event.at,
                zone=event.zone,
                dose=event.dose,
                concentration=event.concentration,
                over=event.over,
                product=event.product,
            )
        case e.Implant():
            return o.ImplantOrder(at=event.at, zone=event.zone, device=event.device or None, depth=event.depth)
        case e.Program():
            return _program(state, event)
        case e.Fill():
            return _fill(state, event)
        case e.TherapyStopped():
            return _stopped(event)
        case e.MedicineStarted():
            return o.MedicineOrder(at=event.at, zone=event.zone, name=event.name, route=event.route)
        case e.TransdermalUse() if event.in_use:
            return o.TransdermalOrder(at=event.at, zone=event.zone, text=event.text)
    return None


def _oral(state: State, event: e.OralRegimen) -> AnyOrder | None:
    if event.doses:
        return o.OralOrder(at=event.at, zone=event.zone, doses=event.doses, product=event.product, reason=event.reason)
    before = state.oral_at(event.at)
    if before is None or not before.value.doses:
        return None
    return o.OralStopOrder(at=event.at, zone=event.zone, reason="other")


def _program(state: State, event: e.Program) -> AnyOrder | None:
    before = state.pump_at(event.at)
    if not event.infuses:
        if before is None or before.value.mode == "stopped":
            return None
        return o.PumpStopOrder(at=event.at, zone=event.zone, reason="other")
    if event.daily_dose is None:
        return None
    if state.holiday is not None and state.restarted is None and _stands_still(before):
        return o.RestartOrder(
            at=event.at, zone=event.zone, daily_dose=event.daily_dose, concentration=event.concentration
        )
    if before is None:
        return _start(state, event)
    if before.value.daily_dose == event.daily_dose:
        return None
    if _stands_still(before):
        return o.RestartOrder(
            at=event.at, zone=event.zone, daily_dose=event.daily_dose, concentration=event.concentration
        )
    return o.PumpDoseOrder(
        at=event.at, zone=event.zone, daily_dose=event.daily_dose, reason=event.reason, mode=event.mode
    )


def _stands_still(before: object) -> bool:
    value = getattr(before, "value", None)
    return value is None or getattr(value, "mode", None) == "stopped"


def _start(state: State, event: e.Program) -> AnyOrder | None:
    if event.daily_dose is None:
        return None
    system = state.system
    return o.PumpStartOrder(
        at=event.at,
        zone=event.zone,
        daily_dose=event.daily_dose,
        concentration=event.concentration,
        path_volume=system.path_volume if system else None,
        primed=system.primed if system else None,
        device=(system.device or None) if system else None,
    )


def _fill(state: State, event: e.Fill) -> AnyOrder:
    running = state.pump_at(event.at)
    return o.RefillOrder(
        at=event.at,
        zone=event.zone,
        concentration=event.concentration,
        programmed=running.value.concentration if running else None,
        volume=event.volume,
        product=event.product,
        ndc=event.ndc,
        lot=event.lot,
        expires=event.expires,
        device=(state.system.device or None) if state.system else None,
    )


def _stopped(event: e.TherapyStopped) -> AnyOrder | None:
    if not event.abrupt:
        return None
    if event.route == "oral":
        return o.OralStopOrder(at=event.at, zone=event.zone, reason=event.reason, owner=event.owner)
    if event.route == "intrathecal":
        return o.PumpStopOrder(at=event.at, zone=event.zone, reason=event.reason, owner=event.owner)
    return None
