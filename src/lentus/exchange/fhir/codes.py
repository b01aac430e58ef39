"""Which medicine a message names, and what is in it: by RxNorm and NDC, through the monograph alone.

A code whose meaning the monograph has not verified counts only where the sender's own words say the same strength.
Words that contradict a code make the whole unreadable: one of the two is wrong, and nobody here knows which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from lentus import monograph
from lentus.errors import MonographError
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.naming import ATC, NDC, PRODUCT, RXNORM, UNII
from lentus.exchange.fhir.pieces import Resource, codings, listed
from lentus.monograph import Product
from lentus.quantity import Concentration, Mass

DRUG = "baclofen"
_SAID = re.compile(r"(\d+(?:\.\d+)?) ?(mg|mcg|ug)\b(?: ?(?:/|in|per) ?(\d+(?:\.\d+)?)? ?(ml)\b)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
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


@cache
def _known() -> dict[tuple[str, str], bool]:
    """Codes that mean baclofen, and whether that is verified."""
    systems = {"RxNorm": RXNORM, "ATC": ATC, "UNII": UNII}
    known = {
        (systems[one.system], code): one.verified
        for one in monograph.identifiers()
        if one.system in systems
        for code in one.codes
    }
    for product in monograph.products():
        for rxcui in product.rxcuis:
            known[RXNORM, rxcui.code] = known.get((RXNORM, rxcui.code), False) or rxcui.verified
    return known


@cache
def _names() -> re.Pattern[str]:
    """The names of the drug and its brands as whole words: arbaclofen is another drug."""
    brands = {product.brand.split()[0] for product in monograph.products() if product.brand}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, (DRUG, *sorted(brands))))})\b", re.IGNORECASE)


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


def words_of(concept: Resource) -> str:
    """Everything that a concept says in words."""
    said = [concept.get("text"), *(one.get("display") for one in codings(concept))]
    return "; ".join(one for one in said if isinstance(one, str))


def is_baclofen(resource: Resource) -> bool | None:
    """Whether a resource is about baclofen; None where it names no medicine, or only by a code not verified."""
    concept = medication_of(resource)
    if concept is None:
        return None
    said = words_of(concept)
    if _is_named(said):
        return True
    marks = [_means_baclofen(one) for one in codings(concept)]
    if True in marks:
        return True
    return None if None in marks or not (said or marks) else False


@lru_cache(maxsize=10_000)
def _is_named(said: str) -> bool:
    """Whether words name the drug or a brand of it; asked of every order of every patient."""
    return bool(_names().search(said))


def _means_baclofen(coding: Resource) -> bool | None:
    system, code = coding.get("system"), str(coding.get("code"))
    if system == NDC:
        return bool(_of_ndc(code))
    if system == PRODUCT:
        return True
    verified = _known().get((str(system), code))
    return False if verified is None else (True if verified else None)


def _of_ndc(code: str) -> tuple[Product, ...]:
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
        return CannotRead(f"the strength of {said or 'the medicine'} is not known from its codes", NEEDS_STRENGTH)
    if len(strengths) > 1:
        return CannotRead(f"the codes of {said or 'the medicine'} mean different strengths", ("one code",))
    (strength,) = strengths
    told = said_strengths(said)
    if told and strength not in told:
        return CannotRead(f"the code means {strength}, the words say {said}", ("code and words that agree",))
    if not trusted and not told:
        return CannotRead(
            f"the code of {said or 'the medicine'} is not verified and its words tell no strength", NEEDS_STRENGTH
        )
    return Content(strength, tuple(one for one in found if one.strength is not None))


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
        system, code = one.get("system"), str(one.get("code"))
        for product in _products_of(str(system), code):
            found[product.key] = product
            trusted = trusted or _trusted(str(system), code, product)
    return tuple(found.values()), trusted


def _products_of(system: str, code: str) -> tuple[Product, ...]:
    if system == RXNORM:
        return _by_rxnorm().get(code, ())
    if system == NDC:
        return _of_ndc(code)
    return tuple(one for one in monograph.products() if system == PRODUCT and one.key == code)


def _trusted(system: str, code: str, product: Product) -> bool:
    if system == RXNORM:
        return any(one.code == code and one.verified for one in product.rxcuis)
    return product.verified


@lru_cache(maxsize=2_000)
def said_strengths(words: str) -> frozenset[Mass | Concentration]:
    """The strengths that a product's words tell: `10 MG Oral Tablet`, `5 mg/5 mL`, `1 MG/ML`."""
    told: set[Mass | Concentration] = set()
    for amount, unit, volume, liquid in _SAID.findall(_THOUSANDS.sub("", words)):
        mass = Mass.exact(Fraction(amount), "mg" if unit.casefold() == "mg" else "mcg")
        if liquid:
            measure = Fraction(volume) if volume else Fraction(1)
            if measure:
                told.add(Concentration.exact(mass.amount("mcg") / measure, "mcg/mL"))
        else:
            told.add(mass)
    return frozenset(told)


def medication_concept(product_key: str | None) -> Any:
    """The concept by which Lentus names a medicine: verified codes only, and its words."""
    product = next((one for one in monograph.products() if one.key == product_key), None)
    if product is None:
        return {"text": DRUG}
    coded = [{"system": RXNORM, "code": one.code} for one in product.rxcuis if one.verified]
    return {"coding": [{"system": PRODUCT, "code": product.key}, *coded], "text": product.name}
