"""The record's entries as AuditEvent: who wrote what, when, and the chain by which it proves itself."""

from __future__ import annotations

from lentus.errors import ExchangeError
from lentus.exchange.fhir.pieces import Resource, listed, within
from lentus.record.entry import Entry

DICOM = "http://dicom.nema.org/resources/ontology/DCM"
PATIENT_RECORD = {"system": DICOM, "code": "110110", "display": "Patient Record"}
ENTRY_TYPE = "urn:lentus:entry-type"


def audit_event(entry: Entry) -> Resource:
    """One entry of the record. Its body is not in it: an audit says that something was written, not what."""
    details = {"seq": str(entry.seq), "version": str(entry.version), "chain": entry.store_hash}
    return {
        "resourceType": "AuditEvent",
        "type": PATIENT_RECORD,
        "subtype": [{"system": ENTRY_TYPE, "code": entry.type}],
        "action": "C",
        "recorded": entry.recorded.isoformat(),
        "outcome": "0",
        "agent": [{"role": [{"text": entry.role}], "who": {"display": entry.actor}, "requestor": True}],
        "source": {"observer": {"display": "Lentus"}},
        "entity": [
            {
                "name": entry.stream,
                "detail": [{"type": name, "valueString": value} for name, value in details.items() if value],
            }
        ],
    }


def read_audit_event(resource: Resource) -> dict[str, str]:
    """Who wrote what and when, of an AuditEvent of ours; ExchangeError for another's."""
    subtypes = [one for one in listed(resource.get("subtype")) if one.get("system") == ENTRY_TYPE]
    if resource.get("resourceType") != "AuditEvent" or not subtypes:
        raise ExchangeError("this is no AuditEvent of a Lentus record")
    entity = listed(resource.get("entity"))
    details = listed(entity[0].get("detail")) if entity else []
    return {
        "type": str(subtypes[0].get("code")),
        "recorded": str(resource.get("recorded")),
        "actor": str(within(resource, "agent", "who", "display")),
        "role": str(within(listed(resource.get("agent")), "role", "text")),
        "stream": str(within(entity, "name")),
        **{str(one.get("type")): str(one.get("valueString")) for one in details},
    }
