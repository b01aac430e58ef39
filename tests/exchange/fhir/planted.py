"""A sound MedicationRequest, and what can be wrong with one: the faults that published validators were tried with."""

from __future__ import annotations

import copy
from typing import Any

from lentus.exchange.fhir.naming import UCUM

SOUND: dict[str, Any] = {
    "resourceType": "MedicationRequest",
    "status": "active",
    "intent": "order",
    "medicationCodeableConcept": {"text": "baclofen"},
    "subject": {"reference": "Patient/1"},
    "authoredOn": "2026-03-05T09:00:00-06:00",
    "dosageInstruction": [
        {
            "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}},
            "doseAndRate": [{"doseQuantity": {"value": 10, "unit": "mg", "system": UCUM, "code": "mg"}}],
        }
    ],
}

FAULTS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "required code": (("status",), "actve"),
    "required code of a data type": (("dosageInstruction", 0, "timing", "repeat", "periodUnit"), "days"),
    "number as text": (("dosageInstruction", 0, "doseAndRate", 0, "doseQuantity", "value"), "10"),
    "unknown element": (("dose",), 10),
    "date of a thirteenth month": (("authoredOn",), "2026-13-01"),
    "code without its system": (("dosageInstruction", 0, "doseAndRate", 0, "doseQuantity", "system"), None),
    "mcg as UCUM": (("dosageInstruction", 0, "doseAndRate", 0, "doseQuantity", "code"), "mcg"),
    "empty list": (("note",), []),
    "empty object": (("requester",), {}),
    "null": (("reasonCode",), [None]),
    "no subject": (("subject",), None),
    "no intent": (("intent",), None),
    "no medicine": (("medicationCodeableConcept",), None),
    "category as an object": (("category",), {"text": "outpatient"}),
    "no such resource": (("resourceType",), "MedicationOrder"),
}
"""Faults by name: where, and what is put there; None takes the member away."""


def planted(name: str) -> dict[str, Any]:
    """The sound request with one fault in it."""
    path, value = FAULTS[name]
    made = copy.deepcopy(SOUND)
    place: Any = made
    for part in path[:-1]:
        place = place[part]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return made
