"""A printed page of headings, lines, tables, steps and boxes: one template for every sheet that is not the worksheet.

    pdf = document_pdf(Document(title, person, blocks))

The blocks are made from finished answers; only type is set here. The same document gives the same bytes.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from lentus.present.pictures import Drawing
from lentus.present.pieces import Fields, Gap, Heading, Inline, Line, Piece, Table, plain, spans
from lentus.present.sheet.content import Person
from lentus.present.sheet.letters import fonts_folder, printable
from lentus.present.when import show_date

if TYPE_CHECKING:
    import typst

TEMPLATE = "document.typ"
GENERATED = "GENERATED: no real patient"
SUPPORT = "Lentus supports a clinician who reviews the basis of what it shows; it commands no device."

Block = dict[str, Any]
"""One part of a page, by its `kind`; made by the functions below."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed. `person` None: for no patient in particular. `size` large is for patients to read."""

    title: str
    blocks: tuple[Block, ...]
    person: Person | None = None
    subtitle: str = ""
    generated: bool = False
    size: Literal["normal", "large"] = "normal"
    foot: str = SUPPORT


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


def new_page() -> Block:
    """What follows begins on another page."""
    return {"kind": "page"}


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


def document_data(made: Document) -> dict[str, Any]:
    """Everything that is printed, every text proven printable. PlanError, naming the part, where one is not."""
    data = {
        "title": made.title,
        "subtitle": made.subtitle,
        "generated": GENERATED if made.generated else "",
        "patient": _identifiers(made.person),
        "foot": made.foot,
        "size": made.size,
        "blocks": list(made.blocks),
    }
    proven: dict[str, Any] = _proven(data, "the sheet")
    return proven


def document_pdf(made: Document) -> bytes:
    """The document as a tagged PDF (PDF/UA-1), US letter. PlanError for text that cannot be printed."""
    import typst

    return typst.compile(_template(), sys_inputs=_inputs(made), font_paths=_fonts(), pdf_standards="ua-1")


def _inputs(made: Document) -> dict[str, str]:
    return {"data": json.dumps(document_data(made), ensure_ascii=False, sort_keys=True)}


def _identifiers(person: Person | None) -> list[list[str]]:
    if person is None:
        return []
    born = show_date(person.born) if person.born else ""
    return [["Patient", person.name], ["Number", person.id], ["Born", born]]


@functools.cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder()])


@functools.cache
def _template() -> bytes:
    return files("lentus.present.sheet").joinpath(TEMPLATE).read_bytes()


_WORDS = {"patient": "the patient's identifiers", "title": "the title", "subtitle": "the line under the title"}
_KEPT = ("kind", "role", "tone", "size", "svg", "widths")
"""What is no text of the page."""


def _proven(value: Any, what: str) -> Any:
    if isinstance(value, str):
        return printable(value, what)
    if isinstance(value, dict):
        return {name: one if name in _KEPT else _proven(one, _WORDS.get(name, what)) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_proven(one, what) for one in value]
    return value
