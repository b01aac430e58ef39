"""One commit: entries of any number of streams, read models and mutable tables, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, CursorResult, Executable, bindparam, insert, select, update

from lentus.errors import Conflict, RecordError
from lentus.record import chain, moments
from lentus.record.canonical import canonical
from lentus.record.entry import Actor, Appended, Entry, Kept, NewEntry, stream_name
from lentus.record.reading import entries_of, entry_from
from lentus.record.tables import ENTRIES, HEADS

if TYPE_CHECKING:
    from lentus.record.chart import Chart
    from lentus.record.store import Store

WHOLE_STORE = ""
"""The name under which `heads` keeps how far the whole store has come."""

CLINIC = "clinic"
"""The stream of the clinic's settings, which the worklist asks for in each commit."""

# Written once: making a statement costs more than running it.
_OF_HEADS = select(HEADS.c.stream, HEADS.c.version, HEADS.c.hash).where(
    HEADS.c.stream.in_([bindparam("named"), bindparam("whole"), bindparam("clinic")])
)
_UNDER_KEY = select(ENTRIES.c.version).where(
    ENTRIES.c.stream == bindparam("named"), ENTRIES.c.key == bindparam("under"), ENTRIES.c.key != ""
)
_MOVE_HEAD = (
    update(HEADS)
    .where(HEADS.c.stream == bindparam("named"))
    .values(version=bindparam("to_version"), hash=bindparam("to_hash"))
)
_NEW_HEADS = insert(HEADS)
_NEW_ENTRIES = insert(ENTRIES)


