"""What was done to the pump and the catheter: Procedure, and Device with its use.

A refill is a Procedure that uses a Medication, never an administration: a reservoir's content is no dose.
"""

from __future__ import annotations

from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.medicines import HERE, medicine, read_medicine
from lentus.exchange.fhir.naming import EVENT_KIND, FIELD
from lentus.exchange.fhir.observations import read_note, text_note
from lentus.exchange.fhir.pieces import Resource, code_of, concept_in, listed, text_in, within, word
from lentus.exchange.fhir.plain import Plain, known
from lentus.exchange.fhir.units import amount_text, quantity


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
    return read_note(one) | read_medicine(one) | known({"reason": within(one, "reasonCode", "text")})


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
    made = read_note(use) | known({"device": within(device, "deviceName", "name")})
    for one in listed(device.get("property")):
        made |= known(
            {
                str(code_of(one.get("type"), FIELD)): amount_text(
                    within(one, "valueQuantity") and one["valueQuantity"][0]
                )
            }
        )
    return made
