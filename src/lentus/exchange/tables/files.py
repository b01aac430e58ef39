"""Tables into files: CSV by hand, Parquet by DuckDB with each column's own type.

A CSV file is opened by spreadsheets, which run a text that begins like a formula: there such a text has an apostrophe
before it. Parquet holds it as it is.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from lentus.errors import ExchangeError
from lentus.exchange.tables.table import Kind, Table

Format = Literal["csv", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)

TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "day": "DATE",
    "moment": "TIMESTAMPTZ",
    "clock": "TIMESTAMP",
}
"""The type of a column in Parquet."""


def write_tables(
    tables: Iterable[Table], folder: Path, form: Format, *, beside: Mapping[str, str] | None = None
) -> tuple[Path, ...]:
    """One file a table in a new folder, and texts `beside` them by name. All of it, or no folder.

    ExchangeError where something stands there already, or it cannot be written.
    """
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise ExchangeError(f"{folder} is there already: name a new folder, so that no two exports are mixed.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".lentus-") as place:
            made = Path(place) / "made"
            made.mkdir(mode=0o700)
            names = [_written(one, made, form).name for one in tables]
            for name, text in (beside or {}).items():
                (made / name).write_text(text, encoding="utf-8")
            if folder.exists():
                folder.rmdir()
            made.replace(folder)
    except OSError as error:
        raise ExchangeError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return tuple(folder / name for name in names)


def _written(table: Table, folder: Path, form: Format) -> Path:
    text, shown = folder / f"{table.name}.csv", _cell if form == "parquet" else _harmless
    with text.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        writer.writerows([shown(value) for value in row] for row in table.rows)
    if form == "csv":
        return text
    return _parquet(table, text)


FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet runs."""


def _harmless(value: Any) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ" if value.tzinfo else "%Y-%m-%d %H:%M:%S")
    return repr(value) if isinstance(value, float) else str(value)


def _parquet(table: Table, text: Path) -> Path:
    import duckdb

    made = text.with_suffix(".parquet")
    columns = {column.name: TYPES[column.kind] for column in table.columns}
    shape = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in columns.items())
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            f"COPY (SELECT * FROM read_csv({_quoted(str(text))}, header = true, auto_detect = false, delim = ',', "
            f"quote = '\"', escape = '\"', nullstr = '', columns = {{{shape}}})) "
            f"TO {_quoted(str(made))} (FORMAT parquet, COMPRESSION zstd)"
        )
    text.unlink()
    return made


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
