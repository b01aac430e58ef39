"""Every error that Lentus raises on purpose, in one tree.

A user meets these as sentences; a caller can catch as wide or as narrow as it needs.

    LentusError
    ├── QuantityError            an amount that cannot be, or cannot be combined
    │   ├── GrammarError         a text that is not an amount
    │   └── DimensionError       a mass added to a volume (also a TypeError)
    ├── MonographError           the drug knowledge is incomplete or contradicts itself
    │   └── UnknownFactError     a name that the monograph does not have
    ├── CourseError              a course, event or order that cannot be read
    │   └── HistoryError         events that contradict each other
    ├── CannotAssess             a question whose answer needs a fact that is missing
    ├── PlanError                a plan that was asked for and cannot be made
    └── QualifyError             a case file that cannot be run
"""

from __future__ import annotations


class LentusError(Exception):
    """Base of all. Its text is a sentence for a person."""


class QuantityError(LentusError):
    """An amount that cannot exist, or an operation that has no meaning."""


class GrammarError(QuantityError):
    """A text that the grammar of amounts refuses.

    `code` is a stable slug of the reason, `text` the refused input.
    """

    def __init__(self, message: str, *, code: str, text: str) -> None:
        super().__init__(message)
        self.code = code
        self.text = text


class DimensionError(QuantityError, TypeError):
    """An operation on amounts of the wrong kinds, such as a mass plus a volume."""


class MonographError(LentusError):
    """The monograph's data is incomplete, contradictory or badly written."""


class UnknownFactError(MonographError, KeyError):
    """A fact, rule, source or product that the monograph does not have."""

    def __str__(self) -> str:
        # KeyError would print the repr, quotes and all.
        return str(self.args[0]) if self.args else ""


class CourseError(LentusError):
    """A course, event or order that cannot be read."""


class HistoryError(CourseError):
    """Events that contradict each other, such as a correction of nothing."""


class CannotAssess(LentusError):
    """A question that needs facts which the course does not hold.

    `needs` names them in plain words, in the order in which a person would fetch them.
    """

    def __init__(self, what: str, needs: tuple[str, ...]) -> None:
        super().__init__(f"cannot assess {what}: needs {', '.join(needs)}")
        self.what = what
        self.needs = needs


class PlanError(LentusError):
    """A plan that was asked for and cannot be made; the text says why and what would work."""


class QualifyError(LentusError):
    """A case file that cannot be run."""
