"""A course as a Bundle, and back without loss.

A List names the resources of the events in their order, so that the order of a bundle's entries means nothing; a
Provenance for each event names its resources, its time, clock and author.
"""

from __future__ import annotations

from typing import Any

from lentus.course import Course, course_from, fold
from lentus.errors import ExchangeError
from lentus.exchange.fhir.answers import read_items
from lentus.exchange.fhir.frame import Frame, address
from lentus.exchange.fhir.mapping import answers, read_event, write_event
from lentus.exchange.fhir.naming import COURSE
from lentus.exchange.fhir.people import patient_resource, read_patient
from lentus.exchange.fhir.pieces import Resource, code_of, listed, text_in, within, word
from lentus.exchange.fhir.plain import Plain, joined, left_over, plain

TEST_DATA = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
"""FHIR's mark of made-up data."""


def course_to_bundle(course: Course) -> Resource:
    """The whole course as a Bundle of type collection."""
    data = plain(course)
    patient = data["patient"]["id"]
    died = fold(course.patient, course.events).died
    person = patient_resource(data["patient"], died)
    entries = [(address(patient, "patient"), person)]
    firsts = []
    for event in data.get("events", ()):
        frame = Frame(patient, _inherited(event))
        resources, stamp = write_event(frame)
        entries += [(frame.part(number), one) for number, one in enumerate(resources)]
        entries.append((address(patient, f"stamp/{event['id']}"), stamp))
        firsts.append(frame.part())
    head = _list(data, patient, firsts)
    lasting = {name: value for name, value in data.items() if name != "events"}
    rest = left_over(lasting, {**_read_list(head), "patient": read_patient(person)})
    if rest:
        subject = {"reference": address(patient, "patient")}
        settings = answers(subject, {"system": COURSE, "value": "settings"}, None, rest)
        entries.append((address(patient, "settings"), settings))
    entries.insert(1, (address(patient, "course"), head))
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": url, "resource": one} for url, one in entries],
    }


def _inherited(event: Plain) -> Plain:
    """The event; its order without the time and zone that it takes from the event."""
    if event["kind"] != "order":
        return event
    order = {
        name: value for name, value in event["order"].items() if name not in ("at", "zone") or value != event[name]
    }
    return {**event, "order": order}


def _list(data: Plain, patient: str, firsts: list[str]) -> Resource:
    return {
        "resourceType": "List",
        **({"meta": {"tag": [TEST_DATA]}} if data.get("generated") else {}),
        "status": "current",
        "mode": "snapshot",
        **text_in("title", data.get("title", "")),
        "code": word(COURSE, "course", "course of baclofen therapy"),
        "subject": {"reference": address(patient, "patient")},
        **({"source": text_in("display", data["author"])} if text_in("display", data.get("author")) else {}),
        **({"entry": [{"item": {"reference": one}} for one in firsts]} if firsts else {}),
    }


def _read_list(head: Resource) -> Plain:
    found = {"title": head.get("title"), "author": within(head, "source", "display")}
    made = {name: value for name, value in found.items() if value is not None}
    generated = any(one.get("code") == TEST_DATA["code"] for one in listed(within(head, "meta", "tag")))
    return {**made, **({"generated": True} if generated else {})}


def is_ours(bundle: Any) -> bool:
    """Whether a bundle holds a course as Lentus writes it."""
    return any(_is_course(one) for one in resources_of(bundle).values())


def bundle_to_course(bundle: Any) -> Course:
    """The course of a Bundle that `course_to_bundle` made; ExchangeError or CourseError for any other."""
    resources = resources_of(bundle)
    head = next((one for one in resources.values() if _is_course(one)), None)
    if head is None:
        raise ExchangeError(
            "the bundle holds no List of a Lentus course: give one that `lentus fhir export` wrote, or name its zone "
            "and author so that it can be read as another sender's"
        )
    stamps = {
        str(within(one, "target", "reference")): one
        for one in resources.values()
        if one.get("resourceType") == "Provenance"
    }
    person = next((one for one in resources.values() if one.get("resourceType") == "Patient"), {})
    firsts = [str(within(one, "item", "reference")) for one in listed(head.get("entry"))]
    try:
        events = [read_event(*_of_event(first, stamps, resources)) for first in firsts]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise ExchangeError(f"the bundle is damaged ({type(error).__name__} at {error}): export it anew") from error
    data = {**_read_list(head), "patient": read_patient(person), "events": events}
    settings = [one for one in resources.values() if within(one, "identifier", "system") == COURSE]
    for one in settings:
        data = joined(data, read_items(one.get("item")))
    return course_from(data, "bundle")


def _of_event(
    first: str, stamps: dict[str, Resource], resources: dict[str, Resource]
) -> tuple[list[Resource], Resource]:
    stamp = stamps.get(first)
    if stamp is None:
        raise ExchangeError(f"the bundle has no Provenance for {first}: nobody says when that was, or who says so")
    targets = [str(one.get("reference")) for one in listed(stamp.get("target"))]
    lost = [one for one in targets if one not in resources]
    if lost:
        raise ExchangeError(f"the bundle lacks {lost[0]}, to which a Provenance points: export it anew")
    return [resources[one] for one in targets], stamp


def resources_of(bundle: Any) -> dict[str, Resource]:
    """Resources by address; ExchangeError where two that differ share one, since one of the two would be lost."""
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise ExchangeError('this is no FHIR Bundle: its "resourceType" must be "Bundle"')
    made: dict[str, Resource] = {}
    for number, entry in enumerate(listed(bundle.get("entry"))):
        resource = entry.get("resource")
        if isinstance(resource, dict) and isinstance(resource.get("resourceType"), str):
            address = str(entry.get("fullUrl") or _own_address(resource, number))
            if made.get(address, resource) != resource:
                raise ExchangeError(f"two entries of the bundle share the address {address} and differ: keep one")
            made[address] = resource
    return made


def _own_address(resource: Resource, number: int) -> str:
    """Where an entry without an address stands: by type and id, else by its place."""
    return f"{resource['resourceType']}/{resource['id']}" if resource.get("id") else f"entry {number}"


def _is_course(resource: Resource) -> bool:
    return resource.get("resourceType") == "List" and code_of(resource.get("code"), COURSE) == "course"
