"""A pump near its end: its indicator is shown, and a replacement takes about as long to plan as the pump still runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lentus import monograph
from lentus.course import State
from lentus.course.orders import PumpDoseOrder, RestartOrder
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.models import told_of
from lentus.protocol.spans import after
from lentus.protocol.system_faults import may_raise
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
        if service_ended(state) is not None:
            yield _ended(state, values, day(shown), day(stops))
            return
        runs = _found_running(state, stops)
        says += f"; and on {day(runs)} it was read and still ran" if runs is not None else ""
        says += f"; {system.device} stops {show(runs_on, 'days')} after its indicator, on {day(stops)} at the latest"
    yield find("pump.replacement-late", says, profile=state.patient.profile, values=values)


def service_ended(state: State) -> datetime | None:
    """When the pump has stopped at the latest, by its indicator; None where it has not, or that is not told of it.

    A reading that finds it running after that day is believed: then the day of the indicator is the doubtful one.
    """
    system = state.system
    if system is None or system.explanted is not None or system.replacement_indicated is None:
        return None
    if not told_of(system.device, RUNS_ON):
        return None
    stops = after(system.replacement_indicated, monograph.duration(RUNS_ON, state.patient.profile))
    return stops if state.now >= stops and _found_running(state, stops) is None else None


def _found_running(state: State, stops: datetime) -> datetime | None:
    """When the pump was last read after its end, where that reading says that it runs."""
    read = [one for one in state.interrogations if stops <= one.at <= state.now and one.stalled is not None]
    return read[-1].at if read and read[-1].stalled is False else None


def _ended(state: State, values: dict[str, Value], shown: str, stops: str) -> Finding:
    system = state.system
    return find(
        "pump.end-of-service",
        f"The replacement indicator was seen on {shown}; {system.device if system else 'the pump'} has stopped since "
        f"{stops} at the latest, and no replacement is recorded. Whatever is programmed, nothing may be given.",
        profile=state.patient.profile,
        values=values,
    )


def before_dose(state: State, order: PumpDoseOrder) -> Iterable[Finding]:
    """A higher dose for a pump past its end: what is programmed does not arrive."""
    if service_ended(state) is not None and may_raise(state, order):
        yield from indicated(state)


def before_restart(state: State, _order: RestartOrder) -> Iterable[Finding]:
    """A restart of a pump past its end: it would be believed to give what it does not."""
    if service_ended(state) is not None:
        yield from indicated(state)


AREA = Area(rules={"pump dose": (before_dose,), "pump restart": (before_restart,)}, watchers=(indicated,))
