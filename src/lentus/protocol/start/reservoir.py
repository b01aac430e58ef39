"""What the pump holds when it is started: the program turns volume into dose with a strength, and needs that one."""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course import State
from lentus.course.orders import PumpStartOrder
from lentus.protocol.bounds import WHOLE
from lentus.protocol.dosing import NO_DOSE, size_words
from lentus.protocol.finding import Finding, find, needs
from lentus.quantity import show

LAST_FILL = "the last fill of the reservoir, with its concentration"
PROGRAMMED = "the concentration programmed"


def pump_in_place(state: State, order: PumpStartOrder) -> Iterator[Finding]:
    """A start where the record has no pump, or where it was taken out."""
    profile = state.patient.profile
    if state.system is not None and state.system.explanted is not None:
        yield find("record.no-pump", "the pump has been taken out", profile=profile)
    elif state.system is None and not state.pump:
        yield find("record.no-pump", f"{show(order.daily_dose)} ordered, and no implant is recorded", profile=profile)


def reservoir_of_start(state: State, order: PumpStartOrder) -> Iterator[Finding]:
    """The strength of the last fill against the one that the order programs."""
    if order.daily_dose <= NO_DOSE:
        return
    profile = state.patient.profile
    held = state.reservoir_holds
    lacking = [name for name, fact in ((LAST_FILL, held), (PROGRAMMED, order.concentration)) if fact is None]
    if held is None or order.concentration is None:
        what = "whether the pump is programmed for what it holds"
        yield needs("record.cannot-assess", what, tuple(lacking), profile=profile)
        return
    if held.concentration == order.concentration:
        return
    factor = held.concentration / order.concentration
    danger = "Overdose may follow." if factor > 1 else "The dose falls short of what is meant."
    yield find(
        "refill.strength-mismatch",
        f"The reservoir holds {show(held.concentration)}, the order programs {show(order.concentration)}. Each dose "
        f"becomes {size_words(factor * WHOLE)} of what is programmed. {danger}",
        profile=profile,
        values={"filled": held.concentration, "programmed": order.concentration, "factor": factor},
        bound=f"the strength in the reservoir, {show(held.concentration)}",
    )
