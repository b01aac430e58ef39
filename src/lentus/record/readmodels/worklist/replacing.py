"""A pump that comes to its end: by its own indicator, or by the life that its maker gives it.

A replacement is planned months ahead, so the item opens that long before the day on which the pump may stop.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lentus import monograph
from lentus.course import State
from lentus.monograph import Age
from lentus.protocol.models import told_of
from lentus.protocol.oral_taken import day_begins
from lentus.protocol.replacement import RUNS_ON
from lentus.protocol.spans import after
from lentus.protocol.zone import zone_of
from lentus.quantity import show
from lentus.quantity.dates import day
from lentus.record.readmodels.reservoir import Figures, pump_of
from lentus.record.readmodels.worklist.item import WorkItem, item

RULE = "pump.replacement-late"
PLAN = "pump.replacement-planning"


def replacements(state: State, figures: Figures) -> Iterator[WorkItem]:
    """The replacement that is due for the pump in place."""
    system = state.system
    if system is None or system.explanted is not None:
        return
    if system.replacement_indicated is not None:
        yield _indicated(state)
    elif system.implanted is not None:
        yield from _by_life(state, figures)


def _indicated(state: State) -> WorkItem:
    assert state.system is not None
    assert state.system.replacement_indicated is not None
    shown, profile = state.system.replacement_indicated, state.patient.profile
    told = f"The replacement indicator was seen on {day(shown)}"
    sources = monograph.rule(RULE).sources
    if told_of(state.system.device, RUNS_ON):
        runs_on = monograph.duration(RUNS_ON, profile)
        stops = after(shown, runs_on)
        says = f"{told}: {state.system.device} stops {show(runs_on, 'days')} after it, on {day(stops)} at the latest."
        return item("replacement", stops, says, opens=shown, rule=RULE, sources=sources)
    plan = monograph.age(PLAN, profile)
    ends = day_begins(plan.after(shown.date()), zone_of(state))
    says = f"{told}: how long this pump still runs is not known; a panel plans a replacement {plan} ahead."
    return item("replacement", ends, says, opens=shown, rule=RULE, sources=sources)


def _by_life(state: State, figures: Figures) -> Iterator[WorkItem]:
    assert state.system is not None
    assert state.system.implanted is not None
    device = pump_of(state, figures)
    if device is None or not device.knows("life"):
        return
    figure = device.figure("life")
    shortest = figure.values[0]
    assert isinstance(shortest, Age)
    plan = monograph.age(PLAN, state.patient.profile)
    implanted = state.system.implanted
    ends = shortest.after(implanted.date())
    says = (
        f"{device.name} implanted on {day(implanted)} usually lasts {shortest} or longer: its end is to be "
        f"expected from {day(ends)}; a panel plans a replacement {plan} ahead."
    )
    zone = zone_of(state)
    opens = day_begins(_months_before(ends, plan), zone)
    yield item(
        "replacement", day_begins(ends, zone), says, grade=1, opens=opens, rule=PLAN, sources=_sources(figure.source)
    )


def _sources(figure: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*figure.split(", "), *monograph.fact(PLAN).sources)))


def _months_before(end: date, span: Age) -> date:
    """The last day from which a calendar span does not reach beyond `end`."""
    year, month = divmod(end.year * 12 + end.month - 1 - span.total_months, 12)
    first = date(year, month + 1, 1)
    return max(day for number in range(31) if span.after(day := date.fromordinal(first.toordinal() + number)) <= end)
