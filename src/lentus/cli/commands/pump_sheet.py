"""`lentus pump sheet` and `lentus pump picture`: a plan file as a page to sign, and as pictures.

Typesetting and drawing are imported only here, since both take longer to load than any look-up takes to answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from lentus.cli.commands.pump_plans import plan_named
from lentus.cli.main import FINE, STANDS
from lentus.cli.reading import STANDARD_INPUT
from lentus.cli.terminal import show_json
from lentus.errors import PlanError
from lentus.protocol.pump_plan.verifying import Verification, verify


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
    _write(out, (".svg", ".png"), lambda suffix: drawing.svg() if suffix == ".svg" else drawing.png(), drawing.caption)
    return _status(verified)


def _status(verified: Verification) -> int:
    return FINE if verified.passes else STANDS


def _write(out: str, suffixes: tuple[str, ...], make: Callable[[str], bytes], words: str) -> None:
    """Write the file; on standard output the first kind. A name of another kind is refused: it may be the plan's."""
    if out == STANDARD_INPUT and sys.stdout.isatty():
        raise PlanError(f"a terminal cannot show this: give --out a name that ends in {' or '.join(suffixes)}")
    if out == STANDARD_INPUT:
        sys.stdout.buffer.write(make(suffixes[0]))
        return
    target = Path(out)
    if target.suffix.lower() not in suffixes:
        raise PlanError(f"{out}: give --out a name that ends in {' or '.join(suffixes)}, or - for standard output")
    made = make(target.suffix.lower())
    try:
        target.write_bytes(made)
    except OSError as error:
        raise PlanError(f"{out} cannot be written: {error.strerror}") from error
    sys.stdout.write(f"{out}\n{words}\n")
