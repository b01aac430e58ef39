"""DuckDB as the audit uses it: in memory, on this machine, reaching for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

Connection = duckdb.DuckDBPyConnection


@contextmanager
def engine(threads: int | None = None) -> Iterator[Connection]:
    """A DuckDB of its own in memory; no extension is fetched, and nothing is kept."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        # Rows are counted and not shown in the file's order.
        "preserve_insertion_order": "false",
    }
    if threads is not None:
        settings["threads"] = str(threads)
    connection = duckdb.connect(":memory:", config=settings)
    try:
        yield connection
    finally:
        connection.close()


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
