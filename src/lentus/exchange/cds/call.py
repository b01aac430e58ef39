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
UNREADABLE = "The call cannot be read: {}."
UUID_PATTERN = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_UUID = re.compile(UUID_PATTERN)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one service. `drafts` are the resources of the bundle of draft orders, `addresses` their full URLs.

    `selected` are the references of those selected. `unfetched` says of what was not sent why it could not be had.
    """

    service: Service
    instance: str
    patient_id: str
    user_id: str
    drafts: tuple[Resource, ...] = ()
    addresses: tuple[str, ...] = ()
    selected: tuple[str, ...] = ()
    prefetch: Mapping[str, Any] = field(default_factory=dict)
    fhir_server: str = ""
    token: str = field(default="", repr=False)
    unfetched: Mapping[str, str] = field(default_factory=dict)

    @property
    def judged(self) -> tuple[Resource, ...]:
        """The drafts that this call is about: those selected where the hook selects, else all."""
        if "selections" not in self.service.context:
            return self.drafts
        entries = zip(self.drafts, self.addresses, strict=True)
        return tuple(one for one, url in entries if any(points_at(said, one, url) for said in self.selected))

    @property
    def others(self) -> tuple[Resource, ...]:
        """The drafts of the same session that this call is not about."""
        judged = {id(one) for one in self.judged}
        return tuple(one for one in self.drafts if id(one) not in judged)


def reference_of(resource: Resource) -> str:
    """How a context refers to a resource: its type and id."""
    return f"{resource.get('resourceType', '')}/{resource.get('id', '')}"


def points_at(reference: object, resource: Resource, address: str = "") -> bool:
    """Whether a reference means a resource: by type and id, relative or absolute, of a version, or by its full URL.

    An id alone counts too. Records write all of these, and a reference that is overlooked is an order not assessed.
    """
    if not isinstance(reference, str) or not reference:
        return False
    if address and reference == address:
        return True
    name = resource.get("id")
    if not isinstance(name, str) or not name:
        return False
    said = reference.partition("/_history/")[0]
    whole = reference_of(resource)
    return said in (whole, name) or said.endswith(f"/{whole}")


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
        raise ExchangeError(UNREADABLE.format("context must be an object"))
    missing = [name for name in service.context if name not in context]
    _require(not missing, f"context lacks {', '.join(missing)}")
    prefetch = data.get("prefetch")
    _require(prefetch is None or isinstance(prefetch, dict), "prefetch must be an object")
    server, token = _server(data, context)
    drafts = _drafts(context) if service.drafts else ()
    return Call(
        service=service,
        instance=str(instance),
        patient_id=_bare(_text(context, "patientId")),
        user_id=_text(context, "userId"),
        drafts=tuple(one for one, _ in drafts),
        addresses=tuple(url for _, url in drafts),
        selected=_selected(context) if "selections" in service.context else (),
        prefetch=prefetch or {},
        fhir_server=server,
        token=token,
    )


def _require(held: bool, sentence: str) -> None:
    if not held:
        raise ExchangeError(UNREADABLE.format(sentence))


def _text(context: Mapping[str, Any], name: str) -> str:
    text = context.get(name)
    if not (isinstance(text, str) and 0 < len(text) <= LONGEST_ID):
        raise ExchangeError(UNREADABLE.format(f"context.{name} must be a text of 1 to {LONGEST_ID} characters"))
    try:
        return refuse_hidden(f"context.{name}", text)
    except CourseError as error:
        raise ExchangeError(UNREADABLE.format(error)) from error


def _bare(name: str) -> str:
    """An id of a patient, without the type that some records write before it."""
    return name.removeprefix("Patient/") or name


def _drafts(context: Mapping[str, Any]) -> tuple[tuple[Resource, str], ...]:
    """Each resource of the bundle with its full URL, empty where it has none."""
    bundle = context["draftOrders"]
    whole = isinstance(bundle, dict) and bundle.get("resourceType") == "Bundle"
    _require(whole, "context.draftOrders must be a Bundle")
    entries = bundle.get("entry") or []
    _require(isinstance(entries, list), "context.draftOrders.entry must be a list")
    _require(len(entries) <= MOST_DRAFTS, f"context.draftOrders holds more than {MOST_DRAFTS} entries: send fewer")
    found = [(one.get("resource"), one.get("fullUrl")) for one in entries if isinstance(one, dict)]
    return tuple((one, url if isinstance(url, str) else "") for one, url in found if isinstance(one, dict))


def _selected(context: Mapping[str, Any]) -> tuple[str, ...]:
    selections = context["selections"]
    right = isinstance(selections, list) and all(isinstance(one, str) for one in selections)
    _require(right, "context.selections must be a list of references")
    _require(len(selections) <= MOST_DRAFTS, f"context.selections holds more than {MOST_DRAFTS} references: send fewer")
    return tuple(selections)


def _server(data: Mapping[str, Any], context: Mapping[str, Any]) -> tuple[str, str]:
    """The FHIR server and the token for it. A token that is bound to another patient is none for this call."""
    server, authorization = data.get("fhirServer"), data.get("fhirAuthorization")
    _require(server is None or isinstance(server, str), "fhirServer must be an address")
    _require(authorization is None or isinstance(authorization, dict), "fhirAuthorization must be an object")
    _require(not authorization or bool(server), "fhirAuthorization needs fhirServer")
    if not authorization:
        return str(server or ""), ""
    if authorization.get("patient", context.get("patientId")) != context.get("patientId"):
        return "", ""
    token = authorization.get("access_token", "")
    return str(server), token if isinstance(token, str) else ""
