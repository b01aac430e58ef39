"""The record's entries as AuditEvent: who wrote what, opened which patient, signed in; and the chain behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from lentus.errors import ExchangeError
from lentus.exchange.fhir.pieces import Resource, listed, text_in, within
from lentus.record.entry import Entry

DICOM = "http://dicom.nema.org/resources/ontology/DCM"
PATIENT_RECORD = {"system": DICOM, "code": "110110", "display": "Patient Record"}
AUTHENTICATION = {"system": DICOM, "code": "110114", "display": "User Authentication"}
LOGIN = {"system": DICOM, "code": "110122", "display": "Login"}
LOGOUT = {"system": DICOM, "code": "110123", "display": "Logout"}
OBJECT = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
ENTRY_TYPE = "urn:lentus:entry-type"
CHART_ID = "urn:lentus:chart"
NOBODY = "nobody known"
_EVENTS = UUID("0c5d2ef4-1d5e-5a36-9f0f-6b8f3f5a7c21")

KINDS: dict[str, tuple[Resource, tuple[Resource, ...], str, str]] = {
    "chart seen": (PATIENT_RECORD, (), "R", "0"),
    "signed in": (AUTHENTICATION, (LOGIN,), "E", "0"),
    "signed out": (AUTHENTICATION, (LOGOUT,), "E", "0"),
    "sign-in refused": (AUTHENTICATION, (LOGIN,), "E", "4"),
}
"""Kinds of entries that are no writing of a chart: what happened, by DICOM, as which action, with which outcome."""

WRITTEN: tuple[Resource, tuple[Resource, ...], str, str] = (PATIENT_RECORD, (), "C", "0")


def audit_bundle(entries: Iterable[Entry]) -> Resource:
    """Entries of the record as a Bundle of type collection, in their order."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": _address(one), "resource": audit_event(one)} for one in entries],
    }


def _address(entry: Entry) -> str:
    return f"urn:uuid:{uuid5(_EVENTS, f'{entry.store_hash} {entry.seq}')}"


def audit_event(entry: Entry) -> Resource:
    """One entry of the record. Its body is not in it, but for the chart and the address that an access is about."""
    details = {"seq": str(entry.seq), "version": str(entry.version), "chain": entry.store_hash}
    kind, more, action, outcome = KINDS.get(entry.type, WRITTEN)
    detail = [{"type": name, "valueString": value} for name, value in details.items() if value]
    return {
        "resourceType": "AuditEvent",
        "type": kind,
        "subtype": [*more, {"system": ENTRY_TYPE, "code": entry.type}],
        "action": action,
        "recorded": entry.recorded.isoformat(),
        "outcome": outcome,
        "agent": [_agent(entry)],
        "source": {"observer": {"display": "Lentus"}},
        "entity": [*_patient(entry), {"name": entry.stream, "detail": detail}],
    }


def _agent(entry: Entry) -> Resource:
    """Who acted. A refused sign-in was written by Lentus itself: its agent is the account that was tried."""
    refused = entry.type == "sign-in refused"
    tried = entry.body.get("name")
    who = (tried if isinstance(tried, str) else NOBODY) if refused else entry.actor
    made: Resource = {"role": [{"text": entry.role}], "who": {"display": who}, "requestor": True}
    origin = entry.body.get("origin") if entry.type in KINDS else None
    return {**made, **({"network": text_in("address", origin)} if text_in("address", origin) else {})}


def _patient(entry: Entry) -> list[Resource]:
    """The patient whose chart was opened, by the chart's id."""
    chart_id = entry.body.get("chart_id") if entry.type in KINDS else None
    if not isinstance(chart_id, str):
        return []
    return [
        {
            "what": {"type": "Patient", "identifier": {"system": CHART_ID, "value": chart_id}},
            "type": {"system": OBJECT, "code": "1", "display": "Person"},
            "role": {"system": ROLE, "code": "1", "display": "Patient"},
        }
    ]


def is_audit(bundle: Any) -> bool:
    """Whether a message is a Bundle of AuditEvents of a Lentus record and nothing else."""
    entries = listed(bundle.get("entry")) if isinstance(bundle, dict) else []
    kinds = {within(one, "resource", "resourceType") for one in entries}
    return kinds == {"AuditEvent"} and any(_entry_type(one.get("resource")) for one in entries)


def read_audit_bundle(bundle: Resource) -> list[dict[str, str]]:
    """Who wrote what and when, of each AuditEvent of a Bundle in its order; ExchangeError for another's."""
    return [read_audit_event(one["resource"]) for one in listed(bundle.get("entry"))]


def _entry_type(resource: Any) -> Any:
    """The kind of an entry of the record, of an AuditEvent of ours; None of another's."""
    subtypes = listed(resource.get("subtype")) if isinstance(resource, dict) else []
    return next((one.get("code") for one in subtypes if one.get("system") == ENTRY_TYPE), None)


def read_audit_event(resource: Resource) -> dict[str, str]:
    """Who wrote what and when, of an AuditEvent of ours; ExchangeError for another's."""
    kind = _entry_type(resource)
    if resource.get("resourceType") != "AuditEvent" or kind is None:
        raise ExchangeError("this is no AuditEvent of a Lentus record")
    entities = listed(resource.get("entity"))
    own: Any = next((one for one in entities if "name" in one), {})
    seen = next((within(one, "what", "identifier", "value") for one in entities if "what" in one), None)
    return {
        "type": str(kind),
        "recorded": str(resource.get("recorded")),
        "actor": str(within(resource, "agent", "who", "display")),
        "role": str(within(listed(resource.get("agent")), "role", "text")),
        "stream": str(own.get("name")),
        **({"chart": str(seen)} if seen else {}),
        **{str(one.get("type")): str(one.get("valueString")) for one in listed(own.get("detail"))},
    }
