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
    │   └── IncompleteDay        steps that leave a gap in the pump's day, or overlap in it
    ├── QualifyError             a case file that cannot be run
    ├── RecordError              the record cannot do what was asked
    │   ├── Conflict             somebody else wrote first
    │   ├── StoreUnavailable     the database is away, locked or full: nothing was written
    │   ├── StoreDamaged         the record does not prove itself whole
    │   ├── NotAllowed           a role that may not do this
    │   ├── NotReady             an order that has not come so far
    │   └── SignInRefused        a name and password that do not open a session
    ├── ResponseError            a model of the body, or a table of doses, that cannot be
    │   └── NotSupported         a fit that the data do not support
    ├── CohortError              a trial that cannot be run
    ├── ExchangeError            a message of another system that cannot be read or written
    ├── AuditError               a table of orders that cannot be read
    └── ServingError             a server that cannot be started as it was asked for
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


class IncompleteDay(PlanError):
    """Steps that do not fill the pump's day of 24 h exactly: a gap, an overlap, a day of the week without any."""


class QualifyError(LentusError):
    """A case file that cannot be run."""


class RecordError(LentusError):
    """The record cannot do what was asked; nothing was lost and nothing half-written."""


class Conflict(RecordError):
    """Somebody else wrote to the same chart first. What was typed is the caller's to keep.

    `expected` and `found` are versions of the stream; `since` holds the entries that came in between.
    """

    def __init__(self, message: str, *, expected: int, found: int, since: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.expected = expected
        self.found = found
        self.since = since


class StoreUnavailable(RecordError):
    """The database is away, locked, read-only or full: nothing was written, and the same call may be made again."""


class StoreDamaged(RecordError):
    """The record does not prove itself whole; the text names the entry."""


class NotAllowed(RecordError):
    """A role that may not do this, or a person who may not be the second one."""


class NotReady(RecordError):
    """An order that has not come so far: unsigned, unverified, blocked, withdrawn."""


class SignInRefused(RecordError):
    """A name and password that do not open a session, or too many tries; the text never says which part was wrong."""


class ResponseError(LentusError):
    """A model of the body, or a table of doses, that cannot be."""


class NotSupported(ResponseError):
    """A fit that the data do not support; the population's values stand instead."""


class CohortError(LentusError):
    """A trial that cannot be run; the text names file and field."""


class ExchangeError(LentusError):
    """A message of another system that cannot be read or written."""


class ServingError(LentusError):
    """A server that cannot be started as it was asked for: a busy port, a host name that is not one."""


class AuditError(LentusError):
    """A table of orders that cannot be read; the text names the column or the place."""
