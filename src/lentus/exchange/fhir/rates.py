"""A continuous rate: a mass over a time, as one Quantity or as a ratio of two, that goes on all day."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.naming import UCUM
from lentus.exchange.fhir.pieces import Resource
from lentus.exchange.fhir.timing import tells_times, times_a_day
from lentus.exchange.fhir.unit_words import agrees, coded_rate, said_rate
from lentus.exchange.fhir.units import CODES, exact
from lentus.quantity import DoseRate, Duration, Mass
from lentus.quantity.dimension import MASS_UNITS, TIME_UNITS

NEEDS_RATE = ("the rate as mcg a day by UCUM",)
NEEDS_CONSTANT = ("one rate that goes on all day",)
DAY_HOURS = 24


def read_rate(amount: Resource, timing: Any = None) -> DoseRate | CannotRead:
    """The rate of a dose-and-rate element, as mass by time; refused where its timing gives it for a part of the day."""
    if "rateRatio" in amount and "rateQuantity" in amount:
        return CannotRead("the dosage gives two rates", ("one rate",))
    ratio = "rateRatio" in amount
    found = _of_ratio(amount["rateRatio"]) if ratio else _of_quantity(amount["rateQuantity"])
    if isinstance(found, CannotRead):
        return found
    mass, hours = found
    if mass == Mass.exact(0, "mcg"):
        return CannotRead("the rate is nothing", ("a rate, or an order to stop",))
    return _now_and_then(timing, hours) or mass / Duration.exact(hours, "h")


def _now_and_then(timing: Any, hours: Fraction) -> CannotRead | None:
    """Why a timing does not let a rate go on all day; once a day is what an amount of a day means anyway."""
    if not tells_times(timing):
        return None
    times = times_a_day(timing)
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    short = isinstance(repeat, dict) and ("duration" in repeat or "when" in repeat or "timeOfDay" in repeat)
    if times == 1 and hours == DAY_HOURS and not short:
        return None
    return CannotRead("the rate is given at certain times and not all day", NEEDS_CONSTANT)


def _of_ratio(given: Any) -> tuple[Mass, Fraction] | CannotRead:
    """So much in so long: 240 ug in 24 h."""
    over = given.get("numerator") if isinstance(given, dict) else None
    under = given.get("denominator") if isinstance(given, dict) else None
    value, hours = _number(over), hours_of(under)
    if value is None or hours is None:
        return _disagreeing(under) or CannotRead("the rate is not a ratio of two amounts with UCUM units", NEEDS_RATE)
    unit = CODES.get(str(over.get("code")), "") if isinstance(over, dict) else ""
    if unit not in MASS_UNITS:
        return CannotRead(f"the rate counts {_words(over)}, and is no mass by time", NEEDS_RATE)
    return _disagreeing(over) or (Mass.exact(value, unit), hours)


def _of_quantity(given: Any) -> tuple[Mass, Fraction] | CannotRead:
    said = given.get("unit") if isinstance(given, dict) else None
    told = said_rate(said) if isinstance(said, str) else None
    by_words = told is not None and isinstance(given, dict) and "code" not in given and "system" not in given
    value = _number({**given, "system": UCUM}) if by_words else _number(given)
    if value is None:
        return CannotRead("the rate is not one number with a UCUM unit", NEEDS_RATE)
    meant = told if by_words else coded_rate(str(given.get("code")))
    if meant is None:
        return CannotRead(f"the rate in {_words(given)} is no mass by time", NEEDS_RATE)
    if said and told != meant and said != given.get("code"):
        return _differ(given)
    unit, hours = meant
    return Mass.exact(value, unit), hours


def _disagreeing(given: Any) -> CannotRead | None:
    """What is wrong with an amount whose words are not those of its code."""
    if not isinstance(given, dict) or agrees(str(given.get("unit") or ""), str(given.get("code"))):
        return None
    return _differ(given)


def _differ(given: Resource) -> CannotRead:
    told = f"the unit says {given['unit']} and its code {given.get('code')}"
    return CannotRead(told, ("unit and code that agree",), grave=True)


def _number(given: Any) -> Fraction | None:
    """The number of a Quantity whose unit is a UCUM code; None where it is not one number."""
    if not isinstance(given, dict) or given.get("system") != UCUM or "comparator" in given:
        return None
    value = exact(given.get("value"))
    return value if value is not None and value >= 0 else None


def hours_of(given: Any) -> Fraction | None:
    """A length of time in hours, by its UCUM code; None where it is none, or its words say another unit."""
    value = _number(given)
    unit = CODES.get(str(given.get("code")), "") if value else ""
    if not value or unit not in TIME_UNITS or _disagreeing(given):
        return None
    return value * TIME_UNITS[unit]


def _words(given: Any) -> str:
    return str(given.get("unit") or given.get("code")) if isinstance(given, dict) else "something else"
