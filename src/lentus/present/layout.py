"""Pieces set into lines of a given width.

Lines break at ordinary spaces only, so that a no-break space keeps an amount together with its unit, and a word that
is longer than the line sticks out rather than being cut: a dose that is cut off is another dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Role, Span, Table, plain, spans

Laid = tuple[Span, ...]
"""One line, ready to be printed."""

GUTTER = 2
NARROWEST = 12
_SPACES = re.compile(r"( +)")
_AMOUNT = re.compile(
    r"(?<![\w.])(\d[\d,.]*) "
    r"(?=(?:mcg|mg|g|kg|mL|L|h|min|s|hours?|minutes?|days?|weeks?|months?|years?|French|%)(?![\w]))"
)


def lay_out(pieces: Iterable[Piece], width: int) -> Iterator[Laid]:
    """The pieces as lines of at most `width` characters, wherever the words allow it."""
    for piece in pieces:
        match piece:
            case Gap():
                yield ()
            case Heading():
                yield from wrapped((Span(piece.text, "heading"), *spans(piece.after)), width)
            case Line():
                yield from wrapped(piece.text, width, piece.indent, piece.hang)
            case Fields():
                yield from _fields(piece, width)
            case Table():
                yield from _table(piece, width)


def wrapped(text: Inline, width: int, indent: int = 0, hang: int = 0) -> Iterator[Laid]:
    """One text broken at ordinary spaces."""
    room = width - indent
    margin = indent
    line: list[Span] = []
    length = 0
    for gap, word in _words(text):
        size = _length(word)
        if line and length + gap + size > room:
            yield _with_margin(line, margin)
            margin, room, line, length = indent + hang, width - indent - hang, [], 0
        if line:
            line.append(Span(" " * gap, _shared(line[-1], word[0])))
            length += gap
        line.extend(word)
        length += size
    yield _with_margin(line, margin)


def _shared(before: Span, after: Span) -> Role:
    return before.role if before.role == after.role else ""


def _with_margin(line: list[Span], margin: int) -> Laid:
    return (Span(" " * margin), *_merged(line)) if margin and line else tuple(_merged(line))


def _merged(line: Iterable[Span]) -> list[Span]:
    made: list[Span] = []
    for span in line:
        if made and made[-1].role == span.role:
            made[-1] = Span(made[-1].text + span.text, span.role)
        else:
            made.append(span)
    return made


def _words(text: Inline) -> Iterator[tuple[int, list[Span]]]:
    """Runs without an ordinary space, each with the spaces before it; a word may have spans of several roles."""
    word: list[Span] = []
    gap = 0
    for span in spans(text):
        for piece in _SPACES.split(held_together(span.text)):
            if not piece.startswith(" "):
                word.extend([Span(piece, span.role)] if piece else [])
                continue
            if word:
                yield gap, word
                word, gap = [], 0
            gap += len(piece)
    if word:
        yield gap, word


def held_together(text: str) -> str:
    """The text with each number bound to its unit, in words that somebody wrote by hand as well."""
    return _AMOUNT.sub("\\1\u00a0", text)


def _length(line: Iterable[Span]) -> int:
    return sum(len(span.text) for span in line)


def _fields(piece: Fields, width: int) -> Iterator[Laid]:
    rows = [(label, text) for label, text in piece.rows if plain(text)]
    label_width = piece.label_width or max((len(label) for label, _ in rows), default=0)
    for label, text in rows:
        start = piece.indent + label_width + GUTTER
        lines = list(wrapped(text, width, start))
        first = lines[0]
        # The first line's margin makes room for the label.
        yield (
            Span(" " * piece.indent),
            Span(label.ljust(label_width), "quiet"),
            Span(" " * GUTTER),
            *first[1:],
        )
        yield from lines[1:]


def _table(piece: Table, width: int) -> Iterator[Laid]:
    widths = _column_widths(piece, width)
    if widths is None:
        yield from _stacked(piece, width)
        return
    yield from _row([Span(name, "quiet") for name in piece.head], widths, piece.indent)
    for row in piece.rows:
        yield from _row(row, widths, piece.indent)


def _row(cells: Sequence[Inline], widths: Sequence[int], indent: int) -> Iterator[Laid]:
    columns = [list(wrapped(cell, size)) for cell, size in zip(cells, widths, strict=True)]
    for number in range(max(len(lines) for lines in columns)):
        line: list[Span] = [Span(" " * indent)] if indent else []
        for position, (lines, size) in enumerate(zip(columns, widths, strict=True)):
            part = lines[number] if number < len(lines) else ()
            line.extend(part)
            if position < len(columns) - 1:
                line.append(Span(" " * (size - _length(part) + GUTTER)))
        yield _right_stripped(line)


def _right_stripped(line: list[Span]) -> Laid:
    while line and not line[-1].text.strip(" "):
        line.pop()
    return tuple(line)


def _column_widths(piece: Table, width: int) -> list[int] | None:
    """Column widths that fit, the widest columns giving way first; None where even the longest words do not."""
    columns = list(zip(piece.head, *([plain(cell) for cell in row] for row in piece.rows), strict=True))
    natural = [max(len(text) for text in column) for column in columns]
    least = [max(max((len(word) for word in text.split(" ")), default=0) for text in column) for column in columns]
    room = width - piece.indent - GUTTER * (len(columns) - 1)
    if sum(least) > room:
        return None
    widths = natural
    while sum(widths) > room:
        widest = max(
            (n for n in range(len(widths)) if widths[n] > least[n]), key=lambda n: (widths[n], n), default=None
        )
        if widest is None:
            return None
        widths[widest] -= 1
    crowded = any(size < min(NARROWEST, whole) for size, whole in zip(widths, map(len, piece.head), strict=True))
    return None if crowded else widths


def _stacked(piece: Table, width: int) -> Iterator[Laid]:
    """Too narrow for columns: every row as labels and texts, one below the other."""
    for number, row in enumerate(piece.rows):
        if number:
            yield ()
        rows = tuple(zip(piece.head, row, strict=True))
        yield from _fields(Fields(rows, piece.indent), width)
