"""The record's own health: is it whole, and is there a backup.

Both take minutes in a large clinic, so a button only begins them; the page asks how far it is until the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from lentus.errors import RecordError
from lentus.record.sessions import Session
from lentus.web.clinic import clinic_of
from lentus.web.keeping import Keeping, Kind, Work
from lentus.web.pages.admin.backups import Kept, backups_of, folder_of, next_backup
from lentus.web.refusals import told_in_form
from lentus.web.rendering import fragment, goto, page
from lentus.web.signed import may

router = APIRouter()
Keeper = Annotated[Session, Depends(may("keep record"))]
ELSEWHERE = "This record is in a PostgreSQL database. Back it up there, or with: lentus record backup."
NAMES: dict[Kind, str] = {"verify": "verification", "backup": "backup"}
REFUSED, CONFLICT, NOTHING_NEW = 422, 409, 204


@dataclass(frozen=True, slots=True)
class Shown:
    """What goes on or came last, when it began on the clinic's clock, how it is called, and which backups there are."""

    work: Work | None
    began: datetime | None
    what: str
    backups: list[Kept]


@router.get("/admin/record")
def show(request: Request, _: Keeper) -> HTMLResponse:
    """Backups, the two buttons, and what goes on or came last."""
    return _page(request)


@router.get("/admin/record/work")
def look(request: Request, _: Keeper) -> Response:
    """How it ended; nothing while it goes on, so that the page stands still and is not read out again."""
    if _keeping(request).running:
        return Response(status_code=NOTHING_NEW)
    return fragment(request, "parts/keeping.html", shown=_shown(request))


@router.post("/admin/record/backup")
def back_up(request: Request, keeper: Keeper) -> Response:
    """Begin a backup, while the clinic works."""
    try:
        path = next_backup(clinic_of(request))
    except RecordError as error:
        return _page(request, refused=told_in_form(error))
    return _page(request, refused=ELSEWHERE) if path is None else _begin(request, keeper, "backup", path)


@router.post("/admin/record/verify")
def prove(request: Request, keeper: Keeper) -> Response:
    """Begin to read every entry and to hold it against the chain of hashes."""
    return _begin(request, keeper, "verify", None)


def _begin(request: Request, keeper: Session, kind: Kind, path: Path | None) -> Response:
    keeping = _keeping(request)
    if keeping.begin(kind, keeper.account.full_name, path):
        return goto("/admin/record")
    before = keeping.last
    assert before is not None
    told = f"One at a time: the {NAMES[before.kind]} that {before.by} began is not over yet. Begin this one after it."
    return _page(request, refused=told, status=CONFLICT)


def _page(request: Request, *, refused: str = "", status: int = REFUSED) -> HTMLResponse:
    clinic = clinic_of(request)
    return page(
        request,
        "admin/record.html",
        status=status if refused else 200,
        folder=folder_of(clinic),
        done="",
        refused=refused,
        shown=_shown(request),
    )


def _shown(request: Request) -> Shown:
    clinic = clinic_of(request)
    work = _keeping(request).last
    if work is None:
        return Shown(None, None, "", backups_of(clinic))
    return Shown(work, work.began.astimezone(clinic.zone), NAMES[work.kind], backups_of(clinic))


def _keeping(request: Request) -> Keeping:
    keeping = request.app.state.keeping
    assert isinstance(keeping, Keeping)
    return keeping
