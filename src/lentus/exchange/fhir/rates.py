"""A continuous rate: a mass over a time, as one Quantity or as a ratio of two."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.naming import UCUM
from lentus.exchange.fhir.pieces import Resource
from lentus.exchange.fhir.units import CODES, exact
from lentus.quantity import DoseRate, Duration, Mass
from lentus.quantity.dimension import MASS_UNITS, TIME_UNITS

NEEDS_RATE = ("the rate as mcg a day by UCUM",)
_SAID = {"mg": "mg", "mcg": "ug", "ug": "ug", "g": "g", "ng": "ng"}


def read_rate(amount: Resource) -> DoseRate | CannotRead:
    """The rate of a dose-and-rate element, as mass by time."""
    return _of_ratio(amount["rateRatio"]) if "rateRatio" in amount else _of_quantity(amount["rateQuantity"])


def _of_ratio(given: Any) -> DoseRate | CannotRead:
    """So much in so long: 240 ug in 24 h."""
    over = given.get("numerator") if isinstance(given, dict) else None
    value, hours = _number(over), hours_of(given.get("denominator") if isinstance(given, dict) else None)
    if value is None or hours is None:
        return CannotRead("the rate is not a ratio of two amounts with UCUM units", NEEDS_RATE)
    unit = CODES.get(str(over.get("code")), "") if isinstance(over, dict) else ""
    if unit not in MASS_UNITS:
        return CannotRead(f"the rate counts {_words(over)}, and is no mass by time", NEEDS_RATE)
    return _disagreeing(over, unit) or Mass.exact(value, unit) / Duration.exact(hours, "h")


def _of_quantity(given: Any) -> DoseRate | CannotRead:
    value = _number(given)
    if value is None:
        return CannotRead("the rate is not one number with a UCUM unit", NEEDS_RATE)
    unit = CODES.get(str(given.get("code")), "")
    over, _, under = unit.partition("/")
    if over not in MASS_UNITS or under not in TIME_UNITS:
        return CannotRead(f"the rate in {_words(given)} is no mass by time", NEEDS_RATE)
    return _disagreeing(given, over) or DoseRate.exact(value, unit)


def _disagreeing(given: Any, unit: str) -> CannotRead | None:
    said = _SAID.get(str(given.get("unit", "")).split("/")[0].strip())
    if said is None or CODES[said] == unit:
        return None
    return CannotRead(f"the unit says {given['unit']} and its code {given['code']}", ("unit and code that agree",))


def _number(given: Any) -> Fraction | None:
    """The number of a Quantity whose unit is a UCUM code; None where it is not one number."""
    if not isinstance(given, dict) or given.get("system") != UCUM or "comparator" in given:
        return None
    value = exact(given.get("value"))
    return value if value is not None and value >= 0 else None


def hours_of(given: Any) -> Fraction | None:
    """A length of time in hours, by its UCUM code; None where it is none."""
    value = _number(given)
    unit = CODES.get(str(given.get("code")), "") if value else ""
    return value * TIME_UNITS[unit] if value and unit in TIME_UNITS else None


def _words(given: Any) -> str:
    return str(given.get("unit") or given.get("code")) if isinstance(given, dict) else "something else"
