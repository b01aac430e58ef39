"""A call as it was sent, read strictly where the specification is strict and gently where real records are not.

What a service cannot do without is refused with a sentence. Whatever stands inside a draft order is not looked at here:
a draft is unfinished by nature, and an unfinished draft is no fault of the call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lentus.course.names import refuse_hidden
from lentus.errors import CourseError, ExchangeError
from lentus.exchange.cds.hooks import BY_ID, Service

Resource = dict[str, Any]
LONGEST_ID = 200
MOST_DRAFTS = 200
UUID_PATTERN = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_UUID = re.compile(UUID_PATTERN)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one service. `drafts` are the resources of the bundle of draft orders, `selected` their ids."""

    service: Service
    instance: str
    patient_id: str
    user_id: str
    drafts: tuple[Resource, ...] = ()
    selected: tuple[str, ...] = ()
    prefetch: Mapping[str, Any] = field(default_factory=dict)
    fhir_server: str = ""
    token: str = field(default="", repr=False)

    @property
    def judged(self) -> tuple[Resource, ...]:
        """The drafts that this call is about: those selected where the hook selects, else all."""
        if "selections" not in self.service.context:
            return self.drafts
        return tuple(one for one in self.drafts if reference_of(one) in self.selected)


def reference_of(resource: Resource) -> str:
    """How a context refers to a resource: its type and id."""
    return f"{resource.get('resourceType', '')}/{resource.get('id', '')}"


def read_call(service_id: str, data: object) -> Call:
    """The call of a service; ExchangeError, one sentence, where it is not one."""
    service = BY_ID.get(service_id)
    if service is None:
        raise ExchangeError(f"There is no service {service_id[:40]!r}; there are {', '.join(BY_ID)}.")
    if not isinstance(data, dict):
        raise ExchangeError("The request is not a JSON object.")
    _require(data.get("hook") == service.id, f"hook must be {service.id!r}, the hook of this service")
    instance = data.get("hookInstance")
    _require(isinstance(instance, str) and bool(_UUID.fullmatch(instance)), "hookInstance must be a UUID")
    context = data.get("context")
    if not isinstance(context, dict):
        raise ExchangeError("Context must be an object.")
    missing = [name for name in service.context if name not in context]
    _require(not missing, f"context lacks {', '.join(missing)}")
    prefetch = data.get("prefetch")
    _require(prefetch is None or isinstance(prefetch, dict), "prefetch must be an object")
    server, token = _server(data)
    return Call(
        service=service,
        instance=str(instance),
        patient_id=_text(context, "patientId"),
        user_id=_text(context, "userId"),
        drafts=_drafts(context) if service.drafts else (),
        selected=_selected(context) if "selections" in service.context else (),
        prefetch=prefetch or {},
        fhir_server=server,
        token=token,
    )


def _require(held: bool, sentence: str) -> None:
    if not held:
        raise ExchangeError(f"{sentence[0].upper()}{sentence[1:]}.")


def _text(context: Mapping[str, Any], name: str) -> str:
    text = context.get(name)
    if not (isinstance(text, str) and 0 < len(text) <= LONGEST_ID):
        raise ExchangeError(f"context.{name} must be a text of 1 to {LONGEST_ID} characters.")
    try:
        return refuse_hidden(f"context.{name}", text)
    except CourseError as error:
        told = str(error)
        raise ExchangeError(f"{told[:1].upper()}{told[1:]}.") from error


def _drafts(context: Mapping[str, Any]) -> tuple[Resource, ...]:
    bundle = context["draftOrders"]
    whole = isinstance(bundle, dict) and bundle.get("resourceType") == "Bundle"
    _require(whole, "context.draftOrders must be a Bundle")
    entries = bundle.get("entry", [])
    _require(isinstance(entries, list), "context.draftOrders.entry must be a list")
    _require(len(entries) <= MOST_DRAFTS, f"context.draftOrders holds more than {MOST_DRAFTS} entries: send fewer")
    found = [one.get("resource") for one in entries if isinstance(one, dict)]
    return tuple(one for one in found if isinstance(one, dict))


def _selected(context: Mapping[str, Any]) -> tuple[str, ...]:
    selections = context["selections"]
    right = isinstance(selections, list) and all(isinstance(one, str) for one in selections)
    _require(right, "context.selections must be a list of references")
    return tuple(selections)


def _server(data: Mapping[str, Any]) -> tuple[str, str]:
    server, authorization = data.get("fhirServer"), data.get("fhirAuthorization")
    _require(server is None or isinstance(server, str), "fhirServer must be an address")
    _require(authorization is None or isinstance(authorization, dict), "fhirAuthorization must be an object")
    _require(not authorization or bool(server), "fhirAuthorization needs fhirServer")
    token = authorization.get("access_token", "") if authorization else ""
    return str(server or ""), token if isinstance(token, str) else ""
