"""Recorded times: UTC, microseconds, one way to write them that sorts as text on every database."""

from __future__ import annotations

from datetime import UTC, datetime

from lentus.errors import RecordError


def now() -> datetime:
    """The computer's own clock, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """`2026-03-05T14:30:00.000000Z`; RecordError for a time without a zone."""
    if moment.tzinfo is None:
        raise RecordError(f"time {moment.isoformat()} has no zone: the record keeps UTC")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read(text: str) -> datetime:
    """A recorded time, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
