"""The pump's program: the first day, another dose, a start after an interruption; ordered, and programmed already."""

from __future__ import annotations

from typing import Any, get_args

from lentus.course.words import PumpMode
from lentus.errors import LentusError
from lentus.present.amounts import intrathecal
from lentus.quantity import DoseRate, FlowRate, Mass
from lentus.web.pages.actions.action import Scene, Texts, fact, order
from lentus.web.pages.actions.asked import OTHER, device, dose_reason, path_volume, strength
from lentus.web.pages.actions.fields import Field, Group, amount, choice, moment, rows, when, yesno
from lentus.web.pages.actions.filling import written
from lentus.web.pages.actions.pump_day import day_panel, told_program, typed_program
from lentus.web.pages.actions.reading import Answers

SECOND = "A second person enters the key figures again before it counts."
DAILY = amount("daily_dose", "Daily dose", DoseRate, "intrathecal", hint="In mcg/day.", required=True)
MODE = choice("mode", "Mode", get_args(PumpMode), hint="Left open: as before.")
STEPS = rows(
    "steps",
    "Steps of a flex program",
    (
        Field("starts", "Starts", "clock", "HH:MM", required=True),
        amount("rate", "Rate", DoseRate, "intrathecal", hint="In mcg/h.", required=True),
    ),
    4,
    hint="On the pump's own clock, the first at 00:00; each runs until the next one starts.",
)
BOLUS = amount("bolus", "Single bolus", Mass, "intrathecal", hint="Given once, with the program.")


def strength_known(scene: Scene) -> Texts:
    """The strength that the reservoir holds by the record, as a start of the form."""
    held = scene.state.reservoir_holds
    return {"concentration": (written(held.concentration, "intrathecal"),)} if held else {}


def _adding_up(scene: Scene, answers: Answers) -> None:
    """A fault where the steps do not tile the day, or give another dose than the one stated."""
    if not answers.values.get("steps"):
        if answers.values.get("mode") == "flex":
            answers.fault("steps", "a flex program needs its steps, the first at 00:00")
        return
    if answers.values.get("mode") != "flex":
        answers.fault("mode", "steps belong to the mode flex: choose it, or take the steps away")
        return
    try:
        program = typed_program(scene, answers.values)
        given = told_program(program, "").daily_dose if program else None
    except LentusError as error:
        answers.fault("steps", str(error))
        return
    if given is not None and given != DoseRate.read(answers.values["daily_dose"]):
        answers.fault("steps", f"the steps give {intrathecal(given)}, which is not the daily dose that is stated")


def _order(scene: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    _adding_up(scene, answers)
    return ({"kind": "pump dose", **answers.values},)


def _fact(scene: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    if "daily_dose" in answers.values:
        _adding_up(scene, answers)
    return ({"kind": "program", **answers.values},)


PROGRAM = order(
    "program",
    "Change the pump's program",
    "pump",
    "pump dose",
    (
        Group("Dose", (DAILY, when("From"), dose_reason("start"), MODE)),
        Group("Steps", (STEPS,), folded=True),
        Group(
            "Bolus and rates",
            (
                BOLUS,
                amount("hourly_rate", "Hourly rate as stated", DoseRate, "intrathecal", hint="In mcg/h."),
                amount("flow", "Flow as stated", FlowRate, hint="In mL/day."),
            ),
            folded=True,
        ),
        OTHER,
    ),
    build=_order,
    panels=(day_panel,),
    wide=True,
    says=SECOND,
)
PROGRAMMED = fact(
    "programmed",
    "The pump was programmed",
    "pump",
    "program",
    (
        Group(
            "Program",
            (
                MODE,
                amount("daily_dose", "Daily dose", DoseRate, "intrathecal", hint="Open where it is stopped."),
                strength(hint="As programmed."),
                when("Programmed"),
                dose_reason(),
            ),
        ),
        Group("Steps", (STEPS,), folded=True),
        Group(
            "Bolus and bridge",
            (
                BOLUS,
                moment("bridge_until", "Bridge bolus ends"),
                moment("flushed_until", "Path flushed"),
            ),
            folded=True,
        ),
        OTHER,
    ),
    build=_fact,
    panels=(day_panel,),
    needs_second=True,
    wide=True,
    starts=strength_known,
    says="What the pump was told already. It is recorded at once and shown as unverified until a second person has "
    "entered the figures again.",
)


def _start_known(scene: Scene) -> Texts:
    system = scene.state.system
    if system is None:
        return strength_known(scene)
    path = {"path_volume": (str(system.path_volume),)} if system.path_volume else {}
    primed = {} if system.primed is None else {"primed": ("yes" if system.primed else "no",)}
    return {**strength_known(scene), **path, **primed, "device": (system.device,)}


PUMP_START = order(
    "pump-start",
    "Start the pump",
    "pump",
    "pump start",
    (
        Group("First day", (DAILY, strength(), when("From"))),
        Group("Path", (path_volume(), yesno("primed", "The path holds drug to the tip"), device())),
        OTHER,
    ),
    panels=(day_panel,),
    wide=True,
    starts=_start_known,
    says=f"The first 24 hours of a pump. {SECOND}",
)
RESTART = order(
    "restart",
    "Start the pump again",
    "pump",
    "pump restart",
    (Group("Restart", (DAILY, strength(), when("From"))), OTHER),
    panels=(day_panel,),
    wide=True,
    starts=strength_known,
    says=f"After an interruption or a holiday: a fresh start, not the dose from before. {SECOND}",
)
