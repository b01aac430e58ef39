"""Patients with a pump, in one line each, and the rules about them alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lentus.course import AnyEvent, AnyOrder, State
from lentus.course.orders import PumpDoseOrder, PumpStartOrder
from lentus.protocol import Finding, screening, start, titration
from lentus.protocol.advice import Option, Told
from lentus.quantity import DoseRate
from tests.protocol import courses
from tests.protocol.courses import event, moment, order

AREAS = (screening.AREA, start.AREA, titration.AREA)
BEGAN = moment("2026-03-02T09:00")
"""When the pumps of these tests were set to the dose that they give."""


def hours(number: float) -> datetime:
    """So many hours after the pump was set."""
    return BEGAN + timedelta(hours=number)


def running(
    dose: str, *more: AnyEvent, origin: str | None = "spinal", setting: str | None = "inpatient", **facts: Any
) -> State:
    """A patient who came with a pump and was set to `dose` at BEGAN: start and path are not in question."""
    events = [event("as found", "2026-01-05T09:00", device="found pump")]
    if origin is not None:
        events.append(event("diagnosis", "2026-01-05T09:00", origin=origin))
    if setting is not None:
        events.append(event("care setting", "2026-01-05T09:00", setting=setting))
    events.append(event("program", BEGAN, daily_dose=dose, concentration="500 mcg/mL"))
    return courses.state(*events, *more, **facts)


def started(
    dose: str = "100 mcg/day", *more: AnyEvent, path: str | None = "0.34 mL", primed: bool | None = False, **facts: Any
) -> State:
    """A spinal inpatient whose new pump was started at BEGAN."""
    return courses.state(
        event("diagnosis", "2026-03-01T09:00", origin="spinal"),
        event("care setting", "2026-03-01T09:00", setting="inpatient"),
        event("implant", "2026-03-02T08:00", path_volume=path, primed=primed),
        event("program", BEGAN, daily_dose=dose, concentration="500 mcg/mL"),
        *more,
        **facts,
    )


def change(dose: str, after_hours: float = 240, reason: str = "titration", **fields: Any) -> AnyOrder:
    """An order of another daily dose, so many hours after the pump was set."""
    return order("pump dose", hours(after_hours), daily_dose=dose, reason=reason, **fields)


def found(state: State, order: AnyOrder) -> dict[str, Finding]:
    """What these areas find."""
    return courses.found(state, order, *AREAS)


def grave(state: State, order: AnyOrder) -> dict[str, str]:
    """What of it is more than information."""
    return courses.grave(state, order, *AREAS)


def offered(state: State) -> dict[str, Option]:
    """What these areas propose, before it is put through `check`."""
    made = [one for area in AREAS for proposer in area.proposers for one in proposer(state)]
    return {one.id: one for one in made if isinstance(one, Option)}


def dose_of(option: Option) -> DoseRate:
    """The daily dose that an option would order."""
    assert isinstance(option.order, PumpDoseOrder | PumpStartOrder)
    return option.order.daily_dose


def told(state: State) -> dict[str, Told]:
    """What these areas tell."""
    made = [one for area in AREAS for proposer in area.proposers for one in proposer(state)]
    return {one.id: one for one in made if isinstance(one, Told)}


def standing(state: State) -> dict[str, Finding]:
    """What stands about the patient by these areas."""
    return {one.rule: one for area in AREAS for watcher in area.watchers for one in watcher(state)}
