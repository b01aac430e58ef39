"""The known ways of writing an amount wrongly, as data.

Patterns are matched at the start of a plain ASCII text, in this order and without regard to case:
"5e-3" is an exponent before it is a range, "1 1/2" a fraction before it is a split number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lentus.quantity import dimension

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fault(NamedTuple):
    """A pattern that betrays one mistake; `words` say what it is and how to write it."""

    code: str
    pattern: re.Pattern[str]
    words: str


def _fault(code: str, pattern: str, words: str) -> Fault:
    return Fault(code, re.compile(pattern, re.IGNORECASE), words)


_DIGITS = r"-?[0-9][0-9.,]*"

NUMBER_FAULTS = (
    _fault(
        "not-a-number",
        r"[+-]?(?:nan|inf|infinity)\b",
        "it is no number; write the number that was measured or ordered",
    ),
    _fault(
        "approximate",
        r"(?:about\b|approx|circa\b|ca\b|~)",
        "it is a rounded amount, made for reading; write the exact amount without the mark",
    ),
    _fault("comparison", r"[<>=]", "it is a comparison; write one amount without the sign"),
    _fault("sign-plus", r"\+", "an amount has no plus sign; leave it out"),
    _fault(
        "exponent",
        rf"{_DIGITS}e[+-]?[0-9]",
        "a dose is not written with an exponent; write all its digits, such as 50 for 5e1",
    ),
    _fault(
        "range",
        rf"{_DIGITS} ?(?:[a-z/]+ ?)?(?:-|to\b|\.\.) ?[0-9.]",
        "it looks like a range; write each of the two amounts by itself",
    ),
    _fault("underscore", rf"{_DIGITS}_", "a number has no underscore; write 1500 or 1,500"),
    _fault("leading-point", r"-?\.", "a digit stands before the point; write 0.5, never .5"),
    _fault(
        "fraction",
        r"-?(?:[0-9]+ )?[0-9]+/[0-9]",
        "it is a fraction; write it with a decimal point, such as 0.5",
    ),
    _fault(
        "product",
        rf"{_DIGITS} ?[x*] ?[0-9]",
        "it is a multiplication; write the amount that it comes to",
    ),
    _fault(
        "group-mark",
        rf"{_DIGITS}'",
        "an apostrophe does not group digits; write 1500 or 1,500",
    ),
    _fault(
        "group-space",
        rf"{_DIGITS} +[0-9]",
        "a space stands inside the number; write 1500 or 1,500",
    ),
    _fault(
        "trailing-point",
        r"-?[0-9][0-9,]*\.(?![0-9.])",
        "no digit follows the point; write 5, never 5 and a point",
    ),
    _fault(
        "two-points",
        r"-?[0-9][0-9,]*\.[0-9]*\.",
        "a number has one decimal point; group thousands by commas, such as 1,500,000",
    ),
    _fault(
        "comma-after-point",
        r"-?[0-9][0-9,]*\.[0-9]*,",
        "a comma groups thousands and cannot follow the point; write 1,500.5",
    ),
    # "0,500" is here too: read as a group it would be a thousandfold overdose.
    _fault(
        "decimal-comma",
        r"-?(?![1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,]))[0-9]*,",
        "a comma only groups exactly three digits; write 1.5 for one and a half, 1,500 for thousands",
    ),
    _fault("leading-zero", r"-?0[0-9]", "a number has no spare zero in front; write 5, never 05"),
    _fault(
        "too-many-digits",
        r"-?(?:[0-9],?){13}",
        "it has more than 12 digits before the point; write it in a larger unit",
    ),
    _fault(
        "too-many-decimals",
        r"-?[0-9,]+\.[0-9]{10}",
        "it has more than 9 digits after the point; write it in a smaller unit",
    ),
    _fault("unit-missing", rf"{_DIGITS}\Z", "a number needs its unit, such as {example}"),
    _fault(
        "missing-space",
        rf"{_DIGITS}[a-z%/]",
        "put a space between number and unit, such as {example}",
    ),
    _fault(
        "extra-space",
        rf"{_DIGITS}  ",
        "put exactly one space between number and unit, such as {example}",
    ),
)

UNIT_FAULTS = (
    _fault("unit-ug", r"ug\b", "ug is misread as mg; write mcg"),
    _fault("unit-international", r"(?:iu|u|units?)\b", "baclofen has no dose in units; write mcg or mg"),
    _fault("unit-cc", r"ccs?\b", "cc is misread as U or 00; write mL"),
    _fault("unit-pound", r"(?:lbs?|pounds?|oz|ounces?)\b", "weights are metric here; write kg"),
    _fault(
        "unit-calendar",
        r"(?:[a-z]+/)?(?:months?|mo|years?|yrs?|y)\b",
        "months and years have no fixed length; write days or weeks",
    ),
    _fault(
        "per-weight",
        r"[a-z]+(?:/| per )kg\b",
        "it is a dose for each kilogram; write the dose that it comes to",
    ),
    _fault("full-stop", r"[a-z0-9/% ]+\.\Z", "no full stop follows a unit; leave it out"),
    _fault(
        "slash-space",
        r"[a-z]+(?: +/| */ )",
        "no space stands beside the slash; write it as in mcg/mL",
    ),
    _fault("per-word", r"[a-z]+ per\b", "a slash is written for per; write it as in mcg/mL or mcg/day"),
    _fault("in-word", r"[a-z]+ in\b", "a slash is written for in; write it as in 10 mg/20 mL"),
)

# What people type in lower case, and the unit that they mean.
SPELLINGS: Mapping[str, str] = {
    **dict.fromkeys(("nanogram", "nanograms"), "ng"),
    **dict.fromkeys(("microgram", "micrograms", "mcgs", "mkg"), "mcg"),
    **dict.fromkeys(("milligram", "milligrams", "mgs"), "mg"),
    **dict.fromkeys(("gram", "grams", "gm", "gms"), "g"),
    **dict.fromkeys(("kilogram", "kilograms", "kgs", "kilo", "kilos"), "kg"),
    **dict.fromkeys(("microliter", "microliters", "mcl"), "uL"),
    **dict.fromkeys(("milliliter", "milliliters", "millilitre", "millilitres", "mls"), "mL"),
    **dict.fromkeys(("liter", "liters", "litre", "litres"), "L"),
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "h"),
    "d": "day",
    "wk": "week",
    "wks": "weeks",
    "c": "degC",
    **dict.fromkeys(("percent", "pct"), "%"),
}

# Lower case to the case that counts, for every unit without a slash.
CASES: Mapping[str, str] = {
    unit.lower(): unit for kind in (*dimension.AMOUNTS, *dimension.READINGS) for unit in kind.units if "/" not in unit
}

WHOLE_SPELLINGS: Mapping[str, str] = dict.fromkeys(
    (
        "ml/min/1.73 m2",
        "ml/min/1.73m2",
        "ml/min/1.73 m^2",
        "ml/min/1.73m^2",
        "ml/min per 1.73 m2",
    ),
    dimension.EGFR.canonical,
)
