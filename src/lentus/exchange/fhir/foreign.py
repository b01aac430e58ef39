"""A Bundle of another sender as a course: what it says for certain, and a list of what could not be read.

Its own identifiers, times and words are kept; nothing is filled in. A time without an hour, a dose without a unit, a
resource that a course has no event for: each is named with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lentus.course import Course, course_from, zone_named
from lentus.errors import ExchangeError
from lentus.exchange.fhir.bundle import resources_of
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import is_baclofen, words_of
from lentus.exchange.fhir.doses import read_dosage
from lentus.exchange.fhir.laboratory import read_laboratory
from lentus.exchange.fhir.naming import LOINC, UCUM
from lentus.exchange.fhir.observations import SINGLE
from lentus.exchange.fhir.orders import orders_of_request
from lentus.exchange.fhir.people import read_patient
from lentus.exchange.fhir.pieces import Resource, code_of, moment_text, within
from lentus.exchange.fhir.plain import Plain, plain
from lentus.exchange.fhir.units import amount_text

NEEDS_TIME = ("a time with its hour and offset",)
SILENT = (
    "Patient",
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "Location",
    "Medication",
    "Provenance",
    "Device",
)
"""Resources that are read through others, or say nothing about the course by themselves."""


@dataclass(frozen=True, slots=True)
class Unread:
    """One resource that became no event, and why."""

    where: str
    why: CannotRead


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a Bundle of another sender gave: the course, and everything that could not be read."""

    course: Course
    unread: tuple[Unread, ...]


def take_in(bundle: Any, zone: str, author: str) -> TakenIn:
    """Read a Bundle of another sender; `zone` is its clock, `author` whoever takes it in.

    Raises ExchangeError where there is not exactly one patient, CourseError where the events contradict each other.
    """
    resources = resources_of(bundle)
    people = [one for one in resources.values() if one["resourceType"] == "Patient"]
    if len(people) != 1:
        raise ExchangeError(f"the bundle holds {len(people)} patients: a course is about one")
    zone_named(zone)
    events: list[Plain] = []
    unread: list[Unread] = []
    for number, (url, resource) in enumerate(resources.items()):
        if resource["resourceType"] in SILENT:
            continue
        found = _events(_with_medication(resource, resources), zone)
        where = f"{resource['resourceType']} {resource.get('id') or url}"
        if isinstance(found, CannotRead):
            unread.append(Unread(where, found))
            continue
        stamp = {"zone": zone, "author": author}
        for place, one in enumerate(found, start=1):
            note = " ".join(filter(None, (f"From {where}.", one.get("note"))))
            events.append({"id": f"f{number}-{place}", **stamp, **one, "note": note})
    patient = read_patient(people[0])
    return TakenIn(course_from({"patient": patient, "events": events}, "bundle"), tuple(unread))


def _with_medication(resource: Resource, resources: dict[str, Resource]) -> Resource:
    """The resource with the Medication that it points to elsewhere in the bundle."""
    pointer = within(resource, "medicationReference", "reference")
    if not isinstance(pointer, str) or "medicationCodeableConcept" in resource:
        return resource
    for url, one in resources.items():
        if pointer in (url, f"Medication/{one.get('id')}") and isinstance(one.get("code"), dict):
            return {**resource, "medicationCodeableConcept": one["code"]}
    return resource


def _events(resource: Resource, zone: str) -> list[Plain] | CannotRead:
    reader = {
        "MedicationRequest": _request,
        "MedicationStatement": _statement,
        "Observation": _observation,
        "AllergyIntolerance": _allergy,
    }.get(resource["resourceType"])
    if reader is None:
        return CannotRead("no event of a course is read from this resource", ("entering it by hand",))
    return reader(resource, zone)


def _when(resource: Resource, zone: str, *names: str) -> datetime | CannotRead:
    text = next((resource[name] for name in names if isinstance(resource.get(name), str)), None)
    if text is None:
        return CannotRead("it does not say when", NEEDS_TIME)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return CannotRead(f"the time {text!r} cannot be read", NEEDS_TIME)
    if moment.tzinfo is None or "T" not in text:
        return CannotRead(f"the time {text!r} has no hour", NEEDS_TIME)
    return datetime.fromisoformat(moment.astimezone(zone_named(zone)).isoformat())


def _request(resource: Resource, zone: str) -> list[Plain] | CannotRead:
    at = _when(resource, zone, "authoredOn")
    if isinstance(at, CannotRead):
        return at
    orders = orders_of_request(resource, at, zone)
    if isinstance(orders, CannotRead):
        return orders
    return [{"kind": "order", "at": moment_text(one.at.isoformat()), "order": plain(one)} for one in orders]


def _statement(resource: Resource, zone: str) -> list[Plain] | CannotRead:
    at = _when(resource, zone, "effectiveDateTime")
    if isinstance(at, CannotRead):
        return at
    if not is_baclofen(resource):
        return CannotRead("it is not about baclofen for certain", ("entering it by hand",))
    read = read_dosage(resource, zone)
    if isinstance(read, CannotRead):
        return read
    if resource.get("status") != "active" or read.route != "oral" or len(read.steps) != 1:
        return CannotRead("only one regimen by mouth that is active is read", ("entering it by hand",))
    return [{"kind": "oral regimen", "at": at.isoformat(), "doses": list(read.steps[0].wording)}]


def _observation(resource: Resource, zone: str) -> list[Plain] | CannotRead:
    at = _when(resource, zone, "effectiveDateTime")
    if isinstance(at, CannotRead):
        return at
    if resource.get("status") not in ("final", "amended", "corrected"):
        return CannotRead(f"it is {resource.get('status')}", ("a final result",))
    given = resource.get("valueQuantity")
    if not isinstance(given, dict) or given.get("system") != UCUM or "comparator" in given:
        return CannotRead("it has no value with a UCUM unit", ("a value with its unit by UCUM",))
    code, said = str(code_of(resource.get("code"), LOINC)), words_of(resource.get("code") or {})
    made = read_laboratory(code, given) or _measured(code, said, given)
    return made if isinstance(made, CannotRead) else [{**made, "at": at.isoformat()}]


def _measured(code: str, words: str, given: Resource) -> Plain | CannotRead:
    value = amount_text(given)
    if value is None:
        return CannotRead(f"its unit {given.get('code')!r} is not read", ("a value in mg/dL, kg or cm",))
    for kind, (loinc, _) in SINGLE.items():
        if code == loinc:
            return {"kind": kind, kind: value}
    said = words.casefold()
    if value.endswith("mL/min/1.73 m2") and "glomerular filtration" in said and "among" not in said:
        return {"kind": "laboratory", "analyte": "eGFR", "value": value}
    return CannotRead(f"nothing is read from {words or code}", ("entering it by hand",))


def _allergy(resource: Resource, zone: str) -> list[Plain] | CannotRead:
    at = _when(resource, zone, "recordedDate", "onsetDateTime")
    if isinstance(at, CannotRead):
        return at
    said = words_of(resource.get("code") or {}).split("; ")[0]
    if not said:
        return CannotRead("it names no substance in words", ("the name of the substance",))
    return [{"kind": "allergy", "substance": said, "at": at.isoformat()}]
