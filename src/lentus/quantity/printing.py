"""The one printer of amounts.

Two forms, kept apart on purpose. The stored form is ASCII and reads back the same value; the display form
follows safe-writing rules (no-break space before the unit, `mcg`, commas, "per" for the slash) and is
refused by the grammar, so that no program takes a screen for a record. A rounded value always says "about".
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from lentus.errors import QuantityError
from lentus.quantity import dimension
from lentus.quantity.numerals import MOST_DIGITS, fits, has_places, telling_places, written

if TYPE_CHECKING:
    from lentus.quantity.dimension import Kind
    from lentus.quantity.measured import Measured

NOT_EXACT = "about "
NO_BREAK_SPACE = "\u00a0"
HOURS_AND_MINUTES = "h min"

_DISPLAYED = {"degC": "\u00b0C", "mL/min/1.73 m2": "mL per min per 1.73 m\u00b2"}


def stored_unit(value: Fraction, kind: Kind) -> str | None:
    """Return the first unit, the canonical one before others, in which a base value is short and exact."""
    return next((unit for unit in kind.printable if fits(value / kind.units[unit])), None)


def stored(value: Fraction, kind: Kind) -> str | None:
    """Return the exact text of a base value, or None where the grammar has no text for it."""
    unit = stored_unit(value, kind)
    if unit is not None:
        number = value / kind.units[unit]
        return f"{written(number)} {_counted(unit, number)}"
    strength = _strength(value, kind)
    return strength and f"{strength[0]} mcg/{strength[1]} mL"


def stored_or_about(value: Fraction, kind: Kind) -> str:
    """Return the exact text, or a rounded one that is marked and that the grammar refuses."""
    text = stored(value, kind)
    if text:
        return text
    number = value / kind.units[kind.canonical]
    places = telling_places(number, least=6, figures=6)
    return f"{NOT_EXACT}{written(number, places)} {kind.canonical}"


def canonical(amount: Measured) -> str:
    """Return the stored form, such as `500 mcg/mL`: ASCII, no commas, the type's canonical unit.

    A value that this unit cannot hold exactly is written in another unit of its type that can (`1 min`), a
    concentration also as mass in volume (`10000 mcg/3 mL`). Where nothing can, it is "about 0.333333 mL".
    Every amount that was read has an exact form.
    """
    return str(amount)


def show(amount: Measured, unit: str | None = None, places: int | None = None) -> str:
    """Text for people, such as "1,500 mcg", in a unit that the caller may choose.

    `unit` is a unit of the type, or "h min" for a duration in hours and minutes. `places` rounds half to
    even to so many decimals, unless that would print a zero for what is none. Without `places`, a value of
    more than nine decimals is rounded to two decimals or three figures. A rounded value says "about".
    Raises QuantityError for an unknown unit or for negative places.
    """
    return _shown(amount, unit, places)


@lru_cache(maxsize=4_096)
def _shown(amount: Measured, unit: str | None, places: int | None) -> str:
    """The same. A page of ten years prints some hundred amounts, most of them the few that a patient has had."""
    kind = amount.kind()
    if places is not None and places < 0:
        raise QuantityError(f"places is {places}: decimals to print are 0 or more")
    if unit == HOURS_AND_MINUTES and kind is dimension.DURATION:
        return _hours_and_minutes(amount)
    base = amount.amount(kind.canonical) * kind.units[kind.canonical]
    if unit is None:
        strength = _strength(base, kind) if stored_unit(base, kind) is None and places is None else None
        if strength:
            return f"{_spaced(strength[0], 'mcg')} in {_spaced(strength[1], 'mL')}"
        unit = stored_unit(base, kind) or kind.canonical
    return shown_number(amount.amount(unit), unit, places)


def shown_number(number: Fraction, unit: str, places: int | None) -> str:
    """Return a number and its unit for people, marked where rounded."""
    if places is None and fits(number):
        return _spaced(number, unit)
    least, figures = (2, 3) if places is None else (places, 1)
    if has_places(number, least):
        return _spaced(number, unit, least)
    told = telling_places(number, least, figures)
    mark = "" if has_places(number, told) else NOT_EXACT
    return mark + _spaced(number, unit, told)


def _spaced(number: Fraction | int, unit: str, places: int = 9) -> str:
    value = Fraction(number)
    counted = _counted(dimension.SINGULARS.get(unit, unit), value)
    words = _DISPLAYED.get(counted) or counted.replace("/", " per ")
    return f"{written(value, places, grouped=True)}{NO_BREAK_SPACE}{words}"


def _counted(unit: str, number: Fraction) -> str:
    return unit if number == 1 else dimension.PLURALS.get(unit, unit)


def _hours_and_minutes(duration: Measured) -> str:
    minutes = duration.amount("min")
    whole = round(minutes)
    if not whole:
        return shown_number(minutes, "min", None)
    hours, rest = divmod(abs(whole), 60)
    parts = [_spaced(count, unit) for count, unit in ((hours, "h"), (rest, "min")) if count]
    sign = "-" if whole < 0 else ""
    mark = "" if minutes == whole else NOT_EXACT
    return f"{mark}{sign}{' '.join(parts)}"


def _strength(value: Fraction, kind: Kind) -> tuple[int, int] | None:
    """Return a concentration as whole mcg in whole mL, where these are short."""
    mass, volume = value.numerator, value.denominator
    most = 10**MOST_DIGITS
    return (mass, volume) if kind is dimension.CONCENTRATION and abs(mass) < most and volume < most else None
