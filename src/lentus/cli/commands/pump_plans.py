"""`lentus pump verify` and `lentus pump compare`: plan files, judged and side by side."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path as File

from lentus.cli.commands.pump_made import save_picture
from lentus.cli.reading import STANDARD_INPUT, course_named, state_at
from lentus.cli.status import FINE, STANDS
from lentus.cli.terminal import show_json, show_pieces
from lentus.course.plan import PumpPlan, plan_from, read_plan
from lentus.errors import CourseError, PlanError
from lentus.present.plan_sides import side_after, side_before
from lentus.present.pump_compare import Sided, compare_data, compare_pieces
from lentus.present.pump_verify import verify_data, verify_pieces
from lentus.protocol.pump_plan import verify as verify_plan

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
        sides = (side_after(plan, "First"), side_after(plan_named(other), "Second"))
    else:
        sides = (side_before(plan, name), side_after(plan, "After"))
    if out:
        _draw(sides, out)
    if as_json:
        show_json(compare_data(*sides, out))
    else:
        show_pieces(compare_pieces(*sides, out))
    return FINE


def _draw(sides: tuple[Sided, Sided], out: str) -> None:
    """Write the picture of both days. Drawing is imported here, since it takes longer to load than comparing."""
    from lentus.present.pictures import DrawnDay, days_picture

    drawn = []
    for side in sides:
        if side.program is None or side.settled is None:
            raise side.why_not or PlanError(f"the day of {side.name.lower()} cannot be drawn")
        drawn.append(DrawnDay(side.name, side.program.programmed, side.settled))
    save_picture(days_picture(*drawn), out)
