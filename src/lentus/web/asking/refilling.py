"""The dates of a fill, what to draw up, and what should be left at a visit, with its tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from lentus import monograph
from lentus.errors import PlanError
from lentus.monograph import Percent
from lentus.present.pictures import Drawing, reservoir_picture
from lentus.present.pump_drawn import drawn_up
from lentus.present.pump_page import page_pieces
from lentus.present.pump_refill import NO_PUMP, RefillAsked, refill_page
from lentus.present.pump_residual import Left, left_on
from lentus.pump import (
    Entered,
    Preset,
    Program,
    Pump,
    PumpClock,
    Reserve,
    SimpleContinuous,
    left_by,
    pocket_fill,
)
from lentus.quantity import Concentration, DoseRate, Volume, read_percent
from lentus.web.asking.pumps import OWN, device_question, pump_of
from lentus.web.asking.question import (
    Answer,
    Calculator,
    Given,
    Question,
    Reader,
    day_read,
    needed,
    reader,
    within_calendar,
)

NOTHING = Volume.exact(0, "mL")
QUESTIONS = (
    Question("volume", "In the reservoir after the fill", "20 mL", reads=Volume.read),
    Question("dose", "Daily dose", "300 mcg/day", reads=DoseRate.read, way="intrathecal"),
    Question("concentration", "Strength, filled and programmed", "500 mcg/mL", reads=Concentration.read),
    Question("filled", "Day of the fill", "2026-03-05", reads=day_read),
    device_question(),
    Question("alarm", "Low-reservoir alarm", "2 mL", "As set in the pump, where it differs.", False, reads=Volume.read),
    Question("unusable", "Volume that cannot be used", "1.4 mL", "From the pump's manual.", False, reads=Volume.read),
    Question("above", "Upper accuracy limit", "14.5 %", "From the pump's manual.", False, reads=read_percent),
    Question(
        "used",
        "Used at once by a bolus",
        "0.34 mL",
        "A priming or bridge bolus of the visit.",
        False,
        reads=Volume.read,
    ),
    Question(
        "preset",
        "Book the refill",
        needed=False,
        choices=(("longer", "the longer time before"), ("shorter", "the shorter time before")),
        usual="longer",
    ),
    Question("on", "What should be left on this day", "2026-05-03", needed=False, reads=day_read),
    Question("aspirated", "Aspirated on that day", "4.5 mL", "With the day before it.", False, reads=Volume.read),
    Question(
        "measured", "Measured right after the fill", "19.5 mL", "Tests for a pocket fill.", False, reads=Volume.read
    ),
)


def answer(given: Given, _: datetime) -> Answer:
    """The dates."""
    read = reader(given, QUESTIONS)
    asked = _asked(read)
    with within_calendar():
        page, dates = refill_page(asked)
    drawn: tuple[Drawing, ...] = ()
    if dates is not None:
        drawn = (reservoir_picture(asked.program, asked.filled, asked.usable, asked.reserve, dates),)
    return Answer(tuple(page_pieces(page)), drawn)


def _asked(read: Reader) -> RefillAsked:
    strength, filled, dose, day = (
        read.strength("concentration"),
        read.volume("volume"),
        read.dose("dose"),
        read.day("filled"),
    )
    alarm, used, measured = read.volume("alarm"), read.volume("used"), read.volume("measured")
    on, aspirated = read.day("on"), read.volume("aspirated")
    unusable, above = read.volume("unusable"), read.read("above", read_percent)
    read.settled()
    own = {"alarm-volume": alarm, "residual": unusable, "accuracy-above": None if above is None else Percent(above)}
    pump = pump_of(read, {name: Entered(value, OWN) for name, value in own.items() if value is not None})
    cap = monograph.duration("pump.refill-interval")
    reserve = Reserve.of(pump) if pump is not None else Reserve(alarm, unusable, above, cap)
    program = Program(needed(strength), SimpleContinuous(needed(dose)), PumpClock(timedelta(0)), (), None)
    capacity = pump.volume("reservoir") if pump is not None and pump.knows("reservoir") else None
    preset: Preset = "shorter" if read.given.get("preset") == "shorter" else "longer"
    asked = RefillAsked(
        program,
        datetime.combine(needed(day), time(0), UTC),
        needed(filled),
        used or NOTHING,
        reserve,
        pump,
        preset,
        drawn_up(needed(strength), needed(filled), capacity),
        pocket=pocket_fill(needed(filled), measured, _tested(pump)) if measured is not None else None,
        notes=() if pump else (NO_PUMP,),
    )
    if on is None and aspirated is not None:
        raise PlanError("Aspirated on that day: needs its day")
    return asked if on is None else replace(asked, left=_left(asked, read))


def _left(asked: RefillAsked, read: Reader) -> Left:
    on, aspirated = needed(read.day("on")), read.volume("aspirated")
    try:
        expected = left_by(asked.program, asked.filled, on, asked.usable)
    except PlanError as error:
        raise PlanError(f"What should be left on this day: {error}") from error
    return left_on(on, asked.usable, expected, aspirated, _tested(asked.pump) if aspirated is not None else None)


def _tested(pump: Pump | None) -> Pump:
    if pump is None:
        raise PlanError("Pump: the tests of what was aspirated or measured need it; choose it")
    return pump


REFILL = Calculator(
    "refill",
    "Refill and residual volume",
    "When a fill is due, what to draw up for it, and what should be left at the next visit.",
    QUESTIONS,
    answer,
)