@dataclass(frozen=True, slots=True)
class Head:
    """How far a stream, or the whole store, has come."""

    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The worklist of a chart, worked out before the commit began, for its version then and that of the settings."""

    version: int
    clinic: int
    rows: tuple[Mapping[str, Any], ...]


@dataclass(slots=True)
class Writing:
    """A transaction that is open. Append and execute; it commits when its block ends without an error."""

    store: Store
    connection: Connection
    touched: dict[str, None] = field(default_factory=dict)
    head: Head | None = None
    rebuilding: bool = False
    cache: dict[str, Chart] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    written: dict[str, list[Entry]] = field(default_factory=dict)
    seen: dict[str, Entry] = field(default_factory=dict)
    foreseen: dict[str, Foreseen] = field(default_factory=dict)

    def head_of(self, stream: str) -> Head:
        """How far a stream has come. Asked of the database once: while this commit is open, nobody else writes."""
        if stream not in self.heads:
            named = {"named": stream, "whole": WHOLE_STORE, "clinic": CLINIC}
            found = {row.stream: Head(row.version, row.hash) for row in self.connection.execute(_OF_HEADS, named)}
            for one in named.values():
                self.heads.setdefault(one, found.get(one, Head(0, chain.START)))
        return self.heads[stream]

    def since(self, stream: str, version: int) -> Sequence[Entry] | None:
        """What this commit itself wrote into a stream after `version`; None where others wrote some of it before."""
        mine = [one for one in self.written.get(stream, ()) if one.version > version]
        return mine if len(mine) == self.head_of(stream).version - version else None

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Run one SQLAlchemy statement inside this commit."""
        return self.connection.execute(statement, values)

    def append(self, stream: str, entries: Sequence[NewEntry], *, expected: int | None, actor: Actor) -> Appended:
        """Write entries at the end of `stream`, which the caller saw at version `expected` (None: any, 0: new).

        Where the first key was written before, nothing is written and the earlier entries are given back. Raises
        Conflict where somebody else wrote first.
        """
        stream_name(stream)
        if not entries:
            raise RecordError(f"nothing to write into {stream}: hand in at least one entry")
        earlier = self._repeated(stream, entries)
        if earlier is not None:
            return Appended(earlier, repeated=True)
        head = self.head_of(stream)
        self._expect(stream, expected, head.version)
        written = self._write(stream, head, entries, actor)
        for entry in written:
            self.store.project(self, entry)
        return Appended(written)

    def _repeated(self, stream: str, entries: Sequence[NewEntry]) -> tuple[Entry, ...] | None:
        for place, new in enumerate(entries):
            if not new.key:
                continue
            found = self._version_under(stream, new.key)
            if found is None:
                return None
            first = found - place
            earlier = tuple(entries_of(self.store, stream, after=first - 1, upto=first - 1 + len(entries)))
            if [one.type for one in earlier] != [one.type for one in entries]:
                raise RecordError(f"key {new.key!r} of {stream} was used for something else: make a new key")
            return earlier
        return None

    def repeated(self, stream: str, key: str) -> bool:
        """Whether something was written into `stream` under `key` before."""
        return bool(key) and self._version_under(stream, key) is not None

    def _version_under(self, stream: str, key: str) -> int | None:
        return self.connection.execute(_UNDER_KEY, {"named": stream, "under": key}).scalar()

    def expect(self, stream: str, expected: int | None) -> None:
        """Conflict where `stream` is not at the version that the caller saw: before anything else is judged."""
        self._expect(stream, expected, self.head_of(stream).version)

    def _expect(self, stream: str, expected: int | None, found: int) -> None:
        if expected is not None and expected != found:
            raise self._conflict(stream, expected, found)

    def _conflict(self, stream: str, expected: int, found: int) -> Conflict:
        since = tuple(entries_of(self.store, stream, after=expected)) if expected < found else ()
        who = ", ".join(dict.fromkeys(one.actor for one in since)) or "nobody"
        return Conflict(
            f"The record was at version {expected} when this was typed and is at {found} now ({who} wrote in between). "
            "Nothing of yours was written: look at what is new, then send it again.",
            expected=expected,
            found=found,
            since=since,
        )

    def _write(self, stream: str, head: Head, entries: Sequence[NewEntry], actor: Actor) -> tuple[Entry, ...]:
        whole = self.head_of(WHOLE_STORE)
        rows: list[Kept] = []
        at_stream, at_store = head, whole
        for new in entries:
            row = self._row(stream, at_stream, at_store, new, actor)
            rows.append(row)
            at_stream, at_store = Head(row.version, row.stream_hash), Head(row.seq, row.store_hash)
        self.connection.execute(_NEW_ENTRIES, [as_row(one) for one in rows])
        self._move({stream: at_stream, WHOLE_STORE: at_store})
        self.head = at_store
        written = tuple(entry_from(self.store.types, one) for one in rows)
        self.written.setdefault(stream, []).extend(written)
        return written

    def _row(self, stream: str, head: Head, whole: Head, new: NewEntry, actor: Actor) -> Kept:
        kind = self.store.types.named(new.type)
        kind.prove(new.body)
        bare = Kept(
            seq=whole.version + 1,
            stream=stream,
            version=head.version + 1,
            type=new.type,
            type_version=kind.version,
            recorded=moments.written(self.store.now()),
            actor=actor.name,
            role=actor.role,
            key=new.key,
            body=canonical(dict(new.body)),
            stream_hash="",
            store_hash="",
        )
        return chained(bare, head.hash, whole.hash)

    def _move(self, to: Mapping[str, Head]) -> None:
        new = {name: head for name, head in to.items() if self.head_of(name).version == 0}
        if new:
            rows = [{"stream": name, "version": head.version, "hash": head.hash} for name, head in new.items()]
            self.connection.execute(_NEW_HEADS, rows)
        moved = [
            {"named": name, "to_version": head.version, "to_hash": head.hash}
            for name, head in to.items()
            if name not in new
        ]
        if moved:
            self.connection.execute(_MOVE_HEAD, moved)
        self.heads.update(to)


def chained(bare: Kept, stream_before: str, store_before: str) -> Kept:
    """An entry with its two hashes."""
    of_stream = chain.stream_hash(stream_before, bare)
    return replace(bare, stream_hash=of_stream, store_hash=chain.store_hash(store_before, of_stream))


def as_row(kept: Kept) -> dict[str, Any]:
    """An entry by column."""
    return {name: getattr(kept, name) for name in Kept.__slots__}
