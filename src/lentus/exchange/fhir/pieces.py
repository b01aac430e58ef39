"""The small parts of which every resource is made: references, concepts, times, texts."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from lentus.exchange.fhir.naming import WORD

Resource = dict[str, Any]
"""A resource of FHIR as plain data."""

_WRITABLE = re.compile(r"[!-~\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
                       r"\u3001-\ud7ff\ue000-\ufefe\uff00-\U0010ffff \r\n\t]+")  # fmt: skip


def writable(text: object) -> bool:
    """Whether FHIR's `string` can hold a text: not empty, no control characters, no blanks of other kinds."""
    return isinstance(text, str) and bool(_WRITABLE.fullmatch(text)) and bool(text.strip()) and text == text.strip()


def writable_code(text: object) -> bool:
    """Whether FHIR's `code` can hold a text: written without a blank of any kind."""
    return writable(text) and not any(letter.isspace() for letter in str(text))


def plain_blanks(text: str) -> str:
    """A sentence of a screen as FHIR's `string` can hold it: blanks that do not break become plain ones."""
    return " ".join(text.split())


def text_in(name: str, text: object) -> Resource:
    """`{name: text}`, or nothing where FHIR cannot hold the text."""
    return {name: text} if writable(text) else {}


def concept(text: object) -> Resource | None:
    """A concept in words alone."""
    return {"text": text} if writable(text) else None


def concept_in(name: str, text: object) -> Resource:
    """`{name: concept}` of a text, or nothing."""
    made = concept(text)
    return {name: made} if made else {}


def word(system: str, code: str, text: str = "") -> Resource:
    """A concept of one of our own vocabularies."""
    return {"coding": [{"system": system, "code": code}], "text": text or code}


def code_of(given: Any, system: str = WORD) -> str | None:
    """The code of a concept in a system; None where it has none."""
    for one in codings(given):
        if one.get("system") == system and isinstance(one.get("code"), str):
            return str(one["code"])
    return None


def codings(given: Any) -> list[Resource]:
    """The codings of a concept, whatever was sent in their place left out."""
    found = given.get("coding") if isinstance(given, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def moment(iso: str) -> str:
    """A time as FHIR writes it, with its seconds."""
    return datetime.fromisoformat(iso).isoformat()


def moment_text(text: str) -> str:
    """A time of FHIR as Lentus writes it."""
    read = datetime.fromisoformat(text)
    return read.isoformat(timespec="minutes" if read.second == 0 and read.microsecond == 0 else "auto")


def listed(given: Any) -> list[Resource]:
    """A list of objects, whatever was sent in its place."""
    if isinstance(given, dict):
        return [given]
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def within(given: Any, *names: str) -> Any:
    """What stands under these names, the first of a list; None where something on the way is not there."""
    for name in names:
        if isinstance(given, list):
            given = given[0] if given else None
        if not isinstance(given, dict):
            return None
        given = given.get(name)
    return given
