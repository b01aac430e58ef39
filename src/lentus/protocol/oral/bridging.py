"""An order by mouth in a withdrawal, held against what a panel gives to bridge a lost infusion.

The label's first day and its steps were written for a body that has not met the drug. Held against them, the dose of
our own checklist would read as a mistake. It is compared as published; no dose is worked out.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus import monograph
from lentus.course import State
from lentus.course.orders import OralOrder
from lentus.protocol.bounds import at_most
from lentus.protocol.emergency import withdrawal_suspected
from lentus.protocol.exposure import lowers
from lentus.protocol.finding import Finding, find
from lentus.protocol.oral.delivered import highest_day
from lentus.protocol.oral_doses import daily, words
from lentus.quantity import Duration, Mass, show

A_DAY = Duration.exact(24, "h")
BRIDGE = "emergencies.withdrawal-oral-bridge"
EVERY = "emergencies.withdrawal-oral-bridge-every"


def as_a_bridge(state: State, order: OralOrder) -> bool:
    """Whether an order in a withdrawal, said or suspected, keeps within the published dose and interval."""
    day, profile = highest_day(order), state.patient.profile
    if not day or not (order.reason == "withdrawal" or any(True for _ in withdrawal_suspected(state.when(order.at)))):
        return False
    _, most = monograph.fact(BRIDGE).pair(Mass, profile)
    return bool(at_most(max(day), most)) and bool(at_most(monograph.duration(EVERY, profile) * len(day), A_DAY))


def bridge_by_mouth(state: State, order: OralOrder) -> Iterator[Finding]:
    """What the order was held against, and what it cannot do."""
    if not as_a_bridge(state, order) or lowers(state, order):
        return
    day, profile = highest_day(order), state.patient.profile
    low, high = monograph.fact(BRIDGE).pair(Mass, profile)
    every = monograph.duration(EVERY, profile)
    yield find(
        "oral.bridge-in-withdrawal",
        f"{words(day)} is held against what a panel gives in a withdrawal, {show(low, 'mg')} to {show(high, 'mg')} "
        f"every {show(every, 'h')}, and not against the label's first day and steps. By mouth alone baclofen does not "
        "reliably stop a withdrawal.",
        profile=profile,
        values={"ordered": daily(day), "single": max(day), "low": low, "high": high, "every": every},
        bound=f"at most {show(high, 'mg')} in one dose, every {show(every, 'h')}",
    )
