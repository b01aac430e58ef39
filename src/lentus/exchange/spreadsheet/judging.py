"""What the rules say of a row's own numbers: an exchanged unit keeps the file out, anything else is told to look at.

What a pump gives is a fact and is recorded as it is, however unusual. An amount in the unit of another route, a
strength a thousand times off a marketed one and a fill larger than its reservoir are no facts: they were typed wrong.
All of it is asked of the rules about orders; no bound stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from pydantic import ValidationError

from lentus import monograph
from lentus.course import Patient, State, fold
from lentus.course.orders import OralOrder, PumpDoseOrder
from lentus.errors import PlanError
from lentus.exchange.spreadsheet.columns import SEVERAL, Problem
from lentus.exchange.spreadsheet.reading import Row
from lentus.protocol import Finding, check
from lentus.protocol.pump_plan import of_strength
from lentus.protocol.spans import after
from lentus.protocol.titration.ranges import standing_ranges
from lentus.pump import Reserve, Run, dates_since, largest_published_path
from lentus.quantity import Volume, show
from lentus.quantity.dates import day
from lentus.record.readmodels.reservoir import NOTHING, Figures, pump_of

EXCHANGED = ("pump.unit-exchanged", "units.intrathecal-in-mg", "units.oral-in-mcg")
"""Rules about a number that cannot be what was meant."""

OF_MOUTH = ("oral.daily-maximum", "oral.single-dose")
OLDEST_LIKELY = 110
"""Years above which a date of birth is looked at again: a slip of the century, as a rule."""

Judged = tuple[str, Finding]
"""A column, and what a rule says of its cell."""


def refused(row: Row, state: State, figures: Figures) -> Iterator[Problem]:
    """What was typed wrong beyond doubt, from a row and the state that it would make."""
    for column, one in _asked(row, state):
        if one.rule in EXCHANGED:
            yield _problem(row, column, _says(one))
    pump = pump_of(state, figures)
    holds = row.values.get("reservoir") or (pump.volume("reservoir") if pump and pump.knows("reservoir") else None)
    filled = row.values.get("filled")
    if filled is not None and holds is not None and filled > holds:
        yield _problem(row, "filled", f"the reservoir holds {show(holds)}: correct one of them")


def remarks(row: Row, state: State, figures: Figures) -> Iterator[Problem]:
    """What is unusual and is taken in as it stands."""
    for column, one in _asked(row, state):
        if one.rule not in EXCHANGED:
            yield _problem(row, column, _says(one))
    for one in standing_ranges(state):
        if one.rule != "intrathecal.usual-range":
            yield _problem(row, "daily_dose", _says(one))
    path, largest = row.values.get("path_volume"), largest_published_path()
    if path is not None and path > largest:
        yield _problem(row, "path_volume", f"this is larger than the largest path published, {show(largest)}")
    yield from _of_days(row, state, figures)


def _of_days(row: Row, state: State, figures: Figures) -> Iterator[Problem]:
    found: datetime = state.now
    age = state.age(found)
    if age is not None and age.total_months // 12 > OLDEST_LIKELY:
        yield _problem(row, "born", f"this makes an age of {age.total_months // 12} years")
    told: date | None = row.values.get("alarm_date")
    latest = _latest(row, state, figures) if told is not None else None
    if told is not None and latest is not None and told > latest[1]:
        yield _problem(row, "alarm_date", f"{latest[0]} on {day(latest[1])}")


def _latest(row: Row, state: State, figures: Figures) -> tuple[str, date] | None:
    """The last day on which an alarm can sound, with what makes it so; None for a pump that stands still.

    As programmed, the last drop of what was filled in; without a fill, the end of the longest time between refills.
    """
    use = state.pump[-1].value if state.pump else None
    if use is not None and use.mode == "stopped":
        return None
    pump = pump_of(state, figures)
    reserve = Reserve.of(pump) if pump is not None else None
    cap = reserve.cap if reserve is not None else monograph.duration("pump.refill-interval", state.patient.profile)
    if use is None or use.flow is None or "filled" not in row.values:
        return "the longest time between refills ends", after(state.now, cap).date()
    filled: Volume = row.values["filled"]
    runs = (Run(state.now, None, use.flow),)
    try:
        last = dates_since(runs, state.now, filled, Reserve(NOTHING, None, None, cap)).alarm
    except PlanError:
        return None
    return None if last is None else ("at this dose and strength the last of the fill is pumped", last.day)


def _asked(row: Row, state: State) -> Iterator[Judged]:
    """What the rules say of the strength, the dose and the doses by mouth, each as it is written in its cell."""
    values, cells = row.values, row.cells
    if "concentration" in values and values["concentration"].amount("mcg/mL") > 0:
        yield from (("concentration", one) for one in of_strength(values["concentration"], values.get("device")))
    at = {"at": state.now, "zone": state.events[0].zone, "reason": "other"}
    nothing_yet = fold(Patient(id=state.patient.id, born=state.patient.born, profile=state.patient.profile), ())
    if "daily_dose" in values:
        order = {**at, "daily_dose": cells["daily_dose"]}
        yield from (("daily_dose", one) for one in _of(PumpDoseOrder, order, nothing_yet, EXCHANGED))
    if values.get("oral_doses"):
        order = {**at, "doses": [one.strip() for one in cells["oral_doses"].split(SEVERAL)]}
        yield from (("oral_doses", one) for one in _of(OralOrder, order, nothing_yet, (*EXCHANGED, *OF_MOUTH)))


def _of(
    kind: type[OralOrder | PumpDoseOrder], order: dict[str, object], state: State, rules: tuple[str, ...]
) -> Iterable[Finding]:
    try:
        return [one for one in check(state, kind.model_validate(order)) if one.rule in rules]
    except ValidationError:
        return []  # No order can hold it, such as more doses than a day has; the event says why.


def _says(one: Finding) -> str:
    """The finding in one line, without a full stop that the line brings itself."""
    says = one.says.rstrip(".")
    return f"{says} ({one.bound})" if one.bound and one.bound not in says else says


def _problem(row: Row, column: str, says: str) -> Problem:
    return Problem(row.number, column, row.cells.get(column, ""), says)
