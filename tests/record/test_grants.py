"""On PostgreSQL, Lentus's own account can be kept from ever changing an entry: the tables belong to another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from lentus.record import Store
from lentus.record.tables import ENTRIES, METADATA
from lentus.record.verify import verify
from tests.record.postgres import Server
from tests.record.writers import chart_with, event


def test_an_account_that_may_only_add_entries_is_enough(
    postgres: Server, opened: Callable[[str | Path], Store]
) -> None:
    url = postgres.new_database("grants")
    opened(url).close()
    others = ", ".join(name for name in METADATA.tables if name != ENTRIES.name)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE ROLE lentus_writer LOGIN")
        owner.execute("GRANT SELECT, INSERT ON entries TO lentus_writer")
        owner.execute("GRANT SELECT ON alembic_version TO lentus_writer")
        owner.execute(f"GRANT ALL ON {others} TO lentus_writer".encode())
    store = opened(url.replace("clinic@", "lentus_writer@"))
    chart_with(store, event("e1"))
    assert verify(store) == []
    for statement in (
        "ALTER TABLE entries DISABLE TRIGGER ALL",
        "DROP TRIGGER entries_next ON entries",
        "DELETE FROM entries",
        "UPDATE entries SET body = body",
        "TRUNCATE entries",
    ):
        with pytest.raises(Exception, match=r"must be owner|permission denied"), store.transaction() as writing:
            writing.execute(text(statement))
    assert store.version(chart_with(store, number="P2").stream) == 1
