"""One dose said twice: an hourly rate or a flow beside the daily dose has to be the same dose.

Programmers show an hourly rate rounded, so a figure agrees where it is the exact one written with enough digits. With
fewer it has to be exact: "4 mcg per hour" is not 100 mcg per day.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lentus import monograph
from lentus.course import State
from lentus.course.orders import HolidayOrder, PumpDoseOrder, PumpStartOrder, RestartOrder
from lentus.protocol.exposure import for_toxicity
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.lowest_rate import lowest_dose
from lentus.quantity import Concentration, show

SLIP = "units.slip-in-reduction"
DIGITS = "units.digits-of-a-rounded-rate"
CHANGING = ("flex", "periodic bolus")
"""Modes whose rate changes through the day: one rate says nothing about the daily dose."""

DAILY = ("daily_dose", "stages.daily_dose", "steps.daily_dose")
STRENGTH = "the concentration programmed"


def per_day(state: State, order: PumpStartOrder | PumpDoseOrder | RestartOrder | HolidayOrder) -> Iterable[Finding]:
    """A daily dose that was not written per day."""
    span = monograph.text("units.daily-dose-time", state.patient.profile)
    written = (text for name in DAILY for text in order.wording(name))
    wrong = next((text for text in written if text.rpartition("/")[2] != span), "")
    if wrong:
        yield find(
            SLIP if for_toxicity(state, order) else "units.daily-dose-per-hour",
            f"the daily dose is written as {wrong!r}; write it in mcg per {span}",
            profile=state.patient.profile,
            values={"written": wrong},
            bound=f"daily doses in mcg per {span}",
        )


def rates_agree(state: State, order: PumpDoseOrder) -> Iterable[Finding]:
    """An hourly rate, a flow, or a minimum rate that is another dose than the daily one beside it."""
    mode = order.mode or _running_mode(state, order)
    if mode == "stopped" or mode in CHANGING:
        return
    told = [*_hourly(order), *_flow(state, order), *(_lowest(state, order) if order.mode == "minimum rate" else [])]
    if told:
        yield find(
            SLIP if for_toxicity(state, order) else "units.rates-contradict",
            f"the daily dose is {show(order.daily_dose)}, and {' and '.join(told)}",
            profile=state.patient.profile,
            values=_values(order),
            bound="the same dose in each way of writing it",
        )
    if order.flow is not None and _strength(state, order) is None:
        what = "whether flow and daily dose agree"
        yield needs("record.cannot-assess", what, (STRENGTH,), profile=state.patient.profile)


def _hourly(order: PumpDoseOrder) -> Iterable[str]:
    if order.hourly_rate is None:
        return
    exact, said = order.daily_dose.amount("mcg/h"), order.hourly_rate.amount("mcg/h")
    if not says_the_same(said, exact):
        yield f"the hourly rate {show(order.hourly_rate, 'mcg/h')} is not that dose over 24 hours"


def _flow(state: State, order: PumpDoseOrder) -> Iterable[str]:
    strength = _strength(state, order)
    if order.flow is None or strength is None:
        return
    exact = order.daily_dose / strength
    if not any(says_the_same(order.flow.amount(unit), exact.amount(unit)) for unit in ("mL/day", "mL/h")):
        yield f"a flow of {show(order.flow)} at {show(strength)} is not that dose"


def _lowest(state: State, order: PumpDoseOrder) -> Iterable[str]:
    lowest = lowest_dose(state, order.at)
    if lowest is not None and not says_the_same(order.daily_dose.amount("mcg/day"), lowest.amount("mcg/day")):
        yield "the pump's minimum rate is another dose"


def says_the_same(said: Fraction, exact: Fraction) -> bool:
    """Whether a figure is the exact amount, or it rounded to the figure's own decimals with enough digits left."""
    if said == exact:
        return True
    places = _decimals(said)
    if places is None or abs(said) * 10**places < 10 ** (monograph.count(DIGITS) - 1):
        return False
    return bool(abs(said - exact) * 2 * 10**places <= 1)


def _decimals(number: Fraction) -> int | None:
    """How many decimals the number has; None where it has no end. One given by a program can have none."""
    places = 0
    while number.denominator != 1:
        number *= 10
        places += 1
        if places > _MOST_DECIMALS:
            return None
    return places


_MOST_DECIMALS = 12
"""More than the grammar reads."""


def _strength(state: State, order: PumpDoseOrder) -> Concentration | None:
    running = state.pump_at(order.at)
    return running.value.concentration if running else None


def _running_mode(state: State, order: PumpDoseOrder) -> str | None:
    running = state.pump_at(order.at)
    return running.value.mode if running else None


def _values(order: PumpDoseOrder) -> dict[str, Value]:
    values: dict[str, Value] = {"ordered": order.daily_dose}
    values |= {"hourly": order.hourly_rate} if order.hourly_rate is not None else {}
    return values | ({"flow": order.flow} if order.flow is not None else {})
