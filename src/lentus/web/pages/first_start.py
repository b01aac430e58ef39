"""First start: the one-time link that Lentus prints makes the first administrator."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from lentus.errors import RecordError, SignInRefused
from lentus.record.invitation import SPENT, link_stands, redeem
from lentus.web.clinic import clinic_of
from lentus.web.posted import Fields, Posted
from lentus.web.refusals import told_in_form
from lentus.web.rendering import goto, page

router = APIRouter()
REFUSED = 422
TWICE = "The two passwords are not the same. Type the same one twice."


@router.get("/first")
def show(request: Request, link: str = "") -> HTMLResponse:
    """The form, for whoever has a link that still works."""
    if not link or not link_stands(clinic_of(request).store, link):
        raise HTTPException(403, SPENT)
    return _form(request, Fields([("link", link)]))


@router.post("/first")
def make(request: Request, fields: Posted) -> Response:
    """Make the first administrator."""
    try:
        if fields["password"] != fields["password_again"]:
            raise RecordError(TWICE)
        redeem(clinic_of(request).store, fields["link"], fields["name"], fields["full_name"], fields["password"])
    except SignInRefused as error:
        raise HTTPException(403, str(error)) from None
    except RecordError as error:
        return _form(request, fields, refused=told_in_form(error))
    return goto("/sign-in")


def _form(request: Request, typed: Fields, *, refused: str = "") -> HTMLResponse:
    return page(request, "first.html", status=REFUSED if refused else 200, typed=typed, refused=refused)
