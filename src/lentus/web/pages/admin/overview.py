"""The first page of the administration: what there is, and how it stands."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from lentus.record.accounts import accounts
from lentus.record.sessions import Session
from lentus.record.settings import settings_history
from lentus.web.clinic import clinic_of
from lentus.web.pages.admin.backups import backups_of
from lentus.web.rendering import page
from lentus.web.signed import may

router = APIRouter()
Keeper = Annotated[Session, Depends(may("keep record"))]


@router.get("/admin")
def show(request: Request, _: Keeper) -> HTMLResponse:
    """People, settings and record at a glance."""
    clinic = clinic_of(request)
    people = accounts(clinic.store)
    return page(
        request,
        "admin/overview.html",
        active=[one for one in people if one.active],
        disabled=[one for one in people if not one.active],
        last_change=next(iter(settings_history(clinic.store)), None),
        last_backup=next(iter(backups_of(clinic)), None),
    )
