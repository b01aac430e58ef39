"""Dose after dose without effect: look at the catheter before the next increase.

When a catheter kinks or leaks, the dose that worked stops working, and every increase waits in the path to reach the
patient at once when the fault clears. In the first days after a start, before any response, missing effect is expected
more often and is warned of instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from lentus import monograph
from lentus.course import Interval, PumpUse, State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.dosing import Step, increase_of
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.spans import after, span_words
from lentus.quantity import Duration, show

RESPONSE = "an assessment of the response since the increases"


def need_without_response(state: State, order: PumpDoseOrder) -> Iterator[Finding]:
    """A further increase where earlier ones brought nothing."""
    step = increase_of(state, order)
    earlier = [one for one in increases(state) if one.start <= order.at]
    if step is None or not earlier:
        return
    profile = state.patient.profile
    window = monograph.duration("titration.escalation-window", profile)
    recent = [one for one in earlier if after(one.start, window) >= order.at]
    # The ordered step counts too.
    many = len(recent) + 1 >= monograph.count("titration.escalation-steps", profile)
    response = response_since(state, (recent or earlier[-1:])[0].start, order.at)
    if response is None and many:
        yield needs("record.cannot-assess", "whether the increases had an effect", (RESPONSE,), profile=profile)
    elif response is False:
        sudden = many and not _first_days(state, order.at, window)
        yield _without_response(state, step, recent or earlier[-1:], window, sudden=sudden)


def _without_response(
    state: State, step: Step, recent: list[Interval[PumpUse]], window: Duration, *, sudden: bool
) -> Finding:
    doses = [*(one.value.daily_dose for one in recent), step.ordered]
    values: dict[str, Value] = {
        "current": step.current,
        "ordered": step.ordered,
        "step_percent": step.percent,
        "increases": len(doses),
        "window": window,
    }
    climb = ", ".join(show(dose) for dose in doses if dose is not None)
    says = f"increases to {climb}, and the last assessment says that there is no response"
    bound = f"pump and catheter are looked at first, where several increases within {span_words(window)} had no effect"
    rule = "intrathecal.sudden-need" if sudden else "titration.no-response"
    return find(rule, says, profile=state.patient.profile, values=values, bound=bound if sudden else "")


def increases(state: State) -> list[Interval[PumpUse]]:
    """The stretches of the program that began with more drug than the one before them, in the climb that runs now."""
    begin = _begin(state)
    return [
        now
        for before, now in pairwise(state.pump)
        if before.end == now.start and (begin is None or now.start > begin) and _more(before.value, now.value)
    ]


def _begin(state: State) -> datetime | None:
    """Since when increases are of one piece: a start, a restart, a holiday or a new path begins another climb."""
    holiday, system = state.holiday, state.system
    moments = (
        state.infusion_started,
        state.restarted,
        holiday.started if holiday else None,
        holiday.ended if holiday else None,
        system.path_changed if system else None,
    )
    return max((one for one in moments if one is not None), default=None)


def _more(before: PumpUse, now: PumpUse) -> bool:
    if before.daily_dose is None or now.daily_dose is None:
        return False
    return "stopped" not in (before.mode, now.mode) and now.daily_dose > before.daily_dose


def response_since(state: State, since: datetime, until: datetime) -> bool | None:
    """The clinician's last word on the response between two moments; None where there is none."""
    words = [
        bool(one.responding or one.goal_met)
        for one in state.assessments
        if since <= one.at <= until and (one.responding is not None or one.goal_met)
    ]
    return words[-1] if words else None


def _first_days(state: State, moment: datetime, window: Duration) -> bool:
    """Whether this is the climb after a start: screened and started in this record, not long ago, no response yet."""
    started = state.infusion_started
    if started is None or not state.screening or after(started, window) <= moment:
        return False
    return not any(one.responding or one.goal_met for one in state.assessments if started <= one.at <= moment)
