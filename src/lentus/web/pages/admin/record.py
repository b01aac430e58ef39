"""The record's own health: is it whole, and is there a backup."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from lentus.errors import RecordError
from lentus.record.backup import backup
from lentus.record.sessions import Session
from lentus.record.verify import Verified, verified
from lentus.web.clinic import clinic_of
from lentus.web.pages.admin.backups import backups_of, folder_of, next_backup
from lentus.web.refusals import told_in_form
from lentus.web.rendering import goto, page
from lentus.web.signed import may

router = APIRouter()
Keeper = Annotated[Session, Depends(may("keep record"))]
ELSEWHERE = "This record is in a PostgreSQL database. Back it up there, or with: lentus record backup."
REFUSED = 422


@router.get("/admin/record")
def show(request: Request, _: Keeper, did: str = "") -> HTMLResponse:
    """Backups, and the two buttons."""
    done = "The backup was written, read again, and proved whole." if did == "backup" else ""
    return _page(request, done=done)


@router.post("/admin/record/backup")
def back_up(request: Request, _: Keeper) -> Response:
    """A backup now, while the clinic works."""
    clinic = clinic_of(request)
    try:
        path = next_backup(clinic)
        if path is None:
            return _page(request, refused=ELSEWHERE)
        backup(clinic.store, path)
    except RecordError as error:
        return _page(request, refused=told_in_form(error))
    return goto("/admin/record?did=backup")


@router.post("/admin/record/verify")
def prove(request: Request, _: Keeper) -> Response:
    """Read every entry and hold it against the chain of hashes."""
    return _page(request, proof=verified(clinic_of(request).store))


def _page(request: Request, *, done: str = "", refused: str = "", proof: Verified | None = None) -> HTMLResponse:
    clinic = clinic_of(request)
    return page(
        request,
        "admin/record.html",
        status=REFUSED if refused else 200,
        backups=backups_of(clinic),
        folder=folder_of(clinic),
        kind=clinic.store.kind,
        proof=proof,
        done=done,
        refused=refused,
    )
