"""Orders that are looked at and from which no amount is computed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lentus.course.orders.order import Order
from lentus.course.words import Route
from lentus.quantity import DoseRate


class TransdermalOrder(Order):
    """A compounded preparation for the skin; its text is kept and nothing is computed from it."""

    kind: Literal["transdermal"] = "transdermal"
    text: str = Field(min_length=1, max_length=2_000)


class MedicineOrder(Order):
    """Another drug, looked at for what it does together with baclofen."""

    kind: Literal["medicine"] = "medicine"
    name: str = Field(min_length=1, max_length=200)
    route: str = Field(default="", max_length=100)


class ConversionOrder(Order):
    """A request to convert a dose from one route to another. No source gives a conversion."""

    kind: Literal["conversion"] = "conversion"
    from_route: Route
    to_route: Route
    daily_dose: DoseRate | None = None
