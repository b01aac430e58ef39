"""How far a SQLite record had come, noted in a small file beside it after each commit.

A chain proves that nothing in the middle changed; it cannot prove that its end is still there. A write-ahead log that
was cut off, or an old copy put in place of the record, leaves a whole but shorter chain. The note is written after the
commit, so it is never ahead of the record unless the record lost something.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_WIDTH = 128


@dataclass(frozen=True, slots=True)
class Noted:
    """The number and the store hash of an entry that was acknowledged."""

    seq: int
    hash: str


def path_of(file: Path) -> Path:
    """Where the note of a record's file stands."""
    return file.with_name(f"{file.name}.head")


def note(file: Path, noted: Noted) -> None:
    """Write the note. It is not forced onto the disk: after a loss of power an older note is still a true one."""
    line = f"lentus head 1 {noted.seq} {noted.hash}".ljust(_WIDTH - 1) + "\n"
    handle = os.open(path_of(file), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.pwrite(handle, line.encode("ascii"), 0)
    finally:
        os.close(handle)


def noted_at(file: Path) -> Noted | None:
    """The note; None where there is none or it cannot be read: then it proves nothing."""
    try:
        words = path_of(file).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return None
    if words[:3] != ["lentus", "head", "1"] or len(words) != 5 or not words[3].isdigit():
        return None
    return Noted(int(words[3]), words[4])


def forget(file: Path) -> None:
    """Take the note away, where the record itself is replaced on purpose."""
    path_of(file).unlink(missing_ok=True)
