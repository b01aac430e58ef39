"""Times with their zone: an hour on a clinic's clock is not an instant until its zone is known.

Twice a year a clock time is missing or happens twice. Guessing there moves a dose by an hour, so such a time is
refused until its offset is written, and an offset that the zone did not have then is refused too.

Times are kept with a fixed offset, never with the zone itself: Python subtracts and compares two times of one zone by
the wall clock, which makes 24 hours of a night on which the clocks change.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lentus.errors import CourseError

MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII
)
"""How a time is written; stricter than ISO 8601, which has forms that people misread."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years that a course can speak of; a slipped digit beyond them would also run off the end of the calendar."""


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone called `name`; CourseError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CourseError(
            f"zone {name!r} is not a time zone: write an IANA name such as America/Chicago or Europe/London"
        ) from error


def read_moment(text: str, zone: str) -> datetime:
    """Read an ISO 8601 time, with or without an offset, as a time on the clock of `zone`.

    Raises CourseError where the text is no time, where the clock skipped or repeated that hour and no offset is
    written, and where the written offset is not the one that the zone had.
    """
    clock = zone_named(zone)
    if _DAY.fullmatch(text):
        raise CourseError(f"time {text!r} has no hour: write it as 2026-03-05T14:30")
    try:
        if not MOMENT.fullmatch(text):
            raise ValueError(text)
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise CourseError(
            f"time {text!r} cannot be read: write it as 2026-03-05T14:30 or with its offset, 2026-03-05T14:30-06:00"
        ) from error
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise CourseError(f"time {text!r} lies outside {FIRST_YEAR} to {LAST_YEAR}: correct the year")
    return on_fixed_offset(_with_offset(read, text, clock) if read.tzinfo else _local(read, text, clock))


def days_later(moment: datetime, zone: str, days: int) -> datetime:
    """The same hour on the clock of `zone`, `days` days later; the first of two such hours, or the hour after a gap."""
    wall = moment.astimezone(zone_named(zone)).replace(tzinfo=None) + timedelta(days=days)
    return on_fixed_offset(wall.replace(tzinfo=zone_named(zone)).astimezone(UTC).astimezone(zone_named(zone)))


def on_fixed_offset(local: datetime) -> datetime:
    """A time on a zone's clock with the offset that the clock had then, as times are kept and written."""
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)), fold=0)


def _with_offset(read: datetime, text: str, clock: ZoneInfo) -> datetime:
    local = read.astimezone(clock)
    if local.utcoffset() != read.utcoffset():
        raise CourseError(
            f"time {text!r} does not fit its zone {clock.key}, whose clock then read {local.isoformat()}: "
            "correct the offset or the zone"
        )
    return local


def _local(read: datetime, text: str, clock: ZoneInfo) -> datetime:
    early, late = (read.replace(tzinfo=clock, fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early
    # The clock was changed here: the hour either never was or came twice.
    missing = early.astimezone(UTC).astimezone(clock).replace(tzinfo=None) != read
    what = "never was" if missing else "came twice"
    raise CourseError(
        f"time {text!r} {what} on the clock of {clock.key}, which was changed then: write the time with its offset"
    )
