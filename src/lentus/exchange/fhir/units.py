"""Amounts as FHIR writes them: a number and a UCUM code, `ug` for what people read as mcg.

A number leaves only where a reader with binary floating point gets it back digit for digit; an amount that has no such
number is left to text, never rounded.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lentus.exchange.fhir.naming import UCUM
from lentus.quantity.dimension import MASS_UNITS, PLURALS, TIME_UNITS, VOLUME_UNITS
from lentus.quantity.numerals import written

_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?) (.+)")
_STRENGTH = re.compile(r"(\d[\d,]*(?:\.\d+)?) ([a-z]+)/(\d[\d,]*(?:\.\d+)?) ([A-Za-z]+)")

_MASSES = {unit.replace("mcg", "ug"): unit for unit in MASS_UNITS}
_VOLUMES = {unit: unit for unit in VOLUME_UNITS}
_TIMES = {{"day": "d", "week": "wk"}.get(unit, unit): unit for unit in TIME_UNITS}


def _per(over: dict[str, str], under: dict[str, str]) -> dict[str, str]:
    return {f"{top}/{below}": f"{over[top]}/{under[below]}" for top in over for below in under}


CODES: dict[str, str] = {
    **_MASSES,
    **_VOLUMES,
    **_TIMES,
    **_per(_MASSES, _VOLUMES),
    **_per(_MASSES, _TIMES),
    **_per(_VOLUMES, _TIMES),
    **{unit: unit for unit in ("kg", "cm", "mm", "m", "%")},
    "Cel": "degC",
    "mL/min/{1.73_m2}": "mL/min/1.73 m2",
}
"""UCUM codes and the units in which Lentus writes the same."""

_TO_CODE = {unit: code for code, unit in CODES.items()}


def number(value: Fraction) -> int | float | None:
    """A number of JSON that says exactly this; None where there is none."""
    if value.denominator == 1 and abs(value) < 10**15:
        return int(value)
    made = float(value)
    return made if exact(made) == value else None


def exact(value: object) -> Fraction | None:
    """The number that a message holds, as its digits say; None for what is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        return Fraction(Decimal(repr(value)) if isinstance(value, float) else value)
    except (ValueError, OverflowError):
        return None


def quantity(text: str) -> dict[str, Any] | None:
    """A Quantity of an amount in Lentus's grammar; None where FHIR has no exact one."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    unit = {many: one for one, many in PLURALS.items()}.get(found[2], found[2])
    code, value = _TO_CODE.get(unit), number(Fraction(found[1].replace(",", "")))
    return None if code is None or value is None else {"value": value, "unit": unit, "system": UCUM, "code": code}


def ratio(text: str) -> dict[str, Any] | None:
    """A Ratio of a strength: `500 mcg/mL` or `10 mg/20 mL`."""
    found = _STRENGTH.fullmatch(text)
    if found:
        over, under = quantity(f"{found[1]} {found[2]}"), quantity(f"{found[3]} {found[4]}")
    else:
        amount, _, volume = text.partition("/")
        over, under = quantity(amount), quantity(f"1 {volume}")
    return None if over is None or under is None else {"numerator": over, "denominator": under}


def amount_text(given: Any) -> str | None:
    """The amount of a Quantity of ours, in Lentus's grammar."""
    value = exact(given.get("value")) if isinstance(given, dict) else None
    unit = CODES.get(str(given.get("code"))) if value is not None else None
    if value is None or unit is None or value < 0:
        return None
    return f"{written(value)} {unit if value == 1 else PLURALS.get(unit, unit)}"


def ratio_text(given: Any) -> str | None:
    """The strength of a Ratio of ours, in Lentus's grammar."""
    if not isinstance(given, dict):
        return None
    over, under = amount_text(given.get("numerator")), amount_text(given.get("denominator"))
    if over is None or under is None:
        return None
    return f"{over}/{under.removeprefix('1 ')}"
