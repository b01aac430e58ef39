"""Bring a store's schema up to date when it is opened, in one transaction: a step that fails leaves nothing behind."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection, inspect, text

from lentus.errors import StoreDamaged

HEAD = "0001"
"""The newest step of `migrations/versions`."""


def revision_of(connection: Connection) -> str | None:
    """The step at which the store stands; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(connection: Connection) -> None:
    """Run the steps that are missing. StoreDamaged where the store is newer than this Lentus."""
    found = revision_of(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise StoreDamaged(
            f"The record was written by a newer Lentus (schema {found}, here {HEAD}): start that one, or restore a "
            "backup of this one."
        )
    # Imported here: a store that is up to date must open quickly.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("lentus.record") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
