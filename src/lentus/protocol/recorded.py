"""The record itself: where it begins, what it leaves open, and what in it cannot all be true.

Unknown is an answer and no fault; a contradiction is said and not resolved. An origin is never read out of a code.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from lentus import monograph
from lentus.course import State
from lentus.course.orders import ORDERS, AnyOrder, OralStopOrder, PumpStopOrder
from lentus.monograph.billing import origin_hint
from lentus.protocol.area import Area
from lentus.protocol.exposure import for_toxicity
from lentus.protocol.finding import Finding, Value, find
from lentus.quantity.dates import day, show_moment

REACTIONS = ("serious adverse reaction", "overdose")
PUMP_DOSES = ("pump start", "pump dose", "pump restart")


def after_death(state: State, order: AnyOrder) -> Iterator[Finding]:
    """An order for a patient whose death is recorded, whatever its own time.

    Who reduces for toxicity has a living patient at hand: there the entry is called wrong, and nothing is held up.
    """
    if state.died is not None:
        yield find(
            "record.events-contradict" if _eases(state, order) else "record.after-death",
            f"the record says that the patient died on {show_moment(state.died)}",
            profile=state.patient.profile,
            values={"died": state.died, "ordered": order.at},
        )


def care_passed_on(state: State, order: AnyOrder) -> Iterator[Finding]:
    """An order for a patient whose care was handed on; nothing of it stands against less for toxicity."""
    passed = state.transferred
    if passed is None or state.died is not None:
        return
    if _eases(state, order):
        says = f"care passed to somebody else on {show_moment(passed)}, and a reduction is ordered here"
        values: dict[str, Value] = {"transferred": passed, "ordered": order.at}
        yield find("record.events-contradict", says, profile=state.patient.profile, values=values)
    else:
        yield passed_on(state, passed)


def passed_on(state: State, passed: datetime) -> Finding:
    """That care was handed on: what keeps routine from being offered, and an order waiting for its owner."""
    return find(
        "record.care-passed-on",
        f"care of this patient passed to somebody else on {show_moment(passed)}",
        profile=state.patient.profile,
        values={"transferred": passed},
    )


def _eases(state: State, order: AnyOrder) -> bool:
    stops = isinstance(order, PumpStopOrder | OralStopOrder) and order.reason in REACTIONS
    return stops or for_toxicity(state, order)


def grid_unknown(state: State, _order: AnyOrder) -> Iterator[Finding]:
    """No pump's step of doses is published, so nothing was rounded to one."""
    fact = monograph.fact("pump.dose-grid")
    yield find("intrathecal.grid-unknown", fact.says, profile=state.patient.profile)


def begins_in_the_middle(state: State) -> Iterator[Finding]:
    """The course began with therapy running."""
    if state.as_found is not None:
        yield find(
            "record.history-begins-in-the-middle",
            f"the record begins on {show_moment(state.as_found)} with therapy running; what was before is not known",
            profile=state.patient.profile,
            values={"begins": state.as_found},
        )


def origin_from_code(state: State) -> Iterator[Finding]:
    """A code that hints at an origin which nobody has stated: a question, never an answer."""
    if state.origin is not None or state.diagnosis is None:
        return
    for code in state.diagnosis.icd10:
        hint = origin_hint(code)
        if hint is not None:
            yield find(
                "record.origin-from-code",
                hint.asks,
                profile=state.patient.profile,
                values={"code": code},
                missing=("origin of the spasticity (spinal or cerebral)",),
            )
            return


def born_after_events(state: State) -> Iterator[Finding]:
    """A date of birth later than something that was recorded: one of the two is wrong."""
    born, first = state.patient.born, _first_day(state)
    if born is not None and first is not None and born > first:
        values: dict[str, Value] = {"born": born, "first_entry": first}
        says = f"born on {day(born)}, after the first entry of {day(first)}; no age is worked out from it"
        yield find("record.events-contradict", says, profile=state.patient.profile, values=values)


def _first_day(state: State) -> date | None:
    return min((one.at.date() for one in state.events), default=None)


AREA = Area(
    rules={
        kind: (after_death, care_passed_on, *((grid_unknown,) if kind in PUMP_DOSES else ()))
        for kind in (one.model_fields["kind"].default for one in ORDERS)
    },
    watchers=(begins_in_the_middle, origin_from_code, born_after_events),
)
