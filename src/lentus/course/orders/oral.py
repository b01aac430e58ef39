"""Orders by mouth: a day's doses, an abrupt stop, a taper, and less once the pump runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from lentus.course.model import Written
from lentus.course.orders.order import Order, begin_in_order
from lentus.course.words import DoseReason, Route, StopReason
from lentus.quantity import Mass, Volume


class OralOrder(Order):
    """A day's doses by mouth, from `at` on, until something else is ordered."""

    kind: Literal["oral"] = "oral"
    doses: tuple[Mass, ...] = Field(min_length=1, max_length=24, description="Each single dose of one day, in mg.")
    reason: DoseReason = "titration"
    product: str | None = Field(default=None, description="Product key; see `lentus products`.")
    volume_each: Volume | None = Field(default=None, description="What is drawn up for each dose.")
    route: Route = "oral"
    prescriber: str = Field(default="", max_length=200)


class OralStopOrder(Order):
    """Stop baclofen by mouth at once."""

    kind: Literal["oral stop"] = "oral stop"
    reason: StopReason
    owner: str = Field(default="", max_length=200, description="The prescriber who owns an abrupt stop.")


class TaperStep(Written):
    """The doses of a day from `day` (1 is the first) until the next step; no doses means none are taken."""

    day: int = Field(ge=1, le=366)
    doses: tuple[Mass, ...] = Field(max_length=24)


class OralTaperOrder(Order):
    """Withdraw baclofen by mouth slowly."""

    kind: Literal["oral taper"] = "oral taper"
    steps: tuple[TaperStep, ...] = Field(min_length=1)
    reason: StopReason = "other"

    @model_validator(mode="after")
    def _in_order(self) -> OralTaperOrder:
        begin_in_order(step.day for step in self.steps)
        return self


class WeanChange(Written):
    """One other drug against spasticity, or baclofen by mouth, and its new daily amount."""

    drug: str = Field(min_length=1, max_length=200)
    from_daily: Mass
    to_daily: Mass


class WeanOrder(Order):
    """Reduce oral drugs once the pump runs."""

    kind: Literal["wean"] = "wean"
    changes: tuple[WeanChange, ...] = Field(min_length=1)
