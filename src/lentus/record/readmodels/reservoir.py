"""The reservoir as the record knows it: how much of the last fill is left, and the days that follow.

A program is often changed between two refills. Each stretch since the fill counts with its own flow, and the rest
with the one that runs now, so that a dose raised in the middle brings the dates forward. Everything that is not
steady is counted so that a day is never later than the truth: a schedule over the day by one day, a bridge bolus at
the faster of its two flows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from lentus import monograph
from lentus.course import PumpUse, State, standing_events
from lentus.course import events as e
from lentus.course.events import Fill
from lentus.protocol.arrival import STEADY
from lentus.protocol.lowest_rate import lowest_flow
from lentus.protocol.models import models_named
from lentus.protocol.spans import after, elapsed
from lentus.pump import Due, Entered, Preset, Pump, RefillDates, Reserve, appointment, device_of
from lentus.quantity import Duration, FlowRate, Volume

NOTHING = Volume.exact(0, "mL")
STILL = FlowRate.exact(0, "mL/day")
WHOLE = 100
UNKNOWN_FLOW = "the daily dose and the strength that it is programmed for, since the fill"
UNKNOWN_FILL = "the last fill: its time, volume and strength"


@dataclass(frozen=True, slots=True)
class Figures:
    """The clinic's own: how early it books a refill, and figures of devices that it entered, by the device's key.

    `review_every` is the longest time between assessments that the clinic wants; None where it wants none.
    """

    preset: Preset = "longer"
    entered: Mapping[str, Mapping[str, Entered]] = field(default_factory=dict)
    review_every: Duration | None = None


@dataclass(frozen=True, slots=True)
class Reservoir:
    """The reservoir since its last fill.

    `dates` is None where the flow is not known; `alarm_told` is the day that the pump's programmer gave; `left` is
    what is left at the moment of the state as programmed, None where that is not known; `needs` says what is missing.
    """

    fill: Fill
    dates: RefillDates | None
    alarm_told: date | None
    reserve: Reserve
    left: Volume | None
    needs: tuple[str, ...]
    device: Pump | None

    @property
    def worst(self) -> date:
        """The first day on which the pump may alarm, be empty, or hold its fill for too long."""
        return min(day for _, day in self.days)

    @property
    def days(self) -> tuple[tuple[str, date], ...]:
        """Each date that is known, by its name."""
        cap = after(self.fill.at, self.reserve.cap).astimezone(self.fill.at.tzinfo).date()
        found: list[tuple[str, date]] = [("cap", cap)]
        if self.dates is not None and self.dates.empty is not None:
            found.append(("empty", self.dates.empty.day))
        if self.dates is not None and self.dates.alarm is not None:
            found.append(("alarm", self.dates.alarm.day))
        if self.alarm_told is not None:
            found.append(("told", self.alarm_told))
        return tuple(found)

    def window(self, preset: Preset) -> tuple[date, date]:
        """The first and the last day on which to book the refill: before the first alarm or empty day, and by the cap.

        Where neither is known, before the cap alone.
        """
        days = dict(self.days)
        cap = days.pop("cap")
        first, last = appointment(min(days.values(), default=cap), preset)
        back = max(last - cap, timedelta(0))
        return first - back, last - back


def pump_of(state: State, figures: Figures | None = None) -> Pump | None:
    """The device in the patient by the name in the record; None where it names none, or more than one."""
    system = state.system
    if system is None or not system.device.strip():
        return None
    own = (figures or Figures()).entered
    pumps = [device_of(one.key, own.get(one.key)) for one in models_named(system.device)]
    if len(pumps) > 1 and system.reservoir is not None:
        pumps = [one for one in pumps if one.knows("reservoir") and one.volume("reservoir") == system.reservoir]
    return pumps[0] if len(pumps) == 1 else None


def reservoir_of(state: State, figures: Figures | None = None) -> Reservoir | None:
    """The reservoir of a running pump; None where no pump runs or no fill is recorded."""
    fill = state.reservoir_holds
    if fill is None or not state.infusing:
        return None
    device = pump_of(state, figures)
    reserve = _reserve(state, device)
    stretches = tuple(_stretches(state, fill))
    told = _alarm_told(state, fill)
    if any(one.flow is None for one in stretches) or not stretches or stretches[-1].flow == STILL:
        return Reservoir(fill, None, told, reserve, None, (UNKNOWN_FLOW,), device)
    alarm = None if reserve.alarm is None else _due(stretches, fill, fill.volume - reserve.alarm)
    empty = None
    if reserve.unusable is not None and reserve.above is not None:
        empty = _due(stretches, fill, (fill.volume - reserve.unusable) / (1 + reserve.above / WHOLE))
    cap = Due(reserve.cap, _day(fill, reserve.cap))
    needs = tuple(words for words, value in _asked(reserve) if value is None)
    dates = RefillDates(alarm, empty, cap, None, needs)
    return Reservoir(fill, dates, told, reserve, _left(stretches, fill, state.now), needs, device)


def _asked(reserve: Reserve) -> tuple[tuple[str, object], ...]:
    return (
        ("the low-reservoir alarm volume", reserve.alarm),
        ("the volume that cannot be used", reserve.unusable),
        ("the upper accuracy limit", reserve.above),
    )


def _reserve(state: State, device: Pump | None) -> Reserve:
    begun = state.system.implanted if state.system else None
    set_in = [one.low_reservoir_alarm for one in state.interrogations if begun is None or one.at >= begun]
    alarm = next((one for one in reversed(set_in) if one is not None), None)
    if device is None:
        return Reserve(alarm, None, None, monograph.duration("pump.refill-interval", state.patient.profile))
    return Reserve.of(device, alarm)


def _alarm_told(state: State, fill: Fill) -> date | None:
    told = [one.alarm_date for one in state.interrogations if one.alarm_date is not None and one.at >= fill.at]
    return told[-1] if told else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A flow from `start` to `end` (open where None); `at_once` is given on top of it at its start."""

    start: datetime
    end: datetime | None
    flow: FlowRate | None
    steady: bool
    at_once: Volume = NOTHING


