"""What a medicine's words and its ingredients say of its strength."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lentus.exchange.fhir.naming import UCUM
from lentus.exchange.fhir.unit_words import TABLETS, said_unit
from lentus.exchange.fhir.units import CODES, exact
from lentus.quantity import Concentration, Mass
from lentus.quantity.dimension import MASS_UNITS, VOLUME_UNITS

_SAID = re.compile(
    r"(\d+(?:\.\d+)?) ?(mg|mcg|[u\u00b5\u03bc]g)\b(?: ?(?:/|in|per) ?(\d+(?:\.\d+)?)? ?(ml)\b)?", re.IGNORECASE
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


@lru_cache(maxsize=2_000)
def said_strengths(words: str) -> frozenset[Mass | Concentration]:
    """The strengths that a product's words tell: `10 MG Oral Tablet`, `5 mg/5 mL`, `1 MG/ML`."""
    told: set[Mass | Concentration] = set()
    for amount, unit, volume, liquid in _SAID.findall(_THOUSANDS.sub("", words)):
        mass = Mass.exact(Fraction(amount), "mg" if unit.casefold() == "mg" else "mcg")
        if liquid:
            measure = Fraction(volume) if volume else Fraction(1)
            if measure:
                told.add(Concentration.exact(mass.amount("mcg") / measure, "mcg/mL"))
        else:
            told.add(mass)
    return frozenset(told)


def ratio_strength(given: Any) -> Mass | Concentration | None:
    """The strength of an ingredient: a mass in a volume, or in one tablet; None where it is neither for certain."""
    if not isinstance(given, dict):
        return None
    over, under = _amount(given.get("numerator")), _amount(given.get("denominator"))
    if over is None or under is None or over[1] not in MASS_UNITS or not under[0]:
        return None
    mass = Mass.exact(over[0] / under[0], over[1])
    if under[1] in VOLUME_UNITS:
        return Concentration.exact(mass.amount("mcg"), f"mcg/{under[1]}")
    return mass if under[1] == TABLETS else None


def _amount(given: Any) -> tuple[Fraction, str] | None:
    """The number and the unit of a Quantity: ours for a mass or a volume, `tablets` for what is counted."""
    value = exact(given.get("value")) if isinstance(given, dict) else None
    if value is None or value < 0:
        return None
    code, system = str(given.get("code")), given.get("system")
    if system == UCUM and code in CODES:
        return value, CODES[code]
    counted = code == "1" or TABLETS in (said_unit(code), said_unit(str(given.get("unit") or "")))
    return (value, TABLETS) if counted else None
