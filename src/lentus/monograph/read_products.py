"""From a [[product]] and its [[family]] to a Product, with the label's arithmetic proved.

A family holds what a labeler's presentations share, so that it is written once; a product may
overrule each of it. Whether its text was seen, each product says for itself. The total on a label
is typed as printed and proved here to be exactly concentration times fill: a wrong zero in either
place is found when the file loads.
"""

from __future__ import annotations

from typing import Any

from lentus.errors import MonographError
from lentus.monograph.entry import Entry
from lentus.monograph.ndc import normal_code
from lentus.monograph.presentation import CONTAINERS, FORMS, PRESERVATIVE_FREE, ROLES, ROUTES, Product, Rxcui, Storage
from lentus.quantity import Concentration, Mass, Volume

SHARED = (
    "brand",
    "labeler",
    "route",
    "form",
    "container",
    "role",
    "orderable",
    "reason",
    "preservative_free",
    "rxcuis",
    "storage",
    "handling",
    "evidence",
    "sources",
    "note",
)
"""What a family may say for all its products."""


def merged(product: dict[str, Any], families: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The product's own keys over those of its family; an unknown family is left for `fault`."""
    shared = families.get(product.get("family", ""), {})
    return {**{key: shared[key] for key in shared if key != "key"}, **product}


def read_family(entry: Entry) -> str:
    """A [[family]]: its key, after refusing anything that products cannot share."""
    key = entry.text("key")
    for shared in SHARED:
        entry.has(shared)
    return key


def read_product(entry: Entry, families: tuple[str, ...]) -> Product:
    """A [[product]], already merged with its family; the book fills in what other files say."""
    if entry.has("family") and entry.text("family") not in families:
        raise entry.fault(f"has an unknown family {entry.text('family')}", "family")
    evidence = entry.evidence()
    printed = entry.texts("ndcs")
    orderable = entry.flag("orderable", otherwise=True)
    reason = entry.text_or("reason")
    if not orderable and not reason:
        raise entry.fault("cannot be ordered, and gives no reason", "orderable")
    strength, fill, total = _amounts(entry)
    return Product(
        key=entry.text("key"),
        wording=entry.text_or("wording"),
        name=entry.text("name"),
        brand=entry.text_or("brand"),
        labeler=entry.text_or("labeler"),
        route=entry.one_of("route", ROUTES),
        form=entry.one_of("form", FORMS),
        container=entry.one_of("container", CONTAINERS),
        strength=strength,
        fill=fill,
        total=total,
        role=entry.one_of("role", ROLES),
        orderable=orderable,
        reason=reason,
        preservative_free=entry.one_of("preservative_free", PRESERVATIVE_FREE),
        ndcs=_ndcs(entry, printed),
        ndcs_printed=printed,
        rxcuis=_rxcuis(entry),
        storage=_storage(entry),
        discard_after=None,
        handling=entry.texts("handling"),
        traps=(),
        same_as=(),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def _amounts(entry: Entry) -> tuple[Mass | Concentration | None, Volume | None, Mass | None]:
    """Strength, fill and total, where the total is proved."""
    concentration = entry.value_or_none("concentration", Concentration)
    unit = entry.value_or_none("strength", Mass)
    fill = entry.value_or_none("fill", Volume)
    total = entry.value_or_none("total", Mass)
    if concentration is not None and unit is not None:
        raise entry.fault("has both a concentration and a strength per unit", "strength")
    if unit is not None:
        if fill is not None or total is not None:
            raise entry.fault("is counted in units and has a fill or a total", "strength")
        return unit, None, unit
    _prove_total(entry, concentration, fill, total)
    return concentration, fill, total


def _prove_total(entry: Entry, concentration: Concentration | None, fill: Volume | None, total: Mass | None) -> None:
    """A total stands exactly where concentration and fill stand, and is their product."""
    if concentration is None or fill is None:
        if total is not None:
            raise entry.fault("has a total without its concentration and fill", "total")
        return
    if total is None:
        raise entry.fault("has a concentration and a fill and needs its total", "fill")
    if concentration * fill != total:
        raise entry.fault(
            f"its total {total} is not {concentration} in {fill}, which is {concentration * fill}",
            "total",
        )


def _ndcs(entry: Entry, printed: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(map(normal_code, printed))
    except MonographError as error:
        raise entry.fault(f"ndcs: {error}", "ndcs") from None


def _rxcuis(entry: Entry) -> tuple[Rxcui, ...]:
    """A list of { code, verified, note } tables."""
    raw = entry.raw("rxcuis") if entry.has("rxcuis") else []
    found = []
    for item in raw if isinstance(raw, list) else [None]:
        if not isinstance(item, dict) or not set(item) <= {"code", "verified", "note"}:
            raise entry.fault("rxcuis is not a list of { code, verified, note }", "rxcuis")
        code, verified = item.get("code"), item.get("verified")
        if not isinstance(code, str) or not code.isdecimal() or not isinstance(verified, bool):
            raise entry.fault("each of rxcuis needs a code of digits, and verified", "rxcuis")
        found.append(Rxcui(code, verified, str(item.get("note", ""))))
    return tuple(found)


def _storage(entry: Entry) -> Storage | None:
    """The name of the storage fact; the book fills in what it says."""
    fact = entry.text_or("storage")
    return Storage(fact, "", None, None, verified=False) if fact else None
