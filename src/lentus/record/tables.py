"""The tables. `entries` is the record; everything else can be made again from it, or is only for now.

Times are text in UTC with microseconds, so that both databases sort and hash the same bytes; bodies are canonical
JSON as text, since a database's own JSON type would rewrite them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint, text

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

ENTRIES = Table(
    "entries",
    METADATA,
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
    UniqueConstraint("stream", "version"),
    Index(
        "ix_entries_stream_key",
        "stream",
        "key",
        unique=True,
        sqlite_where=text("key <> ''"),
        postgresql_where=text("key <> ''"),
    ),
)

HEADS = Table(
    "heads",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)
"""How far each stream has come, and the whole store under the name ''. Without it a lost end would leave no trace."""

FACTS = Table(
    "store_facts",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the store is: its own id, and whether it is a demo."""

PATIENTS = Table(
    "patients",
    METADATA,
    Column("chart_id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("number_key", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("born", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("generated", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("opened", Text, nullable=False),
    Column("last_recorded", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

WORKLIST = Table(
    "worklist",
    METADATA,
    Column("chart_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("opens", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("until", Text, nullable=False),  # a far moment where only a new entry takes the item off the list
    Column("says", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Index("ix_worklist_kind_due", "kind", "rank", "due", "chart_id", "position", "opens", "until"),
    # Holds all that the counts of Today ask for.
    Index("ix_worklist_kind_opens", "kind", "opens", "until", "due"),
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("full_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created", Text, nullable=False),
    Column("changed", Text, nullable=False),
)
"""Read model of stream `people`: each account as it stands now."""

OPENINGS = Table(
    "openings",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("chart_id", Text, nullable=False, index=True),
    Column("account", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("opened", Text, nullable=False),
)
"""Read model of stream `access`: who opened which patient."""

CREDENTIALS = Table(
    "credentials",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("changed", Text, nullable=False),
)
"""Password hashes. Mutable and beside the log: a hash that was changed must be gone."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("started", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
    Column("ends", Text, nullable=False),
)
"""Who is signed in. Only the hash of a token stands here: a copy of the table opens no session."""

ATTEMPTS = Table(
    "sign_in_attempts",
    METADATA,
    Column("who", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_failed", Text, nullable=False),
)
"""Failed sign-ins by account and by origin, both hashed: people type passwords into the wrong field."""

INVITATIONS = Table(
    "invitations",
    METADATA,
    Column("token_hash", Text, primary_key=True),
    Column("made", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("used", Text, nullable=True),
)
"""One-time links to make the first administrator."""

BUNDLED = (CREDENTIALS,)
"""Tables that a bundle carries beside the entries, since they cannot be made again from them."""
