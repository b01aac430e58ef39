"""A question's answer, and its arguments read strictly: a misspelled argument must not look like one left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from lentus.course import State
from lentus.errors import QualifyError
from lentus.protocol import Finding
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Length, Mass, Temperature, Volume, Weight

Amount = TypeVar("Amount", Mass, Volume, Concentration, DoseRate, FlowRate, Duration, Length, Temperature, Weight)


@dataclass(frozen=True, slots=True)
class Answer:
    """Values by name, and findings where the question is one that a rule decides."""

    values: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class Arguments:
    """The arguments of one question. Every one has to be asked for; `close` refuses the rest."""

    def __init__(self, given: Mapping[str, object], case: str, patient: Callable[[], State] | None = None) -> None:
        self._given = dict(given)
        self._case = case
        self._patient = patient
        self._asked: set[str] = {"name"}

    def has(self, name: str) -> bool:
        """Whether an argument is given."""
        return name in self._given

    def state(self) -> State:
        """The patient of the case, at the case's moment."""
        if self._patient is None:
            raise self._fault("this question is about a patient: give the case a patient and events")
        return self._patient()

    def text(self, name: str, default: str | None = None) -> str:
        """A text."""
        value = self._take(name, default)
        if not isinstance(value, str):
            raise self._fault(f"{name} is a text")
        return value

    def number(self, name: str) -> int:
        """A whole number."""
        value = self._take(name, None)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._fault(f"{name} is a whole number")
        return value

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """True or false."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            raise self._fault(f"{name} is true or false")
        return value

    def day(self, name: str) -> date:
        """A calendar day."""
        value = self._take(name, None)
        if not isinstance(value, date):
            raise self._fault(f"{name} is a day such as 2026-03-05, without quotes")
        return value

    def table(self, name: str) -> dict[str, object]:
        """A table, such as a whole plan."""
        value = self._take(name, None)
        if not isinstance(value, dict):
            raise self._fault(f"{name} is a table")
        return dict(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(name, None)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            raise self._fault(f"{name} is a list of texts")
        return tuple(value)

    def amount(self, name: str, kind: type[Amount]) -> Amount:
        """An amount of one kind, read by the grammar."""
        return kind.read(self.text(name))

    def close(self) -> None:
        """Refuse what nobody asked for."""
        rest = sorted(set(self._given) - self._asked)
        if rest:
            raise self._fault(f"{', '.join(rest)} is no argument of this question")

    def _take(self, name: str, default: object) -> object:
        self._asked.add(name)
        value = self._given.get(name, default)
        if value is None:
            raise self._fault(f"{name} is missing")
        return value

    def _fault(self, text: str) -> QualifyError:
        return QualifyError(f"case {self._case}: question {self._given.get('name')}: {text}")
