"""`lentus plan`: day-by-day plans. The only command that knows what day it is, for a plan without a first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import get_args

from lentus.cli.reading import course_named, day_named, state_at
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.course import State, course_from, fold, zone_named
from lentus.course.words import Setting
from lentus.errors import PlanError
from lentus.present.plans import PlanPage, holiday_page, oral_page, plan_data, plan_pieces, taper_page
from lentus.protocol import blocked, check
from lentus.protocol.dispensing import dispense_told
from lentus.protocol.holiday_plan import SHAPES, plan_holiday
from lentus.protocol.oral_plan import plan_oral
from lentus.protocol.oral_taken import day_begins
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.protocol.written import refuse_other_unit
from lentus.protocol.zone import NO_ZONE, zone_of
from lentus.quantity import Concentration, DoseRate, FlowRate, Mass

PLACES: tuple[Setting, ...] = get_args(Setting)


@dataclass(frozen=True, slots=True)
class Asked:
    """What every plan is asked with."""

    start: str
    course: str
    every_day: bool
    as_json: bool

    def state(self) -> State | None:
        """The patient, where a course is named."""
        return state_at(course_named(self.course), None) if self.course else None

    def first_day(self, state: State | None) -> date:
        """The first day: as asked, else today on the patient's clock."""
        today = datetime.now(zone_named(zone_of(state)) if state else UTC).date()
        asked = day_named(self.start)
        if asked is None and state is not None and state.at is not None:
            return max(today, state.now.date())
        return asked or today

    def show(self, page: PlanPage) -> int:
        """Print a plan."""
        if self.as_json:
            show_json(plan_data(page))
        else:
            show_pieces(plan_pieces(page, every_day=self.every_day))
        return STANDS if blocked(page.findings) else FINE


def oral(asked: Asked, target: str, *, by: str, product: str, halves: bool) -> int:
    """The way up to a daily dose by mouth."""
    state = asked.state()
    daily = DoseRate.read(target)
    refuse_other_unit("oral", target)
    plan = plan_oral(asked.first_day(state), daily, from_state=state, by=day_named(by))
    ways = plan.ways(product or None, halves=halves)
    dispense = dispense_told(plan.days(), product, halves=halves) if product else None
    return asked.show(oral_page(plan, ways, checked=state is not None, dispense=dispense))


def taper(asked: Asked, doses: list[str], *, times: int, days: int, step: str, product: str) -> int:
    """The way down from doses by mouth."""
    state = asked.state()
    now = tuple(Mass.read(text) for text in doses)
    if times > 1 and len(now) != 1:
        raise PlanError("--times repeats one --dose: give one, or write each dose of the day")
    grid = Mass.read(step) if step else None
    refuse_other_unit("oral", *doses, step)
    plan = plan_taper(asked.first_day(state), now * times, days, state, grid=grid, product=product or None)
    dispense = dispense_told(plan.table, product) if product else None
    return asked.show(taper_page(plan, checked=state is not None, dispense=dispense))


def holiday(
    asked: Asked,
    current: str,
    *,
    days: int,
    drug_free: int | None,
    shape: str,
    alternative: str,
    setting: str,
    concentration: str,
    minimum_flow: str,
    step: str,
) -> int:
    """The gradual reduction of a drug holiday. Without a course, a patient found with this dose is assumed."""
    place = next((one for one in PLACES if one == setting), None)
    if place is None:
        raise PlanError(f"setting {setting!r}: write {', '.join(PLACES)}")
    named = next((one for one in SHAPES if one == shape), None)
    if named is None:
        raise PlanError(f"shape {shape!r}: write {' or '.join(SHAPES)}")
    if bool(current) == bool(asked.course):
        raise PlanError("a drug holiday starts from a dose: give --from DOSE or --course COURSE, one of the two")
    grid = DoseRate.read(step) if step else None
    if current:
        DoseRate.read(current)
    refuse_other_unit("intrathecal", current, step)
    state = asked.state()
    first = asked.first_day(state)
    known = state or _found_with(current, first)
    plan = plan_holiday(
        known,
        max(day_begins(first, zone_of(known)), known.now),
        days,
        named,
        alternative=alternative,
        setting=place,
        concentration=Concentration.read(concentration) if concentration else None,
        minimum_flow=FlowRate.read(minimum_flow) if minimum_flow else None,
        drug_free_days=drug_free,
        step=grid,
    )
    return asked.show(holiday_page(plan, check(known, plan.order), checked=state is not None))


def _found_with(dose: str, first: date) -> State:
    """A nameless patient who is found with a pump at a dose when the plan begins."""
    found = {"kind": "as found", "at": f"{first.isoformat()}T00:00", "daily_dose": dose}
    course = course_from(
        {"zone": NO_ZONE, "author": "lentus plan", "patient": {"id": "not named"}, "events": [found]}, "plan"
    )
    return fold(course.patient, course.events)
