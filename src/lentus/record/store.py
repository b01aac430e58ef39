"""The store: an append-only record of everything, on SQLite or PostgreSQL, one transaction at a time writing it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, bindparam, insert, select

from lentus.errors import StoreUnavailable
from lentus.record import moments, witness
from lentus.record.cache import Recent
from lentus.record.chart import Chart
from lentus.record.engines import WRITES
from lentus.record.entry import Actor, Appended, Entry, NewEntry
from lentus.record.faults import translated
from lentus.record.presence import Presence
from lentus.record.reading import entries_of, entry_from, kept_entries
from lentus.record.tables import FACTS, HEADS
from lentus.record.types import TYPES, Types
from lentus.record.writing import WHOLE_STORE, Head, Writing

Clock = Callable[[], datetime]

ENTRIES_KEPT = 50_000
"""How many entries the charts in memory may hold together; each takes five to six kilobytes."""

HEAD_VERSION = select(HEADS.c.version).where(HEADS.c.stream == bindparam("named"))
"""Asked several times in each commit, so it is written once: making a statement costs more than running it."""


class Store:
    """An open record. Safe to use from many threads; each thread writes in its own transaction."""

    def __init__(self, engine: Engine, *, clock: Clock, presence: Presence | None = None, types: Types = TYPES) -> None:
        self.engine = engine
        self.types = types
        self._presence = presence
        self.cache: Recent[Chart] = Recent(ENTRIES_KEPT, lambda chart: chart.version)
        self._clock = clock
        self._mine = threading.local()
        self._facts: dict[str, str] = {}

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @property
    def demo(self) -> bool:
        """Whether this is a demo: generated patients only, marked on every page."""
        return self._facts.get("demo") == "yes"

    @property
    def id(self) -> str:
        """The store's own id, kept by a backup, a restore and an import."""
        return self._facts["id"]

    @property
    def file(self) -> Path | None:
        """The file of a SQLite record; None on PostgreSQL."""
        return self._presence.file if self._presence else None

    def now(self) -> datetime:
        """The store's clock, in UTC."""
        return moments.read(moments.written(self._clock()))

    @property
    def writing(self) -> Writing | None:
        """The transaction that this thread has open, if any."""
        return getattr(self._mine, "writing", None)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def append(self, stream: str, entries: Sequence[NewEntry], *, expected: int | None, actor: Actor) -> Appended:
        """Write entries at the end of a stream in a commit of their own; see `Writing.append`."""
        with self.transaction() as writing:
            return writing.append(stream, entries, expected=expected, actor=actor)

    def entries(
        self,
        stream: str | None = None,
        *,
        after: int = 0,
        types: Collection[str] | None = None,
        upto_seq: int | None = None,
    ) -> Iterator[Entry]:
        """The entries of a stream after version `after`; without a stream, of the whole store after seq `after`."""
        if stream is None:
            found = kept_entries(self, after=after, upto=upto_seq, types=types)
            yield from (entry_from(self.types, kept) for kept in found)
            return
        for entry in entries_of(self, stream, after=after, types=types):
            if upto_seq is not None and entry.seq > upto_seq:
                return
            yield entry

    def version(self, stream: str) -> int:
        """How many entries a stream has; 0 where there is none."""
        if self.writing is not None:
            return self.writing.head_of(stream).version
        with self.reading() as connection:
            return connection.execute(HEAD_VERSION, {"named": stream}).scalar() or 0

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with: the open transaction's own inside one, else a fresh one."""
        mine: Connection | None = self.writing.connection if self.writing else getattr(self._mine, "snapshot", None)
        if mine is not None:
            yield mine
            return
        with translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything that this thread reads inside is of one moment, however much is written meanwhile."""
        if self.writing is not None or getattr(self._mine, "snapshot", None) is not None:
            yield
            return
        level = {"isolation_level": "REPEATABLE READ"} if self.kind == "postgresql" else {}
        with translated(), self.engine.connect().execution_options(**level) as connection:
            self._mine.snapshot = connection
            try:
                yield
            finally:
                self._mine.snapshot = None

    @contextmanager
    def transaction(self) -> Iterator[Writing]:
        """One commit. Inside it, this thread's appends and reads join it; an error leaves nothing of it."""
        if self.writing is not None:
            yield self.writing
            return
        self._hold()
        with translated(), self.engine.connect().execution_options(**{WRITES: True}) as connection:
            with connection.begin():
                writing = Writing(self, connection)
                self._mine.writing = writing
                try:
                    yield writing
                    self.settle(writing)
                finally:
                    self._mine.writing = None
            self._hold()
        for name, chart in writing.cache.items():
            self.cache.put(name, chart)
        if writing.head is not None:
            self._note(writing.head)

    def project(self, writing: Writing, entry: Entry) -> None:
        """Carry one entry into the read models, inside its own commit."""
        from lentus.record.readmodels.registry import project

        project(writing, entry)

    def settle(self, writing: Writing) -> None:
        """Bring those read models up to date that look at a whole stream, once a commit."""
        from lentus.record.readmodels.registry import settle

        settle(writing)

    def _hold(self) -> None:
        if self._presence is None:
            return
        try:
            self._presence.hold()
        except StoreUnavailable:
            # The next try must open what stands there by then.
            self.engine.dispose()
            raise

    def _note(self, head: Head) -> None:
        if self.file is not None:
            # A note that cannot be written is an older note: the commit itself stands.
            with suppress(OSError):
                witness.note(self.file, witness.Noted(head.version, head.hash))

    def note_head(self) -> None:
        """Note beside the record how far it has come."""
        with self.reading() as connection:
            row = connection.execute(select(HEADS).where(HEADS.c.stream == WHOLE_STORE)).one_or_none()
        if row is not None:
            self._note(Head(row.version, row.hash))

    def load_facts(self, *, demo: bool = False) -> None:
        """Read what the store is; a new one gets its id and, where asked, its demo mark."""
        if self._read_facts():
            return
        with self.transaction() as writing:
            # Somebody else may have opened the new record at the same moment.
            if not self._read_facts():
                made = {"id": uuid4().hex, "demo": "yes" if demo else "no"}
                writing.execute(insert(FACTS), [{"name": name, "value": value} for name, value in made.items()])
                self._facts = made

    def _read_facts(self) -> bool:
        with self.reading() as connection:
            self._facts = {row.name: row.value for row in connection.execute(select(FACTS))}
        return bool(self._facts)
