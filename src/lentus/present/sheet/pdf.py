"""Data into a typst template, and out comes a tagged PDF with the same bytes each time.

Text reaches the template as data and is never read as markup, so a name with stars, dollar signs or a hash stands as
it was written. Fonts are the bundled ones alone; no date of making is stored.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from lentus.errors import PlanError
from lentus.present.sheet.letters import fonts_folder, printable

if TYPE_CHECKING:
    import typst


def pdf_of(template: str, data: Mapping[str, Any]) -> bytes:
    """Set proven data in the named template of this folder: PDF/UA-1."""
    import typst

    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    return typst.compile(_template(template), sys_inputs=inputs, font_paths=_fonts(), pdf_standards="ua-1")


def proven(data: Mapping[str, Any], parts: Mapping[str, str], kept: Collection[str] = ()) -> dict[str, Any]:
    """The data with every text proven printable, but for the keys of `kept`, which are no text of the page.

    PlanError for what cannot be printed, naming the part in which it stands: `parts` holds the words by key.
    """
    return _members(data, "the sheet", parts, kept)


def _members(data: Mapping[str, Any], what: str, parts: Mapping[str, str], kept: Collection[str]) -> dict[str, Any]:
    return {
        name: one if name in kept else _proven(one, parts.get(name, what), parts, kept) for name, one in data.items()
    }


def _proven(value: Any, what: str, parts: Mapping[str, str], kept: Collection[str]) -> Any:
    if isinstance(value, str):
        return printable(value, what)
    if isinstance(value, dict):
        return _members(value, what, parts, kept)
    if isinstance(value, list | tuple):
        return [_proven(one, what, parts, kept) for one in value]
    if not isinstance(value, bool):
        raise PlanError(f"{what} holds something that is no text")
    return value


@functools.cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder()])


@functools.cache
def _template(name: str) -> bytes:
    return files("lentus.present.sheet").joinpath(name).read_bytes()
