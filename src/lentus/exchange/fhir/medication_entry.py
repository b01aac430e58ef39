"""The Medication of an order where it stands in an entry of its own: brought into the order, as if it were contained.

What the Medication says besides its code, its ingredient or a modifier, comes with it, so that nothing of it is
overlooked.
"""

from __future__ import annotations

from collections.abc import Mapping

from lentus.exchange.fhir.pieces import Resource, listed, within

HERE = "medicine"


def with_medication(resource: Resource, resources: Mapping[str, Resource]) -> Resource:
    """The resource with the Medication to which it points elsewhere in its bundle; itself where there is none."""
    pointer = within(resource, "medicationReference", "reference")
    if not isinstance(pointer, str) or pointer.startswith("#"):
        return resource
    said = pointer.partition("/_history/")[0]
    for url, one in resources.items():
        whole = f"Medication/{one.get('id')}"
        if one["resourceType"] == "Medication" and (said in (url, whole) or said.endswith(f"/{whole}")):
            return brought_in(resource, one)
    return resource


def brought_in(order: Resource, medication: Resource) -> Resource:
    """The order with this Medication as one that it contains."""
    contained = [*listed(order.get("contained")), {**medication, "id": HERE}]
    return {**order, "contained": contained, "medicationReference": {"reference": f"#{HERE}"}}
