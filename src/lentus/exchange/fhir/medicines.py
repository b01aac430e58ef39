"""The medicine of an order or an administration: a concept, or a contained Medication where its strength is known."""

from __future__ import annotations

from lentus.exchange.fhir.codes import DRUG, medication_concept
from lentus.exchange.fhir.naming import NDC, PRODUCT
from lentus.exchange.fhir.pieces import Resource, code_of, listed, text_in, within
from lentus.exchange.fhir.plain import Plain
from lentus.exchange.fhir.units import ratio, ratio_text

HERE = "medication"
"""The id of a contained Medication."""


def medicine(fields: Plain) -> Resource:
    """The elements that name baclofen, with the product, strength, lot and expiry of these fields."""
    concept = medication_concept(fields.get("product"))
    contained = _contained(fields, concept)
    if contained is None:
        return {"medicationCodeableConcept": concept}
    return {"contained": [contained], "medicationReference": {"reference": f"#{HERE}"}}


def _contained(fields: Plain, concept: Resource) -> Resource | None:
    strength = ratio(fields["concentration"]) if isinstance(fields.get("concentration"), str) else None
    batch = text_in("lotNumber", fields.get("lot", ""))
    if fields.get("expires"):
        batch["expirationDate"] = fields["expires"]
    ndc = text_in("value", fields.get("ndc") or "")
    if not (strength or batch or ndc):
        return None
    made: Resource = {"resourceType": "Medication", "id": HERE, "code": concept}
    if ndc:
        made["identifier"] = [{"system": NDC, **ndc}]
    if strength:
        made["ingredient"] = [{"itemCodeableConcept": {"text": DRUG}, "strength": strength}]
    return {**made, **({"batch": batch} if batch else {})}


def read_medicine(resource: Resource) -> Plain:
    """Product, strength, lot and expiry as `medicine` wrote them."""
    contained = next((one for one in listed(resource.get("contained")) if one.get("id") == HERE), {})
    concept = contained.get("code") or resource.get("medicationCodeableConcept")
    made = {
        "product": code_of(concept, PRODUCT),
        "concentration": ratio_text(within(contained, "ingredient", "strength")),
        "lot": within(contained, "batch", "lotNumber"),
        "expires": within(contained, "batch", "expirationDate"),
        "ndc": within(contained, "identifier", "value"),
    }
    return {name: value for name, value in made.items() if value is not None}
