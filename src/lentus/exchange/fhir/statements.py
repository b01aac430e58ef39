"""What is taken from now on, or no longer, as MedicationStatement: baclofen by each route, and other medicines."""

from __future__ import annotations

from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.medicines import medicine, read_medicine
from lentus.exchange.fhir.naming import WORD
from lentus.exchange.fhir.observations import read_note, text_note
from lentus.exchange.fhir.pieces import Resource, code_of, concept_in, listed, text_in, within, word
from lentus.exchange.fhir.plain import Plain, known
from lentus.exchange.fhir.requests import day, route
from lentus.exchange.fhir.units import amount_text


def write_statement(frame: Frame) -> list[Resource]:
    """What is taken from now on, or no longer: baclofen or another medicine."""
    event, kind = frame.event, frame.event["kind"]
    other = kind in ("medicine started", "medicine stopped")
    named = concept_in("medicationCodeableConcept", event["name"]) if other else medicine(event)
    if not named:
        return []
    dosage = _statement_dosage(event)
    return [
        {
            "resourceType": "MedicationStatement",
            "identifier": frame.identifier,
            "status": _taken(event),
            **named,
            "subject": frame.subject,
            "effectiveDateTime": frame.at,
            **({"reasonCode": [word(WORD, event["reason"])]} if event.get("reason") else {}),
            **text_note(event),
            **({"dosage": dosage} if dosage else {}),
        }
    ]


def _taken(event: Plain) -> str:
    match event["kind"]:
        case "medicine stopped" | "therapy stopped":
            return "stopped"
        case "oral regimen":
            return "active" if event["doses"] else "not-taken"
        case "transdermal":
            return "active" if event.get("in_use", True) else "stopped"
    return "active"


def _statement_dosage(event: Plain) -> list[Resource]:
    match event["kind"]:
        case "oral regimen":
            return day(event["doses"], 1, None, "oral") if event["doses"] else []
        case "therapy stopped":
            return [{"route": route(event["route"])}]
        case "transdermal":
            return [{**text_in("text", event["text"]), "route": route("transdermal")}]
    made = text_in("text", event.get("dose", "")) | concept_in("route", event.get("route", ""))
    return [made] if made else []


def read_statement(resources: list[Resource], kind: str) -> Plain:
    """The fields of a statement of ours."""
    one = resources[0]
    made = read_note(one)
    dosage = listed(one.get("dosage"))
    reasons = listed(one.get("reasonCode"))
    first = dosage[0] if dosage else {}
    made |= known({"reason": code_of(reasons[0]) if reasons else None})
    if kind in ("medicine started", "medicine stopped"):
        made |= known({"name": within(one, "medicationCodeableConcept", "text")})
        return made | known({"route": within(first, "route", "text"), "dose": first.get("text")})
    if kind == "therapy stopped":
        return made | known({"route": code_of(first.get("route"))})
    if kind == "transdermal":
        return made | known({"text": first.get("text")}) | ({} if one["status"] == "active" else {"in_use": False})
    return {**made, **read_medicine(one), "doses": _regimen(dosage)}


def _regimen(dosage: list[Resource]) -> list[str | None]:
    return [
        amount_text(within(one, "doseAndRate", "doseQuantity"))
        for one in dosage
        for _ in range(int(within(one, "timing", "repeat", "frequency") or 0))
    ]
