"""The days that one patient's record marks: when to refill, when the alarm sounds, when a pump ends, when a dose steps.

Each is worked out by the record's own read models, so that a calendar and the worklist never disagree. A day belongs
to a cause (a fill, a pump, a taper's order), and its key is made of the entry that tells of it: when the day moves, be
it because that entry was corrected, the key stays, and a calendar moves its day instead of adding a second one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import UnionType
from typing import Literal

from lentus.course import State, days_later, standing_events
from lentus.course import events as e
from lentus.course.events import AnyEvent
from lentus.course.moment import zone_named
from lentus.course.orders import OralTaperOrder
from lentus.protocol.zone import zone_of
from lentus.record.readmodels.reservoir import Figures, Reservoir, reservoir_of
from lentus.record.readmodels.worklist.reductions import holidays, tapers
from lentus.record.readmodels.worklist.replacing import replacements

Kind = Literal["refill", "alarm", "empty", "told", "cap", "replacement", "taper", "holiday"]

TITLES: dict[Kind, str] = {
    "refill": "Pump refill window",
    "alarm": "Pump low-reservoir alarm expected",
    "told": "Pump alarm date, as the programmer gave it",
    "empty": "Pump may be empty in the worst case",
    "cap": "Longest time between refills ends",
    "replacement": "Pump replacement due",
    "taper": "Taper by mouth: next step",
    "holiday": "Drug holiday: next step",
}
"""How each kind of day is called in a calendar."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A span of whole days, `last` included. `key` names its cause, and is the same for as long as that stands."""

    kind: Kind
    key: str
    first: date
    last: date

    @property
    def title(self) -> str:
        """What stands in the calendar."""
        return TITLES[self.kind]


def marked_days(state: State, figures: Figures) -> tuple[Marked, ...]:
    """Every marked day of one patient in order; none for who has died or is treated elsewhere.

    It depends on what is recorded and not on the time of asking: the same record gives the same days.
    """
    if state.at is None or state.died is not None or state.transferred is not None:
        return ()
    found = reservoir_of(state, figures)
    days = [*_replacement(state, figures), *_taper(state), *_holiday(state)]
    if found is not None:
        days += _reservoir(found, figures)
    elif state.infusing:
        days += _told_alone(state)
    return tuple(sorted(days, key=lambda one: (one.first, one.kind, one.key)))


def _reservoir(found: Reservoir, figures: Figures) -> Iterator[Marked]:
    first, last = found.window(figures.preset)
    yield Marked("refill", f"refill/{found.fill.id}", first, max(first, last))
    names: dict[str, Kind] = {"alarm": "alarm", "told": "told", "empty": "empty", "cap": "cap"}
    for name, when in found.days:
        yield Marked(names[name], f"{name}/{found.fill.id}", when, when)


def _told_alone(state: State) -> Iterator[Marked]:
    """The programmer's alarm date of a pump whose fill nobody wrote down."""
    told = [one for one in state.interrogations if one.alarm_date is not None]
    if told and told[-1].alarm_date is not None:
        yield Marked("told", f"told/{told[-1].id}", told[-1].alarm_date, told[-1].alarm_date)


def _replacement(state: State, figures: Figures) -> Iterator[Marked]:
    assert state.system is None or state.at is not None
    implanted = state.system.implanted if state.system else None
    cause = _told(state, e.Implant | e.Replacement, implanted) if implanted else "found"
    for one in replacements(state, figures):
        when = _day(one.due, state)
        yield Marked("replacement", f"replacement/{cause}", when, when)


def _taper(state: State) -> Iterator[Marked]:
    """Each day of the taper in force on which the dose changes, its first one with them."""
    items = tuple(tapers(state))
    if not items:
        return
    order = next(one for one in reversed(state.orders) if isinstance(one, OralTaperOrder))
    placed = [one for one in standing_events(state) if isinstance(one, e.OrderPlaced) and one.order == order]
    cause = placed[-1].id if placed else order.at.isoformat()
    changes = {items[0].opens, *(one.due for one in items)}
    for number, step in enumerate(order.steps):
        begins = days_later(order.at, order.zone, step.day - 1)
        if begins in changes:
            when = _day(begins, state)
            yield Marked("taper", f"taper/{cause}/{number}", when, when)


def _holiday(state: State) -> Iterator[Marked]:
    for one in holidays(state):
        assert state.holiday is not None
        when = _day(one.due, state)
        yield Marked("holiday", f"holiday/{_told(state, e.HolidayStarted, state.holiday.started)}", when, when)


def _told(state: State, kind: type[AnyEvent] | UnionType, at: datetime) -> str:
    """The id of the entry of such a kind at that moment: the same after a correction of its time."""
    found = [one.id for one in standing_events(state) if isinstance(one, kind) and one.at == at]
    return found[-1] if found else at.isoformat()


def _day(moment: datetime, state: State) -> date:
    """The calendar day of a moment on the patient's own clock."""
    return moment.astimezone(zone_named(zone_of(state))).date()
