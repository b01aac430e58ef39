"""Several orders of baclofen of one Bundle that stand at once: none of them says whether they are taken together.

Added up, they can be an overdose; taken one for the other, half of the truth. Only where each names the one that it
follows is it known which of them holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.pieces import Resource, within
from lentus.exchange.fhir.plain import Plain

BY_MOUTH = ("oral", "oral taper", "oral regimen")
BY_PUMP = ("pump dose",)
TOGETHER = CannotRead(
    "several of them stand at once, and whether they are taken together or one for another is not said",
    ("the one that holds, or the one that each follows as priorPrescription",),
    grave=True,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A resource of a Bundle with the events that came out of it."""

    where: str
    address: str
    resource: Resource
    events: list[Plain]

    @property
    def begins(self) -> datetime:
        """When the first of its events was."""
        return min(datetime.fromisoformat(one["at"]) for one in self.events)

    def gives(self, kinds: Sequence[str]) -> bool:
        """Whether an event of it is a dose of one of these kinds."""
        return any(one.get("order", one)["kind"] in kinds for one in self.events)


def together(found: Sequence[Found]) -> Iterator[Found]:
    """Those that cannot all be meant one after another, of each resource and each route."""
    for resource in ("MedicationRequest", "MedicationStatement"):
        for kinds in (BY_MOUTH, BY_PUMP):
            same = [one for one in found if one.resource["resourceType"] == resource and one.gives(kinds)]
            if len(same) > 1 and not _follow(sorted(same, key=lambda one: one.begins)):
                yield from same


def _follow(found: Sequence[Found]) -> bool:
    """Whether each names the one before it as what it follows."""
    return all(_names(later, former) for former, later in pairwise(found))


def _names(later: Found, former: Found) -> bool:
    reference = str(within(later.resource, "priorPrescription", "reference")).partition("/_history/")[0]
    whole = f"{former.resource['resourceType']}/{former.resource.get('id')}"
    return reference == former.address or reference == whole or reference.endswith(f"/{whole}")
