"""`lentus trial replay LEDGER`: decide everything anew."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.cohort.ledger import Replay, replay
from lentus.present.pieces import Line, Piece, Span


def run(ledger: str, *, as_json: bool) -> int:
    """Replay and say whether it is the same."""
    found = replay(Path(ledger))
    if as_json:
        show_json({"same": found.differs_at is None, **asdict(found)})
    else:
        show_pieces(_pieces(found))
    return FINE if found.differs_at is None else STANDS


def _pieces(found: Replay) -> list[Piece]:
    if found.differs_at is None:
        return [Line(Span(f"The same to the byte: {found.lines:,} lines.", "ok"))]
    return [
        Line(Span(f"Differs from line {found.differs_at:,} on.", "stop")),
        Line(f"in the file  {found.frozen or 'nothing'}"),
        Line(f"now  {found.now or 'nothing'}"),
    ]
