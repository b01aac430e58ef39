"""What every writer of a resource must know: whose it is, which event it belongs to, and how its parts refer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from lentus.exchange.fhir.naming import COURSE, EVENT_ID
from lentus.exchange.fhir.pieces import Resource, moment, writable
from lentus.exchange.fhir.plain import Plain


@dataclass(frozen=True, slots=True)
class Frame:
    """One event on its way out. Addresses follow from patient and event, so that a second export gives the same."""

    patient: str
    event: Plain

    @property
    def subject(self) -> Resource:
        """The reference to the patient."""
        return {"reference": address(self.patient, "patient")}

    @property
    def at(self) -> str:
        """When it happened, as FHIR writes it."""
        return moment(self.event["at"])

    @property
    def identifier(self) -> list[Resource]:
        """The event's own identifier; escaped where FHIR's characters cannot hold it."""
        given = self.event["id"]
        return [{"system": EVENT_ID, "value": given if writable(given) else ascii(given)}]

    def part(self, number: int = 0) -> str:
        """The address of the event's resource with that number; 0 is the first."""
        return address(self.patient, f"event/{self.event['id']}/{number}")


def address(patient: str, name: str) -> str:
    """The address of a resource within a bundle."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{COURSE}/{patient}/{name}')}"
