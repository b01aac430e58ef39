"""The pump's own clock: a fixed day of 24 h that never follows travel or daylight saving.

A schedule by the hour runs on this clock. After a flight or a night on which the clocks change, the morning step
comes an hour or more off the wall clock, and stays so until somebody sets the pump. How far off is computed here and
shown; nothing is moved by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from lentus.errors import PlanError
from lentus.pump.scaling import spanning
from lentus.quantity import Duration

DAY = timedelta(days=1)
_STRIDE = timedelta(hours=6)
_FINE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class PumpClock:
    """A clock of fixed 24 h days, so far ahead of UTC (behind it: negative).

    PlanError for an offset of a day or more.
    """

    offset: timedelta

    def __post_init__(self) -> None:
        if not -DAY < self.offset < DAY:
            raise PlanError(f"a pump clock stands less than a day from UTC, and this one {self.offset}")

    @classmethod
    def set_by(cls, moment: datetime, zone: tzinfo | None = None) -> PumpClock:
        """The clock that was set to the wall clock of `zone` at that moment; of the moment's own zone by default.

        PlanError for a moment without a zone.
        """
        own = _aware(moment).tzinfo
        assert own is not None
        return cls(_offset(moment, zone or own))

    def reading(self, moment: datetime) -> datetime:
        """What the pump's clock shows at a moment. PlanError for a moment without a zone."""
        return _aware(moment).astimezone(timezone(self.offset))

    def into_week(self, moment: datetime) -> Duration:
        """The time since the last Monday 00:00 on the pump's clock."""
        shown = self.reading(moment)
        midnight = shown.replace(hour=0, minute=0, second=0, microsecond=0)
        return spanning(shown - midnight + shown.weekday() * DAY)

    def drift(self, moment: datetime, zone: tzinfo) -> Duration:
        """How far the wall clock of `zone` is ahead of the pump's clock; below zero where it is behind."""
        return spanning(_offset(moment, zone) - self.offset)


@dataclass(frozen=True, slots=True)
class Drift:
    """From this moment on the wall clock is so far ahead of the pump's."""

    since: datetime
    ahead: Duration


def drifts(clock: PumpClock, zone: tzinfo, start: datetime, end: datetime) -> tuple[Drift, ...]:
    """How far the wall clock of a zone is ahead at `start`, and each change of that up to `end`; moments in UTC."""
    early, last = _aware(start).astimezone(UTC), _aware(end).astimezone(UTC)
    found = [Drift(early, clock.drift(early, zone))]
    while early < last:
        late = min(early + _STRIDE, last)
        if clock.drift(late, zone) != found[-1].ahead:
            moment = _first_changed(clock, zone, early, late)
            found.append(Drift(moment, clock.drift(moment, zone)))
        early = late
    return tuple(found)


def _first_changed(clock: PumpClock, zone: tzinfo, early: datetime, late: datetime) -> datetime:
    """The first second at which the drift is no longer that at `early`."""
    before = clock.drift(early, zone)
    while late - early > _FINE:
        middle = early + (late - early) / 2
        early, late = (middle, late) if clock.drift(middle, zone) == before else (early, middle)
    # A change of a zone falls on a whole second; the halving leaves a part of one.
    return late.replace(microsecond=0)


def elapsed(start: datetime, end: datetime) -> Duration:
    """The time that really passes between two moments; PlanError for one without a zone.

    Python subtracts two times of one zone by the wall clock, which is an hour wrong over a night of changing clocks.
    """
    return spanning(_aware(end).astimezone(UTC) - _aware(start).astimezone(UTC))


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise PlanError(f"{moment.isoformat()} has no zone: a clock time alone is no moment")
    return moment


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    shown = _aware(moment).astimezone(zone).utcoffset()
    if shown is None:
        raise PlanError(f"{zone} gives no offset from UTC")
    return shown
