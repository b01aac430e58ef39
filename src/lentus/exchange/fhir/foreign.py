"""A Bundle of another sender as a course: what it says for certain, and a list of what could not be read.

Its own identifiers, times and words are kept; nothing is filled in. A time without an hour, a dose without a unit, a
resource that a course has no event for: each is named with its reason. What was before the Bundle is unknown, and the
course says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lentus.course import Course, course_from, zone_named
from lentus.errors import CourseError, ExchangeError
from lentus.exchange.fhir.bundle import resources_of
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import words_of
from lentus.exchange.fhir.foreign_medicines import read_administration, read_request, read_statement
from lentus.exchange.fhir.medication_entry import with_medication
from lentus.exchange.fhir.people import read_patient
from lentus.exchange.fhir.pieces import Resource, codings, listed, within
from lentus.exchange.fhir.plain import Plain
from lentus.exchange.fhir.results import read_result
from lentus.exchange.fhir.standing import TOGETHER, Found, together
from lentus.exchange.fhir.whose import about_another

__all__ = ["TakenIn", "Unread", "take_in"]

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
BEGIN = "f-begin"
"""The id of the event with which the history of a Bundle begins."""
ANSWERS = ("history", "transaction-response", "batch-response")
"""Types of Bundle that hold old versions, or a server's answers, and no record of a patient."""


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

    @property
    def read(self) -> int:
        """How many events came out of the Bundle, the one with which history begins left out."""
        return sum(event.id != BEGIN for event in self.course.events)


def take_in(bundle: Any, zone: str, author: str) -> TakenIn:
    """Read a Bundle of another sender; `zone` is its clock, `author` whoever takes it in.

    Raises ExchangeError where there is not exactly one patient, CourseError where the events contradict each other.
    """
    resources = resources_of(bundle)
    if bundle.get("type") in ANSWERS:
        raise ExchangeError(
            f"a Bundle of type {bundle['type']} is no record of a patient: send a collection or a search"
        )
    people = [(url, one) for url, one in resources.items() if one["resourceType"] == "Patient"]
    if len(people) != 1:
        raise ExchangeError(f"the bundle holds {len(people)} patients: a course is about one")
    zone_named(zone)
    ((address, person),) = people
    found: list[Found] = []
    unread = [*_incomplete(bundle), *_left_open(person, zone)]
    for number, (url, resource) in enumerate(resources.items()):
        if resource["resourceType"] in SILENT:
            continue
        where = f"{resource['resourceType']} {resource.get('id') or url}"
        whole = with_medication(resource, resources)
        stamp = {"zone": zone, "author": author}
        made = about_another(resource, person, address) or _stamped(_events(whole, zone), f"f{number}", where, stamp)
        if isinstance(made, CannotRead):
            unread.append(Unread(where, made))
        else:
            found.append(Found(where, url, resource, made))
    several = list(together(found))
    unread += [Unread(one.where, TOGETHER) for one in several]
    events = [event for one in found if one not in several for event in one.events]
    events += _death(person, zone, author)
    patient = read_patient(person)
    return TakenIn(course_from({"patient": patient, "events": _begun(events, zone, author)}, "bundle"), tuple(unread))


def _stamped(made: list[Plain] | CannotRead, event_id: str, where: str, stamp: Plain) -> list[Plain] | CannotRead:
    """Events with their ids, their clock, who took them in and where they came from; refused as a course would."""
    if isinstance(made, CannotRead):
        return made
    stamped = [
        {"id": f"{event_id}-{place}", **stamp, **one, "note": _note(where, one)}
        for place, one in enumerate(made, start=1)
    ]
    return _refused(stamped) or stamped


def _stamp(event_id: str, zone: str, author: str, where: str) -> Plain:
    return {"id": event_id, "zone": zone, "author": author, "note": f"From {where}."}


def _note(where: str, event: Plain) -> str:
    return " ".join(filter(None, (f"From {where}.", event.get("note"))))


def _refused(events: list[Plain]) -> CannotRead | None:
    """Why a course cannot hold these events; one of them must not keep the others out."""
    try:
        course_from({"patient": {"id": "1"}, "events": events})
    except CourseError as error:
        return CannotRead(f"a course cannot hold it: {error}", ("entering it by hand",))
    return None


def _begun(events: list[Plain], zone: str, author: str) -> list[Plain]:
    """The events, history beginning with the first of them: the first order that is seen is not the first of a life."""
    if not events:
        return events
    first = min(events, key=lambda one: datetime.fromisoformat(one["at"]))
    found = {"kind": "as found", "at": first["at"], **_stamp(BEGIN, zone, author, "the Bundle")}
    return [{**found, "note": "History begins with this Bundle; what was before is not known."}, *events]


