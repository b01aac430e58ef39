"""`lentus pump sheet` and `lentus pump picture`: a plan file as a page to sign, and as pictures.

Typesetting and drawing are imported only here, since both take longer to load than any look-up takes to answer.
"""

from __future__ import annotations

from lentus.cli.commands.pump_made import PICTURES, write
from lentus.cli.commands.pump_plans import plan_named
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json
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
    write(out, (".pdf",), lambda _: sheet_pdf(made), sheet_data(made)["verdict"])
    return _status(verified)


def picture(plan: str, which: str, out: str) -> int:
    """Draw one picture of a plan."""
    verified = verify(plan_named(plan))
    from lentus.present.sheet.planned import picture_of

    drawing = picture_of(verified.worked, which)
    write(out, PICTURES, lambda suffix: drawing.svg() if suffix == ".svg" else drawing.png(), drawing.caption)
    return _status(verified)


def _status(verified: Verification) -> int:
    return FINE if verified.passes else STANDS
