"""Files that are whole or not there: written beside their place, forced onto the disk, then moved into it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lentus.errors import RecordError

SIDECARS = ("-wal", "-shm", "-journal", ".head")
"""What stands beside a SQLite file while it is open."""


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, moved there when the block ends well. RecordError where `path` is taken."""
    if path.exists():
        raise RecordError(f"{path}: is there already and is not overwritten: choose another name, or move it away")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{path}: cannot be written: {error.strerror or error}") from error
    try:
        yield part
        drop_sidecars(part)
        force(part)
        _name(part, path)
        force(path.parent)
    except OSError as error:
        raise RecordError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
        drop_sidecars(part)


def _name(part: Path, path: Path) -> None:
    """Give a whole file its name. A link, not a rename: a file that appeared meanwhile is not overwritten either."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise RecordError(f"{path}: appeared meanwhile and is not overwritten: choose another name") from error
    except OSError:
        # A stick or a share without links.
        part.rename(path)


def drop_sidecars(file: Path) -> None:
    """Remove what stands beside a SQLite file that nobody has open."""
    for end in SIDECARS:
        file.with_name(file.name + end).unlink(missing_ok=True)


def force(path: Path) -> None:
    """Force a file, or a folder's list of files, onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
