"""The triggers by which the database itself refuses to change, delete or renumber entries.

They hold against Lentus's own mistakes and against a careless hand; an owner of the database can switch them off,
which `verify` then shows.
"""

from __future__ import annotations

REFUSAL = "entries of the record are never changed or deleted"
GAP = "an entry must be the next one of its store and of its stream"

_SQLITE = (
    f"CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE deletes what stands in its way; an insert that is not the next one is stopped before it.
    (
        "CREATE TRIGGER entries_next BEFORE INSERT ON entries WHEN "
        "NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries) OR "
        "NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM entries WHERE stream = NEW.stream) OR "
        "(NEW.key <> '' AND EXISTS (SELECT 1 FROM entries WHERE stream = NEW.stream AND key = NEW.key AND key <> '')) "
        f"BEGIN SELECT RAISE(ABORT, '{GAP}'); END"
    ),
)
_POSTGRESQL = (
    (
        "CREATE FUNCTION entries_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    ),
    (
        "CREATE TRIGGER entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION entries_refuse()"
    ),
    (
        "CREATE FUNCTION entries_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM entries) OR NEW.version IS DISTINCT FROM "
        "(SELECT coalesce(max(version), 0) + 1 FROM entries WHERE stream = NEW.stream) "
        f"THEN RAISE EXCEPTION '{GAP}'; END IF; RETURN NEW; END $$"
    ),
    "CREATE TRIGGER entries_next BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION entries_next()",
)
TRIGGERS = {
    "sqlite": ("entries_next", "entries_no_delete", "entries_no_update"),
    "postgresql": ("entries_next", "entries_no_change"),
}
"""The names that a whole store has, in order."""


def guards_of(kind: str) -> tuple[str, ...]:
    """The statements that make the triggers on a database of `kind`."""
    return _SQLITE if kind == "sqlite" else _POSTGRESQL
