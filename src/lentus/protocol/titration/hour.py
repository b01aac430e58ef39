"""The largest hour of a flex day, or one with a bolus: a day inside its band can bring most of its dose in one hour.

No source gives a bound for an hour. Until one does, the hour may rise by what the band allows the day, and beyond that
somebody has to own it: overdoses are known at rates that a whole day at a usual dose does not come near. A bolus is no
milder than the hour of a flex day that brings as much; what speaks for it is a single dose that this patient has borne
in screening or, where none is on record, the smallest with which anybody is screened.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from lentus import monograph
from lentus.course import PumpUse, State
from lentus.course.orders import PumpDoseOrder
from lentus.course.own_bolus import allowed
from lentus.course.plan_program import PlanPatientBolus
from lentus.course.program_step import ProgramStep
from lentus.protocol.bands import Unknown, band_for
from lentus.protocol.bounds import WHOLE, step_up_within
from lentus.protocol.dosing import running_dose, size_words
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.trials import effective_trial
from lentus.protocol.whole_day import DoseOrder, adds_boluses, beside_words
from lentus.quantity import DoseRate, Duration, Mass, show, show_percent

RULE = "titration.largest-hour"
UNKNOWN_DAY = "the hours of the program that runs"
OVERDOSES = "holiday.restart-overdoses"
SMALLEST = "screening.small-patient-dose"
_DAY, _HOUR = 24 * 60, 60
SHAPED = ("flex", "periodic bolus")
ONE_HOUR = Duration.exact(1, "h")
_NOTHING = Mass.exact(0, "mcg")


def largest_hour_of(order: DoseOrder) -> Mass:
    """The most that any hour of the order can bring: its schedule, a single bolus, and what the patient may add."""
    if order.mode == "stopped":
        return _NOTHING
    rate = largest_hour(order.steps) if order.steps else order.daily_dose
    return rate * ONE_HOUR + (order.bolus or _NOTHING) + _own(order.patient_bolus)


def _running_hour(current: DoseRate, running: PumpUse) -> Mass:
    """The most that an hour brings now, in the mean where the hours of the day are not on record."""
    rate = largest_hour(running.steps) if running.steps else current
    return rate * ONE_HOUR + _own(running.patient_bolus)


def _own(own: PlanPatientBolus | None) -> Mass:
    """What the patient can add within an hour: boluses a lockout apart, counted in full."""
    if own is None:
        return _NOTHING
    fit = ceil(ONE_HOUR / own.lockout)
    return own.dose * min(fit, allowed(own).effective_a_day)


def largest_hour(steps: tuple[ProgramStep, ...]) -> DoseRate:
    """The most that any sixty minutes of a repeating day bring, as a rate; `steps` are not empty."""
    starts = [_minute(one.starts) for one in steps]
    ends = [*starts[1:], starts[0] + _DAY]
    parts = [(low, high, one.rate) for low, high, one in zip(starts, ends, steps, strict=True) if high > low]
    # The dose of a window bends only where its start or its end meets a change of rate.
    windows = {begin % _DAY for low, _, _ in parts for begin in (low, low - _HOUR)}
    return max(_within(parts, begin) for begin in windows)


def _borne(state: State) -> Mass:
    """A single dose that speaks for a bolus: the screening dose that worked, else the smallest that is given."""
    trial = effective_trial(state)
    return trial.dose if trial is not None else monograph.mass(SMALLEST, state.patient.profile)


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _within(parts: list[tuple[int, int, DoseRate]], begin: int) -> DoseRate:
    total = DoseRate.exact(0, "mcg/h")
    for low, high, rate in parts:
        for turn in (-_DAY, 0, _DAY):
            shared = min(high + turn, begin + _HOUR) - max(low + turn, begin)
            if shared > 0:
                total = total + rate * Fraction(shared, _HOUR)
    return total


def hour_of_day(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """A flex day or a bolus whose largest hour rises by more than the band allows a day; toxicity is asked about too.

    The hours of a simple program are its day's. Where the program that runs has hours nobody recorded, its mean is no
    measure: the finding then names what is missing.
    """
    current, running = running_dose(state, order.at), state.pump_at(order.at)
    if current is None or running is None:
        return
    adds = adds_boluses(order, running.value)
    band = band_for(state, order.at, order.reason)
    if not (order.steps or adds) or isinstance(band, Unknown):
        return
    most = largest_hour_of(order)
    before, after = _running_hour(current, running.value) / ONE_HOUR, most / ONE_HOUR
    if step_up_within(before, after, band.highest) or (adds and most <= _borne(state)):
        return
    missing = (UNKNOWN_DAY,) if not running.value.steps and running.value.mode in SHAPED else ()
    mean = " in the mean" if missing else ""
    profile = state.patient.profile
    known = " and ".join(show(one, "mcg/h") for one in monograph.fact(OVERDOSES).many(DoseRate, profile))
    size = size_words((after / before - 1) * WHOLE)
    beside = beside_words(order.bolus, order.patient_bolus)
    values: dict[str, Value] = {"hour_now": before, "hour_ordered": after, "limit_percent": band.highest}
    yield find(
        RULE,
        f"The largest hour rises from {show(before, 'mcg/h')}{mean} to {show(after, 'mcg/h')}"
        f"{f', with {beside}' if beside else ''}, up by {size}, whatever the day's total; overdoses on restart are "
        f"known at {known}",
        profile=profile,
        values=values,
        bound=f"for an hour no bound is published; the day's band ends at {show_percent(band.highest)}",
        missing=missing,
    )
