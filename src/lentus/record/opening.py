"""Open a record: where it stands, its schema up to date, and whether it still has everything that it acknowledged."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, text

from lentus.errors import StoreUnavailable
from lentus.record import moments, witness
from lentus.record.engines import FILE_NAME, WRITES, postgresql_engine, sqlite_engine
from lentus.record.entry import SYSTEM, NewEntry
from lentus.record.faults import translated
from lentus.record.migrating import HEAD, migrate, revision_of
from lentus.record.presence import Presence
from lentus.record.store import Clock, Store
from lentus.record.tables import ENTRIES, HEADS
from lentus.record.types import TYPES, Types
from lentus.record.writing import WHOLE_STORE

_URLS = ("postgresql://", "postgres://")
SUFFIX = ".sqlite"


def is_url(where: str | Path) -> bool:
    """Whether `where` is the URL of a PostgreSQL database."""
    return isinstance(where, str) and where.startswith(_URLS)


def open_store(
    where: str | Path,
    *,
    clock: Clock = moments.now,
    create: bool = True,
    demo: bool = False,
    types: Types = TYPES,
    witnessed: bool = True,
) -> Store:
    """Open the record in a folder (SQLite), in a SQLite file, or at a `postgresql://` URL; its schema is brought up.

    `create` makes a record that is not there yet; `demo` marks a new one as a demo. Where the note beside a SQLite
    record says that it once held more (`witnessed`), the loss is entered into the record. Raises StoreUnavailable and
    StoreDamaged.
    """
    store = _connected(where, clock=clock, create=create, types=types)
    try:
        _up_to_date(store, create=create)
        store.load_facts(demo=demo)
        if witnessed:
            _note_loss(store)
    except BaseException:
        store.close()
        raise
    return store


def _connected(where: str | Path, *, clock: Clock, create: bool, types: Types) -> Store:
    if is_url(where):
        return Store(postgresql_engine(str(where)), clock=clock, types=types)
    place = Path(where)
    file = place if place.is_file() else place / FILE_NAME
    engine = sqlite_engine(file, create=create)
    return Store(engine, clock=clock, presence=Presence.of(file), types=types)


def _up_to_date(store: Store, *, create: bool) -> None:
    with store.reading() as connection:
        found = revision_of(connection)
        if found is None and not create:
            raise StoreUnavailable("The database holds no record: check the address; lentus serve makes a new one.")
        if store.kind == "postgresql" and connection.execute(text("SHOW fsync")).scalar() != "on":
            raise StoreUnavailable("PostgreSQL runs with fsync off and would forget what it acknowledged: turn it on.")
    if found == HEAD:
        # Nobody waits for a writer only to read.
        return
    with translated(), store.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        migrate(connection)


def _note_loss(store: Store) -> None:
    """Where the record ends before what was acknowledged, or holds another entry there, enter that into the record."""
    noted = witness.noted_at(store.file) if store.file else None
    if noted is None:
        return
    with store.reading() as connection:
        came = connection.execute(select(HEADS.c.version).where(HEADS.c.stream == WHOLE_STORE)).scalar() or 0
        there = connection.execute(select(ENTRIES.c.store_hash).where(ENTRIES.c.seq == noted.seq)).scalar()
    if there != noted.hash:
        body = {"had": noted.seq, "had_hash": noted.hash, "found": int(came)}
        store.append("store", [NewEntry("loss noted", body)], expected=None, actor=SYSTEM)
