"""What the unit of an amount says in words, and whether its code says the same.

A Quantity carries a unit twice: once for people and once for programs. A sender that writes `MCG` beside the code `mg`
is wrong by a thousand in one of the two, and nobody here knows in which: such an amount is refused, never read.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from lentus.exchange.fhir.units import CODES
from lentus.quantity.dimension import MASS_UNITS, TIME_UNITS, VOLUME_UNITS

SPELLED = {
    "mg": ("mg", "mgs", "milligram", "milligrams", "milligramme", "milligrammes"),
    "ug": ("ug", "mcg", "mcgs", "microgram", "micrograms", "microgramme", "microgrammes"),
    "ng": ("ng", "nanogram", "nanograms"),
    "g": ("g", "gm", "gram", "grams", "gramme", "grammes"),
    "mL": ("ml", "mls", "cc", "milliliter", "milliliters", "millilitre", "millilitres"),
    "uL": ("ul", "microliter", "microliters"),
    "dL": ("dl", "deciliter", "deciliters"),
    "L": ("l", "liter", "liters", "litre", "litres"),
}
"""How people write each unit of a dose, in small letters; no word of one is a word of another."""
_BY_WORD = {word: code for code, words in SPELLED.items() for word in words}
_TIME_SPELLED = {
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "min": ("min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "second", "seconds"),
    "d": ("d", "day", "days", "daily"),
    "wk": ("wk", "wks", "week", "weeks"),
    "mo": ("mo", "month", "months"),
    "a": ("a", "year", "years"),
}
_TIME_BY_WORD = {word: code for code, words in _TIME_SPELLED.items() for word in words}
_TABLETS = re.compile(r"\{?(pills?|tab(let)?s?|tbl|tabs?)(\(s\))?\}?", re.IGNORECASE)
_COUNTED = re.compile(r"\{?(cap(sule)?s?|packets?|sachets?|each|unit|dose|patch)(\(s\))?\}?", re.IGNORECASE)
MEGAGRAM = "Mg"
"""A slip for mg, or a ton: not read."""
TABLETS = "tablets"

_RATE = re.compile(r"(.+?) ?(?:/|\bper\b) ?(.+)")
_SEVERAL = re.compile(r"(\d{1,3}) ?([a-z]+)")
_CODED_RATE = re.compile(r"([a-zA-Z]+)/(?:([a-z]+)|\(([1-9]\d{0,2})\.([a-z]+)\))")


def _plain(said: str) -> str:
    # U+00B5 and U+03BC look alike; case folding makes one of them.
    return said.strip().rstrip(".").casefold().replace("\u03bc", "u")


@lru_cache(maxsize=2_000)
def said_unit(said: str) -> str | None:
    """The UCUM code of a mass or a volume in words, `tablets`, or another counted form's own word; None if unknown."""
    if said.strip() == MEGAGRAM:
        return None
    plain = _plain(said)
    known = _BY_WORD.get(plain.removesuffix("(s)"))
    if known:
        return known
    if _TABLETS.fullmatch(plain):
        return TABLETS
    return plain.strip("{}").removesuffix("(s)").removesuffix("s") if _COUNTED.fullmatch(plain) else None


@lru_cache(maxsize=2_000)
def said_time(said: str) -> str | None:
    """The UCUM code of a unit of time in words; None if unknown."""
    return _TIME_BY_WORD.get(_plain(said).removesuffix("(s)"))


def agrees(said: str, code: str) -> bool:
    """Whether the words of a unit are those of its UCUM code; no words agree with any."""
    return not said.strip() or said.strip() == code or code in (said_unit(said), said_time(said))


Rate = tuple[str, Fraction]
"""A mass in Lentus's unit, and the hours in which it is given."""


@lru_cache(maxsize=2_000)
def coded_rate(code: str) -> Rate | None:
    """What a UCUM code of a rate means: `ug/d`, `mg/h`, `mg/(24.h)`; None where it is no mass by time."""
    found = _CODED_RATE.fullmatch(code)
    if found is None:
        return None
    mass, many = CODES.get(found[1], ""), Fraction(found[3] or 1)
    hours = TIME_UNITS.get(CODES.get(found[2] or found[4], ""))
    return (mass, many * hours) if mass in MASS_UNITS and hours is not None else None


@lru_cache(maxsize=2_000)
def said_rate(said: str) -> Rate | None:
    """What the words of a rate mean: `mcg/day`, `mcg per 24 hours`; None where they are no mass by time."""
    found = _RATE.fullmatch(said.strip())
    mass = CODES.get(said_unit(found[1]) or "", "") if found else ""
    if found is None or mass not in MASS_UNITS:
        return None
    several = _SEVERAL.fullmatch(_plain(found[2]))
    unit = said_time(several[2] if several else found[2])
    hours = TIME_UNITS.get(CODES.get(unit or "", ""))
    return (mass, Fraction(several[1] if several else 1) * hours) if hours else None


def is_mass_or_volume(unit: str) -> bool:
    """Whether a unit of Lentus measures a mass or a volume."""
    return unit in MASS_UNITS or unit in VOLUME_UNITS


_LABORATORY = {"mcmol/l": "umol/l", "ml/min/1.73m2": "ml/min/{1.73_m2}", "ml/min/1.73m*2": "ml/min/{1.73_m2}"}
_MEASURES = frozenset(one.casefold() for one in (*CODES, "umol/L", "mmol/L", "nmol/mL", "umol/dL", "[lb_av]", "[in_i]"))
_BODY = {"lb": "[lb_av]", "lbs": "[lb_av]", "pounds": "[lb_av]", "in": "[in_i]", "inches": "[in_i]"}


def names_another(said: object, code: str) -> bool:
    """Whether the words of a result's unit are those of another unit that is known; free words are left alone."""
    if not isinstance(said, str):
        return False
    plain = _plain(said).replace(" ", "").replace("mcg", "ug")
    told = _LABORATORY.get(plain, _BODY.get(plain, plain))
    return told in _MEASURES and told != code.casefold()
