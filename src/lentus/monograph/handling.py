"""Questions about a product in the hand: whether it is kept right, still usable, fit for this tube.

Each answer is a look-up in the monograph's facts. Where no source says anything the answer is
CannotAssess and never "fine". A product names its handling facts; the end of a fact's id says
what it is about (`...-mixed-usable`, `...-tube-nasogastric`).
"""

from __future__ import annotations

from datetime import date

from lentus.errors import CannotAssess, MonographError, UnknownFactError
from lentus.monograph.book import shipped
from lentus.monograph.presentation import Product
from lentus.monograph.records import Fact
from lentus.quantity import Duration, Mass, Temperature, Volume

TUBES = ("nasogastric", "gastrostomy", "peg", "gastrojejunal")


def storage_ok(product: Product, kept_at: Temperature) -> bool:
    """Whether a temperature lies in the product's storage range, both ends included.

    Permitted excursions are not part of the range. CannotAssess where no range is known.
    """
    storage = product.storage
    if storage is None or (storage.minimum is None and storage.maximum is None):
        raise CannotAssess(f"the storage of {product.name}", ("the storage range on its label",))
    if storage.minimum is not None and kept_at < storage.minimum:
        return False
    return storage.maximum is None or kept_at <= storage.maximum


def discard_day(product: Product, opened: date) -> date:
    """The first day on which an opened bottle is no longer used.

    CannotAssess where no time after opening is known for the product.
    """
    if product.discard_after is None:
        raise CannotAssess(f"how long {product.name} keeps once opened", ("the time after opening on its label",))
    return product.discard_after.after(opened)


def opened_usable(product: Product, opened: date, day: date) -> bool:
    """Whether a bottle opened on one day may still be used on another; MonographError for a day before the opening."""
    if day < opened:
        raise MonographError(f"{day.isoformat()} lies before the opening on {opened.isoformat()}")
    return day < discard_day(product, opened)


def mixed_usable(product: Product, mixed_for: Duration) -> bool:
    """Whether a dose mixed that long ago may still be given; at the limit it may.

    CannotAssess where the product's label gives no time.
    """
    return mixed_for <= _about(product, "mixed-usable", "a time after mixing").one(Duration)


def tube_ok(product: Product, kind: str, french: int) -> bool:
    """Whether a feeding tube of that kind and size, in French, is wide enough.

    Kinds: nasogastric, gastrostomy, peg, gastrojejunal; UnknownFactError for another one, CannotAssess where the
    product's label names no size.
    """
    if kind not in TUBES:
        raise UnknownFactError(f"no kind of tube {kind!r}; there are {', '.join(TUBES)}")
    return french >= _about(product, f"tube-{kind}", f"a size of {kind} tube").one(int)


def sterile_field_ok(product: Product) -> bool:
    """Whether the container may enter a sterile field: no prefilled syringe may.

    A vial or an ampule may; for anything else CannotAssess.
    """
    if product.container == "prefilled syringe":
        return False
    if product.route == "intrathecal" and product.container in ("vial", "ampule"):
        return True
    raise CannotAssess(
        f"whether {product.name} may enter a sterile field", ("an intrathecal product and its container",)
    )


def drawn_and_believed(product: Product, believed: Product, drawn: Volume) -> tuple[Mass, Mass]:
    """The mass in a volume drawn from `product`, and the mass that it was believed to hold."""
    return product.mass_for(drawn), believed.mass_for(drawn)


def _about(product: Product, ending: str, what: str) -> Fact:
    """The product's handling fact of that ending; CannotAssess where it has none."""
    for name in product.handling:
        if name.endswith(f"-{ending}"):
            return shipped().fact(name)
    raise CannotAssess(f"{what} for {product.name}", (f"{what} on its label",))
