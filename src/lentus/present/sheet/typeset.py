"""The worksheet's page: its rows set in type."""

from __future__ import annotations

from typing import Any

from lentus.present.sheet.content import Worksheet
from lentus.present.sheet.pdf import pdf_of, proven
from lentus.present.sheet.rows import page_data

TEMPLATE = "sheet.typ"
PARTS = {
    "patient": "the patient's identifiers",
    "title": "the title",
    "note": "the note",
    "draw": "the fill",
    "device": "the device",
    "findings": "a finding",
}


def sheet_data(sheet: Worksheet) -> dict[str, Any]:
    """All text on the sheet as plain data, ready to be set. PlanError for text that cannot be printed."""
    return proven(page_data(sheet), PARTS)


def sheet_pdf(sheet: Worksheet) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1), US letter. PlanError for text that cannot be printed."""
    pictures = [
        {"svg": one.svg().decode(), "words": " ".join(f"{one.title}. {one.caption}".split("\n"))}
        for one in sheet.pictures
    ]
    return pdf_of(TEMPLATE, {**sheet_data(sheet), "pictures": pictures})
