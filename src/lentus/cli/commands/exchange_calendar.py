"""`lentus calendar`: addresses of feeds, and a feed as a file."""

from __future__ import annotations

import sys
from pathlib import Path

from lentus.cli.commands.record_stores import store_named
from lentus.cli.reading import STANDARD_INPUT
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import ExchangeError
from lentus.exchange.calendar import Address, addresses, close_address, feed_of, open_address
from lentus.present.pieces import Line, Piece
from lentus.present.when import show_moment
from lentus.record import SYSTEM
from lentus.record import chart as chart_of


def open_(data: str, store: str, chart: str, label: str, *, names: bool, as_json: bool) -> int:
    """Open an address and show it once."""
    if chart and names:
        raise ExchangeError("--names goes with the whole clinic: a patient's own feed never holds a name")
    with store_named(data, store) as opened:
        made, token = open_address(opened, actor=SYSTEM, chart_id=chart, names=names, label=label)
    path = f"/calendar/{token}.ics"
    if as_json:
        show_json({"id": made.id, "path": path, "names": made.names, "chart": made.chart_id})
        return FINE
    show_pieces(
        [
            Line("Subscribe to this at the address where Lentus is served. It is shown once:"),
            Line(path, 2),
            Line(f"Whoever has it reads the dates without signing in. Close it with: lentus calendar close {made.id}"),
        ]
    )
    return FINE


def show(data: str, store: str, *, as_json: bool) -> int:
    """List the addresses."""
    with store_named(data, store) as opened:
        found = addresses(opened)
    if as_json:
        show_json({"addresses": [_plain(one) for one in found]})
        return FINE
    show_pieces([_line(one) for one in found] or [Line("No calendar address was opened.")])
    return FINE


def close(data: str, store: str, address: str) -> int:
    """Close an address."""
    with store_named(data, store) as opened:
        ended = close_address(opened, address, actor=SYSTEM)
    show_pieces([Line(f"Calendar address {ended.id} is closed.")])
    return FINE


def write(data: str, store: str, file: str, chart: str, *, names: bool) -> int:
    """Write a feed once; an address that is kept nowhere stands in for the one of a subscription."""
    with store_named(data, store) as opened:
        if chart:
            chart_of(opened, chart)
        once = Address("", "", chart, names and not chart, "", SYSTEM.name, opened.now())
        feed = feed_of(opened, once)
    put(file, feed)
    if file != STANDARD_INPUT:
        sys.stdout.write(f"{file}\n")
    return FINE


def put(file: str, text: str) -> None:
    """Write a text into a file that is not there yet, or onto standard output. ExchangeError where it cannot be."""
    if file == STANDARD_INPUT:
        sys.stdout.write(text)
        return
    try:
        with Path(file).open("x", encoding="utf-8", newline="") as opened:
            opened.write(text)
    except FileExistsError:
        raise ExchangeError(f"{file} is there already: name a new file") from None
    except OSError as error:
        raise ExchangeError(f"{file} cannot be written: {error.strerror or error}") from error


def _line(one: Address) -> Piece:
    what = f"chart {one.chart_id}" if one.chart_id else "the whole clinic"
    named = ", with names" if one.names else ""
    ended = f"closed on {show_moment(one.closed)}" if one.closed else "open"
    label = f", {one.label}" if one.label else ""
    return Line(f"{one.id}: {what}{named}{label}; by {one.by} on {show_moment(one.opened)}; {ended}")


def _plain(one: Address) -> dict[str, object]:
    return {
        "id": one.id,
        "chart": one.chart_id,
        "names": one.names,
        "label": one.label,
        "by": one.by,
        "opened": one.opened.isoformat(),
        "closed": one.closed.isoformat() if one.closed else None,
    }
