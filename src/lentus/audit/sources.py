"""Where a table of orders can stand: a Parquet or CSV file, the OMOP table drug_exposure in either, or PostgreSQL.

From PostgreSQL the rows come by COPY, in one read-only transaction, into a private file that is removed afterwards:
the extension with which DuckDB would read the server itself has to be fetched from elsewhere, and Lentus fetches
nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

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
            yield _as_orders(connection, _csv(_copied(where, table, Path(folder) / "orders.csv")))
    else:
        yield _as_orders(connection, _file(where))


def _file(where: str) -> str:
    path = Path(where)
    if path.is_dir():
        return _parquet(sorted(path.rglob("*.parquet")), where)
    if not path.is_file():
        raise AuditError(f"there is no file {where!r}; give a Parquet or CSV file, or postgresql://…")
    if path.name.lower().endswith(CSV_ENDS):
        return _csv(path)
    if path.suffix.lower() == ".parquet":
        return _parquet([path], where)
    raise AuditError(f"{where!r} is neither .parquet nor .csv")


def _parquet(files: list[Path], where: str) -> str:
    if not files:
        raise AuditError(f"the folder {where!r} holds no .parquet file")
    return f"read_parquet([{', '.join(quoted(str(one)) for one in files)}])"


def _csv(path: Path) -> str:
    """Every column as text: a record number keeps its leading zeros, and an amount is read by one grammar."""
    return f"read_csv({quoted(str(path))}, header=true, all_varchar=true)"


def _as_orders(connection: Connection, relation: str) -> str:
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except duckdb.Error as error:
        raise AuditError(f"the table cannot be read: {str(error).splitlines()[0]}") from None
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
        raise AuditError(f"PostgreSQL did not give table {table!r}: {str(error).splitlines()[0]}") from None
    return into
