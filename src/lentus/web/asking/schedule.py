"""A program on a page: one daily dose, or a line for each part of the day."""

from __future__ import annotations

from lentus.errors import PlanError, QuantityError
from lentus.pump import Mode, mode_written
from lentus.pump.written import EXAMPLE
from lentus.web.asking.question import Question

DOSE = Question(
    "dose",
    "Daily dose",
    "300 mcg/day",
    "Or the parts of the day below.",
    needed=False,
    reads=lambda text: mode_written(text, ()),
    way="intrathecal",
)
PARTS = Question(
    "steps",
    "Parts of the day",
    EXAMPLE,
    "One a line; together they make the whole day.",
    False,
    lines=True,
    reads=lambda text: mode_written("", lines_of(text)),
)


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [one.strip() for one in text.splitlines() if one.strip()]


def mode_of(dose: str, lines: str) -> Mode:
    """The mode from a daily dose ("stopped" too) or from lines. PlanError for neither, both, or an unreadable line."""
    parts = lines_of(lines)
    if bool(dose) == bool(parts):
        raise PlanError("What runs: fill in a daily dose, or a line for each part of the day, one of the two")
    try:
        return mode_written(dose, parts)
    except QuantityError as error:
        raise PlanError(f"{PARTS.label if parts else 'Daily dose'}: {error}") from error