def _stretches(state: State, fill: Fill) -> Iterator[Stretch]:
    programs = {one.at: one for one in standing_events(state) if isinstance(one, e.Program)}
    running = [one for one in state.pump if one.end is None or one.end > fill.at]
    if running and running[0].start > fill.at:
        yield Stretch(fill.at, running[0].start, STILL, True)
    for one in running:
        use = one.value
        flow = _flow(state, use)
        bolus = programs[one.start].bolus if one.start in programs and one.start >= fill.at else None
        given = bolus / use.concentration if bolus is not None and use.concentration is not None else NOTHING
        yield Stretch(max(one.start, fill.at), one.end, flow, use.mode in STEADY, given + _bridging(state, use))


def _flow(state: State, use: PumpUse) -> FlowRate | None:
    if use.mode == "stopped":
        return STILL
    if use.mode == "minimum rate":
        return lowest_flow(state.system.device) if state.system else None
    return use.flow


def _bridging(state: State, use: PumpUse) -> Volume:
    """What a bridge bolus that began with this program moves beyond the program: the old strength at the new dose."""
    bridge = state.bridge
    if bridge is None or use.daily_dose is None or use.concentration is None:
        return NOTHING
    pairs = [(old.value, new) for old, new in pairwise(state.pump) if new.start == bridge.began and new.value is use]
    if not pairs or pairs[0][0].concentration is None:
        return NOTHING
    old, new = use.daily_dose / pairs[0][0].concentration, use.daily_dose / use.concentration
    return (old - new) * elapsed(bridge.began, bridge.ends) if old > new else NOTHING


def _due(stretches: tuple[Stretch, ...], fill: Fill, usable: Volume) -> Due:
    """When a volume has been pumped since the fill; at the fill itself where there is nothing to pump."""
    left, begun, uneven = usable, elapsed(fill.at, fill.at), False
    for one in stretches:
        assert one.flow is not None
        uneven = uneven or not one.steady
        left -= one.at_once
        begun = elapsed(fill.at, one.start)
        if left <= NOTHING:
            break
        if one.end is None or one.flow * elapsed(one.start, one.end) >= left:
            begun += left / one.flow
            break
        left -= one.flow * elapsed(one.start, one.end)
    return _counted(fill, begun, uneven=uneven)


def _counted(fill: Fill, passed: Duration, *, uneven: bool) -> Due:
    day = Duration.exact(1, "day")
    # Within a day a schedule may run ahead of its mean, by less than that day.
    safe = passed - day if uneven and passed > day else passed
    return Due(safe, _day(fill, safe))


def _day(fill: Fill, passed: Duration) -> date:
    return fill.at.date() + timedelta(days=passed.amount("day").__floor__())


def _left(stretches: tuple[Stretch, ...], fill: Fill, now: datetime) -> Volume:
    gone = NOTHING
    for one in stretches:
        end = now if one.end is None else min(one.end, now)
        if one.flow is not None and end > one.start:
            gone += one.flow * elapsed(one.start, end) + one.at_once
    return max(fill.volume - gone, NOTHING)
