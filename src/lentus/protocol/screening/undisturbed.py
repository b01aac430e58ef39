"""The hours in which a screening dose is watched: any other change of what acts on tone disturbs what is being read.

The response of these hours decides about a pump and its first dose. More baclofen by another way adds to the injection
while its effect still grows; less of it, or another drug on muscle tone, changes the tone that is being scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lentus import monograph
from lentus.course import ScreeningTrial, State
from lentus.course.orders import AnyOrder, DischargeOrder, MedicineOrder, OralOrder, Order, PumpDoseOrder
from lentus.protocol.exposure import lowers, ordered_daily, running_daily
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.interactions import Medicine, meetings
from lentus.protocol.spans import after
from lentus.protocol.zone import clock_time
from lentus.quantity import show

MORE = "screening.dose-while-observed"
OTHER = "screening.change-while-observed"
GIVING = ("oral", "transdermal", "pump start", "pump dose", "pump restart")
CHANGING = ("wean", "oral stop", "oral taper", "medicine")


def observed_until(state: State, moment: datetime) -> datetime | None:
    """Until when a screening dose is being watched at `moment`; None where none is.

    The label's longest observation counts, unless the response was judged and the observation was ended before.
    """
    given = [one for one in state.screening if one.at <= moment]
    if not given:
        return None
    _, longest = monograph.duration_range("screening.observation", state.patient.profile)
    ends = after(given[-1].at, longest)
    return None if moment >= ends or _over(state, given[-1], moment) else ends


def _over(state: State, trial: ScreeningTrial, moment: datetime) -> bool:
    judged = trial.judged is not None and trial.judged.at <= moment
    ordered = any(isinstance(one, DischargeOrder) and trial.at < one.at <= moment for one in state.orders)
    return judged and (ordered or any(one.recovered and one.at <= moment for one in trial.observations))


def another_dose(state: State, order: AnyOrder) -> Iterator[Finding]:
    """Baclofen by another way, begun or raised, while a screening dose is watched; less of it is a change."""
    if _same(state, order):
        return
    yield from _while_watched(state, order, OTHER if lowers(state, order) else MORE)


def another_change(state: State, order: AnyOrder) -> Iterator[Finding]:
    """A drug on muscle tone begun, reduced or stopped while a screening dose is watched."""
    if isinstance(order, MedicineOrder) and not _sedates_or_relaxes(order):
        return
    yield from _while_watched(state, order, OTHER)


def _sedates_or_relaxes(order: MedicineOrder) -> bool:
    """Whether Lentus's list has it beside sedatives, relaxants of muscle among them."""
    met = meetings(Medicine(order.name, order.route), ("intrathecal",))
    return any(one.interaction.rule == "interactions.sedatives" for one in met)


def _same(state: State, order: Order) -> bool:
    """Whether an order goes on with the daily dose that is given already."""
    if not isinstance(order, OralOrder | PumpDoseOrder):
        return False
    now = running_daily(state, "oral" if isinstance(order, OralOrder) else "intrathecal")
    return now is not None and now == ordered_daily(order)


def _while_watched(state: State, order: AnyOrder, rule: str) -> Iterator[Finding]:
    ends = observed_until(state, order.at)
    if ends is None:
        return
    trial = [one for one in state.screening if one.at <= order.at][-1]
    least, longest = monograph.duration_range("screening.observation", state.patient.profile)
    values: dict[str, Value] = {"screening_dose": trial.dose, "given": trial.at, "limit": longest, "earliest": ends}
    yield find(
        rule,
        f"{_NAMES[order.kind]} is ordered while {show(trial.dose)} of {clock_time(trial.at, order.zone)} is observed, "
        f"until {clock_time(ends, order.zone)}",
        profile=state.patient.profile,
        values=values,
        bound=f"not in the {show(least)} to {show(longest)} of the observation, {clock_time(ends, order.zone)} at the "
        "latest",
        until=ends,
    )


_NAMES = {
    "oral": "baclofen by mouth",
    "transdermal": "baclofen through the skin",
    "pump start": "the start of the pump",
    "pump dose": "another dose of the pump",
    "pump restart": "a restart of the pump",
    "wean": "less of a drug against spasticity",
    "oral stop": "a stop of baclofen by mouth",
    "oral taper": "a taper of baclofen by mouth",
    "medicine": "another drug that sedates or relaxes muscle",
}
