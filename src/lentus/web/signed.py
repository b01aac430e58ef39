"""Who is signed in. The cookie holds a random token; everything else stays at the server.

A page says in its signature what it needs: `viewer: Viewer` for anybody signed in, `Depends(may("sign order"))` for a
role that may do that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Request
from starlette.responses import Response

from lentus.errors import NotAllowed
from lentus.record import Actor
from lentus.record.roles import Action, require
from lentus.record.sessions import Session, session_of
from lentus.web.clinic import clinic_of

COOKIE = "lentus_session"
_UNKNOWN = object()


def session_in(request: Request) -> Session | None:
    """The session of this request, or None where nobody is signed in (or no longer is). Looked up once."""
    known = getattr(request.state, "session", _UNKNOWN)
    if known is _UNKNOWN:
        known = _looked_up(request)
        request.state.session = known
    return cast("Session | None", known)


def adopt(request: Request, token: str) -> None:
    """Go on in this request with the session that was just opened."""
    request.state.session = _session_of(request, token)


def _looked_up(request: Request) -> Session | None:
    return _session_of(request, request.cookies.get(COOKIE, ""))


def _session_of(request: Request, token: str) -> Session | None:
    return session_of(clinic_of(request).store, token) if token else None


def signed_in(request: Request) -> Session:
    """The session; where there is none, the sign-in page (or, for a form sent by script, sign-in in place)."""
    session = session_in(request)
    if session is None:
        raise HTTPException(401)
    return session


Viewer = Annotated[Session, Depends(signed_in)]
"""A parameter of a page that anybody signed in may see."""


def may(action: Action) -> Callable[..., Session]:
    """A dependency: the session of a person whose role may do `action` (see record/roles.py); 403 for others."""

    def allowed_session(session: Viewer) -> Session:
        require(session.account.role, action)
        return session

    return allowed_session


def refusal(role: str, action: Action) -> str:
    """The sentence for a person whose role may not do something: what, and who may."""
    try:
        require(role, action)
    except NotAllowed as error:
        return str(error)
    return ""


def actor_of(session: Session) -> Actor:
    """Who writes, as the record keeps it."""
    return session.actor


def keep_cookie(request: Request, response: Response, token: str) -> None:
    """Leave the token with the browser: for this site only, out of reach of scripts, behind TLS where there is TLS."""
    response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https")


def drop_cookie(response: Response) -> None:
    """Take the token away again."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
