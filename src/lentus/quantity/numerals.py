"""How a number is written: which digits the grammar takes, and the digits of an exact value.

The limits are one thing for reading and writing, so that whatever was read can be stored again.
"""

from __future__ import annotations

from fractions import Fraction

MOST_CHARACTERS = 40
MOST_DIGITS = 12
MOST_DECIMALS = 9

# A group of thousands never begins with a zero: "0,500 mg" is half a milligram in Europe, not 500 mg.
NUMBER = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|0|[1-9][0-9]{0,11})(?:\.[0-9]{1,9})?"


def number(text: str) -> Fraction:
    """Return the value of a text that matches NUMBER."""
    whole, _, decimals = text.replace(",", "").partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def fits(value: Fraction) -> bool:
    """Whether NUMBER, with a sign where needed, can hold this value exactly."""
    return abs(value) < 10**MOST_DIGITS and has_places(value, MOST_DECIMALS)


def has_places(value: Fraction, places: int) -> bool:
    """Whether so many decimal places hold the value exactly."""
    scale: int = 10**places
    return scale % value.denominator == 0


def written(value: Fraction, places: int = MOST_DECIMALS, *, grouped: bool = False) -> str:
    """Return the digits of a value rounded half to even at `places`, without trailing zeros."""
    scaled = round(value * 10**places)
    whole, decimals = divmod(abs(scaled), 10**places)
    digits = f"{whole:,}" if grouped else str(whole)
    if decimals:
        digits += "." + str(decimals).zfill(places).rstrip("0")
    return f"-{digits}" if scaled < 0 else digits


def telling_places(value: Fraction, least: int, figures: int) -> int:
    """Decimal places, at least `least`, that show so many significant figures of a value.

    So a small amount that is not zero is never printed as zero.
    """
    places = least
    size = abs(value)
    while size and size * 10**places < 10 ** (figures - 1):
        places += 1
    return places
