"""What a measured volume really delivers, beside what was ordered.

Oral liquids differ five-fold in strength. Where an order names the product and the volume that is drawn up, the volume
decides what the patient gets, whatever the order says in mg.
"""

from __future__ import annotations

from lentus import monograph
from lentus.course.orders import OralOrder
from lentus.errors import UnknownFactError
from lentus.monograph import Product
from lentus.protocol.oral_doses import Day, taken
from lentus.quantity import Mass


def product_of(order: OralOrder) -> Product | None:
    """The catalogue's product that the order names; None where it names none or one that is not there."""
    return product_called(order.product)


def product_called(key: str | None) -> Product | None:
    """The catalogue's product of that key; None for none, and for one that is not there."""
    if key is None:
        return None
    try:
        return monograph.product(key)
    except UnknownFactError:
        return None


def delivered_each(order: OralOrder) -> Mass | None:
    """What each measured dose holds; None where volume or strength is not known."""
    product = product_of(order)
    if order.volume_each is None or product is None or product.concentration is None:
        return None
    return product.mass_for(order.volume_each)


def highest_day(order: OralOrder) -> Day:
    """The day held against a ceiling: of each dose the larger of what is ordered and what is measured."""
    each = delivered_each(order)
    return taken(order.doses if each is None else (max(dose, each) for dose in order.doses))


def lowest_day(order: OralOrder) -> Day:
    """The day held against withdrawal: of each dose the smaller of what is ordered and what is measured."""
    each = delivered_each(order)
    return taken(order.doses if each is None else (min(dose, each) for dose in order.doses))
