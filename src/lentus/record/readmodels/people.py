"""The list of accounts, and who opened which patient: one row an account, one row an opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from lentus.record import moments
from lentus.record.entry import Entry
from lentus.record.tables import ACCOUNTS, OPENINGS

if TYPE_CHECKING:
    from lentus.record.writing import Writing


def project_accounts(writing: Writing, entry: Entry) -> None:
    """Carry an entry of the stream `people` into the list of accounts."""
    recorded = moments.written(entry.recorded)
    match entry.type:
        case "account created":
            made = {name: entry.body[name] for name in ("name", "full_name", "role")}
            writing.execute(insert(ACCOUNTS).values(**made, active=True, created=recorded, changed=recorded))
        case "role changed":
            _change(writing, entry, role=entry.body["role"], changed=recorded)
        case "account disabled" | "account enabled":
            _change(writing, entry, active=entry.type == "account enabled", changed=recorded)


def _change(writing: Writing, entry: Entry, **values: object) -> None:
    writing.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == entry.body["name"]).values(**values))


def project_openings(writing: Writing, entry: Entry) -> None:
    """Carry an entry of the stream `access` into the list of openings."""
    if entry.type == "chart seen":
        seen = {
            "seq": entry.seq,
            "chart_id": entry.body["chart_id"],
            "account": entry.actor,
            "role": entry.role,
            "opened": moments.written(entry.recorded),
        }
        writing.execute(_NEW_OPENING, seen)


_NEW_OPENING = insert(OPENINGS)
"""Written with each page and each call of another record, so it is made once."""
