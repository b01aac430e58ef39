"""While a bridge bolus runs, the pump gives the old solution at a rate made for it: nothing may be changed then.

A pump that was stopped runs no bridge. What then lies in the path cannot be told, so it is asked and holds nothing up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.dosing import step_of
from lentus.protocol.exposure import for_toxicity
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.flush import flush_unknown
from lentus.protocol.zone import clock_time

WHAT_RAN = "what the pump gave from the start of the bridge until it was stopped"
NOT_FLUSHED = "titration.path-not-flushed"


def bridge_running(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """A change before the bridge has ended, or before the old solution has left the path.

    A reduction for toxicity passes; its own warning names the bridge. One for a side effect needs an owner: it may be
    right, and what the new program delivers before the flush has to be worked out. So does one that treats a
    withdrawal: waiting for the bridge is the harm there.
    """
    bridge = state.bridge
    step = step_of(state, order)
    unchanged = step is not None and not step.up and not step.down
    if bridge is None or order.at < bridge.began or unchanged or for_toxicity(state, order):
        return
    stopped = _stopped_since(state, order.at)
    if stopped is not None and stopped < bridge.flushed:
        what = "whether the old solution has left the path"
        yield needs("record.cannot-assess", what, (WHAT_RAN,), profile=state.patient.profile)
        return
    if order.at >= bridge.flushed:
        yield from flush_unknown(state, order.at)
        return
    running = order.at < bridge.ends
    rule, until = ("titration.bridge-bolus-running", bridge.ends) if running else (NOT_FLUSHED, bridge.flushed)
    if order.reason == "side effect" and step is not None and step.down:
        rule = "titration.decrease-during-bridge"
    if order.reason == "withdrawal" and not (step is not None and step.down):
        rule = "titration.withdrawal-during-bridge"
    what = "a bridge bolus runs until" if running else "old solution is in the path until"
    when = clock_time(until, order.zone)
    flushed = "" if until == bridge.flushed else f"; the path is flushed at {clock_time(bridge.flushed, order.zone)}"
    yield find(
        rule,
        f"{what} {when}",
        profile=state.patient.profile,
        values={"bridge_ends": bridge.ends, "flushed": bridge.flushed, "earliest": until},
        bound=f"not before {when}{flushed}",
        until=until,
    )


def _stopped_since(state: State, moment: datetime) -> datetime | None:
    """Since when the pump stands stopped by its program at `moment`; None where it does not."""
    running = state.pump_at(moment)
    return running.start if running is not None and running.value.mode == "stopped" else None
