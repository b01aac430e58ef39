"""The page: rows as JSON into a typst template, and out comes a tagged PDF with the same bytes each time.

Text reaches the template as data and is never read as markup, so a name with stars, dollar signs or a hash stands as
it was written. Fonts are the bundled ones alone; no date of making is stored.
"""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lentus.errors import PlanError
from lentus.present.sheet.content import Worksheet
from lentus.present.sheet.letters import fonts_folder, printable
from lentus.present.sheet.rows import page_data

if TYPE_CHECKING:
    import typst

TEMPLATE = "sheet.typ"


def sheet_data(sheet: Worksheet) -> dict[str, Any]:
    """All text on the sheet as plain data, ready to be set. PlanError for text that cannot be printed."""
    data: dict[str, Any] = _proven(page_data(sheet), "the sheet")
    return data


def sheet_pdf(sheet: Worksheet) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1), US letter. PlanError for text that cannot be printed."""
    import typst

    return typst.compile(_template(), sys_inputs=_inputs(sheet), font_paths=_fonts(), pdf_standards="ua-1")


def sheet_png(sheet: Worksheet, dots_per_inch: int = 110) -> tuple[bytes, ...]:
    """The pages of the sheet as PNG, to look at on a screen."""
    import typst

    compiler = typst.Compiler(_template(), font_paths=_fonts(), sys_inputs=_inputs(sheet))
    made = compiler.compile(format="png", ppi=dots_per_inch)
    assert made is not None
    return tuple(made) if isinstance(made, list) else (made,)


def _inputs(sheet: Worksheet) -> dict[str, str]:
    data = sheet_data(sheet)
    data["pictures"] = [
        {"svg": one.svg().decode(), "words": " ".join(f"{one.title}. {one.caption}".split("\n"))}
        for one in sheet.pictures
    ]
    return {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}


@functools.cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder()])


@functools.cache
def _template() -> bytes:
    return files("lentus.present.sheet").joinpath(TEMPLATE).read_bytes()


_WORDS = {
    "patient": "the patient's identifiers",
    "title": "the title",
    "note": "the note",
    "draw": "the fill",
    "device": "the device",
    "findings": "a finding",
}


def _proven(value: Any, what: str) -> Any:
    """The data with every text proven printable; a fault names the part in which it stands."""
    if isinstance(value, str):
        return printable(value, what)
    if isinstance(value, dict):
        return {name: _proven(one, _WORDS.get(name, what)) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_proven(one, what) for one in value]
    if not isinstance(value, bool):
        raise PlanError(f"{what} holds something that is no text")
    return value
