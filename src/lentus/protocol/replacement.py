"""A pump near its end: its indicator is shown, and a replacement takes about as long to plan as the pump still runs."""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.course import State
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.models import told_of
from lentus.protocol.spans import after
from lentus.quantity import show
from lentus.quantity.dates import day

RUNS_ON = "pump.replacement-indicator-synchromed-ii"
"""What is told of a pump that stops a fixed time after its indicator."""


def indicated(state: State) -> Iterable[Finding]:
    """The replacement indicator was seen, and the pump has not been replaced since."""
    system = state.system
    if system is None or system.explanted is not None or system.replacement_indicated is None:
        return
    shown, plan = system.replacement_indicated, monograph.age("pump.replacement-planning", state.patient.profile)
    values: dict[str, Value] = {"indicated": shown, "plan_months": plan.total_months}
    says = f"the replacement indicator was seen on {day(shown)}; a panel plans a replacement {plan} ahead"
    if told_of(system.device, RUNS_ON):
        runs_on = monograph.duration(RUNS_ON, state.patient.profile)
        stops = after(shown, runs_on)
        values |= {"runs_on": runs_on, "stops": stops}
        says += f"; {system.device} stops {show(runs_on, 'days')} after its indicator, on {day(stops)} at the latest"
    yield find("pump.replacement-late", says, profile=state.patient.profile, values=values)


AREA = Area(watchers=(indicated,))
