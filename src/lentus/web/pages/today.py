"""Today: who needs what, gravest first. Everything comes from the worklist's table; no course is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, HTTPException, Request
from markupsafe import Markup
from starlette.responses import Response

from lentus.present.amounts import counted
from lentus.present.relative import Tense, absolute, relative
from lentus.record.readmodels.today import Count, Listed, counts, listed
from lentus.record.readmodels.worklist import KINDS, Kind
from lentus.record.roles import allowed
from lentus.record.store import Store
from lentus.web.clinic import clinic_of
from lentus.web.pages.dated import on_clock, unbroken
from lentus.web.rendering import goto, page
from lentus.web.signed import Viewer

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
BEGAN: tuple[Kind, ...] = ("wrong", "unverified", "step")
"""Kinds whose moment is when something began, and not when it should have been done."""


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
    groups = [_group(clinic.store, one, now, horizon, size, (part - 1) * size) for one in chosen]
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


def _group(store: Store, count: Count, now: datetime, horizon: datetime, limit: int, offset: int) -> Group:
    rows = listed(store, count.kind, now, horizon, limit=limit, offset=offset)
    return Group(count.kind, TITLES[count.kind], count, tuple(_row(one, now) for one in rows))


def _row(one: Listed, now: datetime) -> Row:
    due = one.item.due.astimezone(now.tzinfo)
    tense: Tense = "since" if one.item.kind in BEGAN else "due"
    late = due < now and one.item.kind not in BEGAN
    return Row(
        one,
        unbroken(one.item.says),
        relative(due, now, tense),
        absolute(due, now),
        due.isoformat(timespec="minutes"),
        late,
    )
