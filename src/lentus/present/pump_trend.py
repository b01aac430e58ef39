"""Several refills in a row: one reading that is off need not repeat, a row on one side is another matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lentus.present.amounts import counted, stored
from lentus.present.pieces import Gap, Heading, Line, Piece, Table
from lentus.present.pump_page import Said
from lentus.pump import Visit, trend
from lentus.quantity import show, show_percent

if TYPE_CHECKING:
    from lentus.present import shapes

SIDES = {"over": "more than programmed", "under": "less than programmed", "none": "as programmed"}
FEW = 2
"""Below that many refills there is no row to speak of."""


def trend_pieces(visits: Sequence[Visit]) -> list[Piece]:
    """Each refill with the share that has gone, then all of them together."""
    found = trend(visits)
    head = ("Refill", "Filled", "Programmed", "Should be left", "Aspirated", "Gone")
    rows = tuple(
        (
            str(number),
            show(one.filled),
            show(one.programmed),
            show(one.expected),
            show(one.aspirated),
            show_percent(ratio * 100, 1),
        )
        for number, (one, ratio) in enumerate(zip(visits, found.ratios, strict=True), 1)
    )
    said = f"Over all of them {show_percent(found.overall * 100, 1)} of what was programmed has gone. "
    if found.in_a_row < FEW:
        said += f"The last one: {SIDES[found.side]}, the one before it not."
    else:
        said += f"The last {found.in_a_row} in a row: {SIDES[found.side]}."
    return [Heading("Trend over refills"), Table(head, rows, 2), Line(said, 2), Gap()]


def trend_said(visits: Sequence[Visit]) -> list[Said]:
    """That the refills lie on one side in a row. No source sets a number of them: it is told, and not judged."""
    found = trend(visits)
    if found.side == "none" or found.in_a_row < FEW:
        return []
    number = counted(found.in_a_row, "refill", "refills")
    says = f"{number} in a row lie on one side: {SIDES[found.side]} has gone at each."
    return [Said("info", says, "read the pump's log, and compare the records of the fills")]


def trend_data(visits: Sequence[Visit]) -> shapes.TrendShape:
    """The trend as data."""
    found = trend(visits)
    return {
        "ratios": [str(stored(one)) for one in found.ratios],
        "overall": str(stored(found.overall)),
        "side": found.side,
        "in_a_row": found.in_a_row,
    }
