"""What happened, in one line for each event."""

from __future__ import annotations

from typing import Any

from lentus.course import events as e
from lentus.course.events import AnyEvent
from lentus.course.plan_program import PlanPatientBolus
from lentus.present.amounts import counted, day_of_doses, intrathecal, oral, shown_value, span
from lentus.present.orders import BACLOFEN, order_line
from lentus.present.own_bolus import in_full
from lentus.present.pieces import Inline, Span, spans
from lentus.present.stages import later
from lentus.quantity import show

COMMON = frozenset({"id", "at", "zone", "author", "role", "note", "recorded", "kind"})


def event_line(event: AnyEvent) -> Inline:
    """What happened; kinds without words of their own are told field by field."""
    match event:
        case e.OrderPlaced():
            refused = "" if event.accepted else " (refused, did not take effect)"
            return ("ordered: ", *spans(order_line(event.order)), refused)
        case e.OralRegimen():
            product = f", product {event.product}" if event.product else ""
            return (BACLOFEN, " by mouth from now on ", Span(day_of_doses(event.doses), "strong"), product)
        case e.DoseGiven():
            return (BACLOFEN, " by mouth given, ", Span(oral(event.dose), "strong"))
        case e.Program():
            return _program(event)
        case e.AsFound():
            return ("history begins here: ", _fields(event))
        case e.Assessment():
            return _assessment(event)
    return _screening_or_fill(event) or _by_fields(event)


def _by_fields(event: AnyEvent) -> Inline:
    told = _fields(event)
    return f"{event.kind}: {told}" if told else event.kind


def _screening_or_fill(event: AnyEvent) -> Inline:
    match event:
        case e.ScreeningDose():
            over = f" over {span(event.over)}" if event.over else ""
            strength = f" of {intrathecal(event.concentration)}" if event.concentration else ""
            dose = Span(intrathecal(event.dose), "strong")
            return ("screening dose given, ", BACLOFEN, " intrathecal ", dose, strength, over)
        case e.ScreeningJudged():
            lasted = f", effect lasted {span(event.effect_lasted)}" if event.effect_lasted else ""
            reaction = ", badly tolerated" if event.reaction == "negative" else ""
            return f"screening judged: {event.response}{lasted}{reaction}"
        case e.Fill():
            held = Span(intrathecal(event.concentration), "strong")
            return ("reservoir filled with ", BACLOFEN, " ", held, f", {show(event.volume)}", _lot(event))
        case e.TherapyStopped():
            how = "at once" if event.abrupt else "gradually"
            owner = f", owned by {event.owner}" if event.owner else ""
            return f"{event.route} therapy stopped {how}, reason: {event.reason}{owner}"
    return ""


def _program(event: e.Program) -> Inline:
    if not event.infuses or event.daily_dose is None:
        return f"pump programmed: {event.mode or 'mode not recorded'}{_own(event)}"
    dose = Span(intrathecal(event.daily_dose), "strong")
    strength = f", solution of {intrathecal(event.concentration)}" if event.concentration else ""
    reason = f", reason: {event.reason}" if event.reason != "titration" else ""
    return ("pump programmed, ", BACLOFEN, " intrathecal ", dose, f"{_mode(event.mode)}{strength}{_own(event)}{reason}")


def _own(event: e.Program) -> str:
    once = f", after a priming bolus of {show(event.priming, 'mL')}" if event.priming else ""
    once += f", with a single bolus of {intrathecal(event.bolus)}" if event.bolus else ""
    once += later(event.stages)
    return f"{once}; by the patient {in_full(event.patient_bolus)}" if event.patient_bolus is not None else once


def _lot(event: e.Fill) -> str:
    product = f", product {event.product}" if event.product else ""
    ndc = f", NDC {event.ndc}" if event.ndc else ""
    return f"{product}{ndc}{', lot ' + event.lot if event.lot else ''}"


def _assessment(event: e.Assessment) -> Inline:
    parts = []
    if event.ashworth:
        scores = ", ".join(f"{one.side} {one.group} {one.score}" for one in event.ashworth)
        parts.append(f"Modified Ashworth {scores}")
    if event.spasm_frequency is not None:
        severity = f", severity {event.spasm_severity}" if event.spasm_severity is not None else ""
        parts.append(f"Penn spasm frequency {event.spasm_frequency}{severity}")
    if event.responding is not None:
        parts.append("responding" if event.responding else "not responding")
    if event.goal_met is not None:
        parts.append("goal met" if event.goal_met else "goal not met")
    return "assessed: " + "; ".join(parts or ["no scores"])


def _fields(event: AnyEvent) -> str:
    told = []
    for name in type(event).model_fields:
        value = getattr(event, name)
        if name not in COMMON and value not in (None, "", ()):
            told.append(_told(name.replace("_", " "), value))
    return ", ".join(told)


def _told(name: str, value: Any) -> str:
    if isinstance(value, PlanPatientBolus):
        return f"by the patient {in_full(value)}"
    if isinstance(value, bool):
        return name if value else f"not {name}"
    if name == "oral doses":
        return f"by mouth {day_of_doses(value)}"
    if name == "days":
        return counted(value, "day")
    return f"{name} {shown_value(value)}"


def _mode(mode: str | None) -> str:
    return f", {mode}" if mode else ""
