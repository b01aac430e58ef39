"""Two programs side by side: field by field, and both days drawn at one scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from pydantic import ValidationError
from starlette.responses import HTMLResponse

from lentus.course.course import mapping_from
from lentus.course.faults import sentence
from lentus.course.plan import PumpPlan, plan_from
from lentus.course.plan_program import PlanProgram
from lentus.errors import LentusError, PlanError
from lentus.present.pictures import DrawnDay, days_picture
from lentus.present.pieces import Piece
from lentus.present.plan_sides import side_after, side_before
from lentus.present.pump_compare import Sided, compare_pieces
from lentus.pump import MIDNIGHT, Flex, Mode, Program, PumpClock, SimpleContinuous, extremes, settled_day
from lentus.pump.modes import clock_time
from lentus.quantity import Concentration, Duration, show
from lentus.web.asking.echoing import Said, said
from lentus.web.asking.question import Question, reader
from lentus.web.asking.schedule import DOSE, PARTS, mode_of
from lentus.web.asking.wording import for_page
from lentus.web.pictures import picture_html
from lentus.web.posted import Fields, Posted
from lentus.web.rendering import fragment, page
from lentus.web.signed import may

router = APIRouter(prefix="/compare", dependencies=[Depends(may("read monograph"))])

REFUSED = 422
SIDES = (("a", "First"), ("b", "Second"))
HOUR, DAY = Duration.exact(1, "h"), Duration.exact(24, "h")
QUESTIONS = (
    Question("concentration", "Strength as programmed", "500 mcg/mL", reads=Concentration.read),
    DOSE,
    PARTS,
)
PLAN = Question(
    "plan",
    "Or a plan file",
    "",
    "Its text, TOML or JSON, instead of the fields above. One plan alone compares what runs now with what is planned.",
    needed=False,
    lines=True,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What stands below the two forms."""

    pieces: tuple[Piece, ...] = ()
    drawing: Markup | None = None
    faults: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


@router.get("")
def show_empty(request: Request) -> HTMLResponse:
    """The page before anything is typed."""
    return _page(request, {}, Compared(lacking=_lacking({})), 200)


@router.post("")
def compare(request: Request, fields: Posted) -> HTMLResponse:
    """The comparison: below the forms for a script, else on the page with what was typed."""
    given = _given(fields)
    compared = compared_by(given)
    if request.headers.get("hx-request") == "true":
        return fragment(request, "parts/compared.html", compared=compared, echoed=_said(given), live=True)
    return _page(request, given, compared, REFUSED if compared.faults else 200)


def compared_by(given: dict[str, str]) -> Compared:
    """Both programs, once each can be read."""
    lacking = _lacking(given)
    if lacking:
        return Compared(lacking=lacking)
    sides, faults = [], []
    for key, name in SIDES:
        try:
            sides += _sides(given, key, name)
        except LentusError as error:
            faults += [f"{name} program. {line}" for line in str(error).splitlines()]
    if faults:
        return Compared(faults=tuple(faults))
    first, second = sides
    return Compared(for_page(compare_pieces(first, second), {}), _drawn(first, second))


def _sides(given: dict[str, str], key: str, name: str) -> list[Sided]:
    """The side that these fields make; both sides of a plan that stands alone, none where the other one does."""
    own = {one.name: given.get(f"{key}_{one.name}", "") for one in (*QUESTIONS, PLAN)}
    other = [
        given.get(f"{one}_{question.name}", "") for one, _ in SIDES if one != key for question in (*QUESTIONS, PLAN)
    ]
    if own["plan"]:
        if any(own[one.name] for one in QUESTIONS):
            raise PlanError("What runs: fill in the fields, or a plan file, one of the two")
        plan = _plan(own["plan"])
        # A plan that stands alone brings what runs now with it.
        return [side_after(plan, name)] if any(other) else [side_before(plan, "Plan file"), side_after(plan, "After")]
    return [_side(name, own)] if any(own.values()) else []


def _plan(text: str) -> PumpPlan:
    return plan_from(mapping_from(text, "plan file", toml=not text.startswith("{")), "plan file")


def _side(name: str, own: dict[str, str]) -> Sided:
    read = reader(own, QUESTIONS)
    strength = read.strength("concentration")
    read.settled()
    if strength is None:
        raise PlanError("Strength as programmed: is missing")
    mode = mode_of(own["dose"], own["steps"])
    program = Program(strength, mode, PumpClock(timedelta(0)), ())
    settled = settled_day(program, strength, MIDNIGHT)
    title = f"{show(program.daily_dose)}, {show(strength)}" if program.daily_dose else show(strength)
    return Sided(
        name,
        title,
        _written(mode, strength, own),
        program,
        extremes(settled, HOUR),
        extremes(settled, DAY),
        settled,
    )


def _written(mode: Mode, strength: Concentration, own: dict[str, str]) -> PlanProgram:
    """The program as a plan file would write it."""
    data: dict[str, object] = {"concentration": str(strength)}
    if isinstance(mode, Flex):
        day = mode.week[0].steps
        steps = [{"starts": clock_time(one.start), "ends": clock_time(one.end), "rate": str(one.dose)} for one in day]
        data |= {"mode": "flex", "steps": steps}
    elif isinstance(mode, SimpleContinuous):
        data |= {"mode": "simple continuous", "daily_dose": own["dose"]}
    else:
        data |= {"mode": "stopped"}
    try:
        return PlanProgram.model_validate(data)
    except ValidationError as error:
        raise PlanError("\n".join(sentence(fault) for fault in error.errors(include_url=False))) from error


def _drawn(first: Sided, second: Sided) -> Markup | None:
    days = [
        DrawnDay(one.name, one.program.programmed, one.settled)
        for one in (first, second)
        if one.program is not None and one.settled is not None
    ]
    return picture_html(days_picture(days[0], days[1]), "days") if len(days) == len(SIDES) else None


def _lacking(given: dict[str, str]) -> tuple[str, ...]:
    lacking: list[str] = []
    planned = [key for key, _ in SIDES if given.get(f"{key}_plan")]
    for key, name in SIDES:
        alone = planned and not any(given.get(f"{key}_{one.name}") for one in QUESTIONS)
        if key in planned or alone:
            continue
        if not given.get(f"{key}_concentration"):
            lacking.append(f"the {name.lower()} program's strength")
        if not given.get(f"{key}_dose") and not given.get(f"{key}_steps"):
            lacking.append(f"the {name.lower()} program's dose, or its parts of the day")
    return tuple(lacking)


def _given(fields: Fields) -> dict[str, str]:
    return {f"{key}_{one.name}": fields[f"{key}_{one.name}"] for key, _ in SIDES for one in (*QUESTIONS, PLAN)}


def _said(given: dict[str, str]) -> tuple[Said, ...]:
    return tuple(one for key, _ in SIDES for one in said(QUESTIONS, given, f"{key}_"))


def _page(request: Request, given: dict[str, str], compared: Compared, status: int) -> HTMLResponse:
    told = {"sides": SIDES, "questions": (*QUESTIONS, PLAN), "given": given, "compared": compared}
    return page(request, "compare.html", status=status, echoed=_said(given), live=False, **told)
