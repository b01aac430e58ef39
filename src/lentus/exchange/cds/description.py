"""The services described by OpenAPI 3.1: what a call must bring, and every shape that an answer can have.

It is written beside the code, not made from it, so that tests can hold the one against the other: a generator of
requests reads it, and every answer is held against it.
"""

from __future__ import annotations

from typing import Any

from lentus.exchange.cds.call import LONGEST_ID, MOST_DRAFTS, UUID_PATTERN
from lentus.exchange.cds.cards import LONGEST_SUMMARY, OVERRIDE_REASONS, REASONS, TOPICS
from lentus.exchange.cds.feedback import MOST
from lentus.exchange.cds.hooks import SERVICES, Service

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
ADDRESS: Schema = {"type": "string", "pattern": "^https?://"}
ANY: Schema = {"type": "object"}
ID: Schema = {"type": "string", "pattern": f"^{UUID_PATTERN}$"}
REFUSALS = {
    "400": "The body is no call of this service.",
    "401": "The token is missing or refused.",
    "403": "Nobody may call here, or a page of another origin tried to.",
    "413": "The body is larger than 2 MB.",
    "415": "The body is not JSON, or compressed.",
    "503": "The record cannot be read or written now.",
}


def description(address: str = "") -> Schema:
    """The whole description; `address` is that of Lentus, where it is known."""
    paths: Schema = {"/cds-services": {"get": _operation("discovery", "Every service.", _discovery())}}
    for one in SERVICES:
        path = f"/cds-services/{one.id}"
        paths[path] = {"post": _operation(one.id, one.description, _cards(), _call(one))}
        told = "What a person did with cards."
        paths[f"{path}/feedback"] = {"post": _operation(f"{one.id}-feedback", told, _closed({}), feedback())}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lentus: cards for a hospital's record (CDS Hooks 2.0)", "version": "1"},
        **({"servers": [{"url": address}]} if address else {}),
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
        "security": [{"token": []}, {}],
    }


def _operation(name: str, summary: str, answer: Schema, body: Schema | None = None) -> Schema:
    refusals = REFUSALS if body is not None else {"403": REFUSALS["403"]}
    made: Schema = {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": "The answer.", "content": _json(answer)},
            **{status: {"description": why, "content": _json(_refusal())} for status, why in refusals.items()},
        },
    }
    return made if body is None else {**made, "requestBody": {"required": True, "content": _json(body)}}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _closed(properties: Schema, *required: str) -> Schema:
    """An object with these members and no other."""
    return {
        "type": "object",
        "properties": properties,
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }


def _list(of: Schema, **more: int) -> Schema:
    return {"type": "array", "items": of, **more}


def _refusal() -> Schema:
    return _closed({"message": TEXT}, "message")


def _discovery() -> Schema:
    prefetch = {"type": "object", "additionalProperties": TEXT}
    names = ("hook", "id", "title", "description")
    service = _closed({**dict.fromkeys(names, TEXT), "prefetch": prefetch}, *names, "prefetch")
    return _closed({"services": _list(service)}, "services")


def _call(service: Service) -> Schema:
    """A call: strict where the service refuses, open wherever a record may write what it likes."""
    name = {"type": "string", "minLength": 1, "maxLength": LONGEST_ID}
    drafts: Schema = {
        "type": "object",
        "properties": {"resourceType": {"const": "Bundle"}, "entry": _list(ANY, maxItems=MOST_DRAFTS)},
        "required": ["resourceType"],
    }
    members: Schema = {
        "userId": name,
        "patientId": name,
        "draftOrders": drafts,
        "selections": _list({"type": "string"}, maxItems=MOST_DRAFTS),
    }
    context = {
        "type": "object",
        "properties": {one: members.get(one, {}) for one in service.context},
        "required": list(service.context),
    }
    properties: Schema = {
        "hook": {"const": service.id},
        "hookInstance": ID,
        "context": context,
        "prefetch": {"type": "object", "properties": {key: {} for key, _ in service.prefetch}},
        "fhirServer": {"type": "string"},
        "fhirAuthorization": ANY,
    }
    return {
        "type": "object",
        "properties": properties,
        "required": ["hook", "hookInstance", "context"],
        "dependentRequired": {"fhirAuthorization": ["fhirServer"]},
    }


def _cards() -> Schema:
    """A response, by the specification."""
    return _closed({"cards": _list(_card())}, "cards")


def _card() -> Schema:
    topic = _closed({"system": {"const": TOPICS}, "code": TEXT, "display": TEXT}, "system", "code", "display")
    codes = {"enum": [code for code, _ in OVERRIDE_REASONS]}
    reason = _closed({"code": codes, "system": {"const": REASONS}, "display": TEXT}, "code", "system", "display")
    link = _closed({"label": TEXT, "url": ADDRESS, "type": {"const": "absolute"}}, "label", "url", "type")
    return _closed(
        {
            "uuid": ID,
            "summary": {**TEXT, "maxLength": LONGEST_SUMMARY},
            "detail": TEXT,
            "indicator": {"enum": ["info", "warning", "critical"]},
            "source": _closed({"label": TEXT, "url": ADDRESS, "topic": topic}, "label"),
            "suggestions": _list(_suggestion(), minItems=1),
            "selectionBehavior": {"const": "at-most-one"},
            "overrideReasons": _list(reason, minItems=1),
            "links": _list(link, minItems=1),
        },
        *("uuid", "summary", "detail", "indicator", "source"),
    )


def _suggestion() -> Schema:
    action = _closed(
        {"type": {"enum": ["update", "delete"]}, "description": TEXT, "resource": ANY, "resourceId": TEXT},
        *("type", "description"),
    )
    return _closed({"label": TEXT, "uuid": ID, "actions": _list(action, minItems=1)}, "label", "uuid", "actions")


def feedback() -> Schema:
    """What a record sends about cards."""
    codes = {"enum": [code for code, _ in OVERRIDE_REASONS]}
    text = {"type": "string", "minLength": 1, "maxLength": 200}
    reason: Schema = {
        "type": "object",
        "properties": {"code": text, "system": text, "display": text},
        "required": ["code", "system"],
        "anyOf": [
            {"properties": {"code": codes, "system": {"const": REASONS}}},
            {"properties": {"system": {"not": {"const": REASONS}}}},
        ],
    }
    item: Schema = {
        "type": "object",
        "properties": {
            "card": ID,
            "outcome": {"enum": ["accepted", "overridden"]},
            "outcomeTimestamp": {"type": "string", "format": "date-time"},
            "acceptedSuggestions": _list({"type": "object", "properties": {"id": ID}, "required": ["id"]}, maxItems=20),
            "overrideReason": {"type": "object", "properties": {"reason": reason, "userComment": {"type": "string"}}},
        },
        "required": ["card", "outcome", "outcomeTimestamp"],
    }
    return {
        "type": "object",
        "properties": {"feedback": _list(item, minItems=1, maxItems=MOST)},
        "required": ["feedback"],
    }
