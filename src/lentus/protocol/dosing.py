"""A change of the pump's daily dose, seen from the dose that runs: up, down or the same, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lentus.course import State, standing_events
from lentus.course.events import Program
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.bounds import WHOLE
from lentus.protocol.lowest_rate import lowest_dose
from lentus.protocol.whole_day import beside_words, ordered_beside, running_beside
from lentus.quantity import DoseRate, show, show_percent

NO_DOSE = DoseRate.exact(0, "mcg/day")


@dataclass(frozen=True, slots=True)
class Step:
    """A change from `current` to `ordered`, both known; `percent` is its size, above zero in either direction."""

    current: DoseRate
    ordered: DoseRate
    beside: str = ""
    """Where both are largest days, of what they are made; empty where they are the daily doses alone."""

    @property
    def up(self) -> bool:
        """Whether more is ordered than runs."""
        return self.ordered > self.current

    @property
    def down(self) -> bool:
        """Whether less is ordered than runs."""
        return self.ordered < self.current

    @property
    def percent(self) -> Fraction:
        """The size of the change as a share of the current dose, exact."""
        return abs(self.ordered / self.current - 1) * WHOLE

    @property
    def words(self) -> str:
        """The change as a person would say it."""
        sign = "up" if self.up else "down"
        return f"from {show(self.current)} to {show(self.ordered)}, {sign} by {size_words(self.percent)}{self.beside}"


def size_words(percent: Fraction) -> str:
    """A size in percent, never rounded to a whole number that it is not.

    Bounds are whole percents: "about 30 %" beside a band that ends at 30 % would read as if it were inside.
    """
    places = 0
    while round(percent, places).denominator == 1 and percent.denominator != 1:
        places += 1
    return show_percent(percent, places)


def ordered_dose(order: PumpDoseOrder) -> DoseRate:
    """The daily dose that the order brings: none where it stops the pump, whatever number stands beside it."""
    return NO_DOSE if order.mode == "stopped" else order.daily_dose


def running_dose(state: State, moment: datetime) -> DoseRate | None:
    """What a running pump gives a day at `moment`; None where none runs or its dose is not known."""
    stretch = state.pump_at(moment)
    if stretch is None or stretch.value.mode == "stopped":
        return None
    dose = stretch.value.daily_dose
    return dose if dose is not None and dose > NO_DOSE else None


def step_of(state: State, order: PumpDoseOrder) -> Step | None:
    """The change that `order` makes; None where the dose now running is not known, or the pump's minimum rate.

    Of the daily dose and of the largest day with every bolus, the one that rises most; where neither rises, the daily
    dose, or the largest day where only that falls.
    """
    current = running_dose(state, order.at)
    ordered = lowest_dose(state, order.at) if order.mode == "minimum rate" else ordered_dose(order)
    if current is None or ordered is None:
        return None
    basal, largest = Step(current, ordered), _largest_day(state, order, current, ordered)
    if largest is None or basal == largest:
        return basal
    if basal.up or largest.up:
        return max((basal, largest), key=lambda one: one.ordered / one.current)
    return basal if basal.down else largest


def _largest_day(state: State, order: PumpDoseOrder, current: DoseRate, ordered: DoseRate) -> Step | None:
    """The change of the largest day; None where no bolus comes into it."""
    running = state.pump_at(order.at)
    own = running.value.patient_bolus if running is not None else None
    if order.bolus is None and order.patient_bolus is None and own is None:
        return None
    before, after = running_beside(running.value) if running is not None else NO_DOSE, ordered_beside(order)
    told = beside_words(order.bolus, order.patient_bolus) if after > NO_DOSE else ""
    was = beside_words(None, own)
    words = f" (the largest day, now {show(ordered)}{' with ' if told else ''}{told}; before {show(current)}"
    return Step(current + before, ordered + after, f"{words}{' with ' if was else ''}{was})")


def increase_of(state: State, order: PumpDoseOrder) -> Step | None:
    """The change, where it is known to be an increase."""
    step = step_of(state, order)
    return step if step is not None and step.up else None


@dataclass(frozen=True, slots=True)
class Since:
    """Since when the daily dose is what it is. Not `exact`: at the latest since then, found so."""

    moment: datetime
    exact: bool


def unchanged_since(state: State) -> Since | None:
    """Since when the dose has not been changed; None where nothing is known about a dose.

    Changes that lie after an order which is judged late count as well: two changes within the interval stay two.
    """
    changes = [one for one in (state.last_dose_change(), last_bolus(state)) if one is not None]
    if changes:
        return Since(max(changes), exact=True)
    # Found running: whenever the last change was, it was not later than that.
    found = [one.start for one in state.pump if one.value.as_found and one.start <= state.now]
    return Since(found[-1], exact=False) if found else None


def last_bolus(state: State) -> datetime | None:
    """When a single bolus was last given beside a program; a bridge moves what stands in the path, and is none."""
    told = (one for one in standing_events(state) if isinstance(one, Program) and one.bolus is not None)
    given = [one.at for one in told if one.bridge_until is None and one.at <= state.now]
    return max(given, default=None)


def percent_above(current: DoseRate, percent: Fraction) -> DoseRate:
    """The dose that lies `percent` above `current`, exact and not rounded to any pump's grid."""
    return current * (WHOLE + percent) / WHOLE


def percent_below(current: DoseRate, percent: Fraction) -> DoseRate:
    """The dose that lies `percent` below `current`, exact and not rounded to any pump's grid."""
    return current * (WHOLE - percent) / WHOLE


FINEST = DoseRate.exact(Fraction(1, 10**9), "mcg/day")
"""The finest dose that the grammar writes in mcg: the record's own grid, far below any pump's."""


def writable(dose: DoseRate, toward: DoseRate) -> DoseRate:
    """The dose, or where it has more decimals of a mcg than an order holds, the next one toward the current dose.

    After many steps of a percentage the exact dose runs past the decimals of the grammar; written in ng to hold it,
    it would invite a thousandfold slip.
    """
    return dose.rounded_to(FINEST, toward=toward)
