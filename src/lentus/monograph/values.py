"""What a fact can hold, and how its text is read.

Every amount in the data files is text that the one grammar of `lentus.quantity` reads; this
module adds only the kinds that are not amounts: percentages, ages, counts, fractions, words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Generic, Literal, TypeGuard, TypeVar

from lentus.errors import GrammarError, MonographError
from lentus.monograph.age import Age
from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    Egfr,
    FlowRate,
    Length,
    Mass,
    Temperature,
    Volume,
    Weight,
    read,
    read_percent,
    read_reading,
)

PROFILES = ("us", "eu", "uk")
"""The jurisdictions whose texts the monograph tells apart; the first is the default."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Percent:
    """A percentage as printed: `Percent(Fraction(30))` is 30 %."""

    amount: Fraction


Value = (
    Mass
    | Volume
    | Concentration
    | DoseRate
    | FlowRate
    | Duration
    | Weight
    | Length
    | Temperature
    | Egfr
    | Percent
    | Fraction
    | Age
    | int
    | bool
    | str
    | date
)

Shape = Literal["one", "range", "several", "words", "not known"]


@dataclass(frozen=True, slots=True)
class Held:
    """What a fact holds for one jurisdiction.

    `shape` "one" has one item, "range" two (low first), "several" any number, "words" none
    (the sentence is the fact) and "not known" none (published sources give no figure).
    `written` keeps the items as the file writes them, for display.
    """

    shape: Shape
    items: tuple[Value, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByProfile(Generic[T]):
    """One thing per jurisdiction."""

    us: T
    eu: T
    uk: T

    @classmethod
    def same(cls, thing: T) -> ByProfile[T]:
        """The same thing everywhere."""
        return cls(thing, thing, thing)

    def at(self, profile: str) -> T:
        """The thing of that jurisdiction; MonographError for one that is not known."""
        if profile == "us":
            return self.us
        if profile == "eu":
            return self.eu
        if profile == "uk":
            return self.uk
        raise MonographError(f"no jurisdiction {profile!r}; there are {', '.join(PROFILES)}")

    def __iter__(self) -> Iterator[T]:
        return iter((self.us, self.eu, self.uk))


_AGE = re.compile(r"[0-9]+ (years?|months?)\b.*")
_READING_UNITS = {"kg", "cm", "mm", "m", "degC", "mL/min/1.73 m2"}


def read_value(raw: object) -> Value:
    """The value that a data file writes; GrammarError says why a text is not one.

    Text is a quantity, a percentage or an age; TOML integers, booleans and dates stand for
    themselves. A TOML number with a decimal point is refused: it would be a binary float.
    """
    if isinstance(raw, bool | int | date) and not isinstance(raw, datetime):
        return raw
    if not isinstance(raw, str):
        raise GrammarError(
            f"{raw!r} is not a value; write an amount as text with its unit",
            code="not-text",
            text=str(raw),
        )
    if raw.endswith("%"):
        return Percent(read_percent(raw))
    if _AGE.fullmatch(raw):
        return Age.read(raw)
    return _reading(raw) if raw.partition(" ")[2] in _READING_UNITS else read(raw)


def _reading(raw: str) -> Weight | Length | Temperature | Egfr:
    found = read_reading(raw)
    assert isinstance(found, Weight | Length | Temperature | Egfr)
    return found


_FRACTION = re.compile(r"(0|[1-9][0-9]*)(/[1-9][0-9]*|\.[0-9]+)?")


def read_fraction(raw: str) -> Fraction:
    """A pure number written as text: "2/3", "1.5" or "2"; GrammarError otherwise."""
    if not _FRACTION.fullmatch(raw):
        raise GrammarError(
            f'{raw!r} is not a pure number; write it like "2/3", "1.5" or "2"',
            code="fraction",
            text=raw,
        )
    return Fraction(raw)


def is_kind(value: object, kind: type[T]) -> TypeGuard[T]:
    """Whether the value is of exactly that kind: True is no count, although Python says so."""
    return type(value) is kind


def kind_of(value: Value) -> str:
    """The plain name of a value's kind, for messages: "mass", "percentage", "count", ..."""
    return _KINDS[type(value)]


_KINDS: dict[type, str] = {
    Mass: "mass",
    Volume: "volume",
    Concentration: "concentration",
    DoseRate: "dose rate",
    FlowRate: "flow rate",
    Duration: "duration",
    Weight: "weight",
    Length: "length",
    Temperature: "temperature",
    Egfr: "eGFR",
    Percent: "percentage",
    Fraction: "fraction",
    Age: "age",
    int: "count",
    bool: "yes or no",
    str: "text",
    date: "date",
}
