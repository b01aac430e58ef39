"""`lentus audit`: a whole table of orders against the rules that it can decide."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast, get_args
from urllib.parse import urlsplit

from lentus.audit import Choices, audit, judged_sql
from lentus.cli.status import BAD_INPUT, FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.course.words import Profile
from lentus.errors import AuditError
from lentus.present.audits import audit_data, audit_page, audit_pieces


def run(
    where: str, choices: Choices, *, table: str = "orders", out: str = "", rows: str = "", as_json: bool = False
) -> int:
    """Audit the table at `where`; write the report to `out` and the orders that a rule speaks about to `rows`."""
    for wanted in (out, rows):
        if wanted and not Path(wanted).parent.is_dir():
            raise AuditError(f"there is no folder {str(Path(wanted).parent)!r} to write {wanted!r} into")
    found = audit(where, choices, table=table, rows=Path(rows) if rows else None)
    name = named(where, table)
    if out:
        Path(out).write_text(audit_page(found, name), encoding="utf-8")
    if as_json:
        show_json(audit_data(found, name))
    else:
        show_pieces(audit_pieces(found, name))
    if found.orders and not found.judged:
        return BAD_INPUT
    return STANDS if found.grave else FINE


def print_sql() -> int:
    """Print the SQL text, for another engine."""
    sys.stdout.write(f"{judged_sql()}\n")
    return FINE


def named(where: str, table: str) -> str:
    """The table by name: a file's own, or a database's without its password."""
    if "://" not in where:
        return Path(where).name
    parts = urlsplit(where)
    return f"{table} in {parts.path.strip('/')} at {parts.hostname or 'localhost'}"


def choices_of(zone: str, profile: str, *, from_start: bool) -> Choices:
    """What the options say of the whole table; AuditError for a jurisdiction that is none."""
    if profile not in get_args(Profile):
        raise AuditError(f"--profile is {profile!r}; it is one of {', '.join(get_args(Profile))}")
    return Choices(zone, cast(Profile, profile), from_start)
