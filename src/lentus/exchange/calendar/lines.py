"""iCalendar text as RFC 5545 asks for it: escaped, and folded at 75 octets without cutting a character in two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from unicodedata import category

LONGEST = 75
"""Octets of a line without its end, by RFC 5545 section 3.1."""

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})

_JOINERS = "\u200c\u200d"
"""What joins or parts letters within names of some scripts."""


def text(value: str) -> str:
    """A value of type TEXT (RFC 5545 section 3.3.11); characters that no calendar may hold are left out.

    A space of any width becomes a space: some of them end a line for a reader.
    """
    plain = value.isascii() and value.isprintable()
    return (value if plain else "".join(_kept(one) for one in value)).translate(_ESCAPED)


def _kept(character: str) -> str:
    if character in "\n\t" or character in _JOINERS or character.isprintable():
        return character
    return " " if category(character) == "Zs" else ""


def day(value: date) -> str:
    """A value of type DATE."""
    return f"{value.year:04d}{value.month:02d}{value.day:02d}"


def moment(value: datetime) -> str:
    """A value of type DATE-TIME in UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def folded(line: str) -> str:
    """One content line with its end, in pieces of at most 75 octets; each further piece begins with a space."""
    if len(line) <= LONGEST and line.isascii():
        return f"{line}\r\n"
    pieces, piece, octets = [], "", 0
    for character in line:
        width = len(character.encode())
        if octets + width > LONGEST:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += character
        octets += width
    return "\r\n".join((*pieces, piece)) + "\r\n"


def component(name: str, lines: Iterable[str], inner: Iterable[str] = ()) -> str:
    """A component around its properties and around components that are written already."""
    return "".join((f"BEGIN:{name}\r\n", *(folded(line) for line in lines), *inner, f"END:{name}\r\n"))
