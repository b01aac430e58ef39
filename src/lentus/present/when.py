"""Times and dates as a person reads them: `05-Mar-2026 14:30 UTC-06:00`.

The month is a word, so that no reader turns it into a day, and the clock has 24 hours and says how far it is from UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NO_BREAK = "\u00a0"


def show_date(day: date) -> str:
    """A date, such as 05-Mar-2026. Its hyphens hold it together in any wrapping."""
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year:04d}"


def show_moment(moment: datetime) -> str:
    """A time with its clock's distance from UTC, such as 05-Mar-2026 14:30 UTC-06:00."""
    return f"{show_clock(moment)} {offset_of(moment)}"


def show_clock(moment: datetime) -> str:
    """A time without its offset, where the offset stands nearby."""
    return f"{show_date(moment.date())}{NO_BREAK}{moment:%H:%M}"


def offset_of(moment: datetime) -> str:
    """The clock's distance from UTC: UTC-06:00, or UTC."""
    return moment.tzname() or "without zone" if moment.utcoffset() else "UTC"


def iso(moment: datetime) -> str:
    """The stored form, ISO 8601 with its offset."""
    written = moment.isoformat(timespec="minutes" if not (moment.second or moment.microsecond) else "auto")
    return written.replace("+00:00", "Z") if moment.tzinfo is UTC else written
