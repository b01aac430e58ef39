"""The patient, and who wrote what: Patient and Provenance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.naming import EVENT_KIND, PATIENT_ID, ROLE, ZONE_EXTENSION
from lentus.exchange.fhir.pieces import Resource, code_of, listed, moment, moment_text, text_in, within, word, writable
from lentus.exchange.fhir.plain import Plain

UNWRITABLE = "name outside the characters of FHIR"


def patient_resource(patient: Plain, died: datetime | None = None) -> Resource:
    """The Patient: record number, name, date of birth, sex, and the death where one stands."""
    number = text_in("value", patient["id"])
    return {
        "resourceType": "Patient",
        **({"identifier": [{"system": PATIENT_ID, **number}]} if number else {}),
        **({"name": [text_in("text", patient["name"])]} if writable(patient.get("name")) else {}),
        **({"gender": patient["sex"]} if patient.get("sex") else {}),
        **({"birthDate": patient["born"]} if patient.get("born") else {}),
        **({"deceasedDateTime": died.isoformat()} if died else {}),
    }


def read_patient(resource: Resource) -> Plain:
    """What a Patient says of our patient; what it does not say is left out."""
    gender = resource.get("gender")
    numbers = listed(resource.get("identifier"))
    ours = [one for one in numbers if one.get("system") == PATIENT_ID]
    number = (ours or numbers or [{}])[0].get("value") or resource.get("id")
    found = {
        "id": number,
        "name": _name(listed(resource.get("name"))),
        "born": _whole_day(resource.get("birthDate")),
        "sex": gender if gender in ("female", "male") else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _whole_day(text: Any) -> str | None:
    """A date with its day; a year or a month alone is no date of birth that ages can be counted from."""
    return text if isinstance(text, str) and len(text) == len("2026-03-05") else None


def _name(names: list[Resource]) -> str | None:
    if not names:
        return None
    first = names[0]
    if isinstance(first.get("text"), str):
        return str(first["text"])
    given = first.get("given") if isinstance(first.get("given"), list) else []
    parts = [*(str(one) for one in given or []), *([str(first["family"])] if first.get("family") else [])]
    return " ".join(parts) or None


def provenance(frame: Frame, targets: list[str]) -> Resource:
    """When it happened, on whose clock, who says so and when it was written down."""
    event = frame.event
    author = event["author"]
    return {
        "resourceType": "Provenance",
        "target": [{"reference": one} for one in targets],
        "occurredDateTime": frame.at,
        "_occurredDateTime": {"extension": [{"url": ZONE_EXTENSION, "valueCode": event["zone"]}]},
        "recorded": moment(event.get("recorded") or event["at"]),
        "activity": word(EVENT_KIND, event["kind"]),
        "agent": [
            {
                "role": [word(ROLE, event.get("role", "unknown"))],
                "who": {"display": author if writable(author) else UNWRITABLE},
            }
        ],
    }


def read_provenance(resource: Resource) -> Plain:
    """The stamp of an event: kind, time, zone, author, role, and when it was written down where that was later."""
    extensions = listed(within(resource, "_occurredDateTime", "extension"))
    zone = next((one.get("valueCode") for one in extensions if one.get("url") == ZONE_EXTENSION), None)
    at, recorded = resource["occurredDateTime"], resource["recorded"]
    agent = listed(resource.get("agent"))[0]
    roles = listed(agent.get("role"))
    role = code_of(roles[0], ROLE) if roles else None
    made: dict[str, Any] = {
        "kind": code_of(resource.get("activity"), EVENT_KIND),
        "at": moment_text(at),
        "zone": zone,
        "author": within(agent, "who", "display"),
        "recorded": None if datetime.fromisoformat(recorded) == datetime.fromisoformat(at) else moment_text(recorded),
        "role": None if role == "unknown" else role,
    }
    return {name: value for name, value in made.items() if value is not None}
