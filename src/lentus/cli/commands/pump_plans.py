"""`lentus pump verify` and `lentus pump compare`: plan files, judged and side by side."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from importlib.resources import files
from pathlib import Path as File

from lentus.cli.main import FINE, STANDS
from lentus.cli.reading import STANDARD_INPUT, course_named, state_at
from lentus.cli.terminal import show_json, show_pieces
from lentus.course.plan import PumpPlan, plan_from, read_plan
from lentus.errors import CourseError, PlanError
from lentus.present.pump_compare import Sided, compare_data, compare_pieces
from lentus.present.pump_verify import verify_data, verify_pieces
from lentus.protocol.pump_plan import verify as verify_plan
from lentus.protocol.pump_plan import work
from lentus.pump import Path, Supply, deliver, expand, extremes, settled_day
from lentus.quantity import Duration, Volume

SUFFIXES = (".toml", ".json")


def plan_named(name: str) -> PumpPlan:
    """The plan in a file, among the bundled ones, or as JSON on standard input (-)."""
    if name == STANDARD_INPUT:
        try:
            return plan_from(json.loads(sys.stdin.read()), "standard input")
        except (json.JSONDecodeError, RecursionError) as error:
            raise CourseError(f"plan: is not JSON: {error}") from error
    bundled = plans()
    if not File(name).exists():
        if name in bundled:
            return read_plan(bundled[name])
        raise CourseError(f"{name}: no such plan file; the bundled plans are {', '.join(bundled)}")
    if File(name).suffix.lower() not in SUFFIXES:
        raise CourseError(f"{name}: a plan file ends in .toml or .json; rename it, or pass it on standard input as -")
    return read_plan(File(name))


def plans() -> dict[str, File]:
    """The bundled plans by name."""
    folder = File(str(files("lentus"))) / "examples" / "plans"
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def verify(name: str, course: str, *, as_json: bool) -> int:
    """Judge a plan."""
    plan = plan_named(name)
    state = state_at(course_named(course), plan.at) if course else None
    found = verify_plan(plan, state)
    if as_json:
        show_json(verify_data(found))
    else:
        show_pieces(verify_pieces(found))
    return FINE if found.passes else STANDS


def compare(name: str, other: str, out: str, *, as_json: bool) -> int:
    """Put two programs side by side: of two plans, or before and after of one; `out` is a file to draw both days in."""
    plan = plan_named(name)
    if other:
        sides = (_after(plan, "First"), _after(plan_named(other), "Second"))
    else:
        sides = (_before(plan, name), _after(plan, "After"))
    if out:
        _draw(sides, out)
    if as_json:
        show_json(compare_data(*sides, out))
    else:
        show_pieces(compare_pieces(*sides, out))
    return FINE


def _draw(sides: tuple[Sided, Sided], out: str) -> None:
    """Write the picture of both days. Drawing is imported here, since it takes longer to load than comparing."""
    from lentus.cli.commands.pump_sheet import save_picture
    from lentus.present.pictures import DrawnDay, days_picture

    drawn = []
    for side in sides:
        if side.program is None or side.settled is None:
            raise side.why_not or PlanError(f"the day of {side.name.lower()} cannot be drawn")
        drawn.append(DrawnDay(side.name, side.program.programmed, side.settled))
    save_picture(days_picture(*drawn), out)


def _after(plan: PumpPlan, name: str) -> Sided:
    worked = work(plan)
    hour, day = worked.by_label or (worked.hour, worked.day)
    title, why = plan.title or plan.situation, worked.why_not("the day of this program")
    settled = None
    if worked.program is not None and worked.label is not None:
        settled = settled_day(worked.program, worked.label, plan.at)
    return Sided(name, title, plan.program, worked.program, hour, day, settled, why)


def _before(plan: PumpPlan, name: str) -> Sided:
    """What runs now, long after it began: reservoir and path hold the same solution."""
    if plan.before is None:
        raise PlanError(f"{name}: the plan holds no program before it: name a second plan to compare with")
    worked = work(plan)
    running, why = worked.before, worked.why_not("the day of the program that runs now")
    if running is None:
        return Sided("Before", "what runs now", plan.before, None, why_not=why)
    strength = plan.reservoir.concentration or running.programmed
    flow = expand(running, plan.at, plan.at + timedelta(days=8))
    settled = deliver(flow, Supply(strength), Path.full(Volume.exact(1, "mL"), strength))
    hour, day = (extremes(settled, Duration.exact(number, "h")) for number in (1, 24))
    drawn = settled_day(running, strength, plan.at)
    return Sided("Before", "what runs now", plan.before, running, hour, day, drawn)
