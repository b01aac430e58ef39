"""A chart whose figures wait for a second person is not read through by somebody who may be that person.

A fact that one person recorded stands in the course at once, so its figures are on almost every page of the patient:
what runs, the dates of the reservoir, the arithmetic of every option. Covering them page by page would be forgotten on
the next page. So there is one gate: whoever could enter the figures again is asked first, and either enters them or
opens the chart and leaves that to others. The emergency lists stand outside of the gate: there what runs is shown at
once, and who looked is noted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi import Request

from lentus.record.chart import Chart
from lentus.record.roles import allowed
from lentus.record.seeing import fact_mark, note_seen, seen
from lentus.record.unverified import recorded_by
from lentus.web.clinic import clinic_of

if TYPE_CHECKING:
    from lentus.record.sessions import Session

OPEN = re.compile(r"/p/[^/]+/(verify/|do/verify$|emergency|print/emergency-|look$)")
"""Pages that show no figure of a fact, or that nothing may stand before."""

FORM = re.compile(r"/p/[^/]+/do/[^/]+(/findings|/fill)?$")
"""Where a form of an action is sent, or asks while it is typed: its answer leaves out the figures by itself, so that
what happens in an emergency can be recorded without reading them first."""


class FiguresWait(Exception):
    """A page was asked for whose figures wait for a second person, who may be the one that asks."""

    def __init__(self, chart: Chart, waiting: tuple[str, ...]) -> None:
        super().__init__("figures wait for a second person")
        self.chart = chart
        self.waiting = waiting


def waiting_for(request: Request, chart: Chart, session: Session) -> tuple[str, ...]:
    """Ids of the facts that this person could still verify, and has not looked at."""
    if not chart.unverified or not allowed(session.account.role, "verify figures"):
        return ()
    name = session.account.name
    marks = {fact_mark(chart.entries, one): one for one in chart.unverified if name not in _first(chart, one)}
    looked = seen(clinic_of(request).store, marks, name)
    return tuple(one for mark, one in marks.items() if mark not in looked)


def _first(chart: Chart, event_id: str) -> frozenset[str]:
    event = chart.event(event_id)
    return recorded_by(chart.entries, event_id) | ({event.author} if event is not None else frozenset())


def refuse_figures(request: Request, chart: Chart, session: Session) -> None:
    """FiguresWait where a page with figures is asked for by who may still enter them a second time."""
    path, asks = request.url.path, request.method in ("GET", "HEAD")
    if OPEN.match(path) or (not asks and FORM.match(path)):
        return
    waiting = waiting_for(request, chart, session)
    if waiting:
        raise FiguresWait(chart, waiting)


def look_at_facts(request: Request, chart: Chart, session: Session) -> None:
    """Note that this person sees the figures that wait: somebody else verifies them."""
    waiting = waiting_for(request, chart, session)
    marks = [fact_mark(chart.entries, one) for one in waiting]
    note_seen(clinic_of(request).store, chart.id, marks, session.actor)


def look_at_order(request: Request, chart: Chart, order_id: str, session: Session) -> None:
    """Note that this person sees an order's figures: somebody else enters them again."""
    note_seen(clinic_of(request).store, chart.id, [order_id], session.actor)


def looked_at(request: Request, order_id: str, session: Session) -> bool:
    """Whether this person has looked at an order's figures."""
    return bool(seen(clinic_of(request).store, [order_id], session.account.name))
