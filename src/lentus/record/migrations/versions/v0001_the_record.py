"""The record as it began: entries that only grow, read models, and what is only for now.

Written out and never changed again: the tables of `lentus.record.tables` go on, this step does not.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint, text

from lentus.record.guards import guards_of

revision = "0001"
down_revision = None

FROZEN = MetaData(naming_convention={"pk": "pk_%(table_name)s"})

Table(
    "accounts",
    FROZEN,
    Column("name", Text, primary_key=True),
    Column("full_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created", Text, nullable=False),
    Column("changed", Text, nullable=False),
)
Table(
    "credentials",
    FROZEN,
    Column("name", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("changed", Text, nullable=False),
)
Table(
    "entries",
    FROZEN,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("type_version", Integer, nullable=False),
    Column("recorded", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("stream_hash", Text, nullable=False),
    Column("store_hash", Text, nullable=False),
    UniqueConstraint("stream", "version", name="uq_entries_stream_version"),
    Index(
        "ix_entries_stream_key",
        "stream",
        "key",
        unique=True,
        sqlite_where=text("key <> ''"),
        postgresql_where=text("key <> ''"),
    ),
)
Table(
    "heads",
    FROZEN,
    Column("stream", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)
Table(
    "invitations",
    FROZEN,
    Column("token_hash", Text, primary_key=True),
    Column("made", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("used", Text, nullable=True),
)
Table(
    "openings",
    FROZEN,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("chart_id", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("opened", Text, nullable=False),
    Index("ix_openings_chart_id", "chart_id"),
)
Table(
    "patients",
    FROZEN,
    Column("chart_id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("born", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("generated", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("opened", Text, nullable=False),
    Column("last_recorded", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_patients_number_key", "number_key"),
)
Table(
    "sessions",
    FROZEN,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Index("ix_sessions_account", "account"),
)
Table(
    "sign_in_attempts",
    FROZEN,
    Column("who", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_failed", Text, nullable=False),
)
Table(
    "store_facts",
    FROZEN,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
Table(
    "worklist",
    FROZEN,
    Column("chart_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("opens", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Index("ix_worklist_kind_due", "kind", "rank", "due", "chart_id", "position", "opens", "until"),
    Index("ix_worklist_kind_opens", "kind", "opens", "until", "due"),
)


def upgrade() -> None:
    """Make every table and the triggers that keep entries as they are."""
    connection = op.get_bind()
    FROZEN.create_all(connection)
    for statement in guards_of(connection.dialect.name):
        connection.exec_driver_sql(statement)
