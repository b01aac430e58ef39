"""Slips of the pen: a unit that does not belong to the route, and a size that betrays an exchanged one or a lost point.

The grammar has already refused numbers without a unit. Here the unit as written is held against the route, and the
amount against what ran before. A reduction for toxicity is told of the slip and not held up by it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from lentus import monograph
from lentus.course import State
from lentus.course.orders import (
    HolidayOrder,
    OralOrder,
    OralTaperOrder,
    PumpDoseOrder,
    PumpStartOrder,
    RestartOrder,
    ScreeningOrder,
)
from lentus.course.words import Profile
from lentus.protocol.area import Area
from lentus.protocol.dosing import ordered_dose
from lentus.protocol.finding import Finding, find
from lentus.protocol.oral_doses import daily, taken
from lentus.protocol.oral_taken import eases, taken_at
from lentus.protocol.rates import per_day, rates_agree
from lentus.protocol.start import first_day
from lentus.protocol.whole_day import ordered_beside, running_beside
from lentus.quantity import DoseRate, show

INTRATHECAL_FIELDS = (
    *("dose", "daily_dose", "hourly_rate", "bolus"),
    *("steps.rate", "steps.daily_dose", "patient_bolus.dose", "stages.daily_dose"),
)
IntrathecalOrder = ScreeningOrder | PumpStartOrder | PumpDoseOrder | RestartOrder | HolidayOrder
SLIP = "units.slip-in-reduction"
_NOTHING = DoseRate.exact(0, "mcg/day")


def mass_unit(text: str) -> str:
    """The unit of mass in a written amount: "mg" in "5 mg", "mcg" in "120 mcg/day"."""
    return text.split(" ")[-1].partition("/")[0]


def oral_in_mcg(state: State, order: OralOrder) -> Iterable[Finding]:
    """A dose by mouth that was not written in mg."""
    unit = monograph.text("units.oral-dose-unit", state.patient.profile)
    wrong = _otherwise(order.wording("doses"), unit)
    if not wrong:
        return
    slip = eases(order, taken_at(state, order.at), taken(order.doses))
    yield find(
        SLIP if slip else "units.oral-in-mcg",
        f"the dose by mouth is written as {wrong!r}; doses by mouth are written in {unit}",
        profile=state.patient.profile,
        values={"written": wrong, "unit": mass_unit(wrong)},
        bound=f"doses by mouth in {unit}",
    )


def intrathecal_in_mg(state: State, order: IntrathecalOrder) -> Iterable[Finding]:
    """An intrathecal dose that was not written in mcg. The strength of a solution may be: labels print it in mg."""
    unit = monograph.text("units.intrathecal-dose-unit", state.patient.profile)
    wrong = _otherwise((text for name in INTRATHECAL_FIELDS for text in order.wording(name)), unit)
    if not wrong:
        return
    yield find(
        SLIP if _eases_pump(state, order) else "units.intrathecal-in-mg",
        f"the intrathecal dose is written as {wrong!r}; intrathecal doses are written in {unit}",
        profile=state.patient.profile,
        values={"written": wrong, "unit": mass_unit(wrong)},
        bound=f"intrathecal doses in {unit}",
    )


def taper_in_mcg(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """A day of a taper that was not written in mg."""
    unit = monograph.text("units.oral-dose-unit", state.patient.profile)
    wrong = _otherwise(order.wording("steps.doses"), unit)
    if wrong:
        yield find(
            "units.oral-in-mcg",
            f"a dose of the taper is written as {wrong!r}; doses by mouth are written in {unit}",
            profile=state.patient.profile,
            values={"written": wrong, "unit": mass_unit(wrong)},
            bound=f"doses by mouth in {unit}",
        )


def oral_size(state: State, order: OralOrder) -> Iterable[Finding]:
    """The day's total by mouth, held against what is taken now."""
    before = taken_at(state, order.at)
    if before is None or not before.doses:
        return
    easing = eases(order, before, taken(order.doses))
    if not (easing and any(True for _ in oral_in_mcg(state, order))):  # Told of the slip once is enough.
        yield from _size(state, before.daily, daily(order.doses), easing=easing)


