"""What Alembic runs: every step on the connection that the store hands over, in the store's own transaction."""

from __future__ import annotations

from alembic import context

from lentus.record.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=connection.dialect.name == "sqlite")
context.run_migrations()
