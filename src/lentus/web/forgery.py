"""A form must come from a page of this clinic: a token in it, and an Origin that is our own.

With a session, the token is the session's. Before sign-in it is made from a random cookie of the visit and the server's
secret, so that nobody can be signed in under another person's name by a foreign page.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool

from lentus.web.clinic import clinic_of
from lentus.web.signed import session_in

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BEFORE_SIGN_IN = frozenset({"/sign-in", "/sign-in/demo", "/first"})
FIELD = "csrf"
HEADER = "x-csrf-token"
VISIT = "lentus_visit"
STALE = "This form did not come from a page that is open here, or the page is too old. Open the page again and send it."
RETURNED = (
    "This form was opened in a session that has ended, and you have signed in anew since, as {}. Nothing was recorded. "
    "Read what stands below, and send it again if it is yours."
)
FOREIGN = "This request came from another site and was refused. Nothing was recorded."


def visit_of(request: Request) -> str:
    """The random mark of a visit that has no session; made here where the browser has none yet."""
    known = getattr(request.state, "visit", None) or request.cookies.get(VISIT)
    request.state.visit = known or secrets.token_urlsafe(16)
    return str(request.state.visit)


def token_of(request: Request) -> str:
    """The token that a form of this page must bring back."""
    session = session_in(request)
    if session is not None:
        return session.csrf
    return hmac.new(clinic_of(request).secret, visit_of(request).encode(), hashlib.sha256).hexdigest()


async def guarded(request: Request) -> None:
    """Refuse what did not come from our own page. Every route has this dependency."""
    if request.method in SAFE:
        return
    _own_origin(request)
    given = request.headers.get(HEADER, "")
    if not given:
        form = await request.form()
        given = str(form.get(FIELD, ""))
    right = await run_in_threadpool(token_of, request)
    if not hmac.compare_digest(given.encode(), right.encode()):
        # A session that has ended leaves an old token behind: that is a matter of signing in again, not of forgery.
        if request.url.path not in BEFORE_SIGN_IN and session_in(request) is None:
            raise HTTPException(401)
        # Of another session, but from a page of ours, as the browser says: what was typed comes back to be sent again.
        request.state.of_another_session = request.headers.get("origin") is not None
        raise HTTPException(403, STALE)


def _own_origin(request: Request) -> None:
    origin = request.headers.get("origin")
    if origin is None:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise HTTPException(403, FOREIGN)
        return
    if origin != f"{request.url.scheme}://{request.headers.get('host', '')}":
        raise HTTPException(403, FOREIGN)
