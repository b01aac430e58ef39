"""A drug holiday: a slow withdrawal of the pump's dose, a time without, and a fresh start; ordered, begun, ended."""

from __future__ import annotations

from typing import Any, get_args

from lentus.course.moment import read_moment
from lentus.course.words import Setting
from lentus.protocol.holiday_plan import SHAPES, plan_holiday
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate
from lentus.web.pages.actions.action import Scene, Texts, fact, order
from lentus.web.pages.actions.asked import OTHER, strength
from lentus.web.pages.actions.fields import Group, amount, choice, rows, text, when, whole
from lentus.web.pages.actions.filling import written
from lentus.web.pages.actions.reading import Answers

PLANNED = ("shape", "step")
STEPS = rows(
    "steps",
    "Reduction",
    (
        whole("day", "From day", hint="1 is the first.", required=True),
        amount("daily_dose", "Daily dose", DoseRate, "intrathecal", required=True),
    ),
    4,
    hint="From each day on until the next step.",
    required=True,
)


def _build(_: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    return ({"kind": "drug holiday", **answers.without(*PLANNED)},)


def _plan(scene: Scene, answers: Answers) -> Texts:
    """The reduction written out from the dose that runs. Raises PlanError with a sentence."""
    said = answers.values
    plan = plan_holiday(
        scene.state,
        read_moment(said["at"], scene.zone) if "at" in said else scene.now,
        said.get("withdrawal_days", 0),
        said.get("shape", SHAPES[0]),
        step=DoseRate.read(said["step"]) if "step" in said else None,
        concentration=Concentration.read(said["concentration"]) if "concentration" in said else None,
        minimum_flow=FlowRate.read(said["minimum_flow"]) if "minimum_flow" in said else None,
        zone=scene.zone,
    )
    return {
        "steps.day": tuple(str(one.day) for one in plan.order.steps),
        "steps.daily_dose": tuple(written(one.daily_dose, "intrathecal") for one in plan.order.steps),
    }


HOLIDAY = order(
    "holiday",
    "Plan a drug holiday",
    "pump",
    "drug holiday",
    (
        Group(
            "Withdrawal",
            (
                when("First day"),
                choice("setting", "Setting", get_args(Setting), required=True, radio=True),
                whole("withdrawal_days", "Days from the first reduction to none", required=True),
                choice("shape", "Shape", SHAPES, radio=True, start=SHAPES[0]),
                amount("step", "Grid of doses", DoseRate, "intrathecal", hint="Left open: nothing is rounded."),
                strength(hint="In the reservoir."),
                amount("minimum_flow", "Lowest flow of the pump", FlowRate, hint="With the concentration."),
            ),
        ),
        Group(
            "Instead, and after",
            (
                text("alternative", "Other treatment"),
                whole("alternative_from_day", "Other treatment from day"),
                whole("drug_free_days", "Days without baclofen"),
            ),
        ),
        Group("Day by day", (STEPS,)),
        OTHER,
    ),
    build=_build,
    planner=_plan,
    planner_label="Write the reduction out",
    says="No source gives the shape of a withdrawal. Two are offered, and each day may be changed.",
)
HOLIDAY_STARTED = fact(
    "holiday-started",
    "The drug holiday began",
    "pump",
    "holiday started",
    (Group("Begin", (when("First reduction"), text("alternative", "Other treatment"))), OTHER),
)
HOLIDAY_ENDED = fact(
    "holiday-ended",
    "The drug holiday is over",
    "pump",
    "holiday ended",
    (
        Group("End", (when("Over"), amount("drug_free", "Without baclofen for", Duration, hint="Such as 2 days."))),
        OTHER,
    ),
)
