"""Day-by-day plans without a patient: up by mouth, down by mouth, and a drug holiday."""

from __future__ import annotations

from datetime import date, datetime
from typing import get_args

from lentus.course import State, course_from, fold
from lentus.course.words import Setting
from lentus.errors import PlanError
from lentus.present.plans import PlanPage, holiday_page, oral_page, plan_pieces, taper_page
from lentus.protocol import check
from lentus.protocol.dispensing import dispense_told, stock
from lentus.protocol.holiday_plan import SHAPES, plan_holiday
from lentus.protocol.oral_plan import plan_oral
from lentus.protocol.oral_taken import day_begins
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.protocol.written import refuse_other_unit
from lentus.quantity import Concentration, DoseRate, FlowRate, Mass
from lentus.web.asking.question import Answer, Calculator, Given, Question, day_read, first_day, needed, reader, zone_at

START = Question("start", "First day", "2026-03-05", "Left out, today.", needed=False, reads=day_read)
PLACES: tuple[Setting, ...] = get_args(Setting)


def product_question() -> Question:
    """What to dispense."""
    kept = tuple((one.key, f"{one.key} {one.name}") for one in stock())
    return Question("product", "Product", needed=False, choices=(("", "any"), *kept))


ORAL = (
    Question("target", "Daily dose aimed at", "60 mg/day", reads=DoseRate.read, way="oral"),
    START,
    Question("by", "Reached by", "2026-04-05", "Where somebody hopes for a day.", needed=False, reads=day_read),
    product_question(),
    Question(
        "halves", "Half tablets", needed=False, choices=(("", "not counted"), ("yes", "counted: my own decision"))
    ),
)
TAPER = (
    Question(
        "doses",
        "Doses of the day now",
        "20 mg, 20 mg, 20 mg",
        "Each single dose, with commas.",
        reads=lambda text: _doses(text),
        way="oral",
    ),
    Question("days", "Days of the taper", "21", "The prescriber's choice; no US source gives a length."),
    START,
    Question("grid", "Smallest difference of two doses", "5 mg", needed=False, reads=Mass.read, way="oral"),
    product_question(),
)
HOLIDAY = (
    Question("current", "Daily dose now", "800 mcg/day", reads=DoseRate.read, way="intrathecal"),
    Question("days", "Days of the reduction", "21"),
    Question("drug_free", "Days without drug after it", "2", needed=False),
    Question("shape", "Shape", choices=tuple((one, one) for one in SHAPES), hint="A choice: no source gives it."),
    Question("alternative", "The other treatment, from the first day", "dantrolene by mouth", needed=False),
    Question("setting", "Where", choices=tuple((one, one) for one in PLACES)),
    Question("concentration", "Strength in the reservoir", "2000 mcg/mL", needed=False, reads=Concentration.read),
    Question("minimum", "The pump's lowest flow", "0.048 mL/day", needed=False, reads=FlowRate.read),
    Question("grid", "The pump's own step of doses", "1 mcg/day", needed=False, reads=DoseRate.read),
    START,
)


def oral(given: Given, now: datetime) -> Answer:
    """The way up."""
    read = reader(given, ORAL)
    target, start, by = read.dose("target"), read.day("start"), read.day("by")
    read.settled()
    refuse_other_unit("oral", given.get("target", ""))
    plan = plan_oral(first_day(start, now), needed(target), by=by)
    product, halves = given.get("product") or None, given.get("halves") == "yes"
    dispense = dispense_told(plan.days(), product, halves=halves) if product else None
    return _shown(oral_page(plan, plan.ways(product, halves=halves), checked=False, dispense=dispense))


def taper(given: Given, now: datetime) -> Answer:
    """The way down."""
    read = reader(given, TAPER)
    doses = read.read("doses", _doses)
    days, start, grid = read.whole("days"), read.day("start"), read.mass("grid")
    read.settled()
    refuse_other_unit("oral", *_texts(given.get("doses", "")), given.get("grid", ""))
    product = given.get("product") or None
    plan = plan_taper(first_day(start, now), needed(doses), needed(days), grid=grid, product=product)
    dispense = dispense_told(plan.table, product) if product else None
    return _shown(taper_page(plan, checked=False, dispense=dispense))


def holiday(given: Given, now: datetime) -> Answer:
    """The reduction before a time without drug."""
    read = reader(given, HOLIDAY)
    current, days, free, start = read.dose("current"), read.whole("days"), read.whole("drug_free"), read.day("start")
    strength, minimum, grid = read.strength("concentration"), read.flow("minimum"), read.dose("grid")
    read.settled()
    refuse_other_unit("intrathecal", given.get("current", ""), given.get("grid", ""))
    shape = next((one for one in SHAPES if one == given.get("shape")), None)
    place = next((one for one in PLACES if one == given.get("setting")), None)
    if shape is None or place is None:
        raise PlanError("Shape and place: choose one of each list")
    first, zone = first_day(start, now), zone_at(now)
    found = _found_with(needed(current), first, zone)
    plan = plan_holiday(
        found,
        max(day_begins(first, zone), found.now),
        needed(days),
        shape,
        alternative=given.get("alternative", ""),
        setting=place,
        concentration=strength,
        minimum_flow=minimum,
        drug_free_days=free,
        step=grid,
    )
    return _shown(holiday_page(plan, check(found, plan.order), checked=False))


def _found_with(dose: DoseRate, first: date, zone: str) -> State:
    """A nameless patient who is found with a pump at a dose when the plan begins."""
    found = {"kind": "as found", "at": f"{first.isoformat()}T00:00", "daily_dose": str(dose)}
    course = course_from({"zone": zone, "author": "calculator", "patient": {"id": "not named"}, "events": [found]})
    return fold(course.patient, course.events)


def _doses(text: str) -> tuple[Mass, ...]:
    return tuple(Mass.read(one) for one in _texts(text))


def _texts(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _shown(page: PlanPage) -> Answer:
    return Answer(tuple(plan_pieces(page)))


ORAL_PLAN = Calculator(
    "oral-plan", "Plan by mouth", "The label's way up to a daily dose, day by day.", ORAL, oral, "By mouth"
)
TAPER_PLAN = Calculator(
    "taper-plan",
    "Taper by mouth",
    "A slow withdrawal over the days that you choose, day by day.",
    TAPER,
    taper,
    "By mouth",
)
HOLIDAY_PLAN = Calculator(
    "holiday-plan", "Drug holiday", "The gradual reduction of intrathecal baclofen, day by day.", HOLIDAY, holiday
)
