"""The bridge of a plan that leaves open which dose it goes on with: both, each as an if, and neither as the one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lentus.present.pieces import Gap, Heading, Line, Piece, Table
from lentus.present.pump_page import lasting
from lentus.present.when import iso, show_moment
from lentus.pump import BridgePlan, Refused
from lentus.quantity import show

if TYPE_CHECKING:
    from lentus.present import shapes

Either = tuple[BridgePlan | Refused, ...]
UNSAID = "The plan does not say which dose the bridge goes on with: it is one of these, and the prescriber says which."


def either_pieces(both: Either, at: datetime | None) -> list[Piece]:
    """Both bridges side by side, with the moment at which each would end."""
    head = ("If it used", "Volume", "Rate", "Lasts", "Ends")
    rows = tuple(_row(one, at) for one in both)
    return [Heading("The bridge bolus that this change needs"), Line(UNSAID, 2), Table(head, rows, 2), Gap()]


def _row(one: BridgePlan | Refused, at: datetime | None) -> tuple[str, ...]:
    dose = show(one.change.dose)
    if isinstance(one, Refused):
        return (dose, "none", f"{show(one.flow)}, below the lowest flow", "", "")
    ends = show_moment(one.ends(at)) if at else ""
    return (dose, show(one.bolus.volume), show(one.bolus.flow), lasting(one.over), ends)


def either_words(both: Either) -> str:
    """Both bridges in a line."""
    return "; ".join(f"if it used {show(one.change.dose)}: {_ran(one)}" for one in both)


def _ran(one: BridgePlan | Refused) -> str:
    if isinstance(one, Refused):
        return f"{show(one.flow)}, which the pump cannot run"
    return f"{show(one.bolus.volume, 'mL')} over {lasting(one.over)}"


def either_data(both: Either, at: datetime | None) -> list[shapes.BridgeIfShape]:
    """Both bridges as data; null where the pump cannot run one of them."""
    return [{"uses": str(one.change.dose), "bridge": _bridge(one, at)} for one in both]


def _bridge(one: BridgePlan | Refused, at: datetime | None) -> shapes.BridgeShape | None:
    if isinstance(one, Refused):
        return None
    return {
        "volume": str(one.bolus.volume),
        "amount": str(one.amount),
        "flow": str(one.bolus.flow),
        "lasts": str(one.over),
        "starts": iso(at) if at else None,
        "ends": iso(one.ends(at)) if at else None,
        "clear_from": None,
    }
