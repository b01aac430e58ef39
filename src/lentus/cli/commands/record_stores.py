"""Which record a command works on: a folder, a PostgreSQL URL, or the user's own data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lentus.cli.data_folder import data_folder
from lentus.errors import RecordError
from lentus.record import Store, open_store
from lentus.record.opening import is_url


def place_named(data: str, store: str) -> str | Path:
    """The place that `--data` and `--store` name. RecordError where both are given or the URL is none."""
    if data and store:
        raise RecordError("--data names a folder and --store a database: give one of them")
    if store:
        if not is_url(store):
            raise RecordError("--store is no PostgreSQL URL: write postgresql://user@host/database, or use --data")
        return store
    return Path(data).expanduser() if data else data_folder()


@contextmanager
def store_named(data: str, store: str) -> Iterator[Store]:
    """The record at that place, which must be there."""
    opened = open_store(place_named(data, store), create=False)
    try:
        yield opened
    finally:
        opened.close()
