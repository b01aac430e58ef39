"""What a calculator is: its questions, and how the answer is made from the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from lentus.course.day import read_day
from lentus.errors import CourseError, LentusError, PlanError
from lentus.present.pictures import Drawing
from lentus.present.pieces import Piece
from lentus.protocol.zone import NO_ZONE
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume
from lentus.web.asking.wording import for_page
from lentus.web.said_back import Way

T = TypeVar("T")
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One field. `choices` are value and words; `lines` is a text of several lines; `example` shows how to write it.

    `reads` reads an amount or a day, so that it can be said back in words; `way` is the route that it belongs to.
    """

    name: str
    label: str
    example: str = ""
    hint: str = ""
    needed: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    lines: bool = False
    usual: str = ""
    reads: Callable[[str], object] | None = None
    way: Way = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands below the questions."""

    pieces: tuple[Piece, ...]
    drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True, slots=True)
class Calculator:
    """A page with its questions. `answer` raises LentusError with a sentence where it cannot be answered.

    It is given the texts and the present moment on the clinic's clock: a plan that names no day begins today, there.
    """

    key: str
    title: str
    says: str
    questions: tuple[Question, ...]
    answer: Callable[[Given, datetime], Answer]
    family: str = "Pump"

    def answered(self, given: Given, now: datetime) -> Answer:
        """The answer in a page's own words. LentusError, with a sentence, where there is none."""
        found = self.answer(given, now)
        return Answer(for_page(found.pieces, {one.name: one.label for one in self.questions}), found.drawings)

    def lacking(self, given: Given) -> tuple[str, ...]:
        """Labels of what still has to be filled in."""
        return tuple(one.label for one in self.questions if one.needed and not given.get(one.name, ""))


@dataclass(slots=True)
class Reader:
    """Reads texts by their field; every fault names the field's label, and all are told at once."""

    given: Given
    labels: Mapping[str, str]
    faults: list[str] = field(default_factory=list)

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """The field's value; None where it is empty or, with a fault, where it cannot be read."""
        text = self.given.get(name, "")
        if not text:
            return None
        try:
            return reader(text)
        except (LentusError, ValueError) as error:
            self.faults.append(f"{self.labels.get(name, name)}: {error}")
            return None

    def dose(self, name: str) -> DoseRate | None:
        """A daily dose."""
        return self.read(name, DoseRate.read)

    def strength(self, name: str) -> Concentration | None:
        """A concentration."""
        return self.read(name, Concentration.read)

    def volume(self, name: str) -> Volume | None:
        """A volume."""
        return self.read(name, Volume.read)

    def mass(self, name: str) -> Mass | None:
        """A single dose."""
        return self.read(name, Mass.read)

    def span(self, name: str) -> Duration | None:
        """A length of time."""
        return self.read(name, Duration.read)

    def flow(self, name: str) -> FlowRate | None:
        """A flow."""
        return self.read(name, FlowRate.read)

    def day(self, name: str) -> date | None:
        """A calendar day."""
        return self.read(name, day_read)

    def whole(self, name: str) -> int | None:
        """A whole number."""
        return self.read(name, whole_read)

    def settled(self) -> None:
        """Raise what could not be read, one sentence a line."""
        if self.faults:
            raise PlanError("\n".join(self.faults))


def reader(given: Given, questions: tuple[Question, ...]) -> Reader:
    """A reader of these questions' texts."""
    return Reader(given, {one.name: one.label for one in questions})


def day_read(text: str) -> date:
    """A calendar day such as 2026-03-05."""
    try:
        return read_day(text)
    except CourseError:
        raise PlanError(f"{text!r} is no day: write it as 2026-03-05") from None


def whole_read(text: str) -> int:
    """A whole number, in digits."""
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise PlanError(f"{text!r} is no whole number: write it as 14")
    return int(text)


def first_day(given: date | None, now: datetime) -> date:
    """The day that was given, else today where the clinic is."""
    return given or now.date()


def zone_at(now: datetime) -> str:
    """The name of the clinic's time zone."""
    return getattr(now.tzinfo, "key", NO_ZONE)


@contextmanager
def within_calendar() -> Iterator[None]:
    """Say in words where a date lies beyond what a calendar can hold: a slip of a dose or a strength."""
    try:
        yield
    except OverflowError:
        raise PlanError(
            "With these amounts a date lies beyond the calendar: look at the dose and the strength again."
        ) from None


def needed(value: T | None) -> T:
    """A value that the page asked for before it came here."""
    if value is None:
        raise PlanError("something that is needed was left out: fill in every field that is not marked optional")
    return value
