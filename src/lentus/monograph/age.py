"""Ages and calendar spans: years and months as people count them.

A birthday is not a number of hours. "12 years" is reached on a calendar day, whatever leap
years lie between, so ages stay apart from the six exact quantities and compare only with
each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from lentus.errors import GrammarError, QuantityError

_SPAN = re.compile(
    r"(?:(?P<years>[0-9]{1,3}) (?P<year_word>years?))?"
    r"(?P<gap> )?"
    r"(?:(?P<months>[0-9]{1,4}) (?P<month_word>months?))?"
)


@total_ordering
@dataclass(frozen=True, slots=True)
class Age:
    """A span of whole calendar years and months, mostly an age at a day.

    Months run from 0 to 11; `Age.of_months` takes any count. Ordered by length.
    Raises QuantityError for a negative part or for months above 11.
    """

    years: int
    months: int = 0

    def __post_init__(self) -> None:
        if self.years < 0 or self.months < 0:
            raise QuantityError(f"an age of {self.years} years {self.months} months is negative")
        if self.months > 11:
            raise QuantityError(f"{self.months} months in an age are more than 11; carry them into the years")

    @classmethod
    def of_months(cls, months: int) -> Age:
        """The span of that many whole months: 18 gives 1 year 6 months."""
        return cls(*divmod(months, 12))

    @classmethod
    def read(cls, text: str) -> Age:
        """Read "12 years", "18 months" or "1 year 6 months"; GrammarError otherwise."""
        found = _SPAN.fullmatch(text)
        if found is None or not _well_formed(found):
            raise GrammarError(
                f'{text!r} is not an age; write it like "12 years", "18 months" or "1 year 6 months"',
                code="age",
                text=text,
            )
        return cls.of_months(int(found["years"] or 0) * 12 + int(found["months"] or 0))

    @classmethod
    def on(cls, born: date, day: date) -> Age:
        """The completed years and months on `day` of one born on `born`.

        A day that a month lacks is reached on the first of the next month: one born on
        29 February turns a year older on 1 March of a common year. The later reading is
        the cautious one wherever an age opens a treatment. QuantityError for a day before the birth.
        """
        if day < born:
            raise QuantityError(f"{day.isoformat()} lies before the birth on {born.isoformat()}")
        months = (day.year - born.year) * 12 + day.month - born.month
        return cls.of_months(months - (1 if day.day < born.day else 0))

    @property
    def total_months(self) -> int:
        """The whole span in months."""
        return self.years * 12 + self.months

    def after(self, day: date) -> date:
        """The calendar day this span after `day`, by the same rule as `Age.on`."""
        year, month = divmod(day.year * 12 + day.month - 1 + self.total_months, 12)
        try:
            return date(year, month + 1, day.day)
        except ValueError:
            # The target month is too short, so it is not December: the first of the next one.
            return date(year, month + 2, 1)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Age):
            return NotImplemented
        return self.total_months < other.total_months

    def __str__(self) -> str:
        years = _counted(self.years, "year")
        months = _counted(self.months, "month")
        if self.months == 0:
            return years
        return months if self.years == 0 else f"{years} {months}"


def _well_formed(found: re.Match[str]) -> bool:
    """At least one part, the space only between two, and one year or two years, not one years."""
    years, months = found["years"], found["months"]
    if years is None and months is None:
        return False
    if (found["gap"] is not None) != (years is not None and months is not None):
        return False
    parts = ((years, found["year_word"]), (months, found["month_word"]))
    return all(
        number is None or ((number == "1") != word.endswith("s") and str(int(number)) == number)
        for number, word in parts
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
