"""A checklist as it is handed to one patient's team: the steps in order, with this patient's values where doses stand.

The steps and their doses come from the monograph and are copied word for word. What is added is only what the record
says about kidneys, age and body, on the same line as a quoted dose, so that the two are never read apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lentus import monograph
from lentus.course import State
from lentus.course.own_bolus import allowed
from lentus.monograph import Step
from lentus.protocol.exposure import age_at
from lentus.protocol.finding import Finding, find
from lentus.protocol.kidney import kidneys
from lentus.protocol.unbridged import unbridged, words
from lentus.quantity import show
from lentus.quantity.dates import day, show_moment


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One step. `dose_line` is a quoted dose, its warning and the patient's values in one line, or empty."""

    number: int
    does: str
    why: str
    dose_line: str
    sources: tuple[str, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checklist for one patient at `at`: `known` is what the record says, `never` what must not be done.

    `not_offered` are recorded steps that Lentus does not offer, kept apart with their reason.
    """

    id: str
    title: str
    at: datetime
    when: str
    order_note: str
    known: tuple[str, ...]
    steps: tuple[SheetStep, ...]
    not_offered: tuple[SheetStep, ...]
    never: tuple[Finding, ...]
    sources: tuple[str, ...]
    verified: bool


def withdrawal_checklist(state: State) -> Sheet:
    """What to do, in order, when withdrawal is suspected."""
    return _sheet(state, "withdrawal", ())


def overdose_checklist(state: State) -> Sheet:
    """What to do, in order, when an overdose is suspected."""
    return _sheet(state, "overdose", ())


def loss_of_effect_checklist(state: State) -> Sheet:
    """Where to look, in order, when a pump's effect is lost."""
    fact = monograph.fact("emergencies.aspirate-first")
    rule = "emergencies.contrast-without-aspiration"
    return _sheet(state, "loss-of-effect", (find(rule, fact.says, profile=state.patient.profile),))


def _sheet(state: State, checklist_id: str, never: tuple[Finding, ...]) -> Sheet:
    listed = monograph.checklist(checklist_id)
    patient = _patient_line(state)
    offered = [step for step in listed.steps if step.default]
    return Sheet(
        id=listed.id,
        title=listed.title,
        at=state.now,
        when=listed.when,
        order_note=listed.order_note,
        known=known(state),
        steps=tuple(_step(one, number, patient) for number, one in enumerate(offered, start=1)),
        not_offered=tuple(_not_offered(one) for one in listed.steps if not one.default),
        never=never,
        sources=listed.sources,
        verified=listed.verified,
    )


def _step(step: Step, number: int, patient: str) -> SheetStep:
    line = f"{step.dose}. {step.warning} This patient: {patient}." if step.dose else ""
    return SheetStep(number, step.does, step.why, line, step.sources, step.verified)


def _not_offered(step: Step) -> SheetStep:
    """A recorded step without its amounts: who still wants them looks them up, and reads why not to on the way."""
    why = " ".join(part for part in (step.why, step.warning, step.amounts_at) if part)
    return SheetStep(step.number, step.does, why, "", step.sources, step.verified)


def _patient_line(state: State) -> str:
    """Age, weight and kidneys in one line, each missing one by name."""
    return "; ".join((_age(state), _weight(state), kidneys(state).words))


def _age(state: State) -> str:
    age = age_at(state, state.now)
    return "age not recorded" if age is None else f"{age} old"


def _weight(state: State) -> str:
    noted = state.weight
    return "weight not recorded" if noted is None else f"weight {show(noted.value, 'kg')} ({day(noted.at)})"


def known(state: State) -> tuple[str, ...]:
    """What a team has to know at once, each line from the record or said to be missing."""
    lines = [_patient_line(state), _pump(state), _fill(state), _mouth(state)]
    change = unbridged(state)
    if change is not None:
        lines.insert(3, words(state, change))
    if state.allergies:
        lines.append(f"allergies recorded: {', '.join(one.substance for one in state.allergies)}")
    if state.pregnancy is not None and state.pregnancy.pregnant:
        lines.append("pregnant")
    return tuple(lines)


def _pump(state: State) -> str:
    running = state.pump_at()
    device = state.system.device if state.system and state.system.device else "pump model not recorded"
    if running is None:
        return "no pump program recorded"
    if running.value.mode == "stopped":
        return f"{device}; stopped since {show_moment(running.start)}"
    dose = show(running.value.daily_dose) if running.value.daily_dose is not None else "daily dose not recorded"
    own = running.value.patient_bolus
    if own is not None:
        dose += f" and boluses of {show(own.dose)} by the patient, up to {allowed(own).effective_a_day} a day"
    strength = show(running.value.concentration) if running.value.concentration is not None else "strength not recorded"
    return f"{device}; programmed {dose}, {strength}, since {show_moment(running.start)}"


def _fill(state: State) -> str:
    held = state.filled[-1] if state.filled else None
    if held is None:
        return "no fill recorded"
    return f"last fill {show_moment(held.start)}: {show(held.value.volume)} of {show(held.value.concentration)}"


def _mouth(state: State) -> str:
    taken = state.oral_at()
    if taken is None:
        return "baclofen by mouth: none recorded" if state.oral_known else "baclofen by mouth: not known"
    return f"baclofen by mouth: {show(taken.value.daily, 'mg/day')}" if taken.value.doses else "baclofen by mouth: none"
