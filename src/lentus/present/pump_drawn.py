"""What to draw up, on paper: containers by their keys, stock, diluent, and what is discarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lentus.errors import PlanError
from lentus.present.pieces import Gap, Heading, Line, Piece, Span
from lentus.present.products import product_line
from lentus.present.pump_page import Said, strong
from lentus.pump import DrawUp, draw_up
from lentus.quantity import Concentration, Volume, show

if TYPE_CHECKING:
    from lentus.present import shapes

SHOWN = 3


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """The ways to have a volume, best first, or why there is none."""

    target: Concentration
    volume: Volume
    ways: tuple[DrawUp, ...]
    refused: str = ""

    @property
    def said(self) -> tuple[Said, ...]:
        """What stands where nothing can be drawn up."""
        return (Said("stop", f"Nothing to draw up: {self.refused}."),) if self.refused else ()

    @property
    def diluted(self) -> bool:
        """Whether the best way needs diluent."""
        return bool(self.ways) and not self.ways[0].ready_made


def drawn_up(target: Concentration, volume: Volume, capacity: Volume | None) -> DrawnUp:
    """The ways from all marketed products, or the reason why there is none."""
    try:
        return DrawnUp(target, volume, draw_up(target, volume, capacity))
    except PlanError as error:
        return DrawnUp(target, volume, (), str(error))


def drawn_pieces(drawn: DrawnUp) -> list[Piece]:
    """The best ways, each with all its containers."""
    if not drawn.ways:
        return []
    pieces: list[Piece] = [Heading(f"What to draw up for {show(drawn.volume)} of {show(drawn.target)}")]
    pieces += [Line(("- ", *_way(way)), 2, 2) for way in drawn.ways[:SHOWN]]
    rest = len(drawn.ways) - SHOWN
    if rest > 0:
        pieces.append(Line(f"{rest} more with other containers; --json lists all.", 2))
    pieces.append(Line("Read mass, volume and strength of each container; write down lot and expiry.", 2))
    return [*pieces, Gap()]


def _way(way: DrawUp) -> tuple[Span, str]:
    taken = "; and ".join(f"{one.count} of {one.product.key}: {product_line(one.product)}" for one in way.containers)
    if way.ready_made:
        made = f"draw {show(way.stock)}, ready-made"
    else:
        made = f"draw {show(way.stock)}, dilute with {show(way.diluent)} of preservative-free saline"
    waste = f"; discard {show(way.discarded)}" if way.discarded.amount("mL") else ""
    return (strong(taken), f". {made[0].upper()}{made[1:]}{waste}.")


def ways_data(drawn: DrawnUp) -> list[shapes.DrawUpShape]:
    """All ways as data."""
    return [
        {
            "containers": [{"product": one.product.key, "count": one.count} for one in way.containers],
            "ready_made": way.ready_made,
            "stock": str(way.stock),
            "diluent": str(way.diluent),
            "discarded": str(way.discarded),
        }
        for way in drawn.ways
    ]
