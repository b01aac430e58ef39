"""Where a table of orders can stand: a Parquet or CSV file, the OMOP table drug_exposure in either, or PostgreSQL.

From PostgreSQL the rows come by COPY, in one read-only transaction, into a private file that is removed afterwards:
the extension with which DuckDB would read the server itself has to be fetched from elsewhere, and Lentus fetches
nothing.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from lentus.audit.csv_file import csv_relation, line_told
from lentus.audit.engine import Connection, quoted
from lentus.audit.omop import is_omop, omop_relation
from lentus.errors import AuditError

CSV_ENDS = (".csv", ".csv.gz", ".tsv")
POSTGRES = ("postgresql://", "postgres://")


@contextmanager
def opened(connection: Connection, where: str, table: str = "orders") -> Iterator[str]:
    """What to put after FROM for the table of orders at `where`: a path, or a PostgreSQL address with `table` in it.

    AuditError where there is nothing, or nothing that can be read as a table.
    """
    if where.startswith(POSTGRES):
        with tempfile.TemporaryDirectory(prefix="lentus-audit-") as folder:
            copied = _copied(where, table, Path(folder) / "orders.csv")
            yield _as_orders(connection, csv_relation(copied, ","))
    else:
        yield _as_orders(connection, _file(where))


def _file(where: str) -> str:
    path = Path(where)
    if path.is_dir():
        return _parquet(sorted(path.rglob("*.parquet")), where)
    if not path.is_file():
        raise AuditError(f"there is no file {where!r}; give a Parquet or CSV file, or postgresql://…")
    if path.name.lower().endswith(CSV_ENDS):
        return csv_relation(path)
    if path.suffix.lower() == ".parquet":
        return _parquet([path], where)
    raise AuditError(f"{where!r} is neither .parquet nor .csv: save the table as CSV in UTF-8, or as Parquet")


def _parquet(files: list[Path], where: str) -> str:
    if not files:
        raise AuditError(f"the folder {where!r} holds no .parquet file")
    return f"read_parquet([{', '.join(quoted(str(one)) for one in files)}])"


def _as_orders(connection: Connection, relation: str) -> str:
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except duckdb.Error as error:
        raise AuditError(f"the table cannot be read: {line_told(error)}") from None
    columns = {str(row[0]).lower(): str(row[1]).upper() for row in rows}
    return omop_relation(connection, relation, columns) if is_omop(columns) else relation


def _copied(url: str, table: str, into: Path) -> Path:
    """The whole table as CSV in a file of its own."""
    try:
        import psycopg
        from psycopg import sql
    except ImportError:
        raise AuditError("reading PostgreSQL needs the extra postgres: install lentus[postgres]") from None
    name = sql.Identifier(*table.split("."))
    command = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT WITH (FORMAT csv, HEADER)").format(name)
    try:
        with psycopg.connect(url, connect_timeout=10) as connection, connection.cursor() as cursor:
            connection.read_only = True
            cursor.execute("SET LOCAL TimeZone = 'UTC'")
            with cursor.copy(command) as rows, into.open("wb") as file:
                for block in rows:
                    file.write(block)
    except psycopg.Error as error:
        told = without_secrets(str(error).splitlines()[0], url)
        raise AuditError(f"PostgreSQL did not give table {table!r}: {told}") from None
    return into


def without_secrets(told: str, url: str) -> str:
    """What a server or its client says, without the address, or the part of it that may be a password.

    An address that cannot be read is said back by the client as it was typed, or in pieces.
    """
    about_whom = url.partition("://")[2].rpartition("@")[0]
    pieces = [one for one in _BETWEEN.split(about_whom)[1:] if one]
    for secret in sorted((url, about_whom, *pieces), key=len, reverse=True):
        told = told.replace(secret, "\u2026") if secret else told
    return told


_BETWEEN = re.compile("[:@/?#]")
