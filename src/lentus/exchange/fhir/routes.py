"""By which route an order is meant: as its instruction says, else as its product can only be given.

A product that is made for one route and an instruction that names another are no order that anybody here can judge: one
of the two is wrong, and which one is not known. That is told, and never passed over.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from lentus import monograph
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import trusted_products, words_of_medicine
from lentus.exchange.fhir.pieces import Resource, codings, listed

_ORAL = re.compile(
    r"(?!.*\binhal)(po|oral(ly)?|by mouth|per os|voie orale|"
    r"((per|via|through) )?(an? |the )?(po/ng|n\.?g\.?|nasogastric|gastrostomy|gastric|peg|gt|g-tube|g tube|ng tube|"
    r"feeding tube|enteral))\b",
    re.IGNORECASE,
)
WRONG_ONES = ("transdermal", "intravenous", "intramuscular", "subcutaneous", "epidural")
_CODES = {
    "oral": "oral",
    "PO": "oral",
    "26643006": "oral",
    "C38288": "oral",
    "20053000": "oral",
    "127490009": "oral",
    "127492001": "oral",
    "intrathecal": "intrathecal",
    "72607000": "intrathecal",
    "C38267": "intrathecal",
}
"""Codes of a route by SNOMED CT, the NCI thesaurus and the EDQM, our own words, and the abbreviation for the mouth;
a tube into the stomach counts as by mouth."""
KNOWN = frozenset(("oral", "intrathecal", *WRONG_ONES))
ROUTE_WORDS = {"oral": "by mouth", "intrathecal": "intrathecal"}
NEEDS_ROUTE = ("route and product that agree",)


def routes_of(dosage: Resource) -> set[str]:
    """Every route that an instruction names: oral (by a tube too), intrathecal, or its own word."""
    route = dosage.get("route")
    if not isinstance(route, dict):
        return set()
    coded = codings(route)
    said = [route.get("text"), *(one.get("display") for one in coded)]
    found = {_CODES[str(one.get("code"))] for one in coded if str(one.get("code")) in _CODES}
    words = {_named(one) for one in said if isinstance(one, str) and one.strip()}
    known = {one for one in words if one in ("oral", "intrathecal", *WRONG_ONES)}
    # A code that is known says what a local display may say in a word of its own.
    return found | known or words


@lru_cache(maxsize=2_000)
def _named(said: str) -> str:
    plain = said.strip().casefold()
    if _ORAL.match(plain):
        return "oral"
    return next((one for one in ("intrathecal", *WRONG_ONES) if one in plain), plain)


def ordered_route(resource: Resource) -> str | CannotRead | None:
    """The one route of an order; None where neither instruction nor product tells; CannotRead where they disagree."""
    dosage = listed(resource.get("dosageInstruction", resource.get("dosage")))
    named = {route for one in dosage for route in routes_of(one)}
    if len(named) > 1:
        told = " and ".join(sorted(named))
        return CannotRead(f"the instructions name different routes: {told}", ("one order for each route",), grave=True)
    made_for = product_routes(resource)
    strange = named - KNOWN
    if strange:
        return CannotRead(f"the route {strange.pop()!r} is not one that is known here", ("the route",))
    if len(made_for) > 1:
        return CannotRead("what names the medicine means products of different routes", ("one product",), grave=True)
    route = named.pop() if named else None
    product = made_for.pop() if made_for else None
    if route and product and route != product:
        told = f"the order says {_words(route)}, and its product is made for {_words(product)} use"
        return CannotRead(told.replace("by mouth use", "use by mouth"), NEEDS_ROUTE, grave=True)
    return route or product


def _words(route: str) -> str:
    return ROUTE_WORDS.get(route, route)


def product_routes(resource: Resource) -> set[str]:
    """The routes for which the product of an order is made, by its codes and its words; empty where neither tells."""
    return {one.route for one in trusted_products(resource)} | _told_by(words_of_medicine(resource))


@lru_cache(maxsize=2_000)
def _told_by(said: str) -> frozenset[str]:
    """The routes of which a medicine's words speak: a hospital writes the same few medicines all day."""
    return frozenset(route for pattern, route in _told() if pattern.search(said))


@cache
def _told() -> tuple[tuple[Any, str], ...]:
    """Words that a product of one route only has: its form, its brand, the route itself."""
    routes: dict[str, set[str]] = {}
    for product in monograph.products():
        if product.form == "kit":  # a word that tells nothing: kits are made for every route
            continue
        for word in filter(None, (product.form, product.brand, product.route)):
            routes.setdefault(word.casefold(), set()).add(product.route)
    clear = {word: only for word, (only, *others) in routes.items() if not others}
    return tuple((re.compile(rf"\b{re.escape(word)}s?\b", re.IGNORECASE), route) for word, route in clear.items())
