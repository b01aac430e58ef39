"""The steps of the schema, run one after another on an empty database, make exactly the tables that Lentus uses."""

from __future__ import annotations

from importlib.resources import files

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from lentus.record import Store
from lentus.record.migrating import HEAD, migrate, revision_of
from lentus.record.tables import METADATA


def test_the_steps_make_the_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []
        assert revision_of(connection) == HEAD
        migrate(connection)  # nothing to do, and nothing done


def test_the_newest_step_is_the_one_that_is_looked_for() -> None:
    steps = sorted(one.name for one in (files("lentus.record") / "migrations" / "versions").iterdir())
    newest = [name for name in steps if name.startswith("v")][-1]
    assert newest.startswith(f"v{HEAD}_")
