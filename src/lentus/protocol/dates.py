"""Dates and times as findings write them: 05-Mar-2026 14:30. The month is a word: nothing can be swapped."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(moment: date) -> str:
    """The calendar day of a date or a time: 05-Mar-2026."""
    return f"{moment.day:02d}-{_MONTHS[moment.month - 1]}-{moment.year:04d}"


def clock(moment: datetime) -> str:
    """Day and 24-hour time: 05-Mar-2026 14:30."""
    return f"{day(moment)} {moment.hour:02d}:{moment.minute:02d}"
