"""A database's errors as the record's own: what was not written, why, and what to do.

The databases' texts name files, hosts and statements, sometimes with a patient's data in them: none reaches a person
or a log.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lentus.errors import RecordError, StoreDamaged, StoreUnavailable

_DAMAGED = ("malformed", "not a database", "disk i/o error: corrupt", "invalid page", "could not read block")
_REASONS = (
    (("locked", "busy", "lock timeout", "lock_timeout"), "somebody else is writing and did not finish in time"),
    (("disk is full", "no space left", "disk full"), "the disk is full: make room"),
    (("readonly", "read-only"), "it is read-only: check the folder's permissions"),
    (("unable to open", "no such file"), "its file is not there or may not be opened: check the folder"),
    (
        ("password authentication failed", "no password supplied", "no pg_hba.conf entry", "fatal:  role"),
        "the database does not let this account in: check the account, its password (~/.pgpass, PGPASSWORD)",
    ),
    (("fatal:  database",), "there is no database of this name: make it with createdb"),
    (("disk i/o",), "the disk reported an error: check it and make room"),
)
OTHERWISE = "the connection to it was lost or refused: check that the database runs"


@contextmanager
def translated() -> Iterator[None]:
    """Turn the errors of databases into StoreUnavailable or StoreDamaged; RecordError for what none can hold."""
    try:
        yield
    except DataError as error:
        # PostgreSQL has no NUL in a text. The driver's own words would show the statement.
        raise RecordError("A text holds a character that a record cannot keep. Type it again, by hand.") from error
    except DBAPIError as error:
        raise _ours(error) from error
    except PoolTimeout as error:
        raise StoreUnavailable("Too many people ask the record at once. Nothing was written; try again.") from error


def _ours(error: DBAPIError) -> Exception:
    told = str(error.orig).lower()
    if any(word in told for word in _DAMAGED):
        return StoreDamaged("The record's file is damaged: stop, keep a copy of it, and restore the last backup.")
    name = type(error.orig).__name__
    known = next((why for words, why in _REASONS if any(word in told for word in words)), None)
    if known is None and name not in ("OperationalError", "InterfaceError", "AdminShutdown", "CannotConnectNow"):
        return error
    return StoreUnavailable(f"The record is not available: {known or OTHERWISE}. Nothing was written; try again.")
