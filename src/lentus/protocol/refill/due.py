"""When a refill was due, and how long a reservoir lasts at a steady dose.

Due is what the pump's own alarm date or the longest interval says; a measured dry reservoir is past due, and so is one
out of which the programs have moved all that was in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lentus import monograph
from lentus.course import State
from lentus.protocol.spans import after, elapsed
from lentus.quantity import Concentration, Duration, FlowRate, Volume, show
from lentus.quantity.dates import day

DRY = Volume.exact(0, "mL")
STILL = FlowRate.exact(0, "mL/day")


@dataclass(frozen=True, slots=True)
class Overdue:
    """Since when a refill has been due, and by what."""

    due: datetime
    why: str


def overdue(state: State) -> Overdue | None:
    """The refill that was due before now and was not recorded; None where none is known to be."""
    if not state.infusing:
        return None
    filled = state.filled[-1].start if state.filled else None
    return (
        _dry(state, filled)
        or _low(state, filled)
        or _alarm(state, filled)
        or _interval(state, filled)
        or _emptied(state)
    )


def late_fill(state: State) -> tuple[Overdue, datetime] | None:
    """By what the last fill came late and when it came; None where it is not known to have been late."""
    past = [one for one in state.filled if one.start <= state.now]
    if not past:
        return None
    filled = past[-1].start
    known = replace(
        state.when(filled),
        filled=tuple(past[:-1]),
        residuals=tuple(one for one in state.residuals if one.at <= filled),
        interrogations=tuple(one for one in state.interrogations if one.at < filled),
    )
    was = overdue(known)
    return None if was is None else (was, filled)


def _dry(state: State, filled: datetime | None) -> Overdue | None:
    found = [one for one in state.residuals if filled is None or one.at > filled]
    if found and found[-1].aspirated == DRY:
        return Overdue(found[-1].at, f"The reservoir was found empty on {day(found[-1].at)}.")
    return None


def _low(state: State, filled: datetime | None) -> Overdue | None:
    """The programmer shows no more than the alarm volume: the alarm sounds, whatever date was worked out for it."""
    read = [one for one in state.interrogations if filled is None or one.at > filled]
    told = [one for one in read if one.reservoir is not None]
    if not told or told[-1].reservoir is None:
        return None
    set_in = [one.low_reservoir_alarm for one in read if one.low_reservoir_alarm is not None]
    alarm = set_in[-1] if set_in else monograph.volume("pump.low-alarm", state.patient.profile)
    if told[-1].reservoir > alarm:
        return None
    left = f"{show(told[-1].reservoir)} left on {day(told[-1].at)}, and the alarm volume is {show(alarm)}"
    return Overdue(told[-1].at, f"The programmer showed {left}.")


def _alarm(state: State, filled: datetime | None) -> Overdue | None:
    told = [one for one in state.interrogations if one.alarm_date is not None and (filled is None or one.at >= filled)]
    last = told[-1].alarm_date if told else None
    if last is None or state.now.date() <= last:
        return None
    # The alarm date is a day on the pump's own calendar: a refill on that day is in time.
    due = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=state.now.tzinfo)
    return Overdue(due, f"The alarm date {day(last)} has passed without a recorded refill.")


def _interval(state: State, filled: datetime | None) -> Overdue | None:
    if filled is None:
        return None
    due = after(filled, monograph.duration("pump.refill-interval", state.patient.profile))
    if state.now <= due:
        return None
    return Overdue(due, f"The last fill was on {day(filled)}, and the longest interval ended on {day(due)}.")


def _emptied(state: State) -> Overdue | None:
    """What was filled, or read since, has all been moved by the programs; None where a flow or the alarm says less."""
    spell = state.filled[-1] if state.filled else None
    if spell is None or any(one.at > spell.start for one in state.residuals):
        return None
    begun, rest = spell.start, spell.value.volume
    for one in state.interrogations:
        if one.at >= begun and one.alarm_date is not None and state.now.date() <= one.alarm_date:
            return None
        if one.at >= begun and one.reservoir is not None:
            begun, rest = one.at, one.reservoir
    told = f"the {show(rest)} of {day(begun)}"
    for use in state.pump:
        low, high = max(use.start, begun), min(use.end or state.now, state.now)
        if low >= high or use.value.mode == "stopped":
            continue
        flow = use.value.flow
        if flow is None:
            return None
        if flow > STILL and flow * elapsed(low, high) >= rest:
            due = after(low, rest / flow)
            return Overdue(
                due, f"By its programs the pump has moved {told} by {day(due)}, and no fill is recorded since."
            )
        rest = rest - flow * elapsed(low, high)
    return None


@dataclass(frozen=True, slots=True)
class Lasts:
    """How long a fill lasts: `usable` is what lies above the alarm volume."""

    flow: FlowRate
    usable: Volume
    span: Duration


def reservoir_lasts(state: State, volume: Volume | None, concentration: Concentration) -> Lasts | None:
    """How long `volume` lasts at the running dose and down to the alarm volume; None where something is not known."""
    running = state.pump_at()
    dose = running.value.daily_dose if running is not None and running.value.mode != "stopped" else None
    if dose is None or volume is None:
        return None
    flow, alarm = dose / concentration, monograph.volume("pump.low-alarm", state.patient.profile)
    if not flow > STILL or not volume > alarm:
        return None
    usable = volume - alarm
    return Lasts(flow, usable, usable / flow)
