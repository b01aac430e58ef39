"""Questions to the pump about its reservoir: when it is due, what was left in it, and what to draw up for it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from fractions import Fraction

from lentus import pump
from lentus.errors import QualifyError
from lentus.monograph import Percent
from lentus.pump import Due, PatientBolus, Program, PumpClock, Reserve, SimpleContinuous, Visit
from lentus.qualify.answers import Answer, Arguments
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume, read_percent

_UTC_CLOCK = PumpClock(timedelta(0))
_NOTHING = Volume.exact(0, "mL")


def refill_dates(given: Arguments) -> Answer:
    """Alarm, earliest empty day, cap and appointment of a fill; whole days are cut down, never rounded up."""
    program = _program(given)
    filled_on = datetime.combine(given.day("filled"), time(9), UTC)
    used = given.amount("used", Volume) if given.has("used") else _NOTHING
    volume = given.amount("volume", Volume) - used
    found = pump.refill_dates(program, filled_on, volume, _reserve(given))
    return Answer(
        {
            **_due("alarm", found.alarm),
            **_due("empty", found.empty),
            **_due("cap", found.cap),
            "window": found.window,
            "needs": found.needs,
            "flow": program.most_daily / program.programmed if program.most_daily else None,
            "days_without_reserve": int(pump.time_to_pump(program, filled_on, volume).amount("day")),
        }
    )


def _program(given: Arguments) -> Program:
    patient = None
    if given.has("bolus"):
        patient = PatientBolus(
            given.amount("bolus", Mass),
            given.amount("bolus_over", Duration),
            given.amount("lockout", Duration),
            given.number("most_a_day"),
        )
    mode = SimpleContinuous(given.amount("dose", DoseRate))
    return Program(given.amount("concentration", Concentration), mode, _UTC_CLOCK, (), patient)


def _reserve(given: Arguments) -> Reserve:
    if given.has("device"):
        alarm = given.amount("alarm", Volume) if given.has("alarm") else None
        return Reserve.of(pump.device_of(given.text("device")), alarm)
    return Reserve(
        given.amount("alarm", Volume) if given.has("alarm") else None,
        given.amount("unusable", Volume) if given.has("unusable") else None,
        read_percent(given.text("above")) if given.has("above") else None,
        given.amount("cap", Duration),
    )


def _due(name: str, due: Due | None) -> dict[str, object]:
    if due is None:
        return {f"{name}_day": None, f"{name}_after": None}
    return {f"{name}_day": due.day, f"{name}_after": due.after}


def appointment(given: Arguments) -> Answer:
    """The first and the last day of an appointment before a date, by the clinic's preset."""
    preset = given.text("preset", "longer")
    if preset not in ("longer", "shorter"):
        raise QualifyError(f"preset {preset!r}: there are longer and shorter")
    found = pump.appointment(given.day("before"), "longer" if preset == "longer" else "shorter")
    return Answer({"window": found})


def residual(given: Arguments) -> Answer:
    """Expected against aspirated, and which of the published tests fire."""
    visit = Visit(
        given.amount("filled", Volume),
        given.amount("flow", FlowRate) * given.amount("over", Duration),
        given.amount("aspirated", Volume),
    )
    tests = pump.residual_tests(visit, pump.device_of(given.text("device")))
    return Answer(
        {
            "expected": visit.expected,
            "discrepancy_ml": visit.discrepancy.amount("mL"),
            "ratio": visit.ratio,
            "fires": tuple(one.name for one in tests if one.fires),
            "upper_bound": next(one.bound for one in tests if one.name == "accuracy-above"),
        }
    )


def pocket_fill(given: Arguments) -> Answer:
    """Whether so much is missing right after a fill that it may have gone beside the pump."""
    device = pump.device_of(given.text("device"))
    found = pump.pocket_fill(given.amount("injected", Volume), given.amount("measured", Volume), device)
    return Answer({"missing": found.measured, "suspected": found.fires, "bound": found.bound})


def draw_up(given: Arguments) -> Answer:
    """The best way to have a volume of a strength from the marketed products, or why there is none."""
    capacity = pump.device_of(given.text("device")).volume("reservoir") if given.has("device") else None
    best = pump.draw_up(given.amount("target", Concentration), given.amount("volume", Volume), capacity)[0]
    return Answer(
        {
            "ready_made": best.ready_made,
            "containers": best.count,
            "stock_volume": best.stock,
            "diluent_volume": best.diluent,
            "discarded": best.discarded,
        }
    )


def dilute(given: Arguments) -> Answer:
    """Stock and diluent that make a volume of a weaker strength, or why they cannot."""
    made = pump.dilute(
        given.amount("target", Concentration), given.amount("volume", Volume), given.amount("stock", Concentration)
    )
    return Answer({"stock_volume": made.stock, "diluent_volume": made.diluent})


def blend(given: Arguments) -> Answer:
    """Two solutions that make a volume of a strength between them, without diluent."""
    made = pump.blend(
        given.amount("target", Concentration),
        given.amount("volume", Volume),
        given.amount("weaker", Concentration),
        given.amount("stronger", Concentration),
    )
    return Answer({"weaker_volume": made.weaker, "stronger_volume": made.stronger})


def septum(given: Arguments) -> Answer:
    """How many refills the life of a pump takes at its longest interval, and whether its septum takes them."""
    device = pump.device_of(given.text("device"))
    needed = pump.refills_over(device.age("life").years, device.duration("refill-interval"))
    return Answer({"refills": needed, "within": needed <= device.count("septum-punctures")})


def figure(given: Arguments) -> Answer:
    """A figure of a device: its value, and whether the source's own text was seen."""
    found = pump.device_of(given.text("device")).figure(given.text("figure"))
    values = tuple(Fraction(one.amount) if isinstance(one, Percent) else one for one in found.values)
    return Answer({"value": values[0] if len(values) == 1 else values, "verified": found.verified})


QUESTIONS = {
    "pump.refill-dates": refill_dates,
    "pump.appointment": appointment,
    "pump.residual": residual,
    "pump.pocket-fill": pocket_fill,
    "pump.draw-up": draw_up,
    "pump.dilute": dilute,
    "pump.blend": blend,
    "pump.septum": septum,
    "pump.figure": figure,
}
"""By name."""
