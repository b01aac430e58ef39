"""Entries out of the store, in order, a page at a time: no long transaction, since what is written never changes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import RowMapping, Select, bindparam, select

from lentus.record import moments
from lentus.record.entry import Entry, Kept
from lentus.record.tables import ENTRIES
from lentus.record.types import Types

if TYPE_CHECKING:
    from lentus.record.store import Store

PAGE = 1_000


def kept_from(row: Mapping[str, Any] | RowMapping) -> Kept:
    """A row as it stands."""
    return Kept(**{name: row[name] for name in Kept.__slots__})


def entry_from(types: Types, kept: Kept) -> Entry:
    """A row as it is read: its body in today's shape."""
    return Entry(
        seq=kept.seq,
        stream=kept.stream,
        version=kept.version,
        type=kept.type,
        type_version=kept.type_version,
        recorded=moments.read(kept.recorded),
        actor=kept.actor,
        role=kept.role,
        key=kept.key,
        body=types.current(kept.type, kept.type_version, json.loads(kept.body)),
        stream_hash=kept.stream_hash,
        store_hash=kept.store_hash,
    )


def entries_of(
    store: Store, stream: str, *, after: int = 0, upto: int | None = None, types: Collection[str] | None = None
) -> Iterator[Entry]:
    """The entries of one stream after version `after`, up to version `upto`."""
    asked = _OF_STREAM
    if upto is not None:
        asked = asked.where(ENTRIES.c.version <= upto)
    for kept in _paged(store, _of_types(asked, types), "version", after, {"named": stream}):
        yield entry_from(store.types, kept)


def kept_entries(
    store: Store, *, after: int = 0, upto: int | None = None, types: Collection[str] | None = None
) -> Iterator[Kept]:
    """The rows of the whole store after seq `after`, up to seq `upto`, as they stand."""
    asked = _OF_STORE
    if upto is not None:
        asked = asked.where(ENTRIES.c.seq <= upto)
    yield from _paged(store, _of_types(asked, types), "seq", after, {})


def _of_types(asked: Select[Any], types: Collection[str] | None) -> Select[Any]:
    return asked if types is None else asked.where(ENTRIES.c.type.in_(sorted(types)))


def _paged(store: Store, asked: Select[Any], order: str, after: int, of: Mapping[str, str]) -> Iterator[Kept]:
    while True:
        with store.reading() as connection:
            rows = connection.execute(asked, {**of, "after": after}).all()
        yield from (Kept(*row) for row in rows)
        if len(rows) < PAGE:
            return
        after = getattr(rows[-1], order)


_ROWS = select(*(ENTRIES.c[name] for name in Kept.__slots__)).limit(PAGE)
_OF_STREAM = (
    _ROWS.where(ENTRIES.c.stream == bindparam("named"), ENTRIES.c.version > bindparam("after"))
    .order_by(ENTRIES.c.version)
)  # fmt: skip
_OF_STORE = _ROWS.where(ENTRIES.c.seq > bindparam("after")).order_by(ENTRIES.c.seq)
"""Written once: making a statement costs more than running it."""


def stream_with_key(store: Store, kind: str, key: str) -> str | None:
    """The stream in which an entry of this type was written under this key; None where there is none."""
    with store.reading() as connection:
        return connection.execute(_WITH_KEY, {"kind": kind, "named": key}).scalar()


_WITH_KEY = (
    select(ENTRIES.c.stream)
    .where(ENTRIES.c.type == bindparam("kind"), ENTRIES.c.key == bindparam("named"), ENTRIES.c.key != "")
    .limit(1)
)
"""Asked for each row of a sheet, so it is written once."""
