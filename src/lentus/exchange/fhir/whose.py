"""Whether a resource of a Bundle is about the Bundle's patient: a result of somebody else must not enter a course."""

from __future__ import annotations

from typing import Any

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.pieces import Resource, listed

NEEDS_SUBJECT = ("a resource about the patient of the Bundle",)


def about_another(resource: Resource, patient: Resource, url: str) -> CannotRead | None:
    """Why a resource is not known to be about the patient whose entry has this address; None where it is.

    A resource that names nobody is about the one patient that came with it.
    """
    subject = resource.get("subject", resource.get("patient"))
    if subject is None:
        return None
    reference = subject.get("reference") if isinstance(subject, dict) else None
    if isinstance(reference, str):
        return None if _points_at(reference, patient, url) else _another(reference)
    identifier = subject.get("identifier") if isinstance(subject, dict) else None
    if isinstance(identifier, dict):
        same = any(_same(identifier, one) for one in listed(patient.get("identifier")))
        return None if same else _another(str(identifier.get("value")))
    return CannotRead("it does not say by reference or number whose it is", NEEDS_SUBJECT)


def _another(said: str) -> CannotRead:
    return CannotRead(f"it is about {said}, and not about the patient of the Bundle", NEEDS_SUBJECT, grave=True)


def _same(one: Resource, other: Resource) -> bool:
    return one.get("value") is not None and all(one.get(name) == other.get(name) for name in ("system", "value"))


def _points_at(reference: str, patient: Resource, url: str) -> bool:
    said = reference.partition("/_history/")[0]
    number: Any = patient.get("id")
    whole = f"Patient/{number}"
    if said == url or (number and said == whole):
        return True
    absolute = "://" in said
    # Two servers can both have a Patient/1: two whole addresses are compared whole.
    return bool(number) and absolute and said.endswith(f"/{whole}") and "://" not in url
