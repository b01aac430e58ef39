"""`lentus people link`: the one-time link with which the first administrator is made."""

from __future__ import annotations

from lentus.cli.commands.record_stores import place_named
from lentus.cli.status import FINE
from lentus.cli.terminal import show_pieces
from lentus.present.pieces import Line
from lentus.record import open_store
from lentus.record.invitation import LASTS, first_link


def run(data: str, store: str) -> int:
    """Make a link; a record that is not there yet is made with it."""
    opened = open_store(place_named(data, store))
    try:
        token = first_link(opened)
    finally:
        opened.close()
    minutes = int(LASTS.total_seconds()) // 60
    show_pieces(
        [
            Line(f"Open this at the address where Lentus is served. It works once, for {minutes} minutes:"),
            Line(f"/first?link={token}", 2),
        ]
    )
    return FINE
