"""Stopping at once, by mouth or in the pump.

An abrupt stop for a serious reaction or an overdose is a reduction for toxicity: it is never refused and never
delayed, whoever orders it; by mouth the prescriber who owns it is asked for. Any other abrupt stop is refused. Each
comes with the warning of withdrawal.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.course import State
from lentus.course.orders import OralOrder, OralStopOrder, OralTaperOrder, PumpStopOrder, WeanOrder
from lentus.course.state import ONE_DAY
from lentus.course.words import StopReason
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.naming import names
from lentus.protocol.oral_doses import daily, taken
from lentus.protocol.oral_taken import Taken, taken_at
from lentus.protocol.spans import elapsed
from lentus.quantity import DoseRate, Mass, show

_NONE = Mass.exact(0, "mg")
REACTIONS: tuple[StopReason, ...] = ("serious adverse reaction", "overdose")
"""Reasons for which stopping at once may be right."""

OWNER = "the prescriber who owns the stop"
NAME_OWNER = "Name the prescriber who owns the stop and the watch for withdrawal; the stop need not wait for it."


def oral_stop(state: State, order: OralStopOrder) -> Iterable[Finding]:
    """Baclofen by mouth, stopped at once. Where what was taken is unknown, something was."""
    before = taken_at(state, order.at)
    if before is None or before.doses:
        yield _abrupt(state, before, order.reason, order.owner)


def taper_of_no_days(state: State, order: OralTaperOrder) -> Iterable[Finding]:
    """A taper that is an abrupt stop under another name: no dose at all, or no way down before the end; no owner."""
    before = taken_at(state, order.at)
    if not any(taken(step.doses) for step in order.steps):
        if before is None or before.doses:
            yield _abrupt(state, before, order.reason, "")
        return
    cliff = _last_fall(before, order)
    if cliff is not None:
        yield _at_the_end(state, order, *cliff)


def _last_fall(before: Taken | None, order: OralTaperOrder) -> tuple[int, DoseRate] | None:
    """The day and the dose of a fall to nothing that is larger than all the falls before it together."""
    levels = [daily(step.doses) for step in order.steps]
    given = [place for place, step in enumerate(order.steps) if taken(step.doses)]
    if not given or given[-1] == len(levels) - 1 or (before is not None and not before.doses):
        return None
    last = levels[given[-1]]
    high = max([*levels, *([before.daily] if before is not None else [])])
    return (order.steps[given[-1] + 1].day, last) if last > high - last else None


def _at_the_end(state: State, order: OralTaperOrder, day: int, last: DoseRate) -> Finding:
    lacking = order.reason in REACTIONS
    return find(
        "oral.abrupt-stop-for-reaction" if lacking else "oral.abrupt-stop",
        f"on day {day} the doses by mouth end from {show(last, 'mg/day')}, a larger fall than all before it together: "
        "the way down is no taper, and withdrawal may follow",
        profile=state.patient.profile,
        values={"day": day, "last": last, "reason": order.reason},
        resolve=NAME_OWNER if lacking else "Write a taper that comes down before it ends.",
        missing=(OWNER,) if lacking else (),
    )


def no_dose_at_all(state: State, order: OralOrder) -> Iterable[Finding]:
    """An order of doses that hold nothing stops the therapy without saying so."""
    before = taken_at(state, order.at)
    if taken(order.doses) or (before is not None and not before.doses):
        return
    if order.reason == "toxicity":
        yield find(
            "oral.drop-outside-taper",
            f"nothing more is taken by mouth{_from(before)}: withdrawal may follow",
            profile=state.patient.profile,
            values=_running(before),
        )
        return
    yield _abrupt(state, before, "other", "")


def wean_to_nothing(state: State, order: WeanOrder) -> Iterable[Finding]:
    """A reduction of baclofen by mouth to nothing that has not come down before: a stop at once by another name."""
    ended = [one for one in order.changes if names(one.drug, "baclofen") and one.to_daily <= _NONE < one.from_daily]
    if not ended:
        return
    last = ended[0].from_daily / ONE_DAY
    high = max([last, *(one.value.daily for one in state.oral if one.start <= order.at)])
    if last > high - last:
        yield _abrupt(state, taken_at(state, order.at), "other", "")


def _abrupt(state: State, before: Taken | None, reason: StopReason, owner: str) -> Finding:
    reaction = reason in REACTIONS
    lacking = reaction and not owner
    return find(
        "oral.abrupt-stop-for-reaction" if reaction else "oral.abrupt-stop",
        f"stopping by mouth at once{_from(before)}, {_because(reason, owner)}: withdrawal may follow",
        profile=state.patient.profile,
        values={**_running(before), "reason": reason, **({"owner": owner} if owner else {})},
        resolve=NAME_OWNER if lacking else "",
        missing=(OWNER,) if lacking else (),
    )


def _because(reason: StopReason, owner: str) -> str:
    if reason in REACTIONS:
        return f"for {reason}, owned by {owner}" if owner else f"for {reason}, without {OWNER}"
    return f"for a reason ({reason}) that is neither a serious reaction nor an overdose"


def _from(before: Taken | None) -> str:
    return "" if before is None else f" from {show(before.daily, 'mg/day')}"


def _running(before: Taken | None) -> dict[str, Value]:
    return {} if before is None else {"running": before.daily}


def pump_stop(state: State, order: PumpStopOrder) -> Iterable[Finding]:
    """The infusion, stopped. At the end of a holiday's reduction it is what the plan was for."""
    running = state.pump_at(order.at)
    if running is not None and running.value.mode == "stopped":
        return
    dose = running.value.daily_dose if running else None
    values: dict[str, Value] = {"reason": order.reason} if dose is None else {"running": dose, "reason": order.reason}
    from_dose = "" if dose is None else f" from {show(dose, 'mcg/day')}"
    if order.reason in REACTIONS:
        yield find(
            "intrathecal.reduction-for-toxicity",
            f"stopping the infusion{from_dose} for {order.reason}: right now, and withdrawal may follow within days",
            profile=state.patient.profile,
            values=values,
        )
    elif not _ends_gradual_reduction(state, order, dose):
        yield find(
            "intrathecal.abrupt-stop",
            f"stopping the infusion{from_dose} at once, without toxicity as the reason ({order.reason})",
            profile=state.patient.profile,
            values=values,
        )


def boxed_warning(state: State, order: PumpStopOrder) -> Iterable[Finding]:
    """The labels' boxed warning, shown with each stop of the infusion."""
    yield find(
        "emergencies.withdrawal-warning",
        "high fever, an altered mind, rigidity and death have followed an abrupt stop; "
        "returning spasticity, itching and tingling come first",
        profile=state.patient.profile,
        values={"stop": order.at},
    )


def _ends_gradual_reduction(state: State, order: PumpStopOrder, dose: DoseRate | None) -> bool:
    """Whether a holiday has run for its shortest length and the dose has come down in it."""
    holiday = state.holiday
    if holiday is None or holiday.ended is not None or holiday.dose_before is None or dose is None:
        return False
    shortest, _ = monograph.duration_range("holiday.length", state.patient.profile)
    return elapsed(holiday.started, order.at) >= shortest and dose < holiday.dose_before


AREA = Area(
    rules={
        "oral stop": (oral_stop,),
        "oral taper": (taper_of_no_days,),
        "oral": (no_dose_at_all,),
        "wean": (wean_to_nothing,),
        "pump stop": (pump_stop, boxed_warning),
    }
)
