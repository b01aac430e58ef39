"""Messages of a calling record, as its screens make them: drafts of every state, and calls around them."""

from __future__ import annotations

from typing import Any

UCUM = "http://unitsofmeasure.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
NUMBERS = "urn:hospital:number"
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
OTHER_INSTANCE = "0c7a4f6e-55a4-4f0b-8d0e-2a8b6c9d1e2f"
PATIENT = "p1"
Message = dict[str, Any]


def dose(value: float, unit: str, times: int, **more: Any) -> Message:
    """A dosage instruction by mouth; `unit` as a code of UCUM."""
    return {
        "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
        "route": {"text": "by mouth"},
        "doseAndRate": [{"doseQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit}}],
        **more,
    }


def draft(drug: str = "baclofen 10 mg tablet", *dosage: Message, number: str = "1", **more: Any) -> Message:
    """A draft order."""
    return {
        "resourceType": "MedicationRequest",
        "id": number,
        "status": "draft",
        "intent": "order",
        "medicationCodeableConcept": {"text": drug},
        "subject": {"reference": f"Patient/{PATIENT}"},
        **({"dosageInstruction": list(dosage)} if dosage else {}),
        **more,
    }


def patient(number: str = "", born: str = "1970-01-01", **more: Any) -> Message:
    """The patient of a call."""
    known = {"identifier": [{"system": NUMBERS, "value": number}]} if number else {}
    return {"resourceType": "Patient", "id": PATIENT, "birthDate": born, "gender": "female", **known, **more}


def call(*drafts: Message, hook: str = "order-sign", instance: str = INSTANCE, **prefetch: Any) -> Message:
    """A call of `hook`; an `order-select` selects every draft."""
    context: Message = {"userId": "Practitioner/1", "patientId": PATIENT, "encounterId": "e1"}
    if hook.startswith("order"):
        entries = [{"resource": one} for one in drafts]
        context["draftOrders"] = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    if hook == "order-select":
        context["selections"] = [f"{one.get('resourceType')}/{one.get('id')}" for one in drafts]
    return {"hook": hook, "hookInstance": instance, "context": context, "prefetch": prefetch}
