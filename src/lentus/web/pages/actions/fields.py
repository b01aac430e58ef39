"""What a form asks for, as data: one field is one key of an order or an event, with how it is typed and read back.

A form described as data cannot disagree with itself: the page, the reading, the echo in words, the filling in from an
option and the tests all go by the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    FlowRate,
    Length,
    Mass,
    Volume,
    Weight,
)
from lentus.web.said_back import Way

Kind = Literal[
    "amount",
    "doses",
    "choice",
    "yesno",
    "text",
    "long",
    "date",
    "moment",
    "clock",
    "whole",
    "rows",
    "muscles",
]
"""How a field is typed. `doses` are several amounts of one day, `rows` a small table, `muscles` a table of scores."""

Measure = (
    type[Mass]
    | type[Volume]
    | type[Concentration]
    | type[DoseRate]
    | type[FlowRate]
    | type[Duration]
    | type[Length]
    | type[Weight]
)

Choice = tuple[str, str]
"""What is sent, and the words for it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `name` is the key that the answer gets; `start` stands there when the form opens."""

    name: str
    label: str
    kind: Kind
    hint: str = ""
    required: bool = False
    measure: Measure | None = None
    way: Way = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Field, ...] = ()
    rows: int = 0
    start: str = ""
    radio: bool = False
    suggest: tuple[str, ...] = ()
    reshapes: bool = False
    """Whether other questions depend on this one: the form is made anew when it changes."""

    @property
    def example(self) -> str:
        """How an amount of this field may be written: its shape, never a dose."""
        return self.measure.kind().canonical if self.measure else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, under a legend; `folded` ones are opened by whoever needs them."""

    legend: str
    fields: tuple[Field, ...]
    folded: bool = False


def amount(
    name: str, label: str, measure: Measure, way: Way = "", *, hint: str = "", required: bool = False, start: str = ""
) -> Field:
    """An amount with its unit."""
    return Field(name, label, "amount", hint, required, measure, way, start=start)


def choice(
    name: str,
    label: str,
    words: Iterable[str | Choice],
    *,
    hint: str = "",
    required: bool = False,
    start: str = "",
    radio: bool = False,
    reshapes: bool = False,
) -> Field:
    """One of a list of words."""
    choices = tuple((one, one.capitalize() if one.islower() else one) if isinstance(one, str) else one for one in words)
    return Field(name, label, "choice", hint, required, choices=choices, start=start, radio=radio, reshapes=reshapes)


def yesno(name: str, label: str, *, hint: str = "", required: bool = False) -> Field:
    """Yes, no, or not known."""
    return Field(name, label, "yesno", hint, required)


def text(
    name: str, label: str, *, hint: str = "", required: bool = False, start: str = "", suggest: Iterable[str] = ()
) -> Field:
    """A line of free text; `suggest` are words that may be meant."""
    return Field(name, label, "text", hint, required, start=start, suggest=tuple(suggest))


def long(name: str, label: str, *, hint: str = "", required: bool = False) -> Field:
    """Some lines of free text."""
    return Field(name, label, "long", hint, required)


def day(name: str, label: str, *, hint: str = "", required: bool = False) -> Field:
    """A calendar day."""
    return Field(name, label, "date", hint, required)


def moment(name: str, label: str, *, hint: str = "", required: bool = False, start: str = "") -> Field:
    """A day and a time on the clinic's clock; `start` "now" opens the form with the present minute."""
    return Field(name, label, "moment", hint, required, start=start)


def whole(name: str, label: str, *, hint: str = "", required: bool = False) -> Field:
    """A whole number."""
    return Field(name, label, "whole", hint, required)


def rows(
    name: str, label: str, columns: Sequence[Field], shown: int, *, hint: str = "", required: bool = False
) -> Field:
    """A small table; a row of which nothing was filled in is left out."""
    return Field(name, label, "rows", hint, required, columns=tuple(columns), rows=shown)


def when(label: str = "When") -> Field:
    """The moment of an order or of something that happened."""
    return moment("at", label, required=True, start="now")


def note() -> Field:
    """Free text that nothing interprets."""
    return long("note", "Note", hint="Kept as written; nothing is computed from it.")
