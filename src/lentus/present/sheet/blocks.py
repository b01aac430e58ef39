"""The parts of a printed page: headings, lines, tables, steps, boxes, as the template takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from lentus.present.pictures import Drawing
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Table, plain, spans

Block = dict[str, Any]
"""One part of a page, by its `kind`; made by the functions below."""


def heading(text: str) -> Block:
    """A title of a part."""
    return {"kind": "heading", "text": text}


def text(inline: Inline, indent: int = 0) -> Block:
    """A paragraph."""
    return {"kind": "text", "spans": _spans(inline), "indent": indent}


def rows(pairs: Iterable[tuple[str, Inline]]) -> Block:
    """Labels, each with its text; an empty text is a line to write on."""
    return {"kind": "rows", "rows": [[label, _spans(value)] for label, value in pairs]}


def table(head: Sequence[str], lines: Iterable[Sequence[Inline]], wide: Iterable[int] = ()) -> Block:
    """Rows under a head; the columns whose places are `wide` share what room is left."""
    stretched = set(wide) or {len(head) - 1}
    return {
        "kind": "table",
        "head": list(head),
        "rows": [[_spans(cell) for cell in line] for line in lines],
        "widths": ["wide" if place in stretched else "fit" for place in range(len(head))],
    }


def box(words: str, tone: Literal["stop", "plain"] = "plain") -> Block:
    """Words in a frame; a stop is white on black."""
    return {"kind": "box", "text": words, "tone": tone}


def card(above: str, title: str, pairs: Iterable[tuple[str, Inline]]) -> Block:
    """A card to cut out and carry, with the words that stand above it."""
    return {"kind": "card", "above": above, "title": title, "rows": [[label, _spans(value)] for label, value in pairs]}


def steps(found: Iterable[tuple[str, str, str, str, str]]) -> Block:
    """Steps to tick: number, what to do, why, a quoted dose with its warning, source."""
    names = ("number", "does", "why", "dose", "source")
    return {"kind": "steps", "steps": [dict(zip(names, one, strict=True)) for one in found]}


def picture(drawing: Drawing, width: int = 100) -> Block:
    """A drawing, `width` in percent of the page; its words are its caption."""
    words = " ".join(f"{drawing.title}. {drawing.caption}".split("\n"))
    return {"kind": "picture", "svg": drawing.svg().decode(), "words": words, "width": width}


def signs(*labels: str) -> Block:
    """Lines to sign on."""
    return {"kind": "signs", "labels": list(labels)}


def blocks_of(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """Any answer's pieces as blocks; its own title of level 1 becomes a part's."""
    return tuple(block for one in pieces for block in _block(one))


def _block(one: Piece) -> tuple[Block, ...]:
    match one:
        case Gap():
            return ()
        case Heading():
            after = (text(one.after),) if plain(one.after) else ()
            return (heading(one.text), *after)
        case Line():
            return (text(one.text, one.indent),)
        case Fields():
            kept = [row for row in one.rows if plain(row[1])]
            return (rows(kept),) if kept else ()
        case Table():
            return (table(one.head, one.rows),)


def _spans(inline: Inline) -> list[dict[str, str]]:
    return [{"text": one.text, "role": one.role} for one in spans(inline) if one.text]
