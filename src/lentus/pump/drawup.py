"""What to draw up for a strength and a volume: a ready-made strength first, then fewest containers, then least waste.

A strength that is sold is never mixed, since every mixture adds a calculation and a chance of error. What is left in
an opened single-use container is discarded and counted as waste. Containers of two makers are not combined in one
fill, since nothing that was read speaks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import ceil

from lentus import monograph
from lentus.errors import PlanError
from lentus.monograph import Product
from lentus.pump.compounding import dilute
from lentus.quantity import Concentration, Mass, Volume

_NOTHING = Volume.exact(0, "mL")


@dataclass(frozen=True, slots=True)
class Taken:
    """So many containers of one product."""

    product: Product
    count: int


@dataclass(frozen=True, slots=True)
class DrawUp:
    """One way to have the volume: containers, stock drawn from them, diluent, and what is discarded."""

    target: Concentration
    volume: Volume
    containers: tuple[Taken, ...]
    stock: Volume
    diluent: Volume
    discarded: Volume

    @property
    def ready_made(self) -> bool:
        """Whether nothing is mixed."""
        return self.diluent == _NOTHING

    @property
    def count(self) -> int:
        """How many containers are opened."""
        return sum(taken.count for taken in self.containers)

    @property
    def drug(self) -> Mass:
        """The drug in the volume."""
        return self.volume * self.target


def draw_up(
    target: Concentration,
    volume: Volume,
    capacity: Volume | None = None,
    products: Iterable[Product] | None = None,
) -> tuple[DrawUp, ...]:
    """The ways to have a volume of a strength, best first; `products` are those at hand, all marketed by default.

    PlanError for the screening strength, above the strongest stock, above the capacity of the reservoir, for a
    marketed strength that is not at hand, or where nothing at hand makes it.
    """
    _refuse(target, volume, capacity)
    stocked = [product for product in monograph.products() if _fit(product)]
    at_hand = stocked if products is None else [product for product in products if _fit(product)]
    ready = [product for product in at_hand if product.concentration == target]
    if not ready and any(product.concentration == target for product in stocked):
        raise PlanError(f"{target} is sold ready-made and not at hand: obtain it, it is not mixed")
    strengths = {product.concentration for product in ready or at_hand if product.concentration}
    found = [way for strength in strengths if strength >= target for way in _ways(target, volume, strength, at_hand)]
    if not found:
        raise PlanError(f"nothing at hand makes {target}: diluting only weakens")
    return tuple(sorted(found, key=lambda way: (not way.ready_made, way.count, way.discarded, _names(way))))


def strongest() -> Concentration:
    """The strongest solution for a pump."""
    return monograph.concentration("pump.highest-strength")


def _refuse(target: Concentration, volume: Volume, capacity: Volume | None) -> None:
    screening = monograph.concentration("screening.concentration")
    if target == screening:
        raise PlanError(f"{target} is the screening strength: it never goes into a pump")
    if target > strongest():
        raise PlanError(f"{target} is above {strongest()}, the strongest stock, and not reachable by dilution")
    if volume <= _NOTHING:
        raise PlanError(f"{volume} is nothing to draw up")
    if capacity is not None and volume > capacity:
        raise PlanError(f"{volume} exceeds the reservoir of {capacity}")


def _fit(product: Product) -> bool:
    return (
        product.route == "intrathecal"
        and product.role == "pump"
        and product.orderable
        and product.concentration is not None
        and product.fill is not None
    )


def _maker(product: Product) -> tuple[str, str, str]:
    """Products of one maker may be combined; where the maker is not named, only with itself."""
    named = product.brand or product.labeler
    return (product.brand, product.labeler, "" if named else product.key)


def _ways(target: Concentration, volume: Volume, strength: Concentration, at_hand: list[Product]) -> list[DrawUp]:
    """The best way of each maker with one stock strength."""
    parts = dilute(target, volume, strength)
    lines: dict[tuple[str, str, str], list[Product]] = {}
    for product in at_hand:
        if product.concentration == strength:
            lines.setdefault(_maker(product), []).append(product)
    found = []
    for line in lines.values():
        containers, content = _containers(line, parts.stock)
        found.append(DrawUp(target, volume, containers, parts.stock, parts.diluent, content - parts.stock))
    return found


def _containers(line: list[Product], needed: Volume) -> tuple[tuple[Taken, ...], Volume]:
    """The fewest containers that hold the volume, and of these the least content."""
    sizes = {product.fill: product for product in reversed(line) if product.fill is not None}
    count = ceil(needed / max(sizes))
    fitting = (chosen for chosen in combinations_with_replacement(sorted(sizes), count) if _sum(chosen) >= needed)
    best = min(fitting, key=_sum)
    return tuple(Taken(sizes[size], number) for size, number in Counter(best).items()), _sum(best)


def _sum(volumes: Iterable[Volume]) -> Volume:
    return sum(volumes, start=_NOTHING)


def _names(way: DrawUp) -> tuple[str, ...]:
    return tuple(taken.product.key for taken in way.containers)
