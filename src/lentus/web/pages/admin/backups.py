"""Where this clinic's backups lie, and which there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lentus.errors import RecordError
from lentus.web.clinic import Clinic

PREFIX = "lentus-"


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup: its file's name, when it was written, and its size in bytes."""

    name: str
    at: datetime
    size: int


def folder_of(clinic: Clinic) -> Path | None:
    """The folder of backups: beside the record; None for a database elsewhere, whose server keeps its own."""
    file = clinic.store.file
    return None if file is None else file.parent / "backups"


def backups_of(clinic: Clinic) -> list[Kept]:
    """The backups there are, newest first."""
    folder = folder_of(clinic)
    if folder is None or not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if path.name.startswith(PREFIX) and not path.name.endswith(".part")]
    kept = [
        Kept(path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone(clinic.zone), path.stat().st_size)
        for path in found
    ]
    return sorted(kept, key=lambda one: one.at, reverse=True)


def next_backup(clinic: Clinic) -> Path | None:
    """A name for a backup made now. RecordError where its folder cannot be made."""
    folder = folder_of(clinic)
    if folder is None:
        return None
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise RecordError(f"The folder {folder.name} beside the record cannot be made: {error.strerror}.") from error
    return folder / f"{PREFIX}{clinic.store.now():%Y%m%dT%H%M%SZ}.sqlite"