def _incomplete(bundle: Resource) -> Iterator[Unread]:
    """What of a Bundle did not come: further pages of a search, entries without their resource."""
    if any(one.get("relation") == "next" for one in listed(bundle.get("link"))):
        yield Unread("Bundle", CannotRead("it is one page of a larger result", ("all pages in one Bundle",)))
    for number, entry in enumerate(bundle.get("entry") or ()):
        if not isinstance(within(entry, "resource", "resourceType"), str):
            yield Unread(f"Bundle entry {number}", CannotRead("it holds no resource", ("the resource itself",)))


def _left_open(person: Resource, zone: str) -> Iterator[Unread]:
    """A death of which the hour is not said, and whatever else a Patient says that a course cannot leave out."""
    if person.get("active") is False or "modifierExtension" in person or "link" in person:
        told = CannotRead("its record is not in use, is linked to another, or is modified", ("the record in use",))
        yield Unread(f"Patient {person.get('id') or ''}".strip(), told)
    died = person.get("deceasedDateTime", person.get("deceasedBoolean", False))
    if died is not False and isinstance(_when(person, zone, "deceasedDateTime"), CannotRead):
        yield Unread(
            f"Patient {person.get('id') or ''}".strip(), CannotRead("the patient died; when is not said", NEEDS_TIME)
        )


def _death(person: Resource, zone: str, author: str) -> list[Plain]:
    died = _when(person, zone, "deceasedDateTime")
    if isinstance(died, CannotRead):
        return []
    return [{"kind": "death", "at": died.isoformat(), **_stamp("f-death", zone, author, "the Patient")}]


READERS: dict[str, tuple[Callable[[Resource, datetime, str], list[Plain] | CannotRead], tuple[str, ...]]] = {
    "MedicationRequest": (read_request, ("authoredOn",)),
    "MedicationStatement": (read_statement, ("effectiveDateTime", "effectivePeriod")),
    "MedicationAdministration": (read_administration, ("effectiveDateTime",)),
    "Observation": (lambda one, at, _zone: _observation(one, at), ("effectiveDateTime",)),
    "AllergyIntolerance": (lambda one, at, _zone: _allergy(one, at), ("recordedDate", "onsetDateTime")),
}
"""What is read from another sender, and where each says when it was."""


def _events(resource: Resource, zone: str) -> list[Plain] | CannotRead:
    if resource["resourceType"] not in READERS:
        return CannotRead("no event of a course is read from this resource", ("entering it by hand",))
    reader, names = READERS[resource["resourceType"]]
    at = _when(resource, zone, *names)
    return at if isinstance(at, CannotRead) else reader(resource, at, zone)


def _when(resource: Resource, zone: str, *names: str) -> datetime | CannotRead:
    text = next((_text(resource[name]) for name in names if name in resource), None)
    if text is None:
        return CannotRead("it does not say when", NEEDS_TIME)
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None or "T" not in text:
            return CannotRead(f"the time {text!r} has no hour", NEEDS_TIME)
        return datetime.fromisoformat(moment.astimezone(zone_named(zone)).isoformat())
    except (ValueError, OverflowError):
        return CannotRead(f"the time {text!r} cannot be read", NEEDS_TIME)


def _text(given: Any) -> str | None:
    """A moment as it is written; the start of a period."""
    moment = given.get("start") if isinstance(given, dict) else given
    return moment if isinstance(moment, str) else None


def _observation(resource: Resource, at: datetime) -> list[Plain] | CannotRead:
    made = read_result(resource)
    return made if isinstance(made, CannotRead) else [{**made, "at": at.isoformat()}]


def _allergy(resource: Resource, at: datetime) -> list[Plain] | CannotRead:
    for name in ("verificationStatus", "clinicalStatus"):
        codes = {str(one.get("code")) for one in codings(resource.get(name))}
        if codes & {"refuted", "entered-in-error", "inactive", "resolved"}:
            return CannotRead(f"the allergy is {' '.join(sorted(codes))}", ("an allergy that stands",))
    if "modifierExtension" in resource or "implicitRules" in resource:
        return CannotRead("the allergy is modified in a way that is not known here", ("a plain allergy",))
    concept = resource.get("code")
    said = words_of(concept).split("; ")[0]
    if not said:
        return CannotRead("it names no substance in words", ("the name of the substance",))
    return [{"kind": "allergy", "substance": said, "at": at.isoformat()}]
