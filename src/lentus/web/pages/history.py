"""Everything that was written about one patient, in order, and what two moments differ in.

What was corrected stands struck through, with the correction beside it: nothing is hidden, and nobody reads a wrong
figure as a right one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from lentus.course import State, read_moment, standing_events
from lentus.course.events import AnyEvent, Correction, EnteredInError
from lentus.errors import CourseError
from lentus.present.amounts import counted
from lentus.present.entries import entry_says, event_says
from lentus.present.events import event_line
from lentus.present.pieces import Inline, plain
from lentus.present.states import state_rows
from lentus.present.when import show_date, show_moment
from lentus.record.chart import Chart
from lentus.record.entry import Entry
from lentus.record.findings import findings_from
from lentus.record.history import Difference, Told, difference, history
from lentus.web.charts import OpenedChart
from lentus.web.clinic import clinic_of
from lentus.web.pages.covering import covered_line, may_be_second
from lentus.web.pages.dated import on_clock, shown, unbroken
from lentus.web.posted import Posted
from lentus.web.rendering import page
from lentus.web.signed import Viewer

if TYPE_CHECKING:
    from lentus.record.sessions import Session

router = APIRouter()

PAGE = 100
SAID_OF_NOTHING = ("not known", "none recorded")
"""What the rows say of what nobody recorded: no difference to a time before the record."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: when it was written, by whom, what it says, and what became of it."""

    number: int
    recorded: datetime
    by: str
    role: str
    happened: datetime | None
    says: Inline
    note: str
    struck: bool
    beside: Inline
    reason: str
    unverified: bool
    against: tuple[tuple[str, str], ...] = ()
    """Each stop and override that was found when it was written: the word and the title."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two moments side by side: rows that differ, and what happened between them."""

    first: str
    second: str
    rows: tuple[tuple[str, str, str], ...]
    events: tuple[tuple[datetime, Inline], ...]
    same: bool


@router.get("/p/{chart_id}/history")
def show(request: Request, chart: OpenedChart, session: Viewer, part: int = 1) -> HTMLResponse:
    """The page."""
    return _page(request, chart, session, part=max(1, part))


@router.post("/p/{chart_id}/history")
def compare(request: Request, chart: OpenedChart, session: Viewer, form: Posted) -> HTMLResponse:
    """The page with two moments compared. The moments are sent in the body: they tell of a patient's days."""
    zone = clinic_of(request).settings.zone
    first, fault = _read(form["first"], zone)
    second, second_fault = _read(form["second"], zone)
    faults = {name: said for name, said in (("first", fault), ("second", second_fault)) if said}
    typed = {"first": form["first"], "second": form["second"], "known": form["known"] or "today"}
    if first is None or second is None:
        return _page(request, chart, session, typed=typed, faults=faults)
    if second <= first:
        faults = {"second": "The second moment must be later than the first one."}
        return _page(request, chart, session, typed=typed, faults=faults)
    found = difference(chart, first, second, as_known=form["known"] == "then")
    return _page(request, chart, session, typed=typed, compared=_compared(found, first, second))


