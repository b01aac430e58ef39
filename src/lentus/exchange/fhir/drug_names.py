"""Whether a message is about baclofen: by its names and codes, and whether those agree.

Arbaclofen is another drug, Baclofène is this one. A code that means baclofen beside words that name something else is
no order that anybody here can judge; it is never taken for an order of another drug and passed over.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from lentus import monograph
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import DRUG, in_our_system, medication_of, of_ndc, words_of
from lentus.exchange.fhir.naming import ATC, NDC, PRODUCT, RXNORM, UNII
from lentus.exchange.fhir.pieces import Resource, codings, listed

ELSEWHERE = r"baclofen(?:e|o|um)|baclof\u00e8ne|baklofen"
"""The international name of the drug in other languages: Latin, French, Spanish, Italian, and as it is spelled."""
_FORMS = (
    "mg mcg ug g ml l oral tablet tablets tab tabs solution suspension liquid granules packet injection injectable "
    "intrathecal syringe prefilled vial ampule kit per in by mouth po"
)
_FORM_WORDS = frozenset(_FORMS.split(" "))
_LETTERS = re.compile(r"[^\W\d_]+")
PRODUCT_SYSTEMS = (RXNORM, NDC, PRODUCT)
"""Systems whose displays are names of drugs; a class of drugs is named by others."""
VEHICLES = re.compile(r"\b(water|sodium chloride|saline|nacl)\b", re.IGNORECASE)


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
    """The names of the drug and its brands as whole words, digits beside them or not: arbaclofen is another drug."""
    brands = {product.brand.split()[0] for product in monograph.products() if product.brand}
    words = "|".join(map(re.escape, (DRUG, *sorted(brands))))
    return re.compile(rf"(?<![^\W\d_])(?:{words}|{ELSEWHERE})(?![^\W\d_])", re.IGNORECASE)


def is_baclofen(resource: Resource) -> bool | None:
    """Whether a resource is about baclofen; None where it names no medicine, or only by a code not verified."""
    concept = medication_of(resource)
    if concept is None:
        return None
    said = words_of(concept)
    if is_named(said):
        return True
    marks = [_means_baclofen(one) for one in codings(concept)]
    if True in marks:
        return True
    return None if None in marks or not (said or marks) else False


@lru_cache(maxsize=10_000)
def is_named(said: str) -> bool:
    """Whether words name the drug or a brand of it; asked of every order of every patient."""
    return bool(_names().search(said))


def _means_baclofen(coding: Resource) -> bool | None:
    system, code = in_our_system(coding), str(coding.get("code"))
    if system == NDC:
        return bool(of_ndc(code))
    if system == PRODUCT:
        return True
    verified = _known().get((system, code))
    return False if verified is None else (True if verified else None)


def naming_conflict(resource: Resource) -> CannotRead | None:
    """Why what names the medicine of an order of baclofen cannot all be meant; None where it agrees."""
    if "medicationCodeableConcept" in resource and "medicationReference" in resource:
        return CannotRead("the order names two medicines", ("one medicine",), grave=True)
    concept = medication_of(resource) or {}
    strangers = [one for one in _drug_names(concept) if names_other(one)]
    if strangers:
        return CannotRead(
            f"it names baclofen and {strangers[0]!r}", ("code and words that mean one medicine",), grave=True
        )
    mixed = next(filter(None, map(named_with, _drug_names(concept))), "")
    if mixed:
        return CannotRead(f"the medicine also names {mixed}", ("an order for baclofen alone",))
    for one in contained_medicine(resource):
        if "modifierExtension" in one or "implicitRules" in one:
            return CannotRead("the medicine is modified in a way that is not known here", ("a plain medicine",))
        others = [name for name in _active(one) if not is_named(name)]
        if others:
            return CannotRead(f"the medicine also holds {others[0]}", ("an order for baclofen alone",))
    return None


def _drug_names(concept: Resource) -> list[str]:
    """The words that name a drug: the concept's own, and the displays of products' codes."""
    displays = [one.get("display") for one in codings(concept) if in_our_system(one) in PRODUCT_SYSTEMS]
    return [one for one in (concept.get("text"), *displays) if isinstance(one, str)]


@lru_cache(maxsize=4_000)
def names_other(said: str) -> bool:
    """Whether words name something, and neither baclofen nor a brand of it: a form and a strength name nothing."""
    return not is_named(said) and any(one.casefold() not in _FORM_WORDS for one in _LETTERS.findall(said))


@cache
def _others() -> re.Pattern[str]:
    names = {name for one in monograph.partners() for name in one.names}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", re.IGNORECASE)


@lru_cache(maxsize=4_000)
def named_with(said: str) -> str:
    """Another drug that the words of a mixture name beside baclofen, as far as Lentus knows its name; else nothing."""
    found = _others().search(said) if is_named(said) else None
    return found[0] if found else ""


def contained_medicine(resource: Resource) -> list[Resource]:
    """The contained Medication to which a resource points, or nothing."""
    pointer = resource.get("medicationReference")
    wanted = pointer.get("reference") if isinstance(pointer, dict) else None
    return [one for one in listed(resource.get("contained")) if f"#{one.get('id')}" == wanted]


def _active(medication: Resource) -> list[str]:
    """The active ingredients of a Medication in words; what it is dissolved in is none."""
    found = []
    for one in listed(medication.get("ingredient")):
        said = words_of(one.get("itemCodeableConcept"))
        if said and one.get("isActive") is not False and not VEHICLES.search(said):
            found.append(said)
    return found
