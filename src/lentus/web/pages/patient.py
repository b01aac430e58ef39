"""One patient on one page: what runs, what is due, what stands, the course, and what may come next."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from lentus.course import State
from lentus.present.advising import SUPPORT, advice_pieces, anything_unverified, sources_of, told_pieces
from lentus.present.gauge import Gauge, gauge
from lentus.present.orders import order_line
from lentus.present.pieces import Inline, Piece
from lentus.present.relative import Tense, absolute, relative
from lentus.present.sourcing import legend
from lentus.present.states import state_rows
from lentus.present.timeline_data import GROUPS, Timeline, anything_drawn, timeline_data, timeline_rows
from lentus.present.when import show_date
from lentus.protocol import Advice, Severity, Told, advise
from lentus.protocol.kidney import old
from lentus.record.chart import Chart
from lentus.record.orders import OrderLife
from lentus.record.readmodels.reservoir import reservoir_of
from lentus.record.readmodels.today import of_chart
from lentus.record.readmodels.worklist import BEGAN, WorkItem, figures_in, in_progress
from lentus.record.roles import allowed
from lentus.record.settings import Settings
from lentus.web.charts import OpenedChart
from lentus.web.clinic import clinic_of
from lentus.web.pages.actions.action import Action
from lentus.web.pages.actions.registry import ACTIONS
from lentus.web.pages.covering import covered_line, may_be_second
from lentus.web.pages.dated import on_clock, shown, unbroken
from lentus.web.rendering import page
from lentus.web.signed import Viewer

router = APIRouter()

RUNS = ("Pump", "By mouth", "Through the skin")
"""Rows of the state that say what runs now; the others say who the patient is."""

ALWAYS = ("Weight", "Kidneys", "Other drugs", "Allergies", "Conditions", "Pregnancy", "Care setting")
"""Facts whose absence is told: a rule asks for each of them."""

KIDNEY_VALUES = ("creatinine", "creatinine clearance", "eGFR")
NEXT = {
    "proposed": "waits for a prescriber's signature",
    "refused": "cannot be signed: a stop stands against it",
    "signed": "signed; waits for a second person",
    "mismatch": "blocked: the second entry does not agree",
    "ready": "ready to be carried out",
}
FAMILIES = ("by mouth", "screening", "pump", "patient", "record")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order in progress: what it says, where it stands, and where it goes on."""

    life: OrderLife
    line: Inline
    next: str
    path: str


@dataclass(frozen=True, slots=True)
class Need:
    """A line of the patient's own worklist."""

    item: WorkItem
    says: Markup
    when: str
    date: str
    late: bool


@router.get("/p/{chart_id}")
def show(request: Request, chart: OpenedChart, session: Viewer) -> HTMLResponse:
    """The page."""
    clinic = clinic_of(request)
    now, zone = clinic.now(), clinic.settings.zone
    state = chart.state(on_clock(now, now))
    begun = state.at is not None and bool(state.events)
    advice = _advice(chart, state) if begun else Advice(at=now)
    timeline, rows = timeline_data(state, zone, now), timeline_rows(state, now, chart.unverified)
    return page(
        request,
        "patient.html",
        chart=chart,
        now=now,
        begun=begun,
        state=state,
        runs=_runs(state) if begun else (),
        facts=_facts(state) if begun else (),
        ended=_ended(state),
        gauge=_gauge(state, now, clinic.settings) if begun else None,
        needs=[_need(one, now) for one in of_chart(clinic.store, chart.id) if one.open_at(now)],
        advice=advice,
        grave=[one for one in advice.findings if one.severity > Severity.INFO],
        told=[one for one in advice.findings if one.severity is Severity.INFO],
        support=SUPPORT,
        next_pieces=_next(advice),
        told_pieces=_told(advice),
        waiting=[
            _waiting(chart, life, covered=may_be_second(life, session)) for life in filter(in_progress, chart.orders)
        ],
        overrides=[one for one in state.overrides if one.at <= now < one.ends],
        unverified=[one for one in rows if not one.verified],
        timeline=Markup(_as_json(timeline)) if anything_drawn(timeline) else None,
        key=_key(timeline),
        rows=rows,
        actions=_actions(session.account.role),
        local=lambda moment: shown(moment, now),
        unbroken=unbroken,
        relative=lambda moment: relative(moment.astimezone(now.tzinfo), now),
    )


