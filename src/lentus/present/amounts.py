"""Amounts as a person reads them: by mouth in mg, intrathecal in mcg, frequencies in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from lentus.present.when import iso, show_date, show_moment
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Quantity, Reading, show

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
FREQUENCIES = {1: "once a day", 2: "twice a day"}
ORAL_UNITS: dict[type, str] = {Mass: "mg", DoseRate: "mg/day", Concentration: "mg/mL"}
INTRATHECAL_UNITS: dict[type, str] = {Mass: "mcg", DoseRate: "mcg/day", Concentration: "mcg/mL"}


def oral(amount: Quantity | Reading) -> str:
    """An amount in the units of doses by mouth."""
    return show(amount, ORAL_UNITS.get(type(amount)))


def intrathecal(amount: Quantity | Reading) -> str:
    """An amount in the units of intrathecal doses."""
    return show(amount, INTRATHECAL_UNITS.get(type(amount)))


def span(duration: Duration) -> str:
    """A length of time as a clock tells it: 20 s, 3 min, 4 h 30 min, 7 days."""
    if duration < Duration.exact(1, "min"):
        return show(duration, "s")
    days = duration.amount("day")
    if days.denominator == 1 and days > 1:
        return show(duration, "days")
    return show(duration, "h min")


def number_word(number: int) -> str:
    """A small number in words."""
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else str(number)


def times_a_day(number: int) -> str:
    """A frequency in words: abbreviations such as TID are misread."""
    return FREQUENCIES.get(number, f"{number_word(number)} times a day")


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def day_of_doses(doses: Sequence[Mass], daily: DoseRate | None = None) -> str:
    """A day's doses by mouth: "5 mg three times a day (15 mg per day)"."""
    if not doses:
        return "none"
    total = f" ({oral(daily)})" if daily is not None and len(doses) > 1 else ""
    if len(set(doses)) == 1:
        return f"{oral(doses[0])} {times_a_day(len(doses))}{total}"
    return " + ".join(oral(dose) for dose in doses) + f" in a day{total}"


def shown_value(value: object) -> str:
    """Any value of a finding or an answer, for a person."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return show_moment(value)
        case date():
            return show_date(value)
        case Fraction():
            return plain_number(value)
        case tuple() | list():
            return ", ".join(shown_value(one) for one in value) or "none"
        case None:
            return "not known"
    if isinstance(value, Duration):
        return span(value)
    return show(value) if isinstance(value, Quantity | Reading) else str(value)


def plain_number(number: Fraction) -> str:
    """An exact number: a decimal where it has a short one, else a fraction such as 2/3."""
    for places in range(10):
        scaled = number * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            sign = "-" if number < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    return f"{number.numerator}/{number.denominator}"


def stored(value: object) -> Any:
    """Any value as JSON holds it: amounts as exact text with units, numbers as text, times in ISO 8601."""
    match value:
        case None | bool() | str():
            return value
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case int():
            return value
        case Fraction():
            return plain_number(value)
        case tuple() | list():
            return [stored(one) for one in value]
        case dict():
            return {str(name): stored(one) for name, one in value.items()}
    return str(value)
