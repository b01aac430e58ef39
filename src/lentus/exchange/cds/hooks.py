"""Which services there are, for which moment of work, and what each asks the calling record to send along.

A prefetch template asks only for what a card can rest on: who the patient is, and which orders stand. Everything else
that a rule needs and does not find is said in the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PATIENT = "patient"
MEDICATIONS = "medications"

_PATIENT = "Patient/{{context.patientId}}"
_ACTIVE = "MedicationRequest?patient={{context.patientId}}&status=active"


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its hook is its id, since each hook has one. `context` names what a call of it must bring."""

    id: str
    title: str
    description: str
    context: tuple[str, ...]
    prefetch: tuple[tuple[str, str], ...] = ((PATIENT, _PATIENT),)

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
    ),
    Service(
        "order-sign",
        "Baclofen: an order before it is signed",
        "Holds each draft order of baclofen against the label's rules and against what the clinic knows.",
        (*_WHO, "draftOrders"),
    ),
    Service(
        "encounter-discharge",
        "Baclofen: before the patient leaves",
        "Refills and checks that are due, and orders of baclofen that must not end unnoticed.",
        (*_WHO, "encounterId"),
        ((PATIENT, _PATIENT), (MEDICATIONS, _ACTIVE)),
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
