"""When the pump alarms, when it may be empty before that, and when to book the refill.

The alarm is computed from the programmed rate, so a pump that delivers more than that is empty before it sounds. Both
days are given, and the appointment lies before the earlier one. Patient boluses count as if all allowed ones were
given, spread over the day. Days are counted from the fill and cut down to whole ones: never later than the truth.

A plan asks for one program from its fill on, a record for all that ran since the fill; both are answered here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Literal

from lentus import monograph
from lentus.errors import PlanError
from lentus.pump.device import Pump
from lentus.pump.program import Program
from lentus.pump.running import NOTHING, Run, time_to_move
from lentus.pump.scaling import calendar, hours, later
from lentus.quantity import Duration, Volume

Preset = Literal["shorter", "longer"]
PRESETS: dict[Preset, str] = {"shorter": "pump.book-before-alarm", "longer": "devices.book-before-alarm-longer"}


@dataclass(frozen=True, slots=True)
class Reserve:
    """What of a fill does not count: alarm and unusable volume, worst accuracy in %; None where not known.

    `cap` is the longest time between refills.
    """

    alarm: Volume | None
    unusable: Volume | None
    above: Fraction | None
    cap: Duration

    @classmethod
    def of(cls, pump: Pump, alarm: Volume | None = None) -> Reserve:
        """The figures of a pump; the alarm as set in it, where that is given."""
        cap = "refill-interval"
        return cls(
            alarm or (pump.volume("alarm-volume") if pump.knows("alarm-volume") else None),
            pump.volume("residual") if pump.knows("residual") else None,
            pump.percent("accuracy-above") if pump.knows("accuracy-above") else None,
            pump.duration(cap) if pump.knows(cap) else monograph.duration("pump.refill-interval"),
        )

    def usable(self, volume: Volume) -> tuple[Volume | None, Volume | None]:
        """What of a fill the pump may use up to its alarm, and until it may be empty at its worst; None: not known."""
        to_alarm = None if self.alarm is None else volume - self.alarm
        if self.unusable is None or self.above is None:
            return to_alarm, None
        return to_alarm, (volume - self.unusable) / (1 + self.above / 100)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due: so long after the fill exactly, and on the calendar day before which it is safe."""

    after: Duration
    day: date

    @property
    def days(self) -> Fraction:
        """The exact number of days."""
        return hours(self.after) / 24


@dataclass(frozen=True, slots=True)
class RefillDates:
    """The three dates, and the cap. None where `needs` names a figure that is missing.

    `window` holds the first and the last day of the appointment.
    """

    alarm: Due | None
    empty: Due | None
    cap: Due
    window: tuple[date, date] | None
    needs: tuple[str, ...]


def refill_dates(
    program: Program, filled_on: datetime, volume: Volume, reserve: Reserve, preset: Preset = "longer"
) -> RefillDates:
    """The dates of a fill of `volume` with a program sent at that time.

    PlanError where the volume does not reach above the reserve, or the pump never gets there, or only beyond the
    calendar.
    """
    for usable in reserve.usable(volume):
        if usable is not None and usable <= NOTHING:
            raise PlanError("the fill does not reach above its reserve: nothing of it can be used")
    found = dates_since((Run(filled_on, None, program),), filled_on, volume, reserve, preset)
    for due, usable in zip((found.alarm, found.empty), reserve.usable(volume), strict=True):
        if usable is not None and due is None:
            raise PlanError("this program never uses the reservoir up: it moves nothing")
    return found


def dates_since(
    runs: Sequence[Run], filled_on: datetime, volume: Volume, reserve: Reserve, preset: Preset = "longer"
) -> RefillDates:
    """The dates of a fill of `volume` under the programs that ran since, the last of which goes on.

    A date is None where a figure for it is missing or the pump never gets there, and the day of the fill where the
    volume does not reach above the reserve. PlanError for a date beyond the calendar.
    """
    alarm, empty = (None if usable is None else _due(runs, filled_on, usable) for usable in reserve.usable(volume))
    cap = Due(reserve.cap, _day(filled_on, reserve.cap))
    window = None
    if alarm is not None and empty is not None:
        window = window_before((alarm.day, empty.day), cap.day, preset)
    return RefillDates(alarm, empty, cap, window, _needs(reserve))


def appointment(before: date, preset: Preset = "longer") -> tuple[date, date]:
    """The first and the last day of the appointment, so many days before a date as the preset says."""
    least, most = monograph.duration_range(PRESETS[preset])
    return _before(before, most), _before(before, least)


def window_before(days: Iterable[date], cap: date, preset: Preset = "longer") -> tuple[date, date]:
    """The appointment before the first of the days, and as a whole not after the cap; before the cap, where no day is.

    The first and the last day.
    """
    first, last = appointment(min(days, default=cap), preset)
    back = max(last - cap, timedelta(0))
    return first - back, last - back


def _before(day: date, span: Duration) -> date:
    return day - timedelta(days=int(hours(span) / 24))


def _needs(reserve: Reserve) -> tuple[str, ...]:
    missing = (
        ("the low-reservoir alarm volume", reserve.alarm),
        ("the volume that cannot be used", reserve.unusable),
        ("the upper accuracy limit", reserve.above),
    )
    return tuple(words for words, value in missing if value is None)


def _due(runs: Sequence[Run], filled_on: datetime, usable: Volume) -> Due | None:
    after = time_to_move(runs, filled_on, usable)
    return None if after is None else Due(after, _day(filled_on, after))


def _day(filled_on: datetime, after: Duration) -> date:
    noon = datetime.combine(filled_on.date(), time(12), UTC)
    return later(noon, calendar(days=(hours(after) / 24).__floor__())).date()


def refills_over(years: int, interval: Duration) -> int:
    """How many refills so many years take at an interval, a year being 365.25 days."""
    days = Fraction(1461, 4) * years
    return ceil(days / (hours(interval) / 24))
