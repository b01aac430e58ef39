"""Which services there are, for which moment of work, and what each asks the calling record to send along.

A prefetch template asks only for what a card can rest on: who the patient is, what is known of the kidneys, and which
medicines stand. Everything else that a rule needs and does not find is said in the card. The searches keep to the part
of FHIR's search that the specification recommends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lentus.exchange.fhir.laboratory import LABORATORY
from lentus.exchange.fhir.naming import LOINC
from lentus.exchange.fhir.observations import SINGLE

PATIENT = "patient"
KIDNEYS = "kidneys"
WEIGHT = "weight"
MEDICATIONS = "medications"
STATEMENTS = "statements"


def _results(codes: Iterable[str], count: int) -> str:
    """The search for the newest results of these codes."""
    wanted = ",".join(f"{LOINC}|{code}" for code in codes)
    return f"Observation?patient={{{{context.patientId}}}}&code={wanted}&_sort=-date&_count={count}"


NEWEST = 10
"""Results of the kidneys that are asked for: among so many stands the newest creatinine, and the newest eGFR."""
_PATIENT = (PATIENT, "Patient/{{context.patientId}}")
_ACTIVE = (MEDICATIONS, "MedicationRequest?patient={{context.patientId}}&status=active")
_ORDERING = (
    _PATIENT,
    (KIDNEYS, _results((code for code, one in LABORATORY.items() if one.amount != "by race"), NEWEST)),
    (WEIGHT, _results((SINGLE["weight"][0],), 1)),
    _ACTIVE,
    (STATEMENTS, "MedicationStatement?patient={{context.patientId}}&status=active"),
)


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its hook is its id, since each hook has one. `context` names what a call of it must bring."""

    id: str
    title: str
    description: str
    context: tuple[str, ...]
    prefetch: tuple[tuple[str, str], ...] = (_PATIENT,)

    @property
    def drafts(self) -> bool:
        """Whether a call brings draft orders."""
        return "draftOrders" in self.context


_WHO = ("userId", "patientId")

SERVICES: tuple[Service, ...] = (
    Service(
        "patient-view",
        "Baclofen: what stands about this patient",
        "For a patient of the clinic: emergencies that are suspected, refills and checks that are due.",
        _WHO,
    ),
    Service(
        "order-select",
        "Baclofen: an order while it is chosen",
        "Holds the selected draft orders of baclofen against the label's rules. Orders of other drugs get no card.",
        (*_WHO, "selections", "draftOrders"),
        _ORDERING,
    ),
    Service(
        "order-sign",
        "Baclofen: an order before it is signed",
        "Holds each draft order of baclofen against the label's rules and against what the clinic knows.",
        (*_WHO, "draftOrders"),
        _ORDERING,
    ),
    Service(
        "encounter-discharge",
        "Baclofen: before the patient leaves",
        "Refills and checks that are due, and orders of baclofen that must not end unnoticed.",
        (*_WHO, "encounterId"),
        (_PATIENT, _ACTIVE),
    ),
)
"""Every service, in the order of a visit."""

BY_ID = {one.id: one for one in SERVICES}


def discovery() -> dict[str, Any]:
    """What the discovery address answers."""
    return {
        "services": [
            {
                "hook": one.id,
                "id": one.id,
                "title": one.title,
                "description": one.description,
                "prefetch": dict(one.prefetch),
            }
            for one in SERVICES
        ]
    }
