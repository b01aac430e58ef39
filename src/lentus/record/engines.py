"""Connections that keep their promise: what was acknowledged is on the disk.

SQLite: WAL, synchronous FULL, a writer takes its lock when it begins. PostgreSQL: synchronous commit, and one lock for
all writers, since the chain over the whole store lets only one write at a time anyway.
"""

from __future__ import annotations

import sqlite3
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from lentus.errors import StoreUnavailable

PATIENCE_MS = 5_000
"""How long a writer waits for another one."""

FILE_NAME = "lentus.sqlite"
WRITES = "lentus_writes"
_WRITERS_LOCK = 5_317_209_004_721
"""The key of the lock that PostgreSQL's writers take; any number that stays the same."""


def sqlite_engine(file: Path, *, create: bool) -> Engine:
    """An engine on one file. A file that vanished later is never silently made anew: only the first opening creates."""
    if not file.exists():
        if not create:
            raise StoreUnavailable(f"{file}: no record is there: check the folder; lentus serve makes a new one")
        _new_file(file)
    address = f"file:{quote(str(file))}?mode=rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, isolation_level=None, check_same_thread=False, timeout=PATIENCE_MS / 1000
        )

    engine = create_engine(
        "sqlite://", creator=connect, pool_size=8, max_overflow=24, poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "connect", _sqlite_settings)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def postgresql_engine(url: str) -> Engine:
    """An engine on a PostgreSQL database named by URL."""
    try:
        address = make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise StoreUnavailable("The address is no PostgreSQL URL: write postgresql://user@host/database") from None
    if find_spec("psycopg") is None:
        raise StoreUnavailable('PostgreSQL needs one more library: install Lentus as "lentus[postgres]"')
    options = f"-c synchronous_commit=on -c lock_timeout={PATIENCE_MS} -c timezone=UTC -c client_encoding=UTF8"
    engine = create_engine(
        address,
        connect_args={"options": options, "connect_timeout": 5},
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=24,
        pool_timeout=10,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _postgresql_begin)
    return engine


def _new_file(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailable(f"{file}: cannot be created: {error.strerror or error}") from error


def _sqlite_settings(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for setting in (
        f"busy_timeout={PATIENCE_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # Without it, INSERT OR REPLACE would delete a row and no trigger would see it.
        "recursive_triggers=ON",
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    # A writer that begins as a reader would find the lock taken only at its first insert, too late to wait for it.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_begin(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES, False):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})
