"""Orders that give baclofen back while withdrawal is suspected: never refused, and never without saying so."""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State
from lentus.course.orders import AnyOrder, OralOrder, PumpDoseOrder, RestartOrder
from lentus.protocol.emergency.suspicion import withdrawal
from lentus.protocol.exposure import lowers
from lentus.protocol.finding import Finding, find


def suspected_beside(state: State, order: AnyOrder) -> Iterable[Finding]:
    """That a withdrawal is suspected, beside an order that restores baclofen and is therefore not held up."""
    by_pump = isinstance(order, RestartOrder) or (isinstance(order, PumpDoseOrder) and order.reason == "withdrawal")
    if not by_pump and (not isinstance(order, OralOrder) or lowers(state, order)):
        return
    for suspected in withdrawal(state):
        yield find(
            "emergencies.restores-in-withdrawal",
            suspected.says,
            profile=state.patient.profile,
            values=dict(suspected.values),
        )
