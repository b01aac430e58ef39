"""When the pump alarms, when it may be empty before that, and when to book the refill.

The alarm is computed from the programmed rate, so a pump that delivers more than that is empty before it sounds. Both
days are given, and the appointment lies before the earlier one. Patient boluses count as if all allowed ones were
given, spread over the day. Days are counted from the fill and cut down to whole ones: never later than the truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil
from typing import Literal

from lentus import monograph
from lentus.errors import PlanError
from lentus.pump.boluses import SingleBolus
from lentus.pump.device import Pump
from lentus.pump.modes import StepDosing
from lentus.pump.program import WEEK_HOURS, Program, week_of
from lentus.pump.scaling import calendar, hours, lasting, later
from lentus.quantity import Duration, Volume

_NOTHING = Volume.exact(0, "mL")

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
    alarm = empty = None
    if reserve.alarm is not None:
        alarm = _due(program, filled_on, volume - reserve.alarm)
    if reserve.unusable is not None and reserve.above is not None:
        empty = _due(program, filled_on, (volume - reserve.unusable) / (1 + reserve.above / 100))
    cap = Due(reserve.cap, _day(filled_on, reserve.cap))
    window = None
    if alarm is not None and empty is not None:
        window = _within(appointment(min(alarm.day, empty.day), preset), cap.day)
    return RefillDates(alarm, empty, cap, window, _needs(reserve))


def appointment(before: date, preset: Preset = "longer") -> tuple[date, date]:
    """The first and the last day of the appointment, so many days before a date as the preset says."""
    least, most = monograph.duration_range(PRESETS[preset])
    return _before(before, most), _before(before, least)


def _within(window: tuple[date, date], last: date) -> tuple[date, date]:
    """The window moved earlier as a whole, where it ends after the last day."""
    back = max(window[1] - last, timedelta(0))
    return window[0] - back, window[1] - back


def _before(day: date, span: Duration) -> date:
    return day - timedelta(days=int(hours(span) / 24))


def _needs(reserve: Reserve) -> tuple[str, ...]:
    missing = (
        ("the low-reservoir alarm volume", reserve.alarm),
        ("the volume that cannot be used", reserve.unusable),
        ("the upper accuracy limit", reserve.above),
    )
    return tuple(words for words, value in missing if value is None)


def _due(program: Program, filled_on: datetime, usable: Volume) -> Due:
    if usable <= _NOTHING:
        raise PlanError("the fill does not reach above its reserve: nothing of it can be used")
    after = time_to_pump(program, filled_on, usable)
    return Due(after, _day(filled_on, after))


def _day(filled_on: datetime, after: Duration) -> date:
    noon = datetime.combine(filled_on.date(), time(12), UTC)
    return later(noon, calendar(days=(hours(after) / 24).__floor__())).date()


def time_to_pump(program: Program, start: datetime, volume: Volume) -> Duration:
    """How long a program takes for a volume, all allowed patient boluses counted.

    PlanError for a program that moves nothing.
    """
    # A bolus over the mode counts as gone at once: never later than the truth.
    wanted = volume.amount("mL") - sum(_over_mode(program), Fraction(0))
    at = Fraction(0)
    if wanted <= 0:
        return lasting(0)
    for span, rate in _pieces(program, start, wanted):
        if rate * span >= wanted:
            return lasting(at + wanted / rate)
        wanted -= rate * span
        at += span
    raise PlanError("this program never uses the reservoir up: it moves nothing")


def _pieces(program: Program, start: datetime, wanted: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """(hours, mL/h) in order: first boluses, then the mode; as many whole weeks as fit come in one piece each."""
    strength = program.programmed
    more = _patient_rate(program)
    taken = Fraction(0)
    for bolus in program.first:
        if isinstance(bolus, SingleBolus) and bolus.over_mode:
            continue
        flow = bolus.flow(strength) if isinstance(bolus, SingleBolus) else bolus.flow
        rate = flow.amount("mL/h") + more
        yield hours(bolus.over), rate
        taken += hours(bolus.over)
        wanted -= hours(bolus.over) * rate
    if isinstance(program.mode, StepDosing):
        for stage in program.mode.stages:
            yield hours(stage.over), (stage.dose / strength).amount("mL/h") + more
        last = (program.mode.then / strength).amount("mL/h") + more
        yield max(wanted, Fraction(1)) / last, last
        return
    week = [(span, rate + more) for span, rate, _ in week_of(program.mode, strength)]
    a_week = sum((span * rate for span, rate in week), Fraction(0))
    if a_week > 0:
        offset = (hours(program.clock.into_week(start)) + taken) % WEEK_HOURS
        yield from _weeks(week, offset, a_week, wanted)


def _over_mode(program: Program) -> list[Fraction]:
    """The volumes in mL of the single boluses that run on top of the mode."""
    over = [bolus for bolus in program.first if isinstance(bolus, SingleBolus) and bolus.over_mode]
    return [(bolus.dose / program.programmed).amount("mL") for bolus in over]


def _weeks(
    week: list[tuple[Fraction, Fraction]], offset: Fraction, a_week: Fraction, wanted: Fraction
) -> Iterator[tuple[Fraction, Fraction]]:
    """The pattern from its offset; whole weeks are skipped at their mean, since they end where they began."""
    whole = max((wanted / a_week).__floor__(), 0)
    # One week less, so that the last ones are walked piece by piece.
    if whole > 1:
        yield Fraction((whole - 1) * WEEK_HOURS), a_week / WEEK_HOURS
    yield from _turned(week, offset) * 3


def _turned(week: list[tuple[Fraction, Fraction]], offset: Fraction) -> list[tuple[Fraction, Fraction]]:
    """A week that begins at an offset into the pattern and ends there again."""
    ends = list(accumulate((span for span, _ in week), initial=Fraction(0)))
    late = [(end - max(start, offset), rate) for (start, end), (_, rate) in zip(pairwise(ends), week, strict=True)]
    early = [(min(end, offset) - start, rate) for (start, end), (_, rate) in zip(pairwise(ends), week, strict=True)]
    return [(span, rate) for span, rate in (*late, *early) if span > 0]


def _patient_rate(program: Program) -> Fraction:
    if program.patient is None:
        return Fraction(0)
    return (program.patient.most_dose / program.programmed).amount("mL") / 24


def refills_over(years: int, interval: Duration) -> int:
    """How many refills so many years take at an interval, a year being 365.25 days."""
    days = Fraction(1461, 4) * years
    return ceil(days / (hours(interval) / 24))