def taper_size(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """The first day of a taper, held against what is taken now; the days after it are small on purpose."""
    before, first = taken_at(state, order.at), daily(order.steps[0].doses)
    if before is not None and before.doses:
        yield from _size(state, before.daily, first, easing=False)


def pump_size(state: State, order: PumpDoseOrder) -> Iterable[Finding]:
    """The pump's daily dose, held against the one that runs. A fresh start is not: there the old dose means nothing."""
    running = _running(state, order)
    easing = _eases_pump(state, order)
    if running is not None and not (easing and any(True for _ in intrathecal_in_mg(state, order))):
        use = state.pump_at(order.at)
        beside = running_beside(use.value) if use is not None else _NOTHING
        yield from _size(state, running + beside, ordered_dose(order) + ordered_beside(order), easing=easing)


def start_size(state: State, order: PumpStartOrder) -> Iterable[Finding]:
    """The first dose, held against what the screening leads to: a thousand times off is an exchanged unit."""
    known = first_day(state)
    if known is not None:
        yield from _thousandfold(state, known.per_day * known.full, order.daily_dose, "the first day's dose")


def restart_size(state: State, order: RestartOrder) -> Iterable[Finding]:
    """The dose of a restart, held against the one from before: it may be far lower, and not a thousand times off."""
    ran = [one.value.daily_dose for one in state.pump if one.start <= order.at and one.value.mode != "stopped"]
    known = [one for one in ran if one is not None and one > _NOTHING]
    if known:
        yield from _thousandfold(state, known[-1], order.daily_dose, "the dose from before")


def _thousandfold(state: State, known: DoseRate, ordered: DoseRate, name: str) -> Iterable[Finding]:
    thousand = monograph.count("units.mcg-in-mg", state.patient.profile)
    if ordered <= _NOTHING or max(ordered / known, known / ordered) < thousand:
        return
    yield find(
        "units.thousandfold",
        f"{_show(ordered, known)} is {_times(ordered / known)} {name}, {_show(known, ordered)}",
        profile=state.patient.profile,
        values={"known": known, "ordered": ordered, "times": ordered / known},
        bound=f"less than {thousand} times, and more than 1/{thousand} of, {name}",
    )


def _size(state: State, running: DoseRate, ordered: DoseRate, *, easing: bool) -> Iterable[Finding]:
    yield from of_size(running, ordered, state.patient.profile, easing=easing)


def of_size(running: DoseRate, ordered: DoseRate, profile: Profile, *, easing: bool = False) -> Iterable[Finding]:
    """What a dose ten or a thousand times off the running one is told; `easing` where it is less for toxicity."""
    zero = running - running
    if running <= zero or ordered <= zero:
        return  # Nothing is no multiple of anything; starting and stopping have rules of their own.
    thousand, ten = monograph.count("units.mcg-in-mg", profile), monograph.count("units.tenfold", profile)
    times = max(ordered / running, running / ordered)
    if times < ten:
        return
    rule, limit = ("units.thousandfold", thousand) if times >= thousand else ("units.tenfold", ten)
    yield find(
        SLIP if easing else rule,
        f"{_show(ordered, running)} is {_times(ordered / running)} the dose now running, {_show(running, ordered)}",
        profile=profile,
        values={"running": running, "ordered": ordered, "times": ordered / running},
        bound=f"less than {limit} times, and more than 1/{limit} of, the dose now running",
    )


def _show(rate: DoseRate, beside: DoseRate) -> str:
    """Both doses in one unit, since the point is their size: in mg where both are at least one."""
    milligram = DoseRate.exact(1, "mg/day")
    return show(rate, "mg/day" if min(rate, beside) >= milligram else "mcg/day")


def _times(ratio: Fraction) -> str:
    if ratio >= 1:
        return f"{math.floor(ratio)} times" if ratio.denominator == 1 else f"more than {math.floor(ratio)} times"
    inverse = 1 / ratio
    part = f"1/{math.floor(inverse)} of"
    return part if inverse.denominator == 1 else f"less than {part}"


def _otherwise(texts: Iterable[str], unit: str) -> str:
    """The first text whose unit of mass is another; empty where there is none."""
    return next((text for text in texts if mass_unit(text) != unit), "")


def _running(state: State, order: PumpDoseOrder) -> DoseRate | None:
    stretch = state.pump_at(order.at)
    if stretch is None or stretch.value.mode in ("stopped", "minimum rate"):
        return None
    return stretch.value.daily_dose


def _eases_pump(state: State, order: IntrathecalOrder) -> bool:
    if not isinstance(order, PumpDoseOrder) or order.reason != "toxicity":
        return False
    running = _running(state, order)
    return running is None or ordered_dose(order) < running


AREA = Area(
    rules={
        "oral": (oral_in_mcg, oral_size),
        "oral taper": (taper_in_mcg, taper_size),
        "screening": (intrathecal_in_mg,),
        "pump start": (intrathecal_in_mg, per_day, start_size),
        "pump dose": (intrathecal_in_mg, per_day, pump_size, rates_agree),
        "pump restart": (intrathecal_in_mg, per_day, restart_size),
        "drug holiday": (intrathecal_in_mg, per_day),
    }
)
