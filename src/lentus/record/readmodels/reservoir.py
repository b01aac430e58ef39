"""The reservoir as the record knows it: how much of the last fill is left, and the days that follow.

A program is often changed between two refills. What the record knows of each one since the fill is handed to the pump
floor, which alone works dates out, so that a dose raised in the middle brings them forward. What the record leaves
open is told so that a day is never later than the truth: a schedule without its hours as uneven, a bolus as given at
once, a bridge bolus at the faster of its two flows, and every bolus that the patient may give as given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from lentus import monograph
from lentus.course import PumpUse, State, standing_events
from lentus.course import events as e
from lentus.course.events import Fill
from lentus.course.pumped import program_of
from lentus.errors import PlanError
from lentus.protocol.arrival import STEADY
from lentus.protocol.lowest_rate import lowest_flow
from lentus.protocol.models import models_named
from lentus.protocol.spans import after, elapsed
from lentus.pump import (
    Entered,
    Preset,
    Program,
    Pump,
    RefillDates,
    Reserve,
    Run,
    dates_since,
    device_of,
    moved,
    window_before,
)
from lentus.quantity import DoseRate, Duration, FlowRate, Volume

NOTHING = Volume.exact(0, "mL")
STILL = FlowRate.exact(0, "mL/day")
NO_DOSE = DoseRate.exact(0, "mcg/day")
UNKNOWN_FLOW = "the daily dose and the strength that it is programmed for, since the fill"
WITHIN_CALENDAR = "a dose and a strength with which the reservoir is empty before the calendar ends"
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
    what is left at the moment of the state as programmed, None where that is not known, or the patient may have given
    boluses since; `needs` says what is missing.
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
        return window_before(days.values(), cap, preset)


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
    told = _alarm_told(state, fill)
    known = tuple(_runs(state, fill))
    runs = tuple(one for one in known if one is not None)
    if len(runs) < len(known) or not runs or _still(runs[-1]):
        return Reservoir(fill, None, told, reserve, None, (UNKNOWN_FLOW,), device)
    try:
        dates = dates_since(runs, fill.at, fill.volume, reserve)
    except PlanError:
        return Reservoir(fill, None, told, reserve, None, (WITHIN_CALENDAR,), device)
    left = None if _on_demand(state, fill) else max(fill.volume - moved(runs, state.now), NOTHING)
    return Reservoir(fill, dates, told, reserve, left, dates.needs, device)


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


def _runs(state: State, fill: Fill) -> Iterator[Run | None]:
    """What ran since the fill, in order; None for a program whose flow is not known."""
    programs = {one.at: one for one in standing_events(state) if isinstance(one, e.Program)}
    running = [one for one in state.pump if one.end is None or one.end > fill.at]
    if running and running[0].start > fill.at:
        yield Run(fill.at, running[0].start, STILL)
    for one in running:
        use, start = one.value, max(one.start, fill.at)
        does, uneven = _does(state, use, start)
        if does is None:
            yield None
            continue
        told = programs.get(one.start) if one.start >= fill.at else None
        bolus, priming = (told.bolus, told.priming) if told is not None else (None, None)
        given = bolus / use.concentration if bolus is not None and use.concentration is not None else NOTHING
        given += priming or NOTHING
        yield Run(start, one.end, does, uneven, given + _bridging(state, use))


def _on_demand(state: State, fill: Fill) -> bool:
    """Whether the patient could give boluses since the fill: how many were given, the record does not hold."""
    return any(one.value.patient_bolus is not None for one in state.pump if one.end is None or one.end > fill.at)


def _still(run: Run) -> bool:
    """Whether nothing is moved for as long as it goes on."""
    return run.does == STILL or (isinstance(run.does, Program) and run.does.daily_dose == NO_DOSE)


def _does(state: State, use: PumpUse, start: datetime) -> tuple[Program | FlowRate | None, bool]:
    """The program of a recorded use, or its flow, and whether that is only the mean of an uneven day."""
    if use.mode == "stopped":
        return STILL, False
    if use.mode == "minimum rate":
        return _with_own(use, lowest_flow(state.system.device) if state.system else None), False
    program = program_of(use, start) if use.mode == "flex" else None
    return program or _with_own(use, use.flow), use.mode not in STEADY and program is None


def _with_own(use: PumpUse, flow: FlowRate | None) -> FlowRate | None:
    """A flow with every bolus that the patient may give; None where either is not known."""
    return None if flow is None or use.own_flow is None else flow + use.own_flow


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
