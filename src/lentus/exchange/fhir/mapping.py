"""Which event becomes which resource, and how one event goes out and comes back without loss.

What the resource of an event cannot hold is found by reading the resource again and comparing: it goes into a
QuestionnaireResponse of its own, field by field. So a mapping may be incomplete, and never silently wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lentus.exchange.fhir import administrations, circumstances, observations, procedures, requests, statements
from lentus.exchange.fhir.answers import items, read_items
from lentus.exchange.fhir.frame import Frame
from lentus.exchange.fhir.naming import EVENT_ID, QUESTIONS
from lentus.exchange.fhir.people import provenance, read_provenance
from lentus.exchange.fhir.pieces import Resource, listed, within
from lentus.exchange.fhir.plain import Plain, joined, left_over

Write = Callable[[Frame], list[Resource]]
Read = Callable[[list[Resource], str], Plain]

_OBSERVED: tuple[Write, Read] = (observations.write, observations.read)
_GIVEN: tuple[Write, Read] = (administrations.write_administration, administrations.read_administration)
_STATED: tuple[Write, Read] = (statements.write_statement, statements.read_statement)
_DONE: tuple[Write, Read] = (procedures.write_procedure, procedures.read_procedure)
_DEVICE: tuple[Write, Read] = (procedures.write_device, procedures.read_device)
_CONDITION: tuple[Write, Read] = (circumstances.write_condition, circumstances.read_condition)

MAPPED: dict[str, tuple[Write, Read]] = {
    **dict.fromkeys((*observations.SINGLE, "laboratory", *observations.PANELS), _OBSERVED),
    **dict.fromkeys(("dose given", "doses missed", "screening dose", "program"), _GIVEN),
    **dict.fromkeys(
        ("medicine started", "medicine stopped", "oral regimen", "transdermal", "therapy stopped"), _STATED
    ),
    **dict.fromkeys(("fill", "mri", "revision", "explant"), _DONE),
    **dict.fromkeys(("implant", "replacement"), _DEVICE),
    **dict.fromkeys(("diagnosis", "condition"), _CONDITION),
    "allergy": (circumstances.write_allergy, circumstances.read_allergy),
    "side effect": (circumstances.write_adverse, circumstances.read_adverse),
    "care setting": (circumstances.write_encounter, circumstances.read_encounter),
    "order": (requests.write, requests.read),
}
"""Kinds of events that have a resource of their own, with its writer and its reader."""

ANSWERED = (
    "medicines reviewed",
    "holiday started",
    "holiday ended",
    "transfer",
    "death",
    "correction",
    "entered in error",
)
"""Kinds that FHIR has no resource for: a QuestionnaireResponse holds all of them."""


def write_event(frame: Frame) -> tuple[list[Resource], Resource]:
    """The resources of an event, the first one its own, and the Provenance that names them all."""
    kind = frame.event["kind"]
    made = MAPPED[kind][0](frame) if kind in MAPPED else []
    stamp = provenance(frame, [frame.part()])
    told = _told(made, stamp) if made else read_provenance(stamp)
    if _extra(told, frame.event):
        made, told = [], read_provenance(stamp)
    rest = left_over(frame.event, told)
    if rest or not made:
        made = [*made, answers(frame.subject, frame.identifier[0], frame.at, rest)]
    return made, provenance(frame, [frame.part(number) for number in range(len(made))])


def answers(subject: Resource, identifier: Resource, at: str | None, data: Plain) -> Resource:
    """The QuestionnaireResponse of plain data."""
    return {
        "resourceType": "QuestionnaireResponse",
        "identifier": identifier,
        "questionnaire": QUESTIONS,
        "status": "completed",
        "subject": subject,
        **({"authored": at} if at else {}),
        **({"item": items(data)} if data else {}),
    }


def read_event(resources: list[Resource], stamp: Resource) -> Plain:
    """The event that these resources and their Provenance came from."""
    own = [one for one in resources if one["resourceType"] != "QuestionnaireResponse"]
    told = _told(own, stamp) if own else read_provenance(stamp)
    first = resources[0].get("identifier")
    identifier = first if isinstance(first, dict) else listed(first)[0]
    told = {"id": identifier.get("value"), **told} if identifier.get("system") == EVENT_ID else told
    for one in resources:
        if one["resourceType"] == "QuestionnaireResponse":
            told = joined(told, read_items(one.get("item")))
    return told


def _told(resources: list[Resource], stamp: Resource) -> Plain:
    """What the resources of an event say by themselves."""
    told = read_provenance(stamp)
    kind = str(told["kind"])
    told |= MAPPED[kind][1](resources, kind)
    for override in within(told, "order", "overrides") or ():
        override["zone"] = told.get("zone")
    given = resources[0].get("identifier")
    identifier = given if isinstance(given, dict) else listed(given)[0]
    return {**told, "id": identifier.get("value")}


def _extra(told: Any, whole: Any) -> bool:
    """Whether the resources say something that the event does not."""
    if isinstance(told, dict) and isinstance(whole, dict):
        return any(name not in whole or _extra(value, whole[name]) for name, value in told.items())
    return False
