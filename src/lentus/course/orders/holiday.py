"""A drug holiday, day by day."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from lentus.course.model import Written
from lentus.course.orders.order import Order, begin_in_order
from lentus.course.strength import Strength
from lentus.course.words import Setting
from lentus.quantity import DoseRate, FlowRate


class HolidayStep(Written):
    """The intrathecal daily dose from `day` (1 is the first) until the next step."""

    day: int = Field(ge=1, le=366)
    daily_dose: DoseRate


class HolidayOrder(Order):
    """A drug holiday: a gradual withdrawal of intrathecal baclofen, then a time without, then a fresh start."""

    kind: Literal["drug holiday"] = "drug holiday"
    setting: Setting
    steps: tuple[HolidayStep, ...] = Field(min_length=1, description="The reduction, day by day.")
    withdrawal_days: int = Field(ge=1, le=366, description="Days from the first reduction to none.")
    drug_free_days: int | None = Field(default=None, ge=0, le=366)
    alternative: str = Field(default="", max_length=500, description="Another treatment, from the first day.")
    alternative_from_day: int | None = Field(default=None, ge=1, le=366)
    minimum_flow: FlowRate | None = Field(default=None, description="The pump's own minimum, with `concentration`.")
    concentration: Strength | None = None

    @model_validator(mode="after")
    def _in_order(self) -> HolidayOrder:
        begin_in_order(step.day for step in self.steps)
        return self
