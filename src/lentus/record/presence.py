"""Whether a SQLite record is still the file that was opened.

An open file can be moved away or deleted and still be written to: every commit would succeed, into nothing. So the
file's identity is looked at before and after each commit, and a commit into a lost file is never acknowledged.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lentus.errors import StoreUnavailable


@dataclass(frozen=True, slots=True)
class Presence:
    """A file as it was when it was opened."""

    file: Path
    device: int
    inode: int

    @classmethod
    def of(cls, file: Path) -> Presence:
        """The file as it is now; StoreUnavailable where it is not there."""
        device, inode = _identity(file)
        return cls(file, device, inode)

    def hold(self) -> None:
        """StoreUnavailable where another file, or none, stands at its place."""
        if _identity(self.file) != (self.device, self.inode):
            raise StoreUnavailable(
                f"{self.file.name}: another file was put in the record's place while it was open. Nothing was "
                "acknowledged; start Lentus again."
            )


def _identity(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError as error:
        raise StoreUnavailable(
            f"{file.name}: the record's file is gone from its folder. Nothing was acknowledged; put it back or check "
            "the disk, then try again."
        ) from error
    return found.st_dev, found.st_ino
