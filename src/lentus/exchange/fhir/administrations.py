"""What was given or was not: doses, screening doses, programs of a pump as MedicationAdministration.

A refill is none of them: a reservoir's content is no dose.
"""

from __future__ import annotations

from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.medicines import medicine, read_medicine
from lentus.exchange.fhir.naming import WORD
from lentus.exchange.fhir.observations import read_note, text_note
from lentus.exchange.fhir.pieces import Resource, code_of, concept_in, listed, within, word
from lentus.exchange.fhir.plain import Plain, known
from lentus.exchange.fhir.requests import route
from lentus.exchange.fhir.units import amount_text, quantity


def write_administration(frame: Frame) -> list[Resource]:
    """A dose given, a screening dose, a program of the pump, or doses that were not taken."""
    event, kind = frame.event, frame.event["kind"]
    named = medicine(event)
    status = {"doses missed": "not-done", "program": "in-progress"}.get(kind, "completed")
    if kind == "program" and event.get("mode") == "stopped":
        status = "stopped"
    amount = quantity(event["dose"]) if "dose" in event else None
    rate = quantity(event["daily_dose"]) if event.get("daily_dose") else None
    dosage: Resource = {"route": route("oral" if kind == "dose given" else "intrathecal")}
    dosage |= {"dose": amount} if amount else ({"rateQuantity": rate} if rate else {})
    reason = concept_in("text", event.get("reason", "")) if kind == "doses missed" else None
    when = {"effectivePeriod": {"start": frame.at}} if kind == "program" else {"effectiveDateTime": frame.at}
    return [
        {
            "resourceType": "MedicationAdministration",
            **({"contained": named.pop("contained")} if "contained" in named else {}),
            "identifier": frame.identifier,
            "status": status,
            **({"statusReason": [reason["text"]]} if reason else {}),
            **named,
            "subject": frame.subject,
            **when,
            **({"reasonCode": [word(WORD, event["reason"])]} if kind == "program" and event.get("reason") else {}),
            **text_note(event),
            **({"dosage": dosage} if amount or rate else {}),
        }
    ]


def read_administration(resources: list[Resource], kind: str) -> Plain:
    """The fields of an administration of ours."""
    one = resources[0]
    made = {**read_note(one), **read_medicine(one)}
    made |= known({"dose": amount_text(within(one, "dosage", "dose"))})
    made |= known({"daily_dose": amount_text(within(one, "dosage", "rateQuantity"))})
    if kind == "doses missed":
        return made | known({"reason": within(one, "statusReason", "text")})
    reasons = listed(one.get("reasonCode"))
    return made | known({"reason": code_of(reasons[0]) if reasons else None})
