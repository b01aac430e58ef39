"""The products of the monograph as MedicationKnowledge; a code that is not verified is left out."""

from __future__ import annotations

from lentus import monograph
from lentus.exchange.fhir.codes import DRUG, content_of, medication_concept
from lentus.exchange.fhir.naming import NDC, ROUTES, UCUM
from lentus.exchange.fhir.pieces import Resource
from lentus.exchange.fhir.units import quantity, ratio
from lentus.monograph import Product
from lentus.quantity import Concentration, canonical

read_knowledge = content_of
"""The strength that a MedicationKnowledge stands for, or why it cannot be told."""


def knowledge(product: Product) -> Resource:
    """One product: names, codes, form, route, strength, and how it is packed."""
    concept = medication_concept(product.key)
    if product.verified:
        concept["coding"] += [{"system": NDC, "code": code} for code in product.ndcs if code.count("-") == 2]
    strength = _strength(product)
    total = quantity(canonical(product.fill)) if product.fill is not None else None
    return {
        "resourceType": "MedicationKnowledge",
        "code": concept,
        "status": "active" if product.orderable else "inactive",
        **({"manufacturer": {"display": product.labeler}} if product.labeler else {}),
        "doseForm": {"text": product.form},
        **({"amount": total} if total else {}),
        **({"synonym": [product.brand]} if product.brand else {}),
        "ingredient": [
            {"itemCodeableConcept": {"text": DRUG}, "isActive": True, **({"strength": strength} if strength else {})}
        ],
        "intendedRoute": [{"text": ROUTES.get(product.route, product.route)}],
        "packaging": {"type": {"text": product.container}},
    }


def _strength(product: Product) -> Resource | None:
    if product.strength is None:
        return None
    if isinstance(product.strength, Concentration):
        return ratio(canonical(product.strength))
    amount = quantity(f"{product.strength.amount('mg')} mg") or quantity(canonical(product.strength))
    one = {"value": 1, "unit": product.form, "system": UCUM, "code": f"{{{product.form.replace(' ', '_')}}}"}
    return None if amount is None else {"numerator": amount, "denominator": one}


def catalog() -> Resource:
    """Every product, as a Bundle of type collection."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": f"urn:lentus:product:{one.key}", "resource": knowledge(one)} for one in monograph.products()
        ],
    }
