"""The few shapes that every answer is made of, before anybody knows the width or the medium.

Severity travels as a role and as a word: color alone tells nothing to a printer, or to one reader in twelve.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["", "strong", "quiet", "heading", "ok", "info", "warn", "override", "stop", "unverified"]
"""What a span of text is, so that a medium can choose how it looks."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some text in one role."""

    text: str
    role: Role = ""


Inline = str | Span | tuple["str | Span", ...]
"""Text in a line: plain, in a role, or several such in a row."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is the page's."""

    text: str
    level: int = 2
    after: Inline = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, wrapped at spaces; following lines are indented by `hang` more."""

    text: Inline
    indent: int = 0
    hang: int = 0


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels, each with its text beside it. Labels carry no colon: a colon beside a number can be misread."""

    rows: tuple[tuple[str, Inline], ...]
    indent: int = 0
    label_width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. Cells wrap; nothing is ever cut off."""

    head: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


Piece = Heading | Line | Fields | Table | Gap


def spans(text: Inline) -> tuple[Span, ...]:
    """The spans of some inline text."""
    parts: Iterable[str | Span] = text if isinstance(text, tuple) else (text,)
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def plain(text: Inline) -> str:
    """The text without its roles."""
    return "".join(span.text for span in spans(text))


def joined(parts: Iterable[Inline], by: str = ", ") -> tuple[Span, ...]:
    """Several inline texts as one, `by` between them."""
    made: list[Span] = []
    for part in parts:
        if made:
            made.append(Span(by))
        made.extend(spans(part))
    return tuple(made)