CLOSED = Told(
    "record.chart-closed", "This chart is closed: nothing is offered here. Order in the open one.", ("project",)
)


def _advice(chart: Chart, state: State) -> Advice:
    """What may come next; in a closed chart nothing but what stands, and an emergency's checklist."""
    advice = advise(state)
    if not chart.closed:
        return advice
    leading = tuple(one for one in advice.options if one.id.startswith("emergency."))
    return replace(advice, options=leading, withheld=(), told=(CLOSED,))


def _ended(state: State) -> str:
    """Why nothing is counted for this patient any more; empty for everybody who is treated here."""
    if state.died is not None:
        return "The patient has died."
    return "Care has passed to somebody else." if state.transferred is not None else ""


def _runs(state: State) -> tuple[tuple[str, Inline], ...]:
    """What runs now, the pump first; a holiday only while it lasts."""
    known = dict(state_rows(state))
    running = state.holiday is not None and state.holiday.ended is None
    names = (*(("Drug holiday",) if running else ()), *RUNS)
    return tuple((name, known[name]) for name in names if name in known)


def _facts(state: State) -> tuple[tuple[str, Inline], ...]:
    known = dict(state_rows(state))
    told = [(label, text) for label, text in known.items() if label not in (*RUNS, *ALWAYS, "Reservoir")]
    dates = {"Weight": state.weight.at if state.weight else None}
    rows: list[tuple[str, Inline]] = list(told)
    for label in ALWAYS:
        text = known.get(label, "not recorded")
        at = dates.get(label)
        rows.append((label, f"{text} on {show_date(at.date())}" if at is not None else text))
        if label == "Kidneys" and text != "not recorded":
            rows[-1] = (label, f"{text}{_how_old(state)}")
    return tuple(rows)


def _how_old(state: State) -> str:
    """How old the newest kidney value is: no source says from when on it is too old, so a reader has to see it."""
    known = [one.at for name, one in state.laboratory.items() if name in KIDNEY_VALUES]
    return f" ({old(max(known), state.now).removeprefix(', ')})" if known else ""


def _gauge(state: State, now: datetime, settings: Settings) -> Gauge | None:
    figures = figures_in(settings)
    found = reservoir_of(state, figures)
    return None if found is None else gauge(found, now, settings.zone, found.window(figures.preset))


def _need(item: WorkItem, now: datetime) -> Need:
    due = item.due.astimezone(now.tzinfo)
    tense: Tense = "since" if item.kind in BEGAN else "due"
    return Need(item, unbroken(item.says), relative(due, now, tense), absolute(due, now), item.late_at(now))


def _next(advice: Advice) -> list[Piece]:
    return advice_pieces(replace(advice, findings=(), told=()))


def _told(advice: Advice) -> list[Piece]:
    return [*told_pieces(advice), *legend(sources_of(advice), unverified=anything_unverified(advice))]


def _waiting(chart: Chart, life: OrderLife, *, covered: bool) -> Waiting:
    """An order in progress; without its figures for whoever may still be the second person to enter them."""
    line = covered_line(life.order.kind) if covered else order_line(life.order)
    return Waiting(life, line, NEXT.get(life.state, life.state), f"/p/{chart.id}/orders/{life.id}")


def _actions(role: str) -> list[tuple[str, list[Action]]]:
    able = [one for one in ACTIONS.values() if allowed(role, one.permission)]
    grouped = [(family, [one for one in able if one.family == family]) for family in FAMILIES]
    return [(family, found) for family, found in grouped if found]


def _key(timeline: Timeline) -> list[tuple[str, str]]:
    """What the picture shows, curve by curve."""
    curves = (("pump", timeline["pump"]), ("oral", timeline["oral"]), ("tone", timeline["tone"]))
    found = [(name, one["label"]) for name, one in (*curves, ("spasms", timeline["spasms"])) if any(one["values"])]
    groups = {one["group"] for one in timeline["marks"]}
    return [*found, *((f"mark-{name}", words) for name, (words, _) in GROUPS.items() if name in groups)]


def _as_json(data: object) -> str:
    """JSON that cannot end the element that it stands in."""
    return json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")
