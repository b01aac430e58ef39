"""One dose in all, as a screening dose is ordered: an instruction that counts one, and says nothing of other days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lentus.exchange.fhir.agreement import Place
from lentus.exchange.fhir.bounds import Bounds, bounds_of
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.doses import against
from lentus.exchange.fhir.firm import instructions_of, not_firm, ordered_amount
from lentus.exchange.fhir.pieces import Resource
from lentus.exchange.fhir.single_dose import Dose, read_dose
from lentus.exchange.fhir.steps import Step, number_of
from lentus.exchange.fhir.units import CODES, exact
from lentus.quantity import Duration, Mass, canonical
from lentus.quantity.dimension import TIME_UNITS

_FITTING = "id extension count boundsDuration boundsRange boundsPeriod duration durationUnit frequency"
FITS_ONE = frozenset(_FITTING.split(" "))
"""What a timing of one dose may hold."""
NEEDS_ONE = ("one order for each dose",)


@dataclass(frozen=True, slots=True)
class OneDose:
    """A dose that is given once, within which days, and over how long where that is said."""

    dose: Dose
    bounds: Bounds
    over: str | None = None


def counts_doses(dosage: Resource) -> bool:
    """Whether an instruction counts its doses in all."""
    repeat = _repeat(dosage)
    return "count" in repeat or "countMax" in repeat


def read_one_dose(resource: Resource, zone: str, route: str) -> OneDose | CannotRead:
    """The one dose of an order with a single instruction, or why it cannot be read."""
    given = instructions_of(resource)
    if isinstance(given, CannotRead):
        return given
    (dosage,) = given
    repeat = _repeat(dosage)
    if repeat.get("count") != 1 or repeat.get("frequency", 1) != 1 or set(repeat) - FITS_ONE:
        return CannotRead(f"several {route} doses in one order", NEEDS_ONE)
    bounds = bounds_of(dosage.get("timing"), zone)
    amount = not_firm(dosage) or ordered_amount(dosage)
    if isinstance(bounds, CannotRead) or isinstance(amount, CannotRead):
        return bounds if isinstance(bounds, CannotRead) else amount  # type: ignore[return-value]  # the other one is
    dose = read_dose(amount.get("doseQuantity"), resource)
    if isinstance(dose, CannotRead):
        return dose
    if dose.mass == Mass.exact(0, "mcg"):
        return CannotRead("the dose is nothing", ("a dose",))
    step = Step(number_of(dosage), bounds, (dose.mass,))
    return against(step, dosage, resource, Place(only=True, alone=False, route=route)) or OneDose(
        dose, bounds, _over(repeat)
    )


def _repeat(dosage: Resource) -> Resource:
    timing: Any = dosage.get("timing")
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    return repeat if isinstance(repeat, dict) else {}


def _over(repeat: Resource) -> str | None:
    """How long the injection takes."""
    value, unit = exact(repeat.get("duration")), CODES.get(str(repeat.get("durationUnit")), "")
    return canonical(Duration.exact(value, unit)) if value and value > 0 and unit in TIME_UNITS else None
