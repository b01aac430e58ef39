"""A slow withdrawal by mouth, written out day by day from a length, and changed by hand where wanted."""

from __future__ import annotations

from typing import Any

from lentus.course.moment import read_moment
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.quantity import Mass
from lentus.web.pages.actions.action import Scene, Texts, order
from lentus.web.pages.actions.asked import OTHER, stop_reason
from lentus.web.pages.actions.fields import Field, Group, amount, rows, when, whole
from lentus.web.pages.actions.filling import written
from lentus.web.pages.actions.reading import Answers

STEPS = rows(
    "steps",
    "Steps",
    (
        whole("day", "From day", hint="1 is the first.", required=True),
        Field("doses", "Doses of the day", "doses", "Such as 5 mg + 5 mg; nothing: none.", measure=Mass, way="oral"),
    ),
    4,
    hint="From each day on until the next step. The last step is without doses.",
    required=True,
)
LENGTH = whole("length", "Days with doses", hint="How long the withdrawal takes, to have it written out.")
GRID = amount("grid", "Smallest difference between doses", Mass, "oral", hint="Left open: the smallest whole tablet.")


def _build(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    return ({"kind": "oral taper", **answers.without("length", "grid")},)


def _plan(scene: Scene, answers: Answers) -> Texts:
    """The steps of a linear withdrawal from what is taken. Raises PlanError or CannotAssess with a sentence."""
    start = read_moment(answers.values["at"], scene.zone) if "at" in answers.values else scene.now
    grid = Mass.read(answers.values["grid"]) if "grid" in answers.values else None
    plan = plan_taper(start, (), answers.values.get("length", 0), scene.state, grid=grid)
    return {
        "steps.day": tuple(str(step.day) for step in plan.steps),
        "steps.doses": tuple(" + ".join(written(dose, "oral") for dose in step.doses) for step in plan.steps),
    }


ORAL_TAPER = order(
    "oral-taper",
    "Taper baclofen by mouth",
    "by mouth",
    "oral taper",
    (
        Group("Write the steps out", (when("First day"), LENGTH, GRID)),
        Group("Steps", (STEPS, stop_reason())),
        OTHER,
    ),
    build=_build,
    planner=_plan,
    planner_label="Write the steps out",
    says="No source gives the shape of a taper. What is written out is linear, on the grid that you enter, "
    "and each step may be changed before it is ordered.",
)
