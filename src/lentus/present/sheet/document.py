"""A printed page of headings, lines, tables, steps and boxes: one template for every sheet that is not the worksheet.

    pdf = document_pdf(Document(title, blocks, person))

The blocks are made from finished answers; only type is set here. The same document gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from lentus.present.sheet.blocks import Block
from lentus.present.sheet.content import Person
from lentus.present.sheet.pdf import pdf_of, proven
from lentus.present.when import show_date

TEMPLATE = "document.typ"
GENERATED = "GENERATED: no real patient"
SUPPORT = "Lentus supports a clinician who reviews the basis of what it shows; it commands no device."
PARTS = {"patient": "the patient's identifiers", "title": "the title", "subtitle": "the line under the title"}
KEPT = frozenset({"kind", "role", "tone", "size", "svg", "widths", "indent", "width"})
"""What is no text of the page."""


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
    return proven(data, PARTS, KEPT)


def document_pdf(made: Document) -> bytes:
    """The document as a tagged PDF (PDF/UA-1), US letter. PlanError for text that cannot be printed."""
    return pdf_of(TEMPLATE, document_data(made))


def _identifiers(person: Person | None) -> list[list[str]]:
    if person is None:
        return []
    born = show_date(person.born) if person.born else ""
    return [["Patient", person.name], ["Number", person.id], ["Born", born]]
