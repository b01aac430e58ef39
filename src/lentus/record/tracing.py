"""Walk the chain from its first entry to its last and name every place where it does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from lentus.record import chain
from lentus.record.entry import Kept

Kind = Literal["changed", "missing", "moved", "unreadable", "unguarded", "damaged", "lost", "clock"]
NOTES: tuple[Kind, ...] = ("clock", "lost")
"""Kinds that are told and leave the record that stands as it was written."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written. `seq` is the entry's number, None where it concerns no single entry."""

    kind: Kind
    says: str
    seq: int | None = None
    stream: str = ""

    @property
    def grave(self) -> bool:
        """Whether the record is not whole; False for a note."""
        return self.kind not in NOTES


@dataclass(slots=True)
class Trace:
    """The state of a walk: what came last, in the store and in each stream, and what was found.

    `strays` do not fit what is before them, `leaps` come too early in their stream; each with the hash before it.
    """

    seq: int = 0
    hash: str = chain.START
    recorded: str = ""
    streams: dict[str, tuple[int, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    strays: list[tuple[Kept, str]] = field(default_factory=list)
    leaps: list[tuple[Kept, str]] = field(default_factory=list)

    def walk(self, rows: Iterable[Kept], anchors: Mapping[int, str]) -> None:
        """Hold each row against the one before it, and against hashes that were noted elsewhere (`anchors`)."""
        for row in rows:
            self._step(row)
            if row.seq in anchors and anchors[row.seq] != row.store_hash:
                self._tell("changed", row, "does not have the hash noted for it elsewhere: it was rewritten")
        for stray in self.strays:
            self.faults.append(self._named(*stray))

    def _step(self, row: Kept) -> None:
        if row.seq != self.seq + 1:
            self.faults.append(Fault("missing", f"{_range(self.seq + 1, row.seq - 1)} missing.", self.seq + 1))
        version, before = self.streams.get(row.stream, (0, chain.START))
        follows = row.version == version + 1
        gap = row.version > version + 1
        if gap:
            self.leaps.append((row, before))
        if gap and row.seq == self.seq + 1:
            self._tell("missing", row, f"follows version {version} of its stream: versions between are missing")
        if (not follows and not gap) or (follows and chain.stream_hash(before, row) != row.stream_hash):
            self.strays.append((row, before))
        elif row.seq == self.seq + 1 and chain.store_hash(self.hash, row.stream_hash) != row.store_hash:
            self._tell("changed", row, "does not follow from the entry before it: that one or its own hash was changed")
        if row.recorded < self.recorded:
            back = f"was recorded at {row.recorded}, earlier than the one before: the clock was set back"
            self._tell("clock", row, back)
        self.seq, self.hash, self.recorded = row.seq, row.store_hash, row.recorded
        self.streams[row.stream] = (row.version, row.stream_hash)

    def _named(self, row: Kept, before: str) -> Fault:
        """Whether a row that does not fit was written at the place of another one, or its content was changed."""
        places = [(other.seq, other.version) for other, _ in self.strays if other is not row]
        places += [(other.seq, row.version) for other, _ in (*self.strays, *self.leaps) if other is not row]
        befores = {before, *(one for _, one in self.strays), *(other.stream_hash for other, _ in self.strays)}
        for seq, version in places:
            moved = replace(row, seq=seq, version=version)
            if any(chain.stream_hash(one, moved) == row.stream_hash for one in befores):
                says = f"Entry {row.seq} was moved: it was written as entry {seq}."
                return Fault("moved", says, row.seq, row.stream)
        return Fault("changed", f"{_name(row)} was changed after it was written.", row.seq, row.stream)

    def _tell(self, kind: Kind, row: Kept, what: str) -> None:
        self.faults.append(Fault(kind, f"{_name(row)} {what}.", row.seq, row.stream))


def _name(row: Kept) -> str:
    return f"Entry {row.seq} ({row.type}, version {row.version} of {row.stream})"


def _range(first: int, last: int) -> str:
    return f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
