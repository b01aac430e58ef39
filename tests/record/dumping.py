"""Everything that a store holds, as bytes to compare."""

from __future__ import annotations

from sqlalchemy import Table, select

from lentus.record import Store
from lentus.record.readmodels.registry import READ_MODELS
from lentus.record.tables import BUNDLED, ENTRIES, FACTS, HEADS


def dump(store: Store, *more: Table) -> bytes:
    """The rows of every read model, and of `more`, in the order of their keys."""
    lines = []
    with store.reading() as connection:
        for table in (*(model.table for model in READ_MODELS), *more):
            rows = connection.execute(select(table).order_by(*table.primary_key)).all()
            lines += [f"{table.name} {tuple(row)!r}" for row in rows]
    return "\n".join(lines).encode()


def whole_dump(store: Store) -> bytes:
    """Entries, heads, facts and bundled tables too."""
    return dump(store, ENTRIES, HEADS, FACTS, *BUNDLED)
