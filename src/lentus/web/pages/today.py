"""Today: who needs what, gravest first. Everything comes from the worklist's table.

Only a chart whose figures wait for a second person is read: whoever may be that person gets titles without figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request
from markupsafe import Markup
from starlette.responses import Response

from lentus import monograph
from lentus.present.amounts import counted
from lentus.present.relative import Tense, absolute, relative
from lentus.record.charts import chart
from lentus.record.readmodels.today import Count, Listed, counts, listed, with_unverified
from lentus.record.readmodels.worklist import BEGAN, KINDS, Kind
from lentus.record.roles import allowed
from lentus.web.blind import waiting_for
from lentus.web.clinic import clinic_of
from lentus.web.pages.dated import on_clock, unbroken
from lentus.web.rendering import goto, page
from lentus.web.signed import Viewer

if TYPE_CHECKING:
    from lentus.record.sessions import Session

router = APIRouter()

SHOWN, PAGE = 8, 50
"""Lines of a group on the page of all, and on a page of its own."""

AHEAD = {"now": 0, "week": 7, "month": 30}
"""How far ahead one looks, in days."""

TITLES: dict[Kind, str] = {
    "wrong": "Something wrong",
    "observation": "Screening doses being observed",
    "refill": "Refills",
    "order": "Orders that wait",
    "unverified": "Not verified by a second person",
    "holiday": "Drug holidays",
    "taper": "Tapers by mouth",
    "override": "Overrides in force",
    "replacement": "Pump replacements",
    "review": "Responses to assess",
    "step": "Steps that may be taken",
}

WITHOUT_FIGURES: tuple[Kind, ...] = ("order", "unverified")
"""Kinds whose sentence names people, kinds and days alone."""

UNTOLD = "More is told once the figures that wait are entered again, or the chart is opened."


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the patient, what is needed, and when in words and on the calendar."""

    of: Listed
    says: Markup
    when: str
    date: str
    iso: str
    late: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A kind with its lines; `count` counts them all, also those that are not shown."""

    kind: Kind
    title: str
    count: Count
    rows: tuple[Row, ...]

    @property
    def more(self) -> int:
        """How many are not shown here."""
        return self.count.open - len(self.rows)

    @property
    def told(self) -> str:
        """The count in words."""
        late = f", {self.count.late} late" if self.count.late and self.kind not in BEGAN else ""
        return f"{counted(self.count.open, 'item')}{late}"


@router.get("/")
def show(request: Request, session: Viewer, kind: str = "", ahead: str = "week", part: int = 1) -> Response:
    """The list: all kinds, or one of them a page at a time. Who may see no patient is taken to where there is work."""
    if not allowed(session.account.role, "see charts"):
        return goto("/admin")
    if kind not in ("", *KINDS) or ahead not in AHEAD or not 1 <= part <= LAST_PART:
        raise HTTPException(404, "There is no such list. Open Today, and choose from there.")
    clinic = clinic_of(request)
    now = clinic.now()
    horizon = now + timedelta(days=AHEAD[ahead])
    found = counts(clinic.store, now, horizon)
    chosen = [one for one in found if kind in ("", one.kind)]
    size = PAGE if kind else SHOWN
    rows = {
        one.kind: listed(clinic.store, one.kind, now, horizon, limit=size, offset=(part - 1) * size) for one in chosen
    }
    covered = _covered(request, session, {row.chart_id for some in rows.values() for row in some})
    groups = [_group(one, rows[one.kind], now, covered) for one in chosen]
    whole = next((one.open for one in found if one.kind == kind), 0)
    return page(
        request,
        "today.html",
        now=on_clock(now, now),
        groups=groups,
        counts=found,
        titles=TITLES,
        kind=kind,
        ahead=ahead,
        part=part,
        parts=max(1, -(-whole // PAGE)),
        total=sum(one.open for one in found),
    )


LAST_PART = 10_000


def _covered(request: Request, session: Session, charts: Iterable[str]) -> frozenset[str]:
    """Those of the charts whose figures this person may still have to enter a second time."""
    store = clinic_of(request).store
    waiting = with_unverified(store, charts) if allowed(session.account.role, "verify figures") else ()
    return frozenset(one for one in waiting if waiting_for(request, chart(store, one), session))


def _group(count: Count, rows: tuple[Listed, ...], now: datetime, covered: frozenset[str]) -> Group:
    return Group(
        count.kind, TITLES[count.kind], count, tuple(_row(one, now, covered=one.chart_id in covered) for one in rows)
    )


def _row(one: Listed, now: datetime, *, covered: bool) -> Row:
    due = one.item.due.astimezone(now.tzinfo)
    tense: Tense = "since" if one.item.kind in BEGAN else "due"
    return Row(
        one,
        unbroken(_title(one) if covered else one.item.says),
        relative(due, now, tense),
        absolute(due, now),
        due.isoformat(timespec="minutes"),
        one.item.late_at(now),
    )


def _title(one: Listed) -> str:
    """What a line is about without a figure: the title of its rule, or of its kind."""
    if one.item.kind in WITHOUT_FIGURES:
        return one.item.says
    titles = {rule.id: rule.title for rule in monograph.rules()}
    return f"{titles.get(one.item.rule, TITLES[one.item.kind])}. {UNTOLD}"
