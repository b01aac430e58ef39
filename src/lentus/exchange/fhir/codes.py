"""Which medicine a message names, and what is in it: by RxNorm and NDC, through the monograph alone.

A code whose meaning the monograph has not verified counts only where the sender's own words say the same strength.
Words that contradict a code make the whole unreadable: one of the two is wrong, and nobody here knows which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from lentus import monograph
from lentus.errors import MonographError
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.naming import NDC, PRODUCT, RXNORM
from lentus.exchange.fhir.pieces import Resource, codings, listed
from lentus.exchange.fhir.strengths import ratio_strength, said_strengths
from lentus.monograph import Product
from lentus.quantity import Concentration, Mass, show

DRUG = "baclofen"
SAME_SYSTEM = {"urn:oid:2.16.840.1.113883.6.88": RXNORM, "urn:oid:2.16.840.1.113883.6.69": NDC}
"""RxNorm and NDC as documents of HL7's older standards call them."""
TEN_DIGITS = re.compile(r"[0-9]{10}")
NEEDS_STRENGTH = ("the strength as mg, or an RxNorm or NDC code of a known product",)


@dataclass(frozen=True, slots=True)
class Content:
    """What a named product holds; `products` are all that the code can mean."""

    strength: Mass | Concentration
    products: tuple[Product, ...]

    @property
    def product(self) -> str | None:
        """The key of the product, where the code means just one."""
        return self.products[0].key if len(self.products) == 1 else None


@cache
def _by_rxnorm() -> dict[str, tuple[Product, ...]]:
    found: dict[str, tuple[Product, ...]] = {}
    for product in monograph.products():
        for code in product.rxcuis:
            found[code.code] = (*found.get(code.code, ()), product)
    return found


def medication_of(resource: Resource) -> Resource | None:
    """The concept of the medicine that a resource is about; the contained Medication's where it refers to that."""
    concept = resource.get("medicationCodeableConcept", resource.get("code"))
    if isinstance(concept, dict):
        return concept
    pointer = resource.get("medicationReference")
    if not isinstance(pointer, dict):
        return None
    for one in listed(resource.get("contained")):
        if pointer.get("reference") == f"#{one.get('id')}":
            return medication_of(one)
    return {"text": pointer["display"]} if isinstance(pointer.get("display"), str) else None


def words_of(concept: Any) -> str:
    """Everything that a concept says in words; nothing of what is none."""
    if not isinstance(concept, dict):
        return ""
    said = [concept.get("text"), *(one.get("display") for one in codings(concept))]
    return "; ".join(one for one in said if isinstance(one, str))


def in_our_system(coding: Resource) -> str:
    """The system of a code, an OID of it in the same words."""
    system = str(coding.get("system"))
    return SAME_SYSTEM.get(system, system)


def of_ndc(code: str) -> tuple[Product, ...]:
    """The products of an NDC; none where the code is none, or could be several."""
    try:
        return monograph.find_ndc(code)
    except MonographError:
        return ()


def content_of(resource: Resource) -> Content | CannotRead:
    """The strength of the product that a resource names."""
    concept = medication_of(resource)
    if concept is None:
        return CannotRead("the order names no medicine", ("the medicine",))
    found, trusted = _candidates(concept)
    strengths = {one.strength for one in found if one.strength is not None}
    said = words_of(concept)
    if not strengths:
        bare = any(in_our_system(one) == NDC and TEN_DIGITS.fullmatch(str(one.get("code"))) for one in codings(concept))
        why = ": an NDC of ten digits without hyphens could be three" if bare else ""
        return CannotRead(f"the strength of {said or 'the medicine'} is not known from its codes{why}", NEEDS_STRENGTH)
    if len(strengths) > 1:
        return CannotRead(f"the codes of {said or 'the medicine'} mean different strengths", ("one code",))
    (strength,) = strengths
    told = said_strengths(said)
    if told and strength not in told:
        return CannotRead(
            f"the code means {_shown(strength)}, the words say {said}", ("code and words that agree",), True
        )
    inside = ingredient_strengths(resource)
    if inside and strength not in inside:
        told_inside = " and ".join(_shown(one) for one in inside)
        return CannotRead(
            f"the code means {_shown(strength)}, the ingredient says {told_inside}",
            ("code and ingredient that agree",),
            True,
        )
    if not trusted and not told:
        return CannotRead(
            f"the code of {said or 'the medicine'} is not verified and its words tell no strength", NEEDS_STRENGTH
        )
    return Content(strength, tuple(one for one in found if one.strength is not None))


def _shown(strength: Mass | Concentration) -> str:
    return show(strength, "mg") if isinstance(strength, Mass) else show(strength)


def ingredient_strengths(resource: Resource) -> frozenset[Mass | Concentration]:
    """The strengths that the contained Medication of a resource gives by UCUM; none where it gives none."""
    pointer = resource.get("medicationReference")
    wanted = pointer.get("reference") if isinstance(pointer, dict) else None
    found = set()
    for one in listed(resource.get("contained")):
        for inner in listed(one.get("ingredient")) if f"#{one.get('id')}" == wanted else ():
            strength = ratio_strength(inner.get("strength"))
            found |= {strength} if strength is not None else set()
    return frozenset(found)


def trusted_products(resource: Resource) -> tuple[Product, ...]:
    """The products that the codes of a resource mean: verified, or with words that say the same strength."""
    concept = medication_of(resource)
    found, trusted = _candidates(concept) if concept is not None else ((), False)
    return found if trusted or isinstance(content_of(resource), Content) else ()


def words_of_medicine(resource: Resource) -> str:
    """What a resource says of its medicine in words, its form too."""
    concept = medication_of(resource)
    forms = [one.get("form") for one in (resource, *listed(resource.get("contained")))]
    said = [concept, *forms]
    return "; ".join(words_of(one) for one in said if isinstance(one, dict))


def _candidates(concept: Resource) -> tuple[tuple[Product, ...], bool]:
    """The products that the codes can mean, each once, and whether a verified code is among them."""
    found: dict[str, Product] = {}
    trusted = False
    for one in codings(concept):
        system, code = in_our_system(one), str(one.get("code"))
        for product in _products_of(system, code):
            found[product.key] = product
            trusted = trusted or _trusted(system, code, product)
    return tuple(found.values()), trusted


def _products_of(system: str, code: str) -> tuple[Product, ...]:
    if system == RXNORM:
        return _by_rxnorm().get(code, ())
    if system == NDC:
        return of_ndc(code)
    return tuple(one for one in monograph.products() if system == PRODUCT and one.key == code)


def _trusted(system: str, code: str, product: Product) -> bool:
    if system == RXNORM:
        return any(one.code == code and one.verified for one in product.rxcuis)
    return product.verified


def medication_concept(product_key: str | None) -> Any:
    """The concept by which Lentus names a medicine: verified codes only, and its words."""
    product = next((one for one in monograph.products() if one.key == product_key), None)
    if product is None:
        return {"text": DRUG}
    coded = [{"system": RXNORM, "code": one.code} for one in product.rxcuis if one.verified]
    return {"coding": [{"system": PRODUCT, "code": product.key}, *coded], "text": product.name}
