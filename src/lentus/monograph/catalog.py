"""The products as one catalog: what other files say about each, and which hold the same.

A product's file says what is on its label. Its storage, its time after opening and its traps
stand where they are known once, and its identities follow from strength and fill; all of that
is joined here, so that nobody types the same thing twice and lets it drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from lentus.errors import UnknownFactError
from lentus.monograph.age import Age
from lentus.monograph.chapter import Chapter
from lentus.monograph.listed import Trap
from lentus.monograph.presentation import Product, Storage, content
from lentus.monograph.records import Fact
from lentus.monograph.values import Held
from lentus.quantity import Temperature

FactOf = Callable[[str], Fact]
"""The fact of an id; UnknownFactError where there is none."""


def shelved_products(chapters: Iterable[Chapter], fact_of: FactOf, traps: Iterable[Trap]) -> dict[str, Product]:
    """Every product by key, complete: the seed's first, then in the order of the files."""
    places = _places(chapters)
    known = tuple(traps)
    plain = {key: chapter.products[key] for key, chapter in places.items()}
    return {
        key: replace(
            product,
            storage=_storage(fact_of, product, places[key]),
            discard_after=_discard_after(fact_of, product, places[key]),
            traps=tuple(trap.id for trap in known if key in trap.products),
            same_as=_same(product, plain),
        )
        for key, product in plain.items()
    }


def _places(chapters: Iterable[Chapter]) -> dict[str, Chapter]:
    places: dict[str, Chapter] = {}
    for chapter in chapters:
        for key in chapter.products:
            if key in places:
                raise chapter.entries["product", key].fault(f"stands twice, also in {places[key].name}")
            places[key] = chapter
    return dict(sorted(places.items(), key=lambda item: not item[1].products[item[0]].in_seed))


def _storage(fact_of: FactOf, product: Product, chapter: Chapter) -> Storage | None:
    """What the product's storage fact says; a range gives both ends, a value the upper."""
    if product.storage is None:
        return None
    name = product.storage.fact
    try:
        fact = fact_of(name)
    except UnknownFactError:
        entry = chapter.entries["product", product.key]
        raise entry.fault(f"names {name}, which nothing states", "storage") from None
    low, high = _temperatures(fact.holds.us)
    return Storage(name, fact.says, low, high, fact.verified)


def _discard_after(fact_of: FactOf, product: Product, chapter: Chapter) -> Age | None:
    """The time after opening, where one of the product's handling facts is about it."""
    for name in product.handling:
        if name.endswith("-after-opening"):
            try:
                return fact_of(name).one(Age)
            except UnknownFactError:
                entry = chapter.entries["product", product.key]
                raise entry.fault(f"names {name}, which nothing states", "handling") from None
    return None


def _same(product: Product, shelf: Mapping[str, Product]) -> tuple[str, ...]:
    mine = content(product)
    if mine is None:
        return ()
    return tuple(key for key, other in shelf.items() if key != product.key and content(other) == mine)


def _temperatures(held: Held) -> tuple[Temperature | None, Temperature | None]:
    ends = [item for item in held.items if isinstance(item, Temperature)]
    if not ends:
        return None, None
    return (ends[0] if len(ends) == 2 else None), ends[-1]