def _page(
    request: Request,
    chart: Chart,
    session: Session,
    *,
    part: int = 1,
    typed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    compared: Compared | None = None,
) -> HTMLResponse:
    clinic = clinic_of(request)
    total = len(chart.entries)
    parts = max(1, -(-total // PAGE))
    part = min(part, parts)
    covered = frozenset(one.id for one in chart.orders if may_be_second(one, session))
    now = clinic.now()
    return page(
        request,
        "history.html",
        status=422 if faults else 200,
        chart=chart,
        lines=_lines(chart, covered, part),
        total=counted(total, "entry", "entries"),
        part=part,
        parts=parts,
        typed=typed or {"first": "", "second": on_clock(now, now).strftime("%Y-%m-%d %H:%M"), "known": "today"},
        faults=faults or {},
        compared=compared,
        zone=clinic.settings.zone,
        local=lambda moment: shown(moment, now),
        unbroken=unbroken,
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What every line looks up: events by id, as told and as they stand; what waits; orders without figures."""

    by_id: Mapping[str, AnyEvent]
    standing: Mapping[str, AnyEvent]
    unverified: Collection[str]
    covered: Collection[str]


def _lines(chart: Chart, covered: Collection[str], part: int) -> list[Line]:
    """One page of the entries, the newest first. A chart may have thousands: only those shown are told in words."""
    told = history(chart)
    known = Known(
        {one.event.id: one.event for one in told if one.event is not None},
        {one.id: one for one in standing_events(chart.folded)},
        frozenset(chart.unverified),
        covered,
    )
    return [_line(one, known) for one in told[::-1][(part - 1) * PAGE : part * PAGE]]


def _line(told: Told, known: Known) -> Line:
    entry, event = told.entry, told.event
    hidden = entry.type == "order proposed" and entry.body["order_id"] in known.covered
    beside, reason = _beside(told, known)
    return Line(
        number=entry.version,
        recorded=entry.recorded,
        by=entry.actor,
        role=entry.role,
        happened=event.at if event is not None else None,
        says=_covered(entry) if hidden else _says(entry, event, known.by_id),
        note=event.note if event is not None else "",
        struck=told.standing in ("corrected", "struck out"),
        beside=beside,
        reason=reason,
        unverified=event is not None and event.id in known.unverified,
        against=_against(entry),
    )


def _says(entry: Entry, event: AnyEvent | None, by_id: Mapping[str, AnyEvent]) -> Inline:
    return event_line(event) if event is not None and not _mends(event) else entry_says(entry, by_id)


def _against(entry: Entry) -> tuple[tuple[str, str], ...]:
    """What stood against a fact when it was recorded: a fact is never refused, so its findings must not be lost."""
    if entry.type != "event recorded":
        return ()
    found = findings_from(entry.body.get("findings", ()))
    told = [(one.severity.word, one.title) for one in found if one.blocks or one.overridden is not None]
    return tuple(dict.fromkeys(told))


def _covered(entry: Entry) -> str:
    return f"order proposed: {covered_line(entry.body['order']['kind'])}"


def _mends(event: AnyEvent) -> bool:
    return isinstance(event, Correction | EnteredInError)


def _beside(told: Told, known: Known) -> tuple[Inline, str]:
    """What stands in the place of a struck line, and why; empty where the line stands."""
    mended = known.by_id.get(told.by) if told.standing in ("corrected", "struck out") else None
    if mended is None or told.event is None:
        return "", ""
    why = f"{getattr(mended, 'reason', '')} ({mended.author}, {show_date(mended.at.date())})"
    if isinstance(mended, EnteredInError):
        return "entered in error", why
    now = known.standing.get(told.event.id)
    return (event_line(now) if now is not None else "corrected"), why


def _read(text: str, zone: str) -> tuple[datetime | None, str]:
    if not text:
        return None, "Enter a day and a time, such as 2026-03-05 14:30."
    try:
        # A space between day and hour, as people write it, stands for the letter of the stored form.
        return read_moment(text.replace(" ", "T", 1), zone), ""
    except CourseError as error:
        return None, f"{error}."


def _compared(found: Difference, first: datetime, second: datetime) -> Compared:
    before, after = _told_rows(found.before, first), _told_rows(found.after, second)
    names = dict.fromkeys((*before, *after))
    rows = tuple(
        (name, before.get(name, "not recorded"), after.get(name, "not recorded"))
        for name in names
        if before.get(name) != after.get(name) and (name in before or after[name] not in SAID_OF_NOTHING)
    )
    by_id = {one.id: one for one in found.after.events}
    events = tuple((one.at, event_says(one, by_id)) for one in found.events)
    return Compared(show_moment(first), show_moment(second), rows, events, same=not rows and not events)


def _told_rows(state: State, moment: datetime) -> dict[str, str]:
    """The rows of a state as text; of a moment before the record began, none."""
    if not state.events:
        return {}
    return {name: plain(text) for name, text in state_rows(state.when(moment))}
