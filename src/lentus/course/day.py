"""A calendar day, as it is written everywhere: 2026-03-05.

Readers of dates take a bare number for seconds since 1970, and 20260305 for either; a date of birth of "0" would make
an infant a grown person. One form is read, and nothing else.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from lentus.course.moment import FIRST_YEAR, LAST_YEAR
from lentus.errors import CourseError

WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
"""How a day is written; stricter than ISO 8601, whose other forms people misread."""


def read_day(text: str) -> date:
    """Read a day that somebody typed; CourseError for what is not written as one, is none, or lies in no usual year."""
    found = _read(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CourseError(f"day {text!r} lies outside {FIRST_YEAR} to {LAST_YEAR}: correct the year")
    return found


def _read(text: str) -> date:
    """The day, of any year: what was kept once must be read again."""
    try:
        if not WRITTEN.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise CourseError(f"day {text!r} cannot be read: write it as 2026-03-05") from None


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return _read(value.strip())
        except CourseError as error:
            raise ValueError(str(error)) from error
    # A number has no day in it; a time is one moment more than a day.
    if value is not None and type(value) is not date:
        raise ValueError("a day is written as 2026-03-05")
    return value


Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day in a course, an order or a plan."""
