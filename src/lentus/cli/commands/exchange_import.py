"""`lentus import sheet`: a clinic's spreadsheet into charts, or every problem of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from lentus.cli.commands.record_stores import store_named
from lentus.cli.reading import STANDARD_INPUT
from lentus.cli.status import BAD_INPUT, FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import ExchangeError
from lentus.exchange.spreadsheet import Imported, Problem, import_sheet
from lentus.present.pieces import Line, Piece
from lentus.record import SYSTEM


def sheet(data: str, store: str, file: str, *, dry_run: bool, as_json: bool) -> int:
    """Take a sheet in, or tell what keeps it out."""
    written = _bytes(file)
    with store_named(data, store) as opened:
        result = import_sheet(opened, written, actor=SYSTEM, dry_run=dry_run)
    if as_json:
        show_json(
            {
                "rows": result.rows,
                "new": result.new,
                "known": result.known,
                "written": result.written,
                "problems": [_plain(one) for one in result.problems],
                "remarks": [_plain(one) for one in result.remarks],
            }
        )
    else:
        show_pieces(_pieces(result, dry_run=dry_run))
    return BAD_INPUT if result.problems else FINE


def _plain(one: Problem) -> dict[str, object]:
    return {"row": one.row, "column": one.column, "value": one.value, "says": one.says}


def _pieces(result: Imported, *, dry_run: bool) -> Iterator[Piece]:
    yield from (Line(str(one)) for one in result.problems)
    if result.remarks:
        yield Line("To look at; none of it keeps a row out:")
        yield from (Line(str(one), 2) for one in result.remarks)
    yield Line(_told(result, dry_run=dry_run))


def template() -> int:
    """Print the template."""
    path = Path(str(files("lentus"))) / "examples" / "sheets" / "pump-clinic.csv"
    sys.stdout.write(path.read_text(encoding="utf-8"))
    return FINE


def _told(result: Imported, *, dry_run: bool) -> str:
    before = f" {_charts(result.known)} came before and stay as they are." if result.known else ""
    if result.problems:
        count = len(result.problems)
        where = f" in {result.rows:,} {'row' if result.rows == 1 else 'rows'}" if result.rows else ""
        return f"Nothing was written: {count:,} {'problem' if count == 1 else 'problems'}{where}."
    if dry_run:
        return f"Nothing was written: a dry run. {_charts(result.new)} would be opened.{before}"
    return f"{_charts(result.new)} opened.{before}"


def _charts(count: int) -> str:
    return f"{count:,} {'chart' if count == 1 else 'charts'}"


def _bytes(file: str) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise ExchangeError(f"{file} cannot be read: {error.strerror or error}") from error
