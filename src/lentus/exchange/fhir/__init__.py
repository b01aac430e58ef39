"""FHIR R4 (4.0.1), both ways: a course as a Bundle and back, and orders of other senders read or refused.

bundle = course_to_bundle(course)
assert bundle_to_course(bundle) == course
read_dosage(request)                  # Read, or CannotRead with the reason and what is needed
"""

from __future__ import annotations

from lentus.exchange.fhir.bundle import bundle_to_course, course_to_bundle
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.doses import Read, read_dosage
from lentus.exchange.fhir.drug_names import is_baclofen
from lentus.exchange.fhir.orders import order_of_request, orders_of_request
from lentus.exchange.fhir.steps import Step
from lentus.exchange.fhir.validate import Fault, faults

__all__ = [
    "CannotRead",
    "Fault",
    "Read",
    "Step",
    "bundle_to_course",
    "course_to_bundle",
    "faults",
    "is_baclofen",
    "order_of_request",
    "orders_of_request",
    "read_dosage",
]
