"""What was given, done, found to be so or implanted: events in the resource that FHIR has for them.

A refill is a Procedure that uses a Medication, never an administration: a reservoir's content is no dose.
"""

from __future__ import annotations

from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.medicines import HERE, medicine, read_medicine
from lentus.exchange.fhir.naming import EVENT_KIND, FIELD, ICD10, WORD
from lentus.exchange.fhir.observations import read_note, text_note
from lentus.exchange.fhir.pieces import (
    Resource,
    code_of,
    codings,
    concept_in,
    listed,
    text_in,
    within,
    word,
    writable_code,
)
from lentus.exchange.fhir.plain import Plain
from lentus.exchange.fhir.requests import day, route
from lentus.exchange.fhir.units import amount_text, quantity

ACTIVE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ALLERGY_ACTIVE = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}]
}
ENCOUNTERS = {"inpatient": "IMP", "outpatient": "AMB", "home": "HH"}
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def _known(made: Plain) -> Plain:
    return {name: value for name, value in made.items() if value is not None}


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
    made |= _known({"dose": amount_text(within(one, "dosage", "dose"))})
    made |= _known({"daily_dose": amount_text(within(one, "dosage", "rateQuantity"))})
    if kind == "doses missed":
        return made | _known({"reason": within(one, "statusReason", "text")})
    reasons = listed(one.get("reasonCode"))
    return made | _known({"reason": code_of(reasons[0]) if reasons else None})


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
    made |= _known({"reason": code_of(reasons[0]) if reasons else None})
    if kind in ("medicine started", "medicine stopped"):
        made |= _known({"name": within(one, "medicationCodeableConcept", "text")})
        return made | _known({"route": within(first, "route", "text"), "dose": first.get("text")})
    if kind == "therapy stopped":
        return made | _known({"route": code_of(first.get("route"))})
    if kind == "transdermal":
        return made | _known({"text": first.get("text")}) | ({} if one["status"] == "active" else {"in_use": False})
    return {**made, **read_medicine(one), "doses": _regimen(dosage)}


def _regimen(dosage: list[Resource]) -> list[str | None]:
    return [
        amount_text(within(one, "doseAndRate", "doseQuantity"))
        for one in dosage
        for _ in range(int(within(one, "timing", "repeat", "frequency") or 0))
    ]


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
        return made | _known({"condition": text}) | ({"present": False} if absent else {})
    icd10 = [str(each["code"]) for each in codings(one.get("code"))]
    return made | _known({"text": text}) | ({"icd10": icd10} if icd10 else {})


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
    return read_note(one) | _known(found)


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
    return _known({"effect": within(resources[0], "event", "text")})


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
    return _known({"setting": next((name for name, one in ENCOUNTERS.items() if one == code), None)})


def write_procedure(frame: Frame) -> list[Resource]:
    """Something done: a refill, a revision, an explantation, magnetic resonance imaging."""
    event = frame.event
    contained = medicine(event).get("contained") if event["kind"] == "fill" else None
    reason = concept_in("reason", event.get("reason", ""))
    return [
        {
            "resourceType": "Procedure",
            **({"contained": contained} if contained else {}),
            "identifier": frame.identifier,
            "status": "completed",
            "code": word(EVENT_KIND, event["kind"]),
            "subject": frame.subject,
            "performedDateTime": frame.at,
            **({"reasonCode": [reason["reason"]]} if reason else {}),
            **text_note(event),
            **({"usedReference": [{"reference": f"#{HERE}"}]} if contained else {}),
        }
    ]


def read_procedure(resources: list[Resource], _kind: str) -> Plain:
    """The fields of a procedure of ours."""
    one = resources[0]
    return read_note(one) | read_medicine(one) | _known({"reason": within(one, "reasonCode", "text")})


PROPERTIES = ("reservoir", "path_volume", "depth")


def write_device(frame: Frame) -> list[Resource]:
    """An implanted pump: its use from now on, and the Device itself with what is known of it."""
    event = frame.event
    measured = [(name, quantity(event[name])) for name in PROPERTIES if event.get(name)]
    properties = [
        {"type": word(FIELD, name, name.replace("_", " ")), "valueQuantity": [one]} for name, one in measured if one
    ]
    name = text_in("name", event.get("device", ""))
    return [
        {
            "resourceType": "DeviceUseStatement",
            "identifier": frame.identifier,
            "status": "active",
            "subject": frame.subject,
            "timingDateTime": frame.at,
            "device": {"reference": frame.part(1)},
            **text_note(event),
        },
        {
            "resourceType": "Device",
            "identifier": frame.identifier,
            "type": word(FIELD, "pump", "implanted pump and catheter"),
            **({"deviceName": [{**name, "type": "user-friendly-name"}]} if name else {}),
            **({"property": properties} if properties else {}),
            "patient": frame.subject,
        },
    ]


def read_device(resources: list[Resource], _kind: str) -> Plain:
    """The fields of a pump of ours."""
    use, device = resources[0], resources[1]
    made = read_note(use) | _known({"device": within(device, "deviceName", "name")})
    for one in listed(device.get("property")):
        made |= _known(
            {
                str(code_of(one.get("type"), FIELD)): amount_text(
                    within(one, "valueQuantity") and one["valueQuantity"][0]
                )
            }
        )
    return made
