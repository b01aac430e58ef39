"""The product that a screening dose is drawn from: for the spine, and of the strength that the order says."""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.course.orders import ScreeningOrder
from lentus.errors import MonographError
from lentus.monograph import Product
from lentus.protocol.finding import Finding, find, needs
from lentus.quantity import Concentration, show

SPINAL = "intrathecal"


def product_named(order: ScreeningOrder) -> Product | None:
    """The product that the order names; None where it names none, or none of the catalogue."""
    if not order.product:
        return None
    try:
        return monograph.product(order.product)
    except MonographError:
        return None


def strength_drawn(order: ScreeningOrder) -> Concentration | None:
    """The strength of what is injected: as the order says, else as the product made for the spine has it."""
    if order.concentration is not None:
        return order.concentration
    named = product_named(order)
    return named.concentration if named is not None and named.route == SPINAL else None


def product(state: State, order: ScreeningOrder) -> Iterator[Finding]:
    """A product for another route, of another strength than the order says, or of no catalogue."""
    if not order.product:
        return
    profile, named = state.patient.profile, product_named(order)
    if named is None:
        missing = (f"a product of the catalogue in place of {order.product!r}",)
        yield needs("record.cannot-assess", "what the dose is drawn from", missing, profile=profile)
    elif named.route != SPINAL:
        yield find(
            "screening.oral-product",
            f"{named.name} is a product for the {named.route} route",
            profile=profile,
            values={"product": named.key},
            bound="intrathecal products only",
        )
    elif order.concentration is not None and named.concentration not in (None, order.concentration):
        yield find(
            "screening.strength-contradicts",
            f"the order says {show(order.concentration)}, {named.name} is another strength",
            profile=profile,
            values={"product": named.key, "concentration": order.concentration},
            bound="one strength, by the order and by the product",
        )
