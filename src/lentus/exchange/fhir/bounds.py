"""Within which days an instruction holds: whole days from its begin, or calendar days on the clinic's clock.

A record writes moments where people mean days, and often in UTC: the evening in Chicago is tomorrow there. What tells
no number of days is kept as a reason. It stands in the way only where another step follows, whose begin depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lentus.course import zone_named
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.naming import UCUM
from lentus.exchange.fhir.pieces import Resource
from lentus.exchange.fhir.unit_words import agrees, said_time
from lentus.exchange.fhir.units import exact

ONE_DAY = timedelta(days=1)
NEARLY = timedelta(minutes=1)
"""A period that ends a moment before its next day begins is meant to end with the day."""
_DAYS = {"h": 24, "d": 1, "wk": 7}
_NAMES = ("boundsRange", "boundsDuration", "boundsPeriod")
NEEDS_DAYS = ("one number of days for each step",)


@dataclass(frozen=True, slots=True)
class Bounds:
    """When an instruction holds: `days` from its begin, or calendar days, `last` being the last one.

    `unclear` is the reason why its length is not known although one was sent.
    """

    days: int | None = None
    first: date | None = None
    last: date | None = None
    unclear: str = ""

    @property
    def length(self) -> int | None:
        """The number of days; None where it has no end, or no begin to count from."""
        if self.days is not None or self.first is None or self.last is None:
            return self.days
        return (self.last - self.first).days + 1

    @property
    def ends(self) -> bool:
        """Whether an end was sent, known or not."""
        return bool(self.length or self.last or self.unclear)


def bounds_of(timing: Any, zone: str = "") -> Bounds | CannotRead:
    """Within which days an instruction holds, moments being on the clock of `zone` (as written, where it is empty)."""
    repeat = timing.get("repeat") if isinstance(timing, dict) else None
    if not isinstance(repeat, dict):
        return Bounds()
    sent = [repeat[name] for name in _NAMES if name in repeat]
    if len(sent) > 1 or not all(isinstance(one, dict) for one in sent):
        return CannotRead("the bounds of a step are not one duration or one period", NEEDS_DAYS)
    if "boundsRange" in repeat:
        return Bounds(unclear="the length of a step is given as a range")
    if "boundsDuration" in repeat:
        return _lasting(repeat["boundsDuration"])
    return _between(repeat["boundsPeriod"], zone) if sent else Bounds()


def _lasting(given: Resource) -> Bounds | CannotRead:
    value, unit = exact(given.get("value")), _unit(given)
    if value is None or value <= 0 or "comparator" in given or unit is None:
        return CannotRead("the length of a step is not a number of whole days", NEEDS_DAYS)
    # Months and years are no number of days.
    days = value * _DAYS[unit] / (24 if unit == "h" else 1) if unit in _DAYS else None
    if days is None or days.denominator != 1:
        return Bounds(unclear="the length of a step is not a number of whole days")
    return Bounds(days=int(days))


def _unit(given: Resource) -> str | None:
    """The UCUM code of a duration; its words count only where it has no code, and never against it."""
    code, said = given.get("code"), str(given.get("unit") or "")
    if code is None:
        return said_time(said)
    return str(code) if given.get("system", UCUM) == UCUM and agrees(said, str(code)) else None


def _between(period: Resource, zone: str) -> Bounds | CannotRead:
    try:
        start, end = (_moment(period.get(name)) for name in ("start", "end"))
        first, last = _day(start, zone), _last_day(start, end, zone)
    except (ValueError, OverflowError):
        return CannotRead("the bounds of a step are not whole dates", ("first and last day of each step",))
    if first and last and last < first:
        return CannotRead("a step ends before it begins", ("first and last day of each step",))
    return Bounds(first=first, last=last)


def _moment(given: Any) -> date | datetime | None:
    if given is None:
        return None
    text = str(given)
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _day(moment: date | datetime | None, zone: str) -> date | None:
    if isinstance(moment, datetime):
        return (moment.astimezone(zone_named(zone)) if zone and moment.tzinfo else moment).date()
    return moment


def _last_day(start: date | datetime | None, end: date | datetime | None, zone: str) -> date | None:
    """The last day of a period. The end counts in; at midnight, or a whole number of days on, it begins the next."""
    last = _day(end, zone)
    if last is None or not isinstance(end, datetime):
        return last
    if isinstance(start, datetime) and _both_or_none(start, end):
        days, over = divmod(end - start + NEARLY, ONE_DAY)
        if days > 0 and over <= NEARLY:
            first = _day(start, zone)
            return first + (days - 1) * ONE_DAY if first else last
    local = end.astimezone(zone_named(zone)) if zone and end.tzinfo else end
    return last - ONE_DAY if local.time() == time() else last


def _both_or_none(start: datetime, end: datetime) -> bool:
    return (start.tzinfo is None) == (end.tzinfo is None)
