"""What is so about the patient: conditions, allergies, unwanted effects, and where the care takes place."""

from __future__ import annotations

from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.naming import ICD10
from lentus.exchange.fhir.observations import read_note, text_note
from lentus.exchange.fhir.pieces import Resource, code_of, codings, concept_in, text_in, within, writable_code
from lentus.exchange.fhir.plain import Plain, known

ACTIVE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ALLERGY_ACTIVE = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}]
}
ENCOUNTERS = {"inpatient": "IMP", "outpatient": "AMB", "home": "HH"}
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def write_condition(frame: Frame) -> list[Resource]:
    """A diagnosis, or a condition that is present or was looked for and is absent."""
    event = frame.event
    present = event.get("present", True)
    code: Resource = text_in("text", event.get("text") or event.get("condition") or "")
    icd10 = [{"system": ICD10, "code": one} for one in event.get("icd10", ()) if writable_code(one)]
    if icd10 and len(icd10) == len(event["icd10"]):
        code["coding"] = icd10
    verified = "confirmed" if present else "refuted"
    return [
        {
            "resourceType": "Condition",
            "identifier": frame.identifier,
            **({"clinicalStatus": ACTIVE} if present else {}),
            "verificationStatus": {"coding": [{"system": VERIFICATION, "code": verified}]},
            **({"code": code} if code else {}),
            "subject": frame.subject,
            "recordedDate": frame.at,
            **text_note(event),
        }
    ]


def read_condition(resources: list[Resource], kind: str) -> Plain:
    """The fields of a condition of ours."""
    one = resources[0]
    made = read_note(one)
    text = within(one, "code", "text")
    if kind == "condition":
        absent = code_of(one.get("verificationStatus"), VERIFICATION) == "refuted"
        return made | known({"condition": text}) | ({"present": False} if absent else {})
    icd10 = [str(each["code"]) for each in codings(one.get("code"))]
    return made | known({"text": text}) | ({"icd10": icd10} if icd10 else {})


def write_allergy(frame: Frame) -> list[Resource]:
    """A hypersensitivity."""
    event = frame.event
    reaction = concept_in("manifestation", event.get("reaction", ""))
    return [
        {
            "resourceType": "AllergyIntolerance",
            "identifier": frame.identifier,
            "clinicalStatus": ALLERGY_ACTIVE,
            **concept_in("code", event["substance"]),
            "patient": frame.subject,
            "recordedDate": frame.at,
            **text_note(event),
            **({"reaction": [{"manifestation": [reaction["manifestation"]]}]} if reaction else {}),
        }
    ]


def read_allergy(resources: list[Resource], _kind: str) -> Plain:
    """The fields of an allergy of ours."""
    one = resources[0]
    found = {"substance": within(one, "code", "text"), "reaction": within(one, "reaction", "manifestation", "text")}
    return read_note(one) | known(found)


def write_adverse(frame: Frame) -> list[Resource]:
    """An unwanted effect."""
    return [
        {
            "resourceType": "AdverseEvent",
            "identifier": frame.identifier[0],
            "actuality": "actual",
            **concept_in("event", frame.event["effect"]),
            "subject": frame.subject,
            "date": frame.at,
        }
    ]


def read_adverse(resources: list[Resource], _kind: str) -> Plain:
    """The fields of an adverse event of ours."""
    return known({"effect": within(resources[0], "event", "text")})


def write_encounter(frame: Frame) -> list[Resource]:
    """Where the patient is cared for from now on."""
    return [
        {
            "resourceType": "Encounter",
            "identifier": frame.identifier,
            "status": "in-progress",
            "class": {"system": ACT, "code": ENCOUNTERS[frame.event["setting"]]},
            "subject": frame.subject,
            "period": {"start": frame.at},
        }
    ]


def read_encounter(resources: list[Resource], _kind: str) -> Plain:
    """The setting of an encounter of ours."""
    code = within(resources[0], "class", "code")
    return known({"setting": next((name for name, one in ENCOUNTERS.items() if one == code), None)})
