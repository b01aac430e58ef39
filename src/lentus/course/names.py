"""Names and numbers of people hold letters that can be seen: two patients must not read alike and differ within.

A control character, a mark that turns the direction of writing, or a letter without width changes what a name looks
like and not what it is, or the other way round. It is refused wherever a name comes in, by this one function. What the
record already holds is read as it was written.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from lentus.errors import CourseError

KEPT = {"kept": True}
"""The context in which what the record holds is read: no longer judged, since it cannot be typed anew."""

JOINERS = "\u200c\u200d"
"""Letters of Persian and of Indian scripts are written with these two: they belong to a name, but to no number."""

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def refuse_hidden(what: str, text: str, *, joiners: bool = False) -> str:
    """`text` as it is. CourseError, a sentence, for a character that cannot be seen; `joiners` are then allowed."""
    for letter in text:
        if unicodedata.category(letter) in _HIDDEN and not (joiners and letter in JOINERS):
            called = unicodedata.name(letter, "a control character").lower()
            raise CourseError(
                f"the {what} holds a character that cannot be seen, U+{ord(letter):04X} ({called}): type it anew"
            )
    return text


def hidden_marked(text: str) -> str:
    """A text of somebody else's with each character that cannot be seen as the sign for one that is not known.

    For what is shown and cannot be refused: a comment that was made, a word in an order that stands.
    """
    if text.replace("\u00a0", " ").isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(one) in _HIDDEN and one not in "\n\t" else one for one in text)


def _name(text: str, info: ValidationInfo) -> str:
    return _judged("name", text, info, joiners=True)


def _number(text: str, info: ValidationInfo) -> str:
    return _judged("number", text, info, joiners=False)


def _judged(what: str, text: str, info: ValidationInfo, *, joiners: bool) -> str:
    if info.context == KEPT:
        return text
    try:
        return refuse_hidden(what, text, joiners=joiners)
    except CourseError as error:
        raise ValueError(str(error)) from error


PersonName = Annotated[str, AfterValidator(_name)]
"""The name of a person, or what a clinic calls itself."""

PersonNumber = Annotated[str, AfterValidator(_number)]
"""A number or another identifier of a person."""
