"""The pump's program: the first day, another dose, a start after an interruption; ordered, and programmed already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lentus.errors import LentusError
from lentus.present.amounts import intrathecal
from lentus.quantity import DoseRate, Duration, Mass, Volume
from lentus.web.pages.actions import by_mode, own_bolus
from lentus.web.pages.actions.action import Scene, Texts, fact, order
from lentus.web.pages.actions.asked import OTHER, device, path_volume, strength
from lentus.web.pages.actions.fields import Field, Group, amount, rows, when, yesno
from lentus.web.pages.actions.filling import written
from lentus.web.pages.actions.pump_day import day_panel, told_program, typed_program
from lentus.web.pages.actions.reading import Answers
from lentus.web.pages.actions.typed import Typed

SECOND = "A second person enters the key figures again before it counts."
DAILY = amount("daily_dose", "Daily dose", DoseRate, "intrathecal", hint="In mcg/day.", required=True)
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
STAGES = rows(
    "stages",
    "Step dosing",
    (
        amount("after", "After", Duration, hint="From the start, such as 72 h.", required=True),
        amount("daily_dose", "Daily dose", DoseRate, "intrathecal", hint="In mcg/day.", required=True),
    ),
    3,
    hint="Doses to which the pump goes by itself; another program takes their place.",
)
PRIMING = amount("priming", "Priming bolus", Volume, hint="The volume moved to bring the drug to the tip. In mL.")
BOLUS = amount("bolus", "Single bolus", Mass, "intrathecal", hint="Given once, with the program.")

ONCE = (BOLUS, PRIMING, STAGES)
"""What is given or moved once, with the program, and what it goes to by itself."""


def strength_known(scene: Scene) -> Texts:
    """The strength that the reservoir holds by the record, as a start of the form."""
    held = scene.state.reservoir_holds
    return {"concentration": (written(held.concentration, "intrathecal"),)} if held else {}


def _as_running(scene: Scene) -> Texts:
    return {**strength_known(scene), **own_bolus.running(scene)}


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
    if answers.values.get("mode") == by_mode.STOPPED:
        return ({"kind": "pump stop", **answers.without("mode")},)
    _adding_up(scene, answers)
    return ({"kind": "pump dose", **own_bolus.with_own(answers, by_mode.with_lowest(scene, answers.values))},)


def _fact(scene: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
    if "daily_dose" in answers.values:
        _adding_up(scene, answers)
    return ({"kind": "program", **own_bolus.with_own(answers, by_mode.with_lowest(scene, answers.values))},)


def _asked_for(scene: Scene, typed: Typed) -> tuple[Group, ...]:
    return by_mode.ordered(DAILY, STEPS, ONCE, scene, typed)


def _asked_about(scene: Scene, typed: Typed) -> tuple[Group, ...]:
    return by_mode.programmed(STEPS, ONCE, scene, typed)


PROGRAM = order(
    "program",
    "Change the pump's program",
    "pump",
    "pump dose",
    by_mode.usual_order(DAILY, STEPS, ONCE, Typed()),
    asks=_asked_for,
    build=_order,
    panels=(day_panel,),
    wide=True,
    starts=own_bolus.running,
    says=SECOND,
)
PROGRAMMED = fact(
    "programmed",
    "The pump was programmed",
    "pump",
    "program",
    by_mode.usual_program(STEPS, ONCE, Typed(), own=own_bolus.EVERY),
    asks=_asked_about,
    build=_fact,
    panels=(day_panel,),
    needs_second=True,
    wide=True,
    starts=_as_running,
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


def _with_boluses(kind: str) -> Callable[[Scene, Answers], tuple[dict[str, Any], ...]]:
    """The order of a form that asks for steps and boluses beside the dose."""

    def build(scene: Scene, answers: Answers) -> tuple[dict[str, Any], ...]:
        _adding_up(scene, answers)
        return ({"kind": kind, **own_bolus.with_own(answers, answers.values)},)

    return build


def _beside(*first: Group) -> tuple[Group, ...]:
    """The questions of a start: its own, then the day, the boluses and the rest."""
    shape = Group("Mode and steps", (by_mode.BEGINS, STEPS), folded=True)
    return (*first, shape, Group("Boluses", ONCE, folded=True), *own_bolus.EVERY, OTHER)


PUMP_START = order(
    "pump-start",
    "Start the pump",
    "pump",
    "pump start",
    _beside(
        Group("First day", (DAILY, strength(), when("From"))),
        Group("Path", (path_volume(), yesno("primed", "The path holds drug to the tip"), device())),
    ),
    build=_with_boluses("pump start"),
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
    _beside(Group("Restart", (DAILY, strength(), when("From")))),
    build=_with_boluses("pump restart"),
    panels=(day_panel,),
    wide=True,
    starts=strength_known,
    says=f"After an interruption or a holiday: a fresh start, not the dose from before. {SECOND}",
)
