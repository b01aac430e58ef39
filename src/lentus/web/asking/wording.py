"""An answer's words for a page: where they name a flag of the command line, a page names its own field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Span, Table, plain, spans

_FLAG = re.compile(r"--[a-z][a-z-]*")
_ASIDES = ("; --json lists all", "; --at gives the clock time of the end")
"""What only the command line can do."""


def for_page(pieces: Iterable[Piece], labels: Mapping[str, str]) -> tuple[Piece, ...]:
    """The pieces with flags replaced by the labels of fields, `labels` by the flag's name with underscores."""
    return tuple(_piece(one, labels) for one in pieces if not _only_a_flag(one))


def _only_a_flag(one: Piece) -> bool:
    return isinstance(one, Line) and plain(one.text).startswith("--")


def _piece(one: Piece, labels: Mapping[str, str]) -> Piece:
    match one:
        case Line():
            return Line(_inline(one.text, labels), one.indent, one.hang)
        case Fields():
            rows = tuple((label, _inline(text, labels)) for label, text in one.rows)
            return Fields(rows, one.indent, one.label_width)
        case Table():
            return Table(one.head, tuple(tuple(_inline(cell, labels) for cell in row) for row in one.rows), one.indent)
        case Heading():
            return Heading(one.text, one.level, _inline(one.after, labels) if one.after else "")
        case Gap():
            return one


def _inline(text: Inline, labels: Mapping[str, str]) -> Inline:
    if isinstance(text, str):
        return _words(text, labels)
    return tuple(Span(_words(one.text, labels), one.role) for one in spans(text))


def _words(text: str, labels: Mapping[str, str]) -> str:
    for aside in _ASIDES:
        text = text.replace(aside, "")
    return _FLAG.sub(lambda found: _named(found.group(), labels), text)


def _named(flag: str, labels: Mapping[str, str]) -> str:
    label = labels.get(flag.removeprefix("--").replace("-", "_"), "")
    return f"fill in the field {label!r}" if label else "fill in the figure"
