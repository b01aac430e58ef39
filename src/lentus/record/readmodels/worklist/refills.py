"""Refills: the earliest day on which the pump may be empty or alarm, and from when to book.

What a clinic loses a patient by is a pump that runs dry. So the day that counts is the first of all that are known,
and a date that cannot be worked out stands on the list as a question instead of being left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lentus import monograph
from lentus.course import State
from lentus.protocol.oral_taken import day_begins
from lentus.protocol.refill import overdue
from lentus.protocol.zone import zone_of
from lentus.quantity.dates import day
from lentus.record.readmodels.reservoir import UNKNOWN_FILL, Figures, Reservoir, reservoir_of
from lentus.record.readmodels.worklist.item import WorkItem, item

RULE = "refill.overdue"
WORDS = {
    "empty": "it may be empty in the worst case on",
    "alarm": "the low-reservoir alarm is due on",
    "told": "the programmer gave the alarm date",
    "cap": "the longest time between refills ends on",
}


def refills(state: State, figures: Figures) -> Iterator[WorkItem]:
    """The next refill of a running pump."""
    if not state.infusing:
        return
    dry = overdue(state)
    found = reservoir_of(state, figures)
    if found is None:
        yield _unknown(state)
    elif dry is not None and dry.why.startswith("The reservoir was found empty"):
        yield item("refill", dry.due, f"{dry.why} Fill it now.", rule=RULE, sources=_sources(), subject=found.fill.id)
    else:
        yield _due(state, found, figures)


def _due(state: State, found: Reservoir, figures: Figures) -> WorkItem:
    zone = zone_of(state)
    first, last = found.window(figures.preset)
    ordered = sorted(found.days, key=lambda one: one[1])
    told = "; ".join(f"{WORDS[name]} {day(when)}" for name, when in ordered)
    lacks = f"; other dates need {', '.join(found.needs)}" if found.needs else ""
    says = f"Refill from {day(first)} to {day(last)}: {told}{lacks}."
    return item(
        "refill",
        day_begins(found.worst, zone),
        says,
        opens=day_begins(first, zone),
        rule=RULE,
        sources=_sources(),
        subject=found.fill.id,
    )


def _unknown(state: State) -> WorkItem:
    """A pump that runs and whose fill nobody wrote down: the alarm date of the programmer, or a question."""
    running = state.pump_at()
    told = [one for one in state.interrogations if one.alarm_date is not None]
    zone = zone_of(state)
    if told and told[-1].alarm_date is not None:
        when = told[-1].alarm_date
        says = f"Refill before {day(when)}, the alarm date that the programmer gave; other dates need {UNKNOWN_FILL}."
        early, _ = monograph.duration_range("devices.book-before-alarm-longer", state.patient.profile)
        opens = day_begins(when - timedelta(days=int(early.amount("day"))), zone)
        return item(
            "refill", day_begins(when, zone), says, opens=opens, rule=RULE, sources=_sources(), subject=told[-1].id
        )
    says = f"The refill date cannot be worked out: it needs {UNKNOWN_FILL}, or the pump's own alarm date."
    assert running is not None
    return item("refill", running.start, says, rule=RULE, sources=_sources())


def _sources() -> tuple[str, ...]:
    return monograph.rule(RULE).sources
