"""Back up a record while the clinic works, and put a backup in the place of a record that is lost.

A backup of SQLite is a SQLite file, copied under one read lock: writers go on and the copy is of one moment. A backup
of PostgreSQL is a bundle. Either is proved whole before it gets its name.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from lentus.errors import RecordError, StoreDamaged
from lentus.record import bundle, witness
from lentus.record.engines import FILE_NAME
from lentus.record.faults import translated
from lentus.record.files import put_in_place
from lentus.record.opening import is_url, open_store
from lentus.record.store import Store
from lentus.record.verify import verified

_SQLITE_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Copied:
    """A backup, or a record put back: where it is, how many entries it holds, and the store hash of the last one."""

    path: str
    entries: int
    head: str


def backup(store: Store, path: Path) -> Copied:
    """Write a backup to `path`, which must not exist. RecordError, StoreUnavailable, StoreDamaged."""
    with put_in_place(path) as part:
        if store.kind == "sqlite":
            _copy_sqlite(store, part)
            entries, head = proved(part)
        else:
            entries, head = bundle.write(store, part, compressed=True)
    return Copied(str(path), entries, head)


def restore(path: Path, where: str | Path) -> Copied:
    """Make a record at `where` from a backup or a bundle. Nothing is overwritten: `where` must hold no record."""
    if not is_sqlite(path):
        return Copied(str(where), *bundle.import_(path, where))
    if is_url(where):
        raise RecordError(
            f"{path}: is a backup of SQLite and {where!s:.60} is PostgreSQL: restore it into a folder, then export a "
            "bundle from there and import that"
        )
    file = Path(where) / FILE_NAME
    with put_in_place(file) as part:
        shutil.copyfile(path, part)
        entries, head = proved(part)
        witness.forget(file)
    return Copied(str(file), entries, head)


def is_sqlite(path: Path) -> bool:
    """Whether a file is a SQLite database; RecordError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror or error}") from error


def proved(file: Path) -> tuple[int, str]:
    """How many entries a SQLite file holds and its last hash; StoreDamaged where it is not whole."""
    copy = open_store(file, create=False)
    try:
        found = verified(copy)
    finally:
        copy.close()
    if not found.whole:
        first = next(one for one in found.found if one.grave)
        raise StoreDamaged(f"{file.name}: is not whole, so it is not used: {first.says}")
    return found.entries, found.head


def _copy_sqlite(store: Store, part: Path) -> None:
    import sqlite3

    part.touch(mode=0o600)
    target = sqlite3.connect(part)
    try:
        with translated(), store.engine.connect() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            # All pages in one step: in several, each commit of the clinic would make the copy begin again.
            source.backup(target, pages=-1)
    except sqlite3.Error as error:
        raise RecordError(f"{part.parent}: the copy could not be written: {error}") from error
    finally:
        target.close()
