"""A moment as people say it beside the clock: today, tomorrow, in 5 days, 3 days late.

Days are counted on the calendar of the moment's own clock: at 23:00 the next morning is tomorrow and not "in 9 hours".
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal

from lentus.course.moment import on_fixed_offset
from lentus.present.amounts import counted
from lentus.present.when import show_date, show_moment

Tense = Literal["due", "since"]
"""Whether a moment that has passed was missed, or is when something began."""

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
A_WEEK, A_MONTH, A_YEAR = 7, 30, 365
LONG = 90


def relative(moment: datetime, now: datetime, tense: Tense = "due") -> str:
    """`moment` seen from `now`; both are read on the clock of `now`."""
    local = moment.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    if days > 0:
        return "tomorrow" if days == 1 else f"in {span_of(days)}"
    if days < 0:
        return f"for {span_of(-days)}" if tense == "since" else f"{span_of(-days)} late"
    if whole_day(local):
        return "today"
    return _today(local - now, tense)


def _today(ahead: timedelta, tense: Tense) -> str:
    if tense == "since" and timedelta(0) <= ahead < MINUTE:
        # What began in this very minute stands now: it is no event of the future.
        return "now"
    if ahead >= timedelta(0):
        return f"in {_clock_span(ahead)}"
    return f"for {_clock_span(-ahead)}" if tense == "since" else f"{_clock_span(-ahead)} late"


def _clock_span(span: timedelta) -> str:
    return counted(span // HOUR, "hour") if span >= HOUR else counted(max(1, span // MINUTE), "minute")


def span_of(days: int) -> str:
    """A number of days as people say it; the full date always stands beside it."""
    if days < LONG:
        return counted(days, "day")
    return counted(days // A_MONTH, "month") if days < 2 * A_YEAR else counted(days // A_YEAR, "year")


def whole_day(moment: datetime) -> bool:
    """Whether a moment is the beginning of a day: then the day is meant and no hour."""
    return moment.timetz().replace(tzinfo=None) == time(0)


def absolute(moment: datetime, now: datetime) -> str:
    """The day, or the day with its hour and zone where an hour is meant, on the clock of `now`."""
    local = moment.astimezone(now.tzinfo)
    if whole_day(local):
        return show_date(local.date())
    return show_moment(on_fixed_offset(local))
