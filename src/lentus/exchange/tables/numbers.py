"""Amounts as plain numbers for programs that compute with them; the record keeps the exact ones."""

from __future__ import annotations

from dataclasses import dataclass

from lentus.course import events as e
from lentus.course.events import AnyEvent
from lentus.course.words import BACLOFEN_LEVELS
from lentus.quantity import Concentration, DoseRate, FlowRate, Length, Mass, Volume, Weight

Amount = Mass | Volume | Concentration | DoseRate | FlowRate | Weight | Length


def amount(one: Amount | None, unit: str) -> float | None:
    """The number of `one` in `unit`, to the nearest that a float can hold; None where it is not known."""
    return None if one is None else float(one.amount(unit))


@dataclass(frozen=True, slots=True)
class Measured:
    """Something measured: what, the number in its unit (None where it is kept as text alone), and as it was written."""

    what: str
    number: float | None
    unit: str
    written: str


def measured(event: AnyEvent) -> Measured | None:
    """The measurement that an event tells; None where it tells none."""
    match event:
        case e.WeightMeasured(weight=weight):
            return Measured("weight", amount(weight, "kg"), "kg", str(weight))
        case e.HeightMeasured(height=height):
            return Measured("height", amount(height, "cm"), "cm", str(height))
        case e.Laboratory():
            return _laboratory(event)
    return None


def _laboratory(event: e.Laboratory) -> Measured:
    match event.read():
        case Concentration() as value:
            unit = "ng/mL" if event.analyte in BACLOFEN_LEVELS else "mg/dL"
            return Measured(event.analyte, amount(value, unit), unit, event.value)
        case FlowRate() as value:
            return Measured(event.analyte, amount(value, "mL/min"), "mL/min", event.value)
        case None:
            return Measured(event.analyte, None, "", event.value)
        case value:
            return Measured(event.analyte, float(value.amount("mL/min/1.73 m2")), "mL/min/1.73 m2", event.value)
