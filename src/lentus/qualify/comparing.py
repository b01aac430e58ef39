"""Whether what came is what was expected: amounts as exact amounts, numbers as fractions, times as instants.

The expected text is read as the kind of value that came. Text that cannot be read so is a mismatch, not a fault: a
case may well expect a volume where the engine gives a mass, and that is what it is there to find.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from lentus.errors import LentusError
from lentus.monograph import Age
from lentus.qualify.suite import Expected, Rounded
from lentus.quantity import Quantity, Reading, read_percent

Value = object


def agrees(expected: Expected, got: Value) -> bool:
    """Whether the value that came is the expected one."""
    if isinstance(expected, Rounded):
        return _agrees_rounded(expected, got)
    if isinstance(expected, tuple):
        return (
            isinstance(got, tuple | list)
            and len(expected) == len(got)
            and all(agrees(one, other) for one, other in zip(expected, got, strict=True))
        )
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, int):
        return isinstance(got, int | Fraction) and got == expected
    return _agrees_text(expected, got)


def _agrees_text(expected: str, got: Value) -> bool:
    try:
        if isinstance(got, Quantity | Reading):
            return type(got).read(expected) == got
        match got:
            case Fraction() | int():
                return _number(expected) == got
            case Age():
                return Age.read(expected) == got
            case datetime():
                return _instant(expected) == got
            case date():
                return date.fromisoformat(expected) == got
            case None:
                return expected == "not known"
    except (LentusError, ValueError, ZeroDivisionError):
        return False
    return str(got) == expected


def _agrees_rounded(expected: Rounded, got: Value) -> bool:
    number, _, unit = expected.value.partition(" ")
    try:
        wanted = Fraction(number.replace(",", ""))
        if isinstance(got, Quantity | Reading):
            type(got).read(expected.value)
            value = got.amount(unit)
        elif isinstance(got, Fraction | int) and unit in ("", "%"):
            value = Fraction(got)
        else:
            return False
    except (LentusError, ValueError, ZeroDivisionError):
        return False
    return round(value, expected.digits) == wanted


def _number(text: str) -> Fraction:
    return read_percent(text) if text.endswith("%") else Fraction(text.replace(",", ""))


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an expected time needs its offset")
    return moment


def in_words(value: object) -> str:
    """A value, expected or come, for the line that tells the difference."""
    if isinstance(value, Rounded):
        return f"{value.value} (to {value.digits} decimals)"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(in_words(one) for one in value) + "]"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return "nothing" if value is None else str(value)
