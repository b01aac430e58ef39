"""People: who has an account, what it may do, and changing either. A password is never shown, sent or logged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from lentus.errors import RecordError
from lentus.record import Store
from lentus.record.accounts import account, accounts, change_role, create_account, disable, enable, set_password
from lentus.record.roles import ACTIONS, ROLES, allowed
from lentus.record.sessions import Session
from lentus.web.clinic import clinic_of
from lentus.web.posted import Fields, Posted
from lentus.web.refusals import told_in_form
from lentus.web.rendering import goto, page
from lentus.web.signed import actor_of, may

router = APIRouter()
Manager = Annotated[Session, Depends(may("manage people"))]
TWICE = "The two passwords are not the same. Type the new one twice."
REFUSED = 422
DONE = {
    "added": "The account was added. Its owner can sign in now.",
    "changed": "The account was changed. It holds from the next request on.",
    "password": "The password was set, and every open session of this account has ended.",
}


@router.get("/admin/people")
def show(request: Request, _: Manager, did: str = "") -> HTMLResponse:
    """Every account, and a form for one more."""
    return _list(request, did=did)


@router.post("/admin/people")
def add(request: Request, session: Manager, fields: Posted) -> Response:
    """One more account."""
    try:
        create_account(
            clinic_of(request).store,
            fields["name"],
            fields["full_name"],
            fields["role"],
            _password(fields),
            actor=actor_of(session),
            key=fields["key"],
        )
    except RecordError as error:
        return _list(request, typed=fields, refused=told_in_form(error))
    return goto("/admin/people?did=added")


@router.get("/admin/people/{name}")
def show_one(request: Request, name: str, _: Manager, did: str = "") -> HTMLResponse:
    """One account, with what can be changed."""
    return _one(request, name, did=did)


@router.post("/admin/people/{name}/role")
def give_role(request: Request, name: str, session: Manager, fields: Posted) -> Response:
    """Another role."""
    return _changed(
        request,
        name,
        lambda store: change_role(store, name, fields["role"], actor=actor_of(session), reason=fields["reason"]),
    )


@router.post("/admin/people/{name}/active")
def switch(request: Request, name: str, session: Manager, fields: Posted) -> Response:
    """Disable an account, or enable it again."""
    work = enable if fields["active"] == "yes" else disable
    return _changed(request, name, lambda store: work(store, name, actor=actor_of(session), reason=fields["reason"]))


@router.post("/admin/people/{name}/password")
def give_password(request: Request, name: str, session: Manager, fields: Posted) -> Response:
    """A new password."""
    return _changed(
        request,
        name,
        lambda store: set_password(store, name, _password(fields), actor=actor_of(session)),
        did="password",
    )


def _changed(request: Request, name: str, work: Callable[[Store], object], did: str = "changed") -> Response:
    try:
        work(clinic_of(request).store)
    except RecordError as error:
        return _one(request, name, refused=told_in_form(error))
    return goto(f"/admin/people/{name}?did={did}")


def _password(fields: Fields) -> str:
    if fields["password"] != fields["password_again"]:
        raise RecordError(TWICE)
    return fields["password"]


def _list(request: Request, *, did: str = "", typed: Fields | None = None, refused: str = "") -> HTMLResponse:
    return page(
        request,
        "admin/people.html",
        status=REFUSED if refused else 200,
        people=accounts(clinic_of(request).store),
        roles=ROLES,
        actions=ACTIONS,
        allowed=allowed,
        typed=typed or Fields([]),
        refused=refused,
        done=DONE.get(did, ""),
    )


def _one(request: Request, name: str, *, did: str = "", refused: str = "") -> HTMLResponse:
    found = account(clinic_of(request).store, name)
    if found is None:
        raise HTTPException(404)
    return page(
        request,
        "admin/person.html",
        status=REFUSED if refused else 200,
        person=found,
        roles=ROLES,
        refused=refused,
        done=DONE.get(did, ""),
    )
