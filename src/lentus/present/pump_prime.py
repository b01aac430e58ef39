"""Priming on paper: what to push before implanting and inside the patient, and what the patient gets at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lentus.present.amounts import stored
from lentus.present.pieces import Inline, Piece
from lentus.present.pump_page import (
    PumpPage,
    Said,
    common_data,
    fields,
    lasting,
    strong,
)
from lentus.present.pump_said import parts_said, strength_said
from lentus.pump import Priming, PrimingPlan, plan_priming
from lentus.quantity import Mass, show

if TYPE_CHECKING:
    from pydantic import JsonValue

    from lentus.present import shapes

CONTENT = "what the catheter holds: which drug and strength, or none"
UNKNOWN = "pump.catheter-content-unknown"
MIXING = (
    "A fast bolus mixes in the path: some drug arrives before the end, and a weaker stretch follows. Between the two "
    "doses at the tip lies what the patient gets."
)
INFERRED = (
    "Which parts are primed after an operation follows a panel's text in part and inference in part: confirm it with "
    "the pump's manual."
)


@dataclass(frozen=True, slots=True)
class PrimeAsked:
    """What was asked, and where the tubing volume comes from."""

    priming: Priming
    tubing_facts: tuple[str, ...] = ()


def prime_page(asked: PrimeAsked) -> tuple[PumpPage, PrimingPlan | None]:
    """The page of a priming, and its plan; None where it is not known what the catheter holds."""
    one = asked.priming
    title = f"Priming of a {one.system} with {show(one.strength)}"
    head = fields("Asked", _rows(one))
    if one.catheter_holds is None:
        content = one.catheter * one.strength
        says = (
            f"Cannot assess the priming bolus: needs {CONTENT}. Were the catheter full of {show(one.strength)}, "
            f"priming it would push {show(content, 'mcg')} into the patient within {lasting(one.over)}."
        )
        found = Said("stop", says, "aspirate the catheter, or find the record of what it holds, and ask again", UNKNOWN)
        return PumpPage(title, head, (), (found,), asked.tubing_facts), None
    plan = plan_priming(one)
    said = [*strength_said(one.strength, None), *parts_said(one.tubing, one.catheter), *_other_drug(one)]
    said += [Said("info", MIXING, rule="pump.priming-mixes"), Said("info", INFERRED)]
    parts: tuple[Piece, ...] = (*head, *fields("Priming", _plan_rows(plan)))
    return PumpPage(title, parts, _worked(one, plan), tuple(said), asked.tubing_facts), plan


def _other_drug(one: Priming) -> list[Said]:
    """A catheter that keeps another strength after the priming: the program would send it at the wrong dose."""
    held = one.catheter_holds
    if held is None or held.amount("mcg/mL") == 0 or held == one.strength:
        return []
    says = (
        f"The catheter holds {show(held)} and is filled up behind it with {show(one.strength)}: until it is flushed, "
        f"each dose is {stored(held / one.strength)} times what the program says."
    )
    remedy = "a bridge bolus for the catheter (see lentus pump change), or aspirate it and prime the whole path"
    return [Said("stop", says, remedy, "refill.no-bridge-bolus")]


def _rows(one: Priming) -> list[tuple[str, Inline]]:
    if one.catheter_holds is None:
        holds = "not known"
    elif one.catheter_holds.amount("mcg/mL") == 0:
        holds = "no drug"
    else:
        holds = show(one.catheter_holds)
    return [
        ("Tubing", show(one.tubing)),
        ("Catheter", show(one.catheter)),
        ("Catheter holds", holds),
        ("On the back table", "tubing filled with drug" if one.back_table else "nothing filled"),
        ("Bolus takes", lasting(one.over)),
    ]


def _plan_rows(plan: PrimingPlan) -> list[tuple[str, Inline]]:
    if plan.inside.amount("mL") == 0:
        return [("Inside the patient", strong("nothing: the whole path holds drug already"))]
    low, high = sorted(plan.delivered)
    return [
        ("Before implanting", show(plan.before_implant) if plan.before_implant.amount("mL") else "nothing"),
        ("Inside the patient", (strong(show(plan.inside)), f" with {show(plan.dose, 'mcg')} in it")),
        ("Reaches the patient", f"{_dose(low)} to {_dose(high)} by the end of the bolus"),
        ("A wrong guess", f"the catheter's whole content would be {_dose(plan.whole_content)}"),
    ]


def _dose(mass: Mass) -> str:
    return show(mass, "mcg")


def _worked(one: Priming, plan: PrimingPlan) -> tuple[str, ...]:
    lines = []
    if plan.before_implant.amount("mL"):
        drug = plan.before_implant * one.strength
        lines.append(f"Before implanting: {show(plan.before_implant)} \u00d7 {show(one.strength)} = {_dose(drug)}")
    if plan.inside.amount("mL"):
        lines.append(f"Inside: {show(plan.inside)} \u00d7 {show(one.strength)} = {_dose(plan.dose)}")
    lines.append(f"Catheter: {show(one.catheter)} \u00d7 {show(one.strength)} = {_dose(plan.whole_content)}")
    return tuple(lines)


def prime_data(asked: PrimeAsked, page: PumpPage, plan: PrimingPlan | None) -> shapes.PumpPrimeOutput:
    """A priming as data."""
    one = asked.priming
    given: dict[str, JsonValue] = {
        "system": one.system,
        "tubing": stored(one.tubing),
        "catheter": stored(one.catheter),
        "concentration": stored(one.strength),
        "holds": stored(one.catheter_holds),
        "back_table": one.back_table,
        "over": stored(one.over),
    }
    return {
        **common_data(page, given),
        "before_implant": str(plan.before_implant) if plan else "",
        "inside": str(plan.inside) if plan else "",
        "dose": str(plan.dose) if plan else "",
        "delivered_plug": str(plan.delivered[0]) if plan else "",
        "delivered_unmixed": str(plan.delivered[1]) if plan else "",
        "whole_content": str(one.catheter * one.strength),
        "needs": [] if plan else [CONTENT],
    }
