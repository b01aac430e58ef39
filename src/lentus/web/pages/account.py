"""One's own account: what it may do, and a new password for it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from lentus.errors import RecordError, SignInRefused
from lentus.record.accounts import set_password
from lentus.record.roles import ACTIONS, allowed
from lentus.record.sessions import sign_in, token_hash
from lentus.web.clinic import clinic_of
from lentus.web.posted import Posted
from lentus.web.refusals import told_in_form
from lentus.web.rendering import goto, page
from lentus.web.signed import COOKIE, Viewer, actor_of

router = APIRouter()
REFUSED = 422
TWICE = "The two new passwords are not the same. Type the new one twice."
DONE = "Your password was changed. Every other session of yours has ended."


@router.get("/account")
def show(request: Request, session: Viewer, did: str = "") -> HTMLResponse:
    """The account of whoever is signed in."""
    return _page(request, session.account.role, done=DONE if did else "")


@router.post("/account/password")
def change_password(request: Request, session: Viewer, fields: Posted) -> Response:
    """A new password, for whoever knows the present one."""
    store, name = clinic_of(request).store, session.account.name
    origin = request.client.host if request.client else ""
    try:
        if fields["password"] != fields["password_again"]:
            raise RecordError(TWICE)
        # The present password is asked through the same door as at sign-in, so that its back-off counts here too.
        sign_in(store, name, fields["present"], origin=origin)
        hashed = token_hash(request.cookies[COOKIE])
        set_password(store, name, fields["password"], actor=actor_of(session), but=hashed)
    except SignInRefused:
        return _page(request, session.account.role, refused="The present password is another one.")
    except RecordError as error:
        return _page(request, session.account.role, refused=told_in_form(error))
    return goto("/account?did=password")


def _page(request: Request, role: str, *, done: str = "", refused: str = "") -> HTMLResponse:
    return page(
        request,
        "account.html",
        status=REFUSED if refused else 200,
        may_do=[says for action, says in ACTIONS.items() if allowed(role, action)],
        done=done,
        refused=refused,
    )
