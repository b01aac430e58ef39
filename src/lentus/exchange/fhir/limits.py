"""The most that an instruction itself allows, held against what it orders: above it, the order contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.pieces import Resource, listed
from lentus.exchange.fhir.rates import hours_of
from lentus.exchange.fhir.single_dose import read_dose
from lentus.exchange.fhir.steps import Step
from lentus.quantity import Duration, Mass, show

AGREE = ("doses and maximum that agree",)


def above_its_own_limit(step: Step, dosage: Resource, resource: Resource, route: str | None) -> CannotRead | None:
    """Doses or a rate that come to more than the instruction allows; a maximum that cannot be read limits nothing."""
    for most, hours in _by_period(dosage, resource):
        limit = most / Duration.exact(hours, "h")
        if step.daily > limit:
            unit = "mg/day" if route == "oral" else "mcg/day"
            day, most_a_day = show(step.daily, unit), show(limit, unit)
            return _above(f"the doses of a day come to {day}, and the order allows {most_a_day} at most")
    largest = max(step.doses, default=None)
    if largest is None:
        return None
    for name, what in (("maxDosePerAdministration", "at a time"), ("maxDosePerLifetime", "in a lifetime")):
        dose = read_dose(dosage.get(name), resource) if name in dosage else None
        if dose is not None and not isinstance(dose, CannotRead) and largest > dose.mass:
            unit = "mg" if route == "oral" else "mcg"
            told = f"a dose is {show(largest, unit)}, and the order allows {show(dose.mass, unit)} at most {what}"
            return _above(told)
    return None


def _by_period(dosage: Resource, resource: Resource) -> Iterator[tuple[Mass, Fraction]]:
    for most in listed(dosage.get("maxDosePerPeriod")):
        dose, hours = read_dose(most.get("numerator"), resource), hours_of(most.get("denominator"))
        if hours is not None and not isinstance(dose, CannotRead):
            yield dose.mass, hours


def _above(reason: str) -> CannotRead:
    return CannotRead(reason, AGREE, grave=True)
