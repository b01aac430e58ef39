"""An order that was placed: the original request, kept unchanged, with the overrides under which it stands."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from lentus.course.events.base import Event
from lentus.course.orders import AnyOrder


class OrderPlaced(Event):
    """An order in force from its own time on. Whether it should have been placed is for the rules to say."""

    kind: Literal["order"] = "order"
    order: AnyOrder = Field(description="The order; its zone and time are this event's where left out.")
    accepted: bool = Field(default=True, description="False where the order was refused and did not take effect.")

    @model_validator(mode="before")
    @classmethod
    def _order_stands_here(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("order"), dict):
            defaults = {name: data[name] for name in ("at", "zone") if name in data}
            return {**data, "order": {**defaults, **data["order"]}}
        return data
