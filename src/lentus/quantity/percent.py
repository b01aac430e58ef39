"""Percentages, as exact numbers of percent: `30 %` is 30.

They follow the grammar of amounts, but the space before the sign may be left out, as everybody does.
"""

from __future__ import annotations

import re
from fractions import Fraction

from lentus.errors import DimensionError, QuantityError
from lentus.quantity import dimension
from lentus.quantity.grammar import parse
from lentus.quantity.measured import is_exact
from lentus.quantity.numerals import NUMBER
from lentus.quantity.printing import shown_number

_CLOSED = re.compile(rf"({NUMBER})%")


def read_percent(text: str) -> Fraction:
    """Return the number before the sign of `30 %` or `30%`.

    Raises GrammarError with a sentence and a stable code.
    """
    return parse(_spaced(text), (dimension.PERCENT,)).value


def show_percent(number: int | Fraction, places: int | None = None) -> str:
    """Text for people, such as "12.5 %" with a no-break space; a rounded one says "about".

    Raises DimensionError for a float, Decimal, bool or text, QuantityError for negative places.
    """
    if not is_exact(number):
        raise DimensionError(f"a percentage is an int or a Fraction, not {type(number).__name__} {number!r}")
    if places is not None and places < 0:
        raise QuantityError(f"places is {places}: decimals to print are 0 or more")
    return shown_number(Fraction(number), "%", places)


def _spaced(text: object) -> object:
    match = _CLOSED.fullmatch(text) if isinstance(text, str) else None
    return f"{match[1]} %" if match else text
