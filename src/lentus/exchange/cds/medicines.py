"""The medicine of an order wherever a message put it, and the orders and statements that a search brought along.

Records write a medicine as words and codes, as a reference into the order itself, into the same bundle, or to their own
server. An order whose medicine is overlooked is an order that nobody judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from lentus.course.names import refuse_hidden
from lentus.errors import CourseError
from lentus.exchange.cds.call import Call, Resource, points_at
from lentus.exchange.cds.hooks import MEDICATIONS, STATEMENTS
from lentus.exchange.cds.order import STANDING
from lentus.exchange.fhir.medication_entry import brought_in
from lentus.exchange.fhir.pieces import codings, listed

Entry = tuple[Resource, str]
"""A resource of a bundle, and its full URL or nothing."""
ON_SERVER = re.compile(r"Medication/[A-Za-z0-9-][A-Za-z0-9.-]{0,63}")
LONGEST_NAME = 120
MOST_ENTRIES = 500
"""Of one search; more orders that stand are no patient's."""


def entries(given: Any) -> tuple[Entry, ...]:
    """What a search brought: the resources of a bundle, or the one resource itself; what is no resource is left out."""
    if not isinstance(given, dict):
        return ()
    if given.get("resourceType") != "Bundle":
        return ((given, ""),)
    found = [(one.get("resource"), one.get("fullUrl")) for one in listed(given.get("entry"))[:MOST_ENTRIES]]
    return tuple((one, str(url or "")) for one, url in found if isinstance(one, dict))


def entries_of_drafts(call: Call) -> tuple[Entry, ...]:
    """Everything that came along in which the medicine of a draft can stand: its own bundle, and what was fetched."""
    fetched = (one for key, one in call.prefetch.items() if ON_SERVER.fullmatch(key) and isinstance(one, dict))
    return (*zip(call.drafts, call.addresses, strict=True), *((one, "") for one in fetched))


def with_medicine(order: Resource, others: Iterable[Entry]) -> Resource:
    """The order, its medicine taken from a Medication of the same message where it refers to that one."""
    pointer = order.get("medicationReference")
    if not isinstance(pointer, dict) or "medicationCodeableConcept" in order:
        return order
    for one, url in others:
        if one.get("resourceType") == "Medication" and points_at(pointer.get("reference"), one, url):
            return brought_in(order, one)
    return order


def on_server(order: Resource) -> str | None:
    """Where the medicine of an order stands on the record's own server, relative to it; None where it stands here."""
    pointer = order.get("medicationReference")
    reference = pointer.get("reference") if isinstance(pointer, dict) else None
    if not isinstance(reference, str) or "medicationCodeableConcept" in order:
        return None
    path = "/".join(reference.partition("/_history/")[0].split("/")[-2:])
    return path if ON_SERVER.fullmatch(path) else None


def about_somebody_else(resource: Resource, call: Call) -> bool:
    """Whether a resource says that it is about another patient than the call. One that says nothing is not."""
    subject = resource.get("subject", resource.get("patient"))
    reference = subject.get("reference") if isinstance(subject, dict) else None
    if not isinstance(reference, str):
        return False
    kind, _, name = reference.partition("/_history/")[0].rpartition("/")
    return (kind == "Patient" or kind.endswith("/Patient")) and name != call.patient_id


def may_stand(order: Resource) -> bool:
    """Whether an order is to be given, or will be once it is signed: neither taken back nor an order not to give."""
    return order.get("status") in STANDING and order.get("doNotPerform") in (None, False)


def standing_orders(call: Call) -> Iterator[Resource]:
    """The orders of the call's patient that stand, as the calling record told them, each with its medicine."""
    return _standing(call, MEDICATIONS, "MedicationRequest")


def standing_statements(call: Call) -> Iterator[Resource]:
    """What the call's patient is said to take."""
    return _standing(call, STATEMENTS, "MedicationStatement")


def _standing(call: Call, key: str, kind: str) -> Iterator[Resource]:
    """The search asked for these alone; a record that sent others all the same is not believed blindly."""
    found = entries(call.prefetch.get(key))
    for one, _ in found:
        active = one.get("resourceType") == kind and one.get("status") == "active" and may_stand(one)
        if active and not about_somebody_else(one, call):
            yield with_medicine(one, found)


def said_by(concept: Any) -> str:
    """What a concept says in words, each once; nothing where a letter in it cannot be seen."""
    if not isinstance(concept, dict):
        return ""
    given = (concept.get("text"), *(one.get("display") for one in codings(concept)))
    return _seen("; ".join(dict.fromkeys(one.strip() for one in given if isinstance(one, str) and one.strip())))


@lru_cache(maxsize=4_000)
def _seen(said: str) -> str:
    try:
        return refuse_hidden("name", said[:LONGEST_NAME])
    except CourseError:
        return ""
