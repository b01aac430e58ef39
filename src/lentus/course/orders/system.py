"""Orders about the pump itself: to implant it, to fill it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lentus.course.day import Day
from lentus.course.orders.order import Order
from lentus.course.strength import Strength
from lentus.course.words import Route
from lentus.quantity import Concentration, Length, Volume


class ImplantOrder(Order):
    """Implant a pump."""

    kind: Literal["implant"] = "implant"
    device: str | None = None
    depth: Length | None = Field(default=None, description="Depth of the pump under the skin.")


class RefillOrder(Order):
    """Fill the reservoir. `concentration` is what the label of the drug says, `programmed` what the pump is told."""

    kind: Literal["refill"] = "refill"
    concentration: Concentration | None = None
    programmed: Strength | None = None
    volume: Volume | None = None
    product: str | None = None
    ndc: str | None = None
    lot: str = Field(default="", max_length=100)
    expires: Day | None = None
    diluent: str | None = Field(default=None, max_length=200)
    other_drugs: tuple[str, ...] = ()
    opened_before: bool | None = Field(default=None, description="A container already used for something else.")
    bridge: bool | None = Field(default=None, description="A bridge bolus is programmed for a change of strength.")
    sterile_field: bool = Field(default=False, description="Before implantation, in an aseptic field.")
    port: Literal["reservoir fill port", "catheter access port"] = "reservoir fill port"
    route: Route = "intrathecal"
    device: str | None = None
