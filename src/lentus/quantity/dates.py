"""How a date and a time are printed in every sentence, bound, page and sheet: 05-Mar-2026 14:30 UTC-06:00.

The month is a word, so that no reader turns it into a day, and the clock has 24 hours and says how far it is from UTC.
This is the one place where a moment is printed: a bound in a sentence and the same bound on a line of its own agree.
"""

from __future__ import annotations

from datetime import date, datetime, timezone

from lentus.quantity.printing import NO_BREAK_SPACE

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(moment: date) -> str:
    """The calendar day of a date or a time: 05-Mar-2026. Its hyphens hold it together in any wrapping."""
    return f"{moment.day:02d}-{MONTHS[moment.month - 1]}-{moment.year:04d}"


def clock(moment: datetime) -> str:
    """Day and 24-hour time without the offset, for a place where the offset stands nearby: 05-Mar-2026 14:30."""
    return f"{day(moment)}{NO_BREAK_SPACE}{moment.hour:02d}:{moment.minute:02d}"


def offset_of(moment: datetime) -> str:
    """The clock's distance from UTC: UTC-06:00, or UTC."""
    offset = moment.utcoffset()
    # The name of a zone (CST) would say nothing to a reader elsewhere, and two zones share it.
    return timezone(offset).tzname(None) if offset else "UTC"


def show_moment(moment: datetime) -> str:
    """Day and 24-hour time with the clock's distance from UTC: 05-Mar-2026 14:30 UTC-06:00."""
    return f"{clock(moment)} {offset_of(moment)}"
