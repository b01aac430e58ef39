"""What was seen, measured or judged: events as Observations, one component a field where there are several."""

from __future__ import annotations

from typing import Any

from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.naming import FIELD, LOINC, WORD
from lentus.exchange.fhir.pieces import Resource, code_of, listed, text_in, within, word
from lentus.exchange.fhir.plain import Plain
from lentus.exchange.fhir.units import amount_text, quantity

SINGLE = {"weight": ("29463-7", "Body weight"), "height": ("8302-2", "Body height")}
"""Kinds whose event is one measured amount, with the LOINC code of FHIR's vital signs."""

ANALYTES = {"creatinine": "2160-0"}
"""LOINC codes by analyte; an analyte without one here goes by its name."""

PANELS: dict[str, dict[str, str]] = {
    "pregnancy": {"pregnant": "flag", "due": "day", "benefit_outweighs_risk": "flag", "decided_by": "text"},
    "lactation": {"breastfeeding": "flag", "infant_born": "day"},
    "screening observation": {
        "cardiopulmonary_stable": "flag",
        "drowsy": "flag",
        "hypoventilating": "flag",
        "recovered": "flag",
    },
    "screening judged": {"response": "word", "effect_lasted": "amount", "reaction": "word"},
    "as found": {
        "daily_dose": "amount",
        "mode": "word",
        "concentration": "amount",
        "reservoir": "amount",
        "path_volume": "amount",
        "device": "text",
        "dose_unchanged_since": "text",
    },
    "residual volume": {"aspirated": "amount", "expected": "amount"},
    "interrogation": {
        "daily_dose": "amount",
        "concentration": "amount",
        "reservoir": "amount",
        "alarm_date": "day",
        "low_reservoir_alarm": "amount",
        "flow": "amount",
        "stalled": "flag",
        "replacement_indicated": "flag",
    },
    "catheter study": {"finding": "word"},
    "assessment": {
        "spasm_frequency": "count",
        "spasm_severity": "count",
        "responding": "flag",
        "goal_met": "flag",
    },
}
"""Kinds whose event has several fields, and in which form each stands."""

FORMS = {
    "amount": "valueQuantity",
    "flag": "valueBoolean",
    "count": "valueInteger",
    "day": "valueDateTime",
    "word": "valueCodeableConcept",
    "text": "valueString",
}
MUSCLE = "Modified Ashworth Scale"


def write(frame: Frame) -> list[Resource]:
    """The Observation of an event."""
    kind = frame.event["kind"]
    made: Resource = {
        "resourceType": "Observation",
        "identifier": frame.identifier,
        "status": "final",
        "code": _code(frame.event),
        "subject": frame.subject,
        "effectiveDateTime": frame.at,
        **text_note(frame.event),
    }
    if kind in SINGLE:
        value = quantity(frame.event[kind])
        return [{**made, "valueQuantity": value}] if value else []
    if kind == "laboratory":
        value = quantity(frame.event["value"])
        return [{**made, **({"valueQuantity": value} if value else text_in("valueString", frame.event["value"]))}]
    parts = [*_muscles(frame.event), *_fields(frame.event, PANELS[kind])]
    return [{**made, **({"component": parts} if parts else {})}]


def text_note(event: Plain) -> Resource:
    """The event's free text as a note."""
    made = text_in("text", event.get("note", ""))
    return {"note": [made]} if made else {}


def read_note(resource: Resource) -> Plain:
    """The free text of a note."""
    text = within(resource, "note", "text")
    return {"note": text} if isinstance(text, str) else {}


def read(resources: list[Resource], kind: str) -> Plain:
    """What an Observation of ours says of its event."""
    resource = resources[0]
    made = read_note(resource)
    if kind in SINGLE:
        return _known({**made, kind: amount_text(resource.get("valueQuantity"))})
    if kind == "laboratory":
        analyte = code_of(resource.get("code"), FIELD)
        value = amount_text(resource.get("valueQuantity")) or resource.get("valueString")
        return _known({**made, "analyte": analyte, "value": value})
    scores = []
    for one in listed(resource.get("component")):
        name = str(code_of(one.get("code"), FIELD))
        if name == MUSCLE:
            side, _, group = str(within(one, "code", "text")).partition(" ")
            scores.append({"side": side, "group": group, "score": within(one, "valueString")})
        else:
            made[name] = _value(one, PANELS[kind].get(name, "text"))
    return _known({**made, **({"ashworth": scores} if scores else {})})


def _known(made: dict[str, Any]) -> Plain:
    return {name: value for name, value in made.items() if value is not None}


def _code(event: Plain) -> Resource:
    kind = event["kind"]
    if kind in SINGLE:
        code, display = SINGLE[kind]
        return {"coding": [{"system": LOINC, "code": code, "display": display}], "text": kind}
    if kind == "laboratory":
        loinc = [{"system": LOINC, "code": ANALYTES[event["analyte"]]}] if event["analyte"] in ANALYTES else []
        return {"coding": [*loinc, {"system": FIELD, "code": event["analyte"]}], "text": event["analyte"]}
    return word(FIELD, kind)


def _muscles(event: Plain) -> list[Resource]:
    return [
        {"code": word(FIELD, MUSCLE, f"{one['side']} {one['group']}"), "valueString": one["score"]}
        for one in event.get("ashworth", ())
    ]


def _fields(event: Plain, forms: dict[str, str]) -> list[Resource]:
    made = []
    for name, form in forms.items():
        if event.get(name) is None:
            continue
        value = _written(event[name], form)
        if value is not None:
            made.append({"code": word(FIELD, name, name.replace("_", " ")), FORMS[form]: value})
    return made


def _written(value: Any, form: str) -> Any:
    match form:
        case "amount":
            return quantity(value)
        case "word":
            return word(WORD, value)
        case "text":
            return text_in("text", value).get("text")
    return value


def _value(component: Resource, form: str) -> Any:
    given = component.get(FORMS[form])
    match form:
        case "amount":
            return amount_text(given)
        case "word":
            return code_of(given)
    return given
