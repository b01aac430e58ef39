"""What a calling record sends along about a patient, as its searches answer: results, orders that stand, statements."""

from __future__ import annotations

from typing import Any

from tests.exchange.cds.messages import PATIENT, UCUM, Message, draft

LOINC = "http://loinc.org"
CREATININE, EGFR, WEIGHT = "2160-0", "98979-8", "29463-7"
EGFR_UNIT = "mL/min/{1.73_m2}"
LATELY = "2026-03-01"


def bundle(*resources: Message) -> Message:
    """The answer to a search."""
    entries = [{"fullUrl": f"https://record.example/{number}", "resource": one} for number, one in enumerate(resources)]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries}


def result(code: str, value: float, unit: str, on: str | None = LATELY, **more: Any) -> Message:
    """One final result."""
    return {
        "resourceType": "Observation",
        "id": f"{code}-{on}",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": code}], "text": code},
        "subject": {"reference": f"Patient/{PATIENT}"},
        **({} if on is None else {"effectiveDateTime": on}),
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit},
        **more,
    }


def egfr(value: float, on: str | None = LATELY, **more: Any) -> Message:
    """An eGFR."""
    return result(EGFR, value, EGFR_UNIT, on, **more)


def stands(drug: str, *dosage: Message, number: str = "", **more: Any) -> Message:
    """An order of the patient that stands."""
    return draft(drug, *dosage, number=number or drug.replace(" ", "-"), **{"status": "active", **more})


def taken(drug: str, **more: Any) -> Message:
    """What the patient is said to take."""
    subject = {"reference": f"Patient/{PATIENT}"}
    made = {"resourceType": "MedicationStatement", "id": drug, "status": "active", "subject": subject}
    return {**made, "medicationCodeableConcept": {"text": drug}, **more}
