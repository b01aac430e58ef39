"""The arithmetic of a gradual reduction: what a day-by-day plan does, whoever wrote it.

Two ways of counting are in use, the last day without drug being the plan's last day or the day after it. Both are
accepted; what is not accepted is a plan whose lines reach the end earlier than it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lentus.course.orders import HolidayOrder
from lentus.protocol.bounds import WHOLE
from lentus.protocol.dosing import NO_DOSE
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate


def lowest_dose(flow: FlowRate | None, concentration: Concentration | None) -> DoseRate | None:
    """What the pump gives a day at its lowest flow; None where flow or concentration is not known."""
    return None if flow is None or concentration is None else flow * concentration


@dataclass(frozen=True, slots=True)
class Reduction:
    """A plan's lines, from the dose `current` that runs before it; None where that is not known."""

    current: DoseRate | None
    doses: tuple[DoseRate, ...]
    days: tuple[int, ...]
    stated: int

    @classmethod
    def of(cls, order: HolidayOrder, current: DoseRate | None) -> Reduction:
        """The reduction that an order writes."""
        return cls(
            current,
            tuple(step.daily_dose for step in order.steps),
            tuple(step.day for step in order.steps),
            order.withdrawal_days,
        )

    @property
    def beyond(self) -> tuple[int, ...]:
        """Lines later than the day after the withdrawal: the plan says that it has ended by then."""
        return tuple(number for number in self.days if number > self.stated + 1)

    @property
    def last(self) -> DoseRate:
        """The dose of the last line."""
        return self.doses[-1]

    @property
    def ends_on(self) -> int:
        """The first day with the last line's dose."""
        return self.days[self.doses.index(self.last)]

    @property
    def length(self) -> Duration:
        """How long the reduction takes: as stated, or as its lines have it where they end sooner."""
        return Duration.exact(min(self.stated, self.ends_on), "day")

    @property
    def rises(self) -> tuple[int, ...]:
        """Days on which the dose is higher than the day before, the day before the first included."""
        before = self.doses[:-1] if self.current is None else (self.current, *self.doses[:-1])
        now = self.doses[1:] if self.current is None else self.doses
        days = self.days[1:] if self.current is None else self.days
        return tuple(day for day, old, new in zip(days, before, now, strict=True) if new > old)

    @property
    def in_one_step(self) -> bool:
        """Whether the last dose is reached without any dose between it and the one that ran before."""
        between = {one for one in self.doses if one > self.last and (self.current is None or one < self.current)}
        return not between

    @property
    def begins_on_first_day(self) -> bool | None:
        """Whether the first line is less than what ran; None where that is not known."""
        return None if self.current is None else self.doses[0] < self.current

    def outweighing(self, lowest: DoseRate | None) -> int | None:
        """The day of a fall that is larger than all other falls together; None where there is none.

        From the pump's `lowest` dose to none there is nothing between, so that fall is not held against a plan.
        """
        if self.current is None:
            return None
        before = (self.current, *self.doses[:-1])
        falls = [(day, old, old - new) for day, old, new in zip(self.days, before, self.doses, strict=True)]
        whole = self.current - self.last
        over = (day for day, old, fall in falls if fall * 2 > whole and (lowest is None or old > lowest))
        return next(over, None)

    @property
    def largest_fall(self) -> tuple[int, Fraction] | None:
        """The day with the largest fall as a share of the dose before the plan, in percent; None without that dose."""
        if self.current is None or not self.current > NO_DOSE:
            return None
        before = (self.current, *self.doses[:-1])
        falls = [(old - new) / self.current * WHOLE for old, new in zip(before, self.doses, strict=True)]
        largest = max(falls)
        return self.days[falls.index(largest)], largest
