"""A sheet or a picture that was made, written where it was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lentus.cli.reading import STANDARD_INPUT
from lentus.errors import PlanError

if TYPE_CHECKING:
    from lentus.present.pictures import Drawing

PICTURES = (".svg", ".png")


def save_picture(drawing: Drawing, out: str) -> None:
    """Write a picture into a named file. PlanError for another kind of file, or one that cannot be written."""
    kind = _kind(out, PICTURES)
    _save(out, drawing.svg() if kind == ".svg" else drawing.png())


def write(out: str, suffixes: tuple[str, ...], make: Callable[[str], bytes], words: str) -> None:
    """Write the file; on standard output the first kind."""
    if out == STANDARD_INPUT and sys.stdout.isatty():
        raise PlanError(f"a terminal cannot show this: give --out a name that ends in {' or '.join(suffixes)}")
    if out == STANDARD_INPUT:
        sys.stdout.buffer.write(make(suffixes[0]))
        return
    _save(out, make(_kind(out, suffixes)))
    sys.stdout.write(f"{out}\n{words}\n")


def _kind(out: str, suffixes: tuple[str, ...]) -> str:
    """The ending of a name. One of another kind is refused: it may be the plan's."""
    kind = Path(out).suffix.lower()
    if kind not in suffixes:
        raise PlanError(f"{out}: give --out a name that ends in {' or '.join(suffixes)}")
    return kind


def _save(out: str, made: bytes) -> None:
    try:
        Path(out).write_bytes(made)
    except OSError as error:
        raise PlanError(f"{out} cannot be written: {error.strerror}") from error
