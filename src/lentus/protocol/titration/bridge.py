"""While a bridge bolus runs, the pump gives the old solution at a rate made for it: nothing may be changed then."""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.dosing import step_of
from lentus.protocol.finding import Finding, find
from lentus.protocol.spans import clock_time
from lentus.protocol.titration.decreases import for_toxicity


def bridge_running(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """A change before the bridge has ended, or before the old solution has left the path.

    A reduction for toxicity passes; its own warning names the bridge.
    """
    bridge = state.bridge
    step = step_of(state, order)
    unchanged = step is not None and not step.up and not step.down
    if bridge is None or order.at < bridge.began or unchanged or for_toxicity(state, order):
        return
    if order.at < bridge.ends:
        rule, what, until = "titration.bridge-bolus-running", "a bridge bolus runs until", bridge.ends
    elif order.at < bridge.flushed:
        rule, what, until = "titration.path-not-flushed", "old solution is in the path until", bridge.flushed
    else:
        return
    when = clock_time(until, order.zone)
    yield find(
        rule,
        f"{what} {when}",
        profile=state.patient.profile,
        values={"bridge_ends": bridge.ends, "flushed": bridge.flushed, "earliest": until},
        bound=f"not before {when}",
        until=until,
    )
