"""One line of a day-by-day plan by mouth, the same on the way up and on the way down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lentus.protocol.oral_doses import Day, daily
from lentus.quantity import DoseRate


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One line of the day-by-day table; `day` counts from 1."""

    day: int
    date: date
    doses: Day

    @property
    def daily(self) -> DoseRate:
        """The day's total."""
        return daily(self.doses)
