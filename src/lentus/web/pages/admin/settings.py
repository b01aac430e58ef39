"""The clinic's profile: changed as a whole, with a reason, every version kept."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import available_timezones

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from lentus import monograph
from lentus.errors import Conflict, RecordError
from lentus.pump.dates import PRESETS
from lentus.pump.device import WORDS
from lentus.record.sessions import Session
from lentus.record.settings import Settings, change_settings, settings_history, settings_version
from lentus.web.clinic import clinic_of
from lentus.web.pages.admin.settings_form import (
    DEVICE_ROWS,
    LABELS,
    NUMBERS,
    PLAIN,
    device_rows,
    read_settings,
    refusals,
    typed_of,
)
from lentus.web.posted import Posted
from lentus.web.refusals import told_in_form
from lentus.web.rendering import goto, page
from lentus.web.signed import actor_of, may

router = APIRouter()
Setter = Annotated[Session, Depends(may("change settings"))]
REFUSED = 422
CONFLICT = 409
WRITTEN = "Somebody changed the settings meanwhile. What you typed is below and not saved: compare, and save again."


@router.get("/admin/settings")
def show(request: Request, _: Setter, did: str = "") -> HTMLResponse:
    """The profile as it stands, to be changed."""
    done = "The settings were saved as a new version." if did else ""
    return _form(request, typed_of(clinic_of(request).settings), done=done)


@router.post("/admin/settings")
def change(request: Request, session: Setter, fields: Posted) -> Response:
    """A new version of the profile."""
    typed = fields.as_dict()
    try:
        new = read_settings(fields)
        seen = int(fields["version"]) if fields["version"].isdigit() else -1
        change_settings(
            clinic_of(request).store,
            new,
            actor=actor_of(session),
            expected=seen,
            reason=fields["reason"],
            key=fields["key"],
        )
    except ValidationError as error:
        return _form(request, typed, refused=refusals(error), status=REFUSED)
    except Conflict:
        return _form(request, typed, refused=[("", WRITTEN)], status=CONFLICT)
    except RecordError as error:
        says = told_in_form(error)
        return _form(request, typed, refused=[("reason" if "reason" in says else "", says)], status=REFUSED)
    return goto("/admin/settings?did=saved")


@router.get("/admin/settings/history")
def history(request: Request, _: Setter) -> HTMLResponse:
    """Every version, newest first, with what it changed."""
    versions = settings_history(clinic_of(request).store)
    before = [*(one.settings for one in versions[1:]), Settings()]
    pairs = list(zip(versions, before, strict=False))
    return page(request, "admin/settings_history.html", versions=pairs, shown=_shown, labels=LABELS)


def _shown(settings: Settings, field: str) -> str:
    if field == "devices":
        return "; ".join(
            f"{one.device}, {WORDS.get(one.figure, one.figure)} {one.value} ({one.source})" for one in settings.devices
        )
    value = getattr(settings, field)
    return "not set" if value in (None, "") else str(value)


def _form(
    request: Request,
    typed: dict[str, str],
    *,
    refused: list[tuple[str, str]] | None = None,
    done: str = "",
    status: int = 200,
) -> HTMLResponse:
    return page(
        request,
        "admin/settings.html",
        status=status,
        typed={**dict.fromkeys((*PLAIN, *NUMBERS, "reason"), ""), **typed},
        refused=refused or [],
        done=done,
        zones=sorted(available_timezones()),
        devices=[(one.key, one.name) for one in monograph.devices()],
        figures=WORDS,
        presets=[(key, _before(fact)) for key, fact in PRESETS.items()],
        rows=device_rows(typed),
        most_rows=DEVICE_ROWS,
        usual=Settings(),
        version_seen=settings_version(clinic_of(request).store),
    )


def _before(fact_id: str) -> str:
    least, most = monograph.fact(fact_id).holds.us.written
    return f"{least} to {most} before the alarm date"
