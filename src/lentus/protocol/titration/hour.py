"""The largest hour of a flex day: a day inside its band can bring most of its dose in one hour.

No source gives a bound for an hour. Until one does, the hour may rise by what the band allows the day, and beyond that
somebody has to own it: overdoses are known at rates that a whole day at a usual dose does not come near.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lentus import monograph
from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.course.program_step import ProgramStep
from lentus.protocol.bands import Unknown, band_for
from lentus.protocol.bounds import WHOLE, step_up_within
from lentus.protocol.dosing import running_dose, size_words
from lentus.protocol.finding import Finding, Value, find
from lentus.quantity import DoseRate, show, show_percent

RULE = "titration.largest-hour"
UNKNOWN_DAY = "the hours of the program that runs"
OVERDOSES = "holiday.restart-overdoses"
_DAY, _HOUR = 24 * 60, 60
SHAPED = ("flex", "periodic bolus")


def largest_hour(steps: tuple[ProgramStep, ...]) -> DoseRate:
    """The most that any sixty minutes of a repeating day bring, as a rate; `steps` are not empty."""
    starts = [_minute(one.starts) for one in steps]
    ends = [*starts[1:], starts[0] + _DAY]
    parts = [(low, high, one.rate) for low, high, one in zip(starts, ends, steps, strict=True) if high > low]
    # The dose of a window bends only where its start or its end meets a change of rate.
    windows = {begin % _DAY for low, _, _ in parts for begin in (low, low - _HOUR)}
    return max(_within(parts, begin) for begin in windows)


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


def hour_of_flex(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """A flex day whose largest hour rises by more than the band allows a day; one for toxicity is asked about too.

    The hours of a simple program are its day's. Where the program that runs has hours nobody recorded, its mean is no
    measure: the finding then names what is missing.
    """
    current, running = running_dose(state, order.at), state.pump_at(order.at)
    if not order.steps or current is None or running is None:
        return
    band = band_for(state, order.at, order.reason)
    if isinstance(band, Unknown):
        return
    told = running.value.steps
    before, after = largest_hour(told) if told else current, largest_hour(order.steps)
    if step_up_within(before, after, band.highest):
        return
    missing = (UNKNOWN_DAY,) if not told and running.value.mode in SHAPED else ()
    mean = " in the mean" if missing else ""
    profile = state.patient.profile
    known = " and ".join(show(one, "mcg/h") for one in monograph.fact(OVERDOSES).many(DoseRate, profile))
    size = size_words((after / before - 1) * WHOLE)
    values: dict[str, Value] = {"hour_now": before, "hour_ordered": after, "limit_percent": band.highest}
    yield find(
        RULE,
        f"The largest hour rises from {show(before, 'mcg/h')}{mean} to {show(after, 'mcg/h')}, up by {size}, whatever "
        f"the day's total; overdoses on restart are known at {known}",
        profile=profile,
        values=values,
        bound=f"for an hour no bound is published; the day's band ends at {show_percent(band.highest)}",
        missing=missing,
    )
