"""The hours that an order writes against the daily dose beside them, whatever is known of the pump.

Each rule about a day's dose reads the daily dose of the order. Hours that give another total would pass them all, so
they are added up before anything else is asked, for every mode and without a device.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course import PumpUse, State
from lentus.course.orders import PumpDoseOrder, PumpStartOrder, RestartOrder
from lentus.course.pumped import program_of
from lentus.course.state import ONE_DAY
from lentus.protocol.finding import Finding, find, needs
from lentus.quantity import Concentration, DoseRate, show

RULE = "pump.schedule-differs"
FULL_DAY = "steps in their order that fill the day from 00:00 to 24:00"
_ANY = Concentration.exact(1, "mcg/mL")
"""The dose of a day does not depend on its strength."""


def total_of(order: PumpDoseOrder | PumpStartOrder | RestartOrder) -> DoseRate | None:
    """What the steps of an order give a day; None where they do not fill one."""
    use = PumpUse("flex", order.daily_dose, _ANY, steps=order.steps, clock=order.at.utcoffset())
    program = program_of(use, order.at)
    return program.daily_dose if program is not None else None


def hours_add_up(state: State, order: PumpDoseOrder | PumpStartOrder | RestartOrder) -> Iterator[Finding]:
    """Steps of an order that give another total than its daily dose, or of which none can be told."""
    if not order.steps or order.mode == "stopped":
        return
    total, profile = total_of(order), state.patient.profile
    if total is None:
        yield needs(RULE, "what the hours of the order add up to", (FULL_DAY,), profile=profile)
    elif total != order.daily_dose:
        a_day = total * ONE_DAY
        yield find(
            RULE,
            f"The schedule gives {show(a_day)} a day, and {show(order.daily_dose)} is written.",
            profile=profile,
            values={"total": a_day, "ordered": order.daily_dose},
            bound=show(order.daily_dose),
        )
