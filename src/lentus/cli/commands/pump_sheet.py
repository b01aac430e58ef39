"""`lentus pump sheet` and `lentus pump picture`: a plan file as a page to sign, and as pictures.

Typesetting and drawing are imported only here, since both take longer to load than any look-up takes to answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lentus.cli.commands.pump_plans import plan_named
from lentus.cli.main import FINE, STANDS
from lentus.cli.reading import STANDARD_INPUT
from lentus.cli.terminal import show_json
from lentus.errors import PlanError
from lentus.protocol.pump_plan.verifying import Verification, verify

if TYPE_CHECKING:
    from lentus.present.pictures import Drawing

PICTURES = (".svg", ".png")


def sheet(plan: str, out: str, *, pictures: bool, as_json: bool) -> int:
    """Set the worksheet of a plan."""
    verified = verify(plan_named(plan))
    from lentus.present.sheet.planned import pictures_of, worksheet_of
    from lentus.present.sheet.typeset import sheet_data, sheet_pdf

    made = worksheet_of(verified, pictures_of(verified.worked) if pictures else ())
    if as_json:
        show_json(sheet_data(made))
        return _status(verified)
    _write(out, (".pdf",), lambda _: sheet_pdf(made), sheet_data(made)["verdict"])
    return _status(verified)


def picture(plan: str, which: str, out: str) -> int:
    """Draw one picture of a plan."""
    verified = verify(plan_named(plan))
    from lentus.present.sheet.planned import picture_of

    drawing = picture_of(verified.worked, which)
    _write(out, PICTURES, lambda suffix: drawing.svg() if suffix == ".svg" else drawing.png(), drawing.caption)
    return _status(verified)


def save_picture(drawing: Drawing, out: str) -> None:
    """Write a picture into a named file. PlanError for another kind of file, or one that cannot be written."""
    kind = _kind(out, PICTURES)
    _save(out, drawing.svg() if kind == ".svg" else drawing.png())


def _status(verified: Verification) -> int:
    return FINE if verified.passes else STANDS


def _write(out: str, suffixes: tuple[str, ...], make: Callable[[str], bytes], words: str) -> None:
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
