"""Plans, pictures and worksheets for the tests of this floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from lentus.present.pictures import (
    Drawing,
    DrawnDay,
    Standing,
    change_picture,
    days_picture,
    dose_picture,
    path_picture,
    reservoir_picture,
)
from lentus.present.pictures.dose import WEEK
from lentus.present.sheet import Person, Side, Worksheet
from lentus.pump import (
    BridgePlan,
    Change,
    Delivery,
    Flex,
    Path,
    PatientBolus,
    PeriodicBolus,
    Program,
    PumpClock,
    Reserve,
    SimpleContinuous,
    Step,
    Supply,
    deliver,
    device_of,
    draw_up,
    expand,
    plan_change,
    refill_dates,
    settled_day,
)
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Volume

AT = datetime(2026, 3, 5, 14, 30, tzinfo=timezone(timedelta(hours=-6)))
CLOCK = PumpClock(timedelta(hours=-6))
OLD, NEW = Concentration.read("2000 mcg/mL"), Concentration.read("500 mcg/mL")
PATH = Volume.read("0.34 mL")
DOUBTED = (Volume.read("0.29 mL"), Volume.read("0.4 mL"))
STROKE = Volume.read("0.0025 mL")
FULL = Volume.read("20 mL")
DOSE = DoseRate.read("300 mcg/day")
RESERVE = Reserve(Volume.read("2 mL"), Volume.read("1.4 mL"), Fraction(29, 2), Duration.read("180 days"))


def span(text: str) -> Duration:
    return Duration.read(text)


def step(start: str, end: str, rate: str) -> Step:
    return Step(span(start), span(end), DoseRate.read(rate))


FLEX = Flex.daily([step("0 h", "6 h", "8 mcg/h"), step("6 h", "20 h", "15 mcg/h"), step("20 h", "24 h", "10 mcg/h")])
PATIENT = PatientBolus(Mass.read("20 mcg"), span("5 min"), span("4 h"), 3)
PERIODIC = PeriodicBolus(Mass.read("25 mcg"), span("1 h"), 8, span("1 h"), DoseRate.read("5 mcg/h"))


def bridge(old: Concentration = OLD, new: Concentration = NEW) -> BridgePlan:
    plan = plan_change(Change(old, new, DOSE, PATH))
    assert isinstance(plan, BridgePlan)
    return plan


def pictures() -> dict[str, Drawing]:
    """One of each kind, with what is hard to draw: thin boluses, many of them, letters that touch."""
    end = AT + timedelta(days=8)
    flex = Program(NEW, FLEX, CLOCK, patient=PATIENT)
    presses = [AT + timedelta(hours=hours) for hours in (3, 16, 60)]
    given = deliver(expand(flex, AT, end, presses), Supply(NEW), Path.full(PATH, OLD))
    often = deliver(expand(Program(NEW, PERIODIC, CLOCK), AT, end), Supply(NEW), Path.full(PATH, NEW))
    plan = bridge()
    slow = Program(NEW, SimpleContinuous(DoseRate.read("50 mcg/day")), CLOCK)
    fast = Program(NEW, SimpleContinuous(DOSE), CLOCK)
    bolused, mistaken = Program(NEW, PERIODIC, CLOCK), Program(OLD, FLEX, CLOCK)
    moments = (Standing(span("0 h"), "At the change"), Standing(plan.over / 2, "Half-way"))
    return {
        "day": dose_picture(given, NEW, AT),
        "week": dose_picture(given, NEW, AT, WEEK),
        "periodic week": dose_picture(often, NEW, AT, WEEK),
        "change": change_picture(plan, AT),
        "change to stronger": change_picture(bridge(NEW, OLD), AT),
        "change of a doubted path": change_picture(plan, AT, DOUBTED),
        "day of a valve pump": valve_day("100 mcg/day"),
        "day of many strokes": valve_day("900 mcg/day"),
        "days": days_picture(*(DrawnDay(*one) for one in _sides(flex, bolused))),
        "days of a wrong strength": days_picture(*(DrawnDay(*one) for one in _sides(fast, mistaken))),
        "path": path_picture(plan.with_bridge, moments),
        "reservoir soon": reservoir_picture(fast, AT, FULL, RESERVE, refill_dates(fast, AT, FULL, RESERVE)),
        "reservoir": reservoir_picture(slow, AT, FULL, RESERVE, refill_dates(slow, AT, FULL, RESERVE)),
    }


def valve_day(dose: str) -> Drawing:
    """The day of a pump that gives so much a day by strokes."""
    program = Program(NEW, SimpleContinuous(DoseRate.read(dose)), CLOCK)
    given = deliver(expand(program, AT, AT + timedelta(days=8)), Supply(NEW), Path.full(PATH, NEW))
    return dose_picture(given, NEW, AT, pulse=STROKE)


def _sides(*programs: Program) -> list[tuple[str, Concentration, Delivery]]:
    """Both days, the reservoir filled with the weaker solution whatever is programmed."""
    names = ("Before", "After")
    return [(name, one.programmed, settled_day(one, NEW, AT)) for name, one in zip(names, programs, strict=True)]


def worksheet(**other: Any) -> Worksheet:
    """A change of strength with everything on it."""
    plan = bridge()
    program = Program(NEW, SimpleContinuous(DOSE), CLOCK, first=(plan.bolus,), patient=PATIENT)
    made = Worksheet(
        title="Refill and change of strength",
        at=AT,
        patient=Person("Generated Cedar", "GEN-0003", datetime(1986, 6, 17).date()),  # noqa: DTZ001
        after=Side(program, NEW, FULL),
        before=Side(Program(OLD, SimpleContinuous(DOSE), CLOCK), OLD, Volume.read("4.5 mL")),
        pump=device_of("synchromed-ii-20"),
        path=PATH,
        path_source="implant record",
        change=plan,
        draw=draw_up(NEW, FULL)[0],
        lot="GEN-2291",
        reserve=RESERVE,
        dates=refill_dates(program, AT, FULL, RESERVE),
        findings=(),
        generated=True,
    )
    return replace(made, **other)
