"""Orders, statements and administrations of another sender as events of a course.

An order of baclofen is an order; what a record says is taken is a regimen; what was given is a dose. Another medicine
is one that may meet baclofen, and is recorded with its name, so that the rules can look at it.
"""

from __future__ import annotations

from datetime import datetime

from lentus.exchange.fhir.agreement import Place
from lentus.exchange.fhir.bounds import Bounds
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import medication_of, words_of
from lentus.exchange.fhir.doses import against, read_dosage
from lentus.exchange.fhir.drug_names import is_baclofen, naming_conflict
from lentus.exchange.fhir.firm import not_firm
from lentus.exchange.fhir.orders import orders_of_request
from lentus.exchange.fhir.pieces import Resource, listed, moment_text
from lentus.exchange.fhir.plain import Plain, plain
from lentus.exchange.fhir.routes import ordered_route
from lentus.exchange.fhir.single_dose import read_dose
from lentus.exchange.fhir.steps import Step

Events = list[Plain] | CannotRead
BY_HAND = ("entering it by hand",)
ORDERED = ("order", "original-order", "reflex-order", "filler-order", None)
"""Intents with which a request asks for something; a proposal or a plan is none, and an instance is counted already."""
ALONE = Place(only=True, alone=False, route="oral")
LONGEST_NAME = 200
LONGEST_ROUTE = 100


def read_request(resource: Resource, at: datetime, zone: str) -> Events:
    """The orders of a MedicationRequest, or the other medicine that it names."""
    if resource.get("status") == "draft":
        return CannotRead("the order is a draft, and not in force", ("an order that is in force",))
    if resource.get("intent") not in ORDERED:
        return CannotRead(f"its intent is {resource['intent']!r}, which is no order", ("an order",))
    if is_baclofen(resource) is False:
        refused = _not_standing(resource)
        return refused or _other(resource, at, "Ordered; whether it is taken is not known.")
    orders = orders_of_request(resource, at, zone)
    if isinstance(orders, CannotRead):
        return orders
    return [{"kind": "order", "at": moment_text(one.at.isoformat()), "order": plain(one)} for one in orders]


def _not_standing(resource: Resource) -> CannotRead | None:
    if resource.get("status") != "active":
        return CannotRead(f"the order of another medicine is {resource.get('status')!r}", ("an order in force",))
    if resource.get("doNotPerform") not in (None, False) or "modifierExtension" in resource:
        return CannotRead("the order of another medicine is not one to give it", BY_HAND)
    return None


def read_statement(resource: Resource, at: datetime, zone: str) -> Events:
    """The regimen by mouth that a MedicationStatement tells, or the other medicine that it names."""
    if resource.get("status") != "active" or "modifierExtension" in resource or "implicitRules" in resource:
        return CannotRead("only a statement that is active, and no more, is read", BY_HAND)
    if "end" in _period(resource):
        return CannotRead("it has an end, and what is taken after it is not said", BY_HAND)
    about = is_baclofen(resource)
    if about is None:
        return CannotRead("it names no medicine for certain", ("the medicine, by name or by a known code",))
    if not about:
        return _other(resource, at, "")
    read = naming_conflict(resource) or read_dosage(resource, zone)
    if isinstance(read, CannotRead):
        return read
    if read.route != "oral" or len(read.steps) != 1 or read.steps[0].rate is not None:
        return CannotRead("only one regimen by mouth is read", BY_HAND)
    if not read.steps[0].doses:
        return CannotRead("it gives no dose", BY_HAND)
    return [{"kind": "oral regimen", "at": at.isoformat(), "doses": list(read.steps[0].wording)}]


def _period(resource: Resource) -> Resource:
    given = resource.get("effectivePeriod")
    return given if isinstance(given, dict) else {}


def read_administration(resource: Resource, at: datetime, zone: str) -> Events:
    """The dose by mouth that a MedicationAdministration tells of; what went into the spine is left to a person."""
    del zone
    if resource.get("status") != "completed" or "modifierExtension" in resource or "implicitRules" in resource:
        return CannotRead("only an administration that is completed is read", BY_HAND)
    if not is_baclofen(resource):
        return CannotRead("it is not about baclofen for certain", BY_HAND)
    conflict = naming_conflict(resource)
    route = ordered_route(resource)
    if conflict or isinstance(route, CannotRead):
        return conflict or route  # type: ignore[return-value]  # the second is a CannotRead where the first is None
    if route != "oral":
        return CannotRead("only a dose by mouth is read from an administration", BY_HAND)
    dosage = resource.get("dosage")
    dosage = dosage if isinstance(dosage, dict) else {}
    dose = read_dose(dosage.get("dose"), resource)
    if isinstance(dose, CannotRead):
        return dose
    wrong = _said_otherwise(dosage) or against(Step(1, Bounds(), (dose.mass,)), dosage, resource, ALONE)
    return wrong or [{"kind": "dose given", "at": at.isoformat(), "dose": dose.wording}]


def _said_otherwise(dosage: Resource) -> CannotRead | None:
    if "rateRatio" in dosage or "rateQuantity" in dosage:
        return CannotRead("the administration has a rate", BY_HAND)
    # An administration has no list of amounts: what else keeps an instruction from being firm holds here too.
    return not_firm({**{name: dosage[name] for name in dosage if name == "text"}, "doseAndRate": [{}]})


def _other(resource: Resource, at: datetime, note: str) -> Events:
    """Another medicine, by its own words."""
    name = words_of(medication_of(resource)).split("; ")[0]
    if not name or len(name) > LONGEST_NAME:
        return CannotRead("it names its medicine by no word that can be kept", ("the medicine by its name",))
    told = {"kind": "medicine started", "at": at.isoformat(), "name": name, **_route(resource)}
    return [{**told, **({"note": note} if note else {})}]


def _route(resource: Resource) -> Plain:
    dosage = listed(resource.get("dosageInstruction", resource.get("dosage")))
    concept = dosage[0].get("route") if dosage else None
    said = words_of(concept).split("; ")[0]
    return {"route": said} if said and len(said) <= LONGEST_ROUTE else {}
