"""What was typed, said back in words beside its field: "120 mcg per day, intrathecal"; or why it cannot be read.

A slipped decimal point is seen in words that a person did not write. Each text is read by the one grammar; where it is
refused there is a sentence and no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from lentus.course.moment import read_moment
from lentus.errors import CourseError, QuantityError
from lentus.present.amounts import day_of_doses
from lentus.present.when import show_date, show_moment
from lentus.quantity import Mass
from lentus.web.pages.actions.fields import Field
from lentus.web.said_back import WAY_WORDS, said_back

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
SPACED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]", re.ASCII)
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
NEEDED = ": needed"


@dataclass(frozen=True, slots=True)
class Echo:
    """One text as it was understood: `words` to show, `value` for the readers, or `fault`; all empty where blank."""

    words: str = ""
    value: object = None
    fault: str = ""


def echo(field: Field, text: str, zone: str) -> Echo:
    """How a field of one text was understood."""
    if not text.strip():
        return Echo()
    match field.kind:
        case "amount":
            return _amount(field, text)
        case "date":
            return _date(text)
        case "moment":
            return _moment(text, zone)
        case "whole":
            return _whole(text)
        case "yesno":
            return _yesno(text)
        case "clock":
            return _clock(text)
        case "choice":
            return _choice(field, text)
    return Echo("", text.strip() if field.kind == "text" else text)


def doses_echo(field: Field, texts: tuple[str, ...]) -> tuple[Echo, tuple[str, ...]]:
    """How the doses of a day were understood together, and the fault of each place ("" where there is none)."""
    read = [_amount(field, text) if text.strip() else Echo() for text in texts]
    faults = tuple(one.fault for one in read)
    written = [text for text in texts if text.strip()]
    if any(faults) or not written:
        return Echo(), faults
    words = day_of_doses([Mass.read(text) for text in written])
    return Echo(words + WAY_WORDS[field.way], written), faults


def _amount(field: Field, text: str) -> Echo:
    assert field.measure is not None
    try:
        read = field.measure.read(text)
    except QuantityError as error:
        return Echo(fault=str(error))
    return Echo(said_back(read, field.way, text), text)


def _date(text: str) -> Echo:
    try:
        if not DAY.fullmatch(text):
            raise ValueError
        return Echo(show_date(date.fromisoformat(text)), text)
    except ValueError:
        return Echo(fault=f'"{text}" is no calendar day: write it as 2026-03-05')


def _moment(text: str, zone: str) -> Echo:
    # A space between day and hour, as people write it, stands for the letter of the stored form.
    iso = text.replace(" ", "T", 1) if SPACED.match(text) else text
    try:
        words = show_moment(read_moment(iso, zone))
        return Echo(words if zone == "UTC" else f"{words}, {zone}", iso)
    except CourseError as error:
        return Echo(fault=str(error))


def _yesno(text: str) -> Echo:
    said = {"yes": True, "no": False}.get(text)
    if said is None:
        return Echo(fault=f'"{text}" is no answer here: say yes or no, or leave it open')
    return Echo("", said)


def _clock(text: str) -> Echo:
    if not CLOCK.fullmatch(text):
        return Echo(fault=f'"{text}" is no time of day: write it as 06:30, from 00:00 to 23:59')
    return Echo("", text)


def _whole(text: str) -> Echo:
    if not WHOLE.fullmatch(text):
        return Echo(fault=f'"{text}" is no whole number: write digits alone, such as 3')
    return Echo("", int(text))


def _choice(field: Field, text: str) -> Echo:
    if text not in [value for value, _ in field.choices]:
        return Echo(fault=f'"{text}" is not one of the words that stand here: choose one')
    return Echo("", text)
