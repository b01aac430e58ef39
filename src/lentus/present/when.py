"""Times and dates as a person reads them, in the words of the findings: `05-Mar-2026 14:30 UTC-06:00`.

The printer stands on the lowest floor, since sentences of the rules hold moments too; a page and a sentence never
differ.
"""

from __future__ import annotations

from datetime import UTC, datetime

from lentus.quantity.dates import MONTHS, offset_of, show_moment
from lentus.quantity.dates import clock as show_clock
from lentus.quantity.dates import day as show_date

__all__ = ["MONTHS", "iso", "offset_of", "show_clock", "show_date", "show_moment"]


def iso(moment: datetime) -> str:
    """The stored form, ISO 8601 with its offset."""
    written = moment.isoformat(timespec="minutes" if not (moment.second or moment.microsecond) else "auto")
    return written.replace("+00:00", "Z") if moment.tzinfo is UTC else written
