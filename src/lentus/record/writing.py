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

_HEAD = select(HEADS.c.version, HEADS.c.hash).where(HEADS.c.stream == bindparam("named"))


@dataclass(frozen=True, slots=True)
class Head:
    """How far a stream, or the whole store, has come."""

    version: int
    hash: str


@dataclass(slots=True)
class Writing:
    """A transaction that is open. Append and execute; it commits when its block ends without an error."""

    store: Store
    connection: Connection
    touched: dict[str, None] = field(default_factory=dict)
    head: Head | None = None
    rebuilding: bool = False
    cache: dict[str, Chart] = field(default_factory=dict)

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
        head = self._head(stream)
        self._expect(stream, expected, head.version)
        written = self._write(stream, head, entries, actor)
        for entry in written:
            self.store.project(self, entry)
        return Appended(written)

    def _repeated(self, stream: str, entries: Sequence[NewEntry]) -> tuple[Entry, ...] | None:
        for place, new in enumerate(entries):
            if not new.key:
                continue
            found = self.connection.execute(
                select(ENTRIES).where(ENTRIES.c.stream == stream, ENTRIES.c.key == new.key)
            ).one_or_none()
            if found is None:
                return None
            first = found.version - place
            earlier = tuple(entries_of(self.store, stream, after=first - 1, upto=first - 1 + len(entries)))
            if [one.type for one in earlier] != [one.type for one in entries]:
                raise RecordError(f"key {new.key!r} of {stream} was used for something else: make a new key")
            return earlier
        return None

    def _head(self, name: str) -> Head:
        row = self.connection.execute(_HEAD, {"named": name}).one_or_none()
        return Head(row.version, row.hash) if row else Head(0, chain.START)

    def repeated(self, stream: str, key: str) -> bool:
        """Whether something was written into `stream` under `key` before."""
        asked = select(ENTRIES.c.seq).where(ENTRIES.c.stream == stream, ENTRIES.c.key == key)
        return bool(key) and self.connection.execute(asked).first() is not None

    def expect(self, stream: str, expected: int | None) -> None:
        """Conflict where `stream` is not at the version that the caller saw: before anything else is judged."""
        self._expect(stream, expected, self._head(stream).version)

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
        whole = self._head(WHOLE_STORE)
        rows: list[Kept] = []
        at_stream, at_store = head, whole
        for new in entries:
            row = self._row(stream, at_stream, at_store, new, actor)
            rows.append(row)
            at_stream, at_store = Head(row.version, row.stream_hash), Head(row.seq, row.store_hash)
        self.connection.execute(insert(ENTRIES), [as_row(one) for one in rows])
        self._move(stream, head, at_stream)
        self._move(WHOLE_STORE, whole, at_store)
        self.head = at_store
        return tuple(entry_from(self.store.types, one) for one in rows)

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

    def _move(self, name: str, before: Head, after: Head) -> None:
        values: Mapping[str, object] = {"version": after.version, "hash": after.hash}
        if before.version == 0:
            self.connection.execute(insert(HEADS).values(stream=name, **values))
        else:
            self.connection.execute(update(HEADS).where(HEADS.c.stream == name).values(**values))


def chained(bare: Kept, stream_before: str, store_before: str) -> Kept:
    """An entry with its two hashes."""
    of_stream = chain.stream_hash(stream_before, bare)
    return replace(bare, stream_hash=of_stream, store_hash=chain.store_hash(store_before, of_stream))


def as_row(kept: Kept) -> dict[str, Any]:
    """An entry by column."""
    return {name: getattr(kept, name) for name in Kept.__slots__}
