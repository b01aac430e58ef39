"""The columns of the template: what each holds, how a cell of it is read, and what an example of it is.

This table is the template's only description; the shipped file and the page in the docs are held to it by tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from lentus.course.moment import FIRST_YEAR, LAST_YEAR
from lentus.course.names import refuse_hidden
from lentus.course.words import Origin, Profile, PumpMode, Sex
from lentus.errors import CourseError, ExchangeError
from lentus.quantity import Concentration, DoseRate, Mass, Volume

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_DAY = re.compile(rf"([0-9]{{1,2}})-({'|'.join(MONTHS)})-([0-9]{{4}})", re.ASCII | re.IGNORECASE)
_IN_FIGURES = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{2}|[0-9]{4})", re.ASCII)
_COUNT = re.compile(r"[0-9]{4,5}([.,][0-9]+)?", re.ASCII)
SEVERAL = ";"
"""Between the single doses of a day."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a file out: in which row (1 is the header), which column, what stood there, and why.

    `says` names the remedy. `column` is empty where the whole row is meant.
    """

    row: int
    column: str
    value: str
    says: str

    def __str__(self) -> str:
        where = f"Row {self.row}" + (f", column {self.column}" if self.column else "")
        shown = f" {self.value!r}:" if self.value else ""
        return f"{where}:{shown} {self.says.rstrip('.')}."


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `read` turns a cell that is not empty into a value, or raises LentusError with the remedy."""

    name: str
    says: str
    example: str
    read: Callable[[str], Any]
    needed: bool = False


def _day(text: str) -> date:
    read = _calendar_day(text)
    if read is None:
        raise ExchangeError(f"{_no_day(text)}: write it as 2026-03-05, year first, or as 05-Mar-2026")
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise ExchangeError(f"this lies outside {FIRST_YEAR} to {LAST_YEAR}: correct the year")
    return read


def _calendar_day(text: str) -> date | None:
    """A day with its year first or its month by name; None for any other text."""
    named = _NAMED_DAY.fullmatch(text)
    if named is not None:
        text = f"{named[3]}-{MONTHS.index(named[2].lower()) + 1:02d}-{int(named[1]):02d}"
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _no_day(text: str) -> str:
    """Why a text is no day."""
    if _COUNT.fullmatch(text):
        return "this is a spreadsheet's own count of days"
    if _IN_FIGURES.fullmatch(text):
        return "which is the month is not alike everywhere"
    return "this is no day of the calendar"


def _moment(text: str) -> str:
    """A time of the form that courses read; a day alone begins with its first minute, so that dates come earlier."""
    written, _, hour = text.replace("T", " ", 1).partition(" ")
    if _calendar_day(written) is None:
        raise ExchangeError(f"{_no_day(written)}: write it as 2026-03-05T14:30, year first, or as 05-Mar-2026 14:30")
    return f"{_day(written).isoformat()}T{hour.strip() or '00:00'}"


def _word(known: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() in known:
            return text.lower()
        raise ExchangeError(f"this word is not known here: write one of {', '.join(known)}, or leave the cell empty")

    return read


def _words(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > longest:
            raise ExchangeError(f"this has {len(text)} characters, more than {longest}: shorten it")
        if not text.isprintable():
            raise ExchangeError("this holds a character that cannot be shown: type it anew")
        return text

    return read


def _named(what: str, longest: int, *, joiners: bool = False) -> Callable[[str], str]:
    """A person's name or number, judged as everywhere."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise ExchangeError(f"this has {len(text)} characters, more than {longest}: shorten it")
        try:
            return refuse_hidden(what, text, joiners=joiners)
        except CourseError as error:
            raise ExchangeError(str(error)) from error

    return read


def _doses(text: str) -> tuple[Mass, ...]:
    return () if text.lower() == "none" else tuple(Mass.read(one.strip()) for one in text.split(SEVERAL))


COLUMNS: tuple[Column, ...] = (
    Column("number", "The clinic's own patient number.", "G-1001", _named("number", 64), needed=True),
    Column("name", "Full name.", "Generated Sample", _named("name", 200, joiners=True), needed=True),
    Column("born", "Date of birth.", "1978-04-09", _day, needed=True),
    Column("sex", "female or male, as the kidney equation asks for it.", "female", _word(get_args(Sex))),
    Column(
        "profile", "Whose texts apply: us, eu or uk; else the clinic's own setting.", "us", _word(get_args(Profile))
    ),
    Column("origin", "Where the spasticity comes from: spinal or cerebral.", "spinal", _word(get_args(Origin))),
    Column(
        "found",
        "When the values of this row were read from the pump, as a rule at the last refill. A day without an hour "
        "counts from its first minute.",
        "2026-02-12T10:30",
        _moment,
        needed=True,
    ),
    Column("device", "The pump's model.", "SynchroMed II 20 mL", _words(200)),
    Column("reservoir", "What its reservoir can hold.", "20 mL", Volume.read),
    Column("path_volume", "Pump tubing and catheter, to the tip.", "0.34 mL", Volume.read),
    Column("mode", "How the pump runs.", "simple continuous", _word(get_args(PumpMode))),
    Column("daily_dose", "What it gives in a day.", "220 mcg/day", DoseRate.read),
    Column("concentration", "What the reservoir holds.", "500 mcg/mL", Concentration.read),
    Column("filled", "What was filled in at `found`; empty where it was not filled then.", "20 mL", Volume.read),
    Column("alarm_date", "The alarm date that the programmer gave.", "2026-03-25", _day),
    Column("alarm_volume", "The volume at which the low-reservoir alarm is set.", "2 mL", Volume.read),
    Column("oral_doses", "Baclofen by mouth, each single dose of a day; none where none.", "5 mg; 5 mg", _doses),
)
"""Every column in the template's order."""

NAMES = tuple(one.name for one in COLUMNS)
