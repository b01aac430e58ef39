"""Through the skin: compounded and unapproved. It is written down and counted as exposure; nothing is computed."""

from __future__ import annotations

from collections.abc import Iterable

from lentus.course import State, value_at
from lentus.course.orders import TransdermalOrder
from lentus.protocol.area import Area
from lentus.protocol.finding import Finding, find
from lentus.quantity.dates import day as shown_day


def nothing_computed(state: State, order: TransdermalOrder) -> Iterable[Finding]:
    """The order is kept as written."""
    yield _no_dosing(state, order.text)


def counted_as_exposure(state: State) -> Iterable[Finding]:
    """A preparation is in use."""
    now = value_at(state.transdermal, state.now)
    if now is not None and now.value:
        yield _no_dosing(state, now.value)


def stopped(state: State) -> Iterable[Finding]:
    """A preparation was stopped, and nobody has assessed the patient since. How long that matters is not published."""
    now = value_at(state.transdermal, state.now)
    if now is None or now.value or any(one.at >= now.start for one in state.assessments):
        return
    if any(one.value for one in state.transdermal if one.start < now.start):
        yield find(
            "transdermal.stopped",
            f"the preparation on the skin was stopped on {shown_day(now.start)}, without an assessment since",
            profile=state.patient.profile,
            values={"stopped": now.start},
        )


def _no_dosing(state: State, text: str) -> Finding:
    return find(
        "transdermal.no-dosing",
        "the preparation is kept as written and counted as exposure; no dose is worked out from it",
        profile=state.patient.profile,
        values={"text": text},
    )


AREA = Area(rules={"transdermal": (nothing_computed,)}, watchers=(counted_as_exposure, stopped))
