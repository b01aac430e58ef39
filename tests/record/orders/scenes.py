"""Patients of the bundled courses, the orders that Lentus itself would offer them, and people to act."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lentus.course import Course, State, fold, read_course
from lentus.course.events import AnyEvent, OralRegimen, Program, ScreeningDose
from lentus.course.orders import AnyOrder, OralOrder, PumpDoseOrder, ScreeningOrder
from lentus.protocol import Severity, advise, check
from lentus.protocol.zone import on_clock
from lentus.quantity import DoseRate, Mass
from lentus.record import SYSTEM, Actor, Chart, Store, open_chart, record_event
from lentus.record.orders.figures import figures

NURSE = Actor("nurse", "nurse")
NURSE_2 = Actor("nurse-2", "nurse")
PHARMACIST = Actor("pharmacist", "pharmacist")
PRESCRIBER = Actor("prescriber", "prescriber")
PRESCRIBER_2 = Actor("prescriber-2", "prescriber")
VIEWER = Actor("viewer", "viewer")
ADMINISTRATOR = Actor("administrator", "administrator")
PEOPLE = (NURSE, NURSE_2, PHARMACIST, PRESCRIBER, PRESCRIBER_2, VIEWER, ADMINISTRATOR)
CHART = "c" * 32


@cache
def course(name: str) -> Course:
    return read_course(Path(str(files("lentus"))) / "examples" / f"{name}.toml")


@cache
def pump_state() -> State:
    """A patient with a running pump, at the last word about them."""
    told = course("spinal-adult-pump")
    return fold(told.patient, told.events)


@cache
def oral_state() -> State:
    """A patient before the first dose by mouth."""
    told = course("oral-titration")
    before = [one for one in told.events if one.instant < next(e for e in told.events if e.kind == "order").instant]
    return fold(told.patient, before)


@cache
def pump_order() -> PumpDoseOrder:
    """What Lentus offers the patient with the pump: nothing stands against it, and two people are needed."""
    order = next(one.order for one in advise(pump_state()).options if one.order and one.order.kind == "pump dose")
    assert isinstance(order, PumpDoseOrder)
    return order


@cache
def oral_order() -> OralOrder:
    """What Lentus offers by mouth: one signature is enough."""
    order = next(one.order for one in advise(oral_state()).options if one.order and one.order.kind == "oral")
    assert isinstance(order, OralOrder)
    return order


@cache
def order_to_override() -> PumpDoseOrder:
    """The pump order made larger until it may only proceed with an override."""
    order = pump_order()
    for percent in range(100, 1_000, 25):
        dose = DoseRate.exact(order.daily_dose.amount("mcg/day") * percent / 100, "mcg/day")
        larger = order.model_copy(update={"daily_dose": dose})
        if max(one.severity for one in check(pump_state(), larger)) is Severity.OVERRIDE:
            return larger
    raise AssertionError("no larger dose asks for an override")


@cache
def order_to_stop() -> ScreeningOrder:
    """An order that a stop stands against: a screening dose into a vein."""
    order = ScreeningOrder(at=pump_order().at, zone=pump_order().zone, dose=Mass.read("50 mcg"), route="intravenous")
    assert any(one.severity is Severity.STOP for one in check(pump_state(), order))
    return order


def overridden_rules(state: State, order: AnyOrder) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.rule for one in check(state, order) if one.severity is Severity.OVERRIDE))


def done(order: AnyOrder, at: datetime, event_id: str) -> AnyEvent:
    """The fact that carries out an order, as ordered."""
    by = {"author": "whoever did it", "role": "nurse"}
    common: dict[str, Any] = {"id": event_id, "at": on_clock(at, order.zone), "zone": order.zone, **by}
    if isinstance(order, PumpDoseOrder):
        running = pump_state().pump_at()
        assert running is not None
        return Program(
            **common, daily_dose=order.daily_dose, concentration=running.value.concentration, reason=order.reason
        )
    if isinstance(order, ScreeningOrder):
        return ScreeningDose(**common, dose=order.dose, concentration=order.concentration)
    assert isinstance(order, OralOrder)
    return OralRegimen(**common, doses=order.doses, product=order.product, reason=order.reason)


def again(one: AnyOrder | AnyEvent) -> dict[str, str]:
    """The right figures, as a second person types them."""
    return {
        field.name: value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)
        for field, value in figures(one).items()
    }


def opened(store: Store, name: str) -> Chart:
    """A chart with all that a bundled course says."""
    known = course(name)
    return told(store, fold(known.patient, known.events))


def told(store: Store, state: State) -> Chart:
    """A chart with what is known of a patient."""
    with store.transaction():
        now = open_chart(store, state.patient, actor=NURSE, generated=True, chart_id=CHART)
        for event in state.events:
            now = record_event(store, CHART, event, expected=None, actor=SYSTEM, key=event.id, needs_second=False)
    return now
