"""What is taken by mouth when an order takes effect, since when, and what the order then changes.

Three answers are kept apart: a known amount, a known nothing, and not known. A course that begins with a patient as
found says nothing about the mouth unless somebody wrote it down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from lentus.course import State, zone_named
from lentus.course.moment import on_fixed_offset
from lentus.course.orders import OralOrder
from lentus.protocol.oral_doses import Day, daily, taken
from lentus.quantity import DoseRate

WHAT_IS_TAKEN = "what is taken by mouth now"
SINCE_WHEN = "the day on which the present dose by mouth began"


@dataclass(frozen=True, slots=True)
class Taken:
    """The doses of a day, none where none is taken, and since when the daily total is what it is.

    `since` is None where nothing is taken. Where not `exact`, the patient was found so: it began then or earlier.
    """

    doses: Day
    since: datetime | None = None
    exact: bool = True
    product: str | None = None

    @property
    def daily(self) -> DoseRate:
        """The day's total."""
        return daily(self.doses)


def taken_at(state: State, moment: datetime) -> Taken | None:
    """What is taken by mouth at `moment`; None where it is not known."""
    now = state.oral_at(moment)
    if now is None:
        return Taken(()) if state.as_found is None else None
    doses = taken(now.value.doses)
    if not doses:
        return Taken(())
    first = now
    for earlier in reversed([one for one in state.oral if one.start < now.start]):
        if earlier.end != first.start or earlier.value.daily != now.value.daily:
            break
        first = earlier
    return Taken(doses, first.start, not first.value.as_found, now.value.product)


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of an instant on the clock of `zone`."""
    return moment.astimezone(zone_named(zone)).date()


def day_begins(day: date, zone: str) -> datetime:
    """The first instant of a calendar day on the clock of `zone`, with a fixed offset as the course keeps times."""
    clock = zone_named(zone)
    return on_fixed_offset(datetime.combine(day, time.min, tzinfo=clock).astimezone(UTC).astimezone(clock))


def eases(order: OralOrder, before: Taken | None, doses: Day) -> bool:
    """Whether `doses` are a reduction for toxicity, which nothing may refuse. From an unknown dose it counts as one."""
    if order.reason != "toxicity":
        return False
    return before is None or daily(doses) < before.daily
