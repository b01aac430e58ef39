"""Which questions a program's mode leaves open: a pump that stands still has no dose, and one at its minimum its own.

A form that asks for a figure gets one, and a figure beside a mode that ignores it is read by the next person as true.
So the form asks for what the mode uses, and for nothing else; what was typed for another mode is not sent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from lentus.course.words import PumpMode
from lentus.present.amounts import intrathecal
from lentus.protocol.lowest_rate import lowest_dose
from lentus.quantity import Concentration, DoseRate, FlowRate
from lentus.web.pages.actions import own_bolus
from lentus.web.pages.actions.action import Scene
from lentus.web.pages.actions.asked import OTHER, dose_reason, still_reason, stop_reason, strength
from lentus.web.pages.actions.fields import Field, Group, amount, choice, moment, text, when
from lentus.web.pages.actions.typed import Typed

MODE = choice(
    "mode", "Mode", get_args(PumpMode), hint="Left open: as before. The questions follow the mode.", reshapes=True
)
STOPPED, LOWEST, FLEX = "stopped", "minimum rate", "flex"
BEGINS = choice(
    "mode",
    "Mode",
    tuple(one for one in get_args(PumpMode) if one not in (STOPPED, LOWEST)),
    hint="Left open: simple continuous.",
)
"""The modes with which a pump is started at a dose."""


def ordered(daily: Field, steps: Field, once: tuple[Field, ...], scene: Scene, typed: Typed) -> tuple[Group, ...]:
    """The questions of an order for another program."""
    mode, start = typed.one("mode"), when("From")
    if mode == STOPPED:
        owner = text("owner", "Owned by", hint="The prescriber who owns an abrupt stop.")
        return Group("Stop of the pump", (MODE, start, stop_reason(), owner)), OTHER
    if mode == LOWEST:
        lowest = (_mode_at_lowest(scene), *_lowest(scene, required=True))
        return Group("Minimum rate", (*lowest, start, dose_reason("start"))), *own_bolus.asked(typed), OTHER
    return usual_order(daily, steps, once, typed)


def usual_order(daily: Field, steps: Field, once: tuple[Field, ...], typed: Typed) -> tuple[Group, ...]:
    """The questions of an order that gives a daily dose."""
    rates = (
        *once,
        amount("hourly_rate", "Hourly rate as stated", DoseRate, "intrathecal", hint="In mcg/h."),
        amount("flow", "Flow as stated", FlowRate, hint="In mL/day."),
    )
    return (
        Group("Dose", (MODE, daily, when("From"), dose_reason("start"))),
        *_steps(steps, typed),
        *own_bolus.asked(typed),
        Group("Bolus and rates", rates, folded=True),
        OTHER,
    )


def programmed(steps: Field, once: tuple[Field, ...], scene: Scene, typed: Typed) -> tuple[Group, ...]:
    """The questions about a program that the pump was told already."""
    mode, done = typed.one("mode"), when("Programmed")
    if mode == STOPPED:
        return Group("Program", (MODE, done, still_reason())), OTHER
    told = strength(hint="As programmed.")
    if mode == LOWEST:
        lowest = (_mode_at_lowest(scene), *_lowest(scene, required=False))
        group = Group("Program", (*lowest, told, done, dose_reason()))
        return group, *own_bolus.asked(typed), _bridge(once), OTHER
    return usual_program(steps, once, typed)


def usual_program(
    steps: Field, once: tuple[Field, ...], typed: Typed, *, own: tuple[Group, ...] | None = None
) -> tuple[Group, ...]:
    """The questions about a program that gives a daily dose; `own` are those about the patient's boluses."""
    daily = amount("daily_dose", "Daily dose", DoseRate, "intrathecal", hint="In mcg/day.")
    told = strength(hint="As programmed.")
    asked = (MODE, daily, told, when("Programmed"), dose_reason())
    patient = own_bolus.asked(typed) if own is None else own
    return Group("Program", asked), *_steps(steps, typed), *patient, _bridge(once), OTHER


def _bridge(once: tuple[Field, ...]) -> Group:
    ends = (moment("bridge_until", "Bridge bolus ends"), moment("flushed_until", "Path flushed"))
    return Group("Bolus and bridge", (*once, *ends), folded=True)


def _steps(steps: Field, typed: Typed) -> tuple[Group, ...]:
    """The steps where the mode has them; also where some are typed, so that none is lost without a word."""
    filled = any(typed.said(f"{steps.name}.{column.name}") for column in steps.columns)
    if typed.one("mode") in ("", FLEX) or filled:
        return (Group("Steps", (steps,), folded=typed.one("mode") != FLEX),)
    return ()


def _lowest(scene: Scene, *, required: bool) -> tuple[Field, ...]:
    """The dose at the minimum rate: nothing to ask where flow and strength are known."""
    if lowest_dose(scene.state, scene.now) is not None:
        return ()
    hint = "As the programmer shows it: this pump's minimum flow, or the strength, is not known here. In mcg/day."
    return (
        amount("daily_dose", "Daily dose at the minimum rate", DoseRate, "intrathecal", hint=hint, required=required),
    )


def with_lowest(scene: Scene, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers with the dose of the minimum rate, where the form had no need to ask for it."""
    if answers.get("mode") != LOWEST or "daily_dose" in answers:
        return answers
    dose = _told_lowest(scene, answers.get("concentration"))
    return answers if dose is None else {**answers, "daily_dose": str(dose)}


def _told_lowest(scene: Scene, concentration: str | None) -> DoseRate | None:
    """What the minimum rate gives; None for a strength other than the one that is programmed now."""
    running = scene.state.pump_at(scene.now)
    held = running.value.concentration if running is not None else None
    if concentration is not None and Concentration.read(concentration) != held:
        return None
    return lowest_dose(scene.state, scene.now)


def _mode_at_lowest(scene: Scene) -> Field:
    """The mode, with what the minimum rate of this pump gives, where that is known."""
    dose = lowest_dose(scene.state, scene.now)
    if dose is None:
        return MODE
    return replace(MODE, hint=f"The minimum rate of this pump gives {intrathecal(dose)} at the strength that runs.")
