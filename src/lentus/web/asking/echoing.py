"""What was typed into a calculator, said back beside its field; or why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lentus.errors import LentusError
from lentus.monograph import Age
from lentus.present.amounts import counted, day_of_doses
from lentus.present.when import show_date
from lentus.pump import Flex, SimpleContinuous
from lentus.quantity import Mass, Quantity, Reading, show, show_percent
from lentus.web.asking.question import Given, Question
from lentus.web.said_back import WAY_WORDS, said_back


@dataclass(frozen=True, slots=True)
class Said:
    """One field as it was understood: words to show, or a fault; neither where there is nothing to say."""

    field: str
    words: str = ""
    fault: str = ""


def said(questions: Iterable[Question], given: Given, prefix: str = "") -> tuple[Said, ...]:
    """Each field that is read as an amount or a day, in the page's order."""
    return tuple(
        _said(one, prefix + one.name, given.get(prefix + one.name, "")) for one in questions if one.reads is not None
    )


def _said(question: Question, field: str, text: str) -> Said:
    if not text or question.reads is None:
        return Said(field)
    try:
        return Said(field, _words(question.reads(text), question, text))
    except (LentusError, ValueError) as error:
        return Said(field, fault=str(error).splitlines()[0])


def _words(read: object, question: Question, text: str) -> str:
    if isinstance(read, Quantity | Reading):
        return said_back(read, question.way, text)
    match read:
        case date():
            return show_date(read)
        case Fraction():
            return show_percent(read)
        case Flex():
            day = read.week[0]
            return f"{show(day.dose, 'mcg')} in a day, in {counted(len(day.steps), 'part')}"
        case SimpleContinuous():
            return said_back(read.dose, question.way, text)
        case Age():
            return str(read)
        case tuple() if read and all(isinstance(one, Mass) for one in read):
            return day_of_doses(read) + WAY_WORDS[question.way]
    return ""
