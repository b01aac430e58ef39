"""Sign in and out. A refusal never says which part was wrong; in the demo clinic one button is enough."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from lentus.errors import SignInRefused
from lentus.record.sessions import Session, sign_in, sign_out
from lentus.web.clinic import clinic_of
from lentus.web.demo_people import DEMO_PEOPLE, demo_allowed, demo_sign_in
from lentus.web.navigation import home
from lentus.web.posted import Fields, Posted
from lentus.web.rendering import fragment, goto, page
from lentus.web.sign_in_again import kept_fields, own_path
from lentus.web.signed import COOKIE, adopt, drop_cookie, keep_cookie, session_in

router = APIRouter()
REFUSED = 422


@router.get("/sign-in")
def show(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """The sign-in page; straight on for whoever is signed in."""
    session = session_in(request)
    if session is not None:
        return goto(_begins(session, next))
    return page(request, "sign_in.html", back=own_path(next), refused="", name="", people=_people(request))


@router.post("/sign-in")
def sign_in_with_password(request: Request, fields: Posted) -> Response:
    """Open a session by name and password."""
    origin = request.client.host if request.client else ""
    try:
        opened = sign_in(clinic_of(request).store, fields["name"], fields["password"], origin=origin).token
    except SignInRefused as error:
        return _refused(request, fields, str(error))
    return _opened(request, fields, opened)


@router.post("/sign-in/demo")
def sign_in_without_password(request: Request, fields: Posted) -> Response:
    """Open a session of one of the demo clinic's people."""
    try:
        opened = demo_sign_in(request, fields["person"])
    except SignInRefused as error:
        return _refused(request, fields, str(error))
    return _opened(request, fields, opened)


@router.post("/sign-out")
def leave(request: Request) -> Response:
    """End the session."""
    token = request.cookies.get(COOKIE, "")
    if token:
        sign_out(clinic_of(request).store, token)
    answer = goto("/sign-in")
    drop_cookie(answer)
    return answer


def _people(request: Request) -> tuple[object, ...]:
    return DEMO_PEOPLE if demo_allowed(request) else ()


def _refused(request: Request, fields: Fields, sentence: str) -> HTMLResponse:
    known = {"refused": sentence, "name": fields["name"], "people": _people(request), "back": own_path(fields["back"])}
    if request.headers.get("hx-request") == "true":
        return fragment(request, "parts/sign_in_again.html", status=REFUSED, **known)
    kept = kept_fields(fields.pairs)
    name = "sign_in_kept.html" if kept else "sign_in.html"
    return page(request, name, status=REFUSED, kept=kept, **known)


def _opened(request: Request, fields: Fields, token: str) -> Response:
    adopt(request, token)
    session = session_in(request)
    back = _begins(session, fields["back"]) if session else "/"
    if request.headers.get("hx-request") == "true":
        answer: Response = fragment(request, "parts/signed_in.html")
    elif kept := kept_fields(fields.pairs):
        answer = page(request, "send_again.html", kept=kept, back=back)
    else:
        answer = goto(back)
    keep_cookie(request, answer, token)
    return answer


def _begins(session: Session, wanted: str) -> str:
    """Where somebody goes on: where they wanted to go, or where their role begins."""
    path = own_path(wanted)
    return home(session.account.role) if path == "/" else path
