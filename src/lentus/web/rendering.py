"""Templates into answers. Every page gets the same few names: none can forget the clinic's mark or a token."""

from __future__ import annotations

import functools
import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse

import lentus
from lentus.present.when import show_date, show_moment
from lentus.web.clinic import clinic_of
from lentus.web.forgery import VISIT, token_of
from lentus.web.navigation import home, links
from lentus.web.pieces import findings_html, inline_html, pieces_html
from lentus.web.signed import session_in
from lentus.web.unbroken import with_whole_dates

STATIC = Path(__file__).parent / "static"
SEE_OTHER = 303


def page(request: Request, name: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page from templates/`name`, with the names that every page has.

    session (or None), clinic, csrf, here (the path), links (navigation), now; and whatever is given.
    """
    session = session_in(request)
    shared = {
        "request": request,
        "session": session,
        "clinic": clinic_of(request),
        "csrf": token_of(request),
        "here": request.url.path,
        "links": links(session, request.url.path),
        "home": home(session.account.role) if session else "/",
        "chart": None,
    }
    text = _environment().get_template(name).render({**shared, **context})
    response = HTMLResponse(with_whole_dates(text), status)
    _remember_visit(request, response)
    return response


fragment = page
"""A part of a page, for htmx: a template that extends nothing."""


def goto(path: str) -> RedirectResponse:
    """After a POST: on to a page that can be loaded again without sending anything twice."""
    return RedirectResponse(path, SEE_OTHER)


def new_key() -> str:
    """A form's idempotency key: the same form sent twice is recorded once."""
    return secrets.token_urlsafe(16)


def static(path: str) -> str:
    """The address of a file under static/, which changes when the file does."""
    return f"/static/{path}?v={_digest(path)}"


@functools.cache
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def form_attrs(path: str) -> Markup:
    """The attributes of a form that sends by script where there is script, and by itself where there is none.

    An answer that is no redirect (a refusal, a conflict) takes the place of the page's content; a 401 or a lost line
    leaves the form as it is (see static/lentus.js).
    """
    return Markup(
        'method="post" action="{0}" hx-post="{0}" hx-target="#content" hx-select="#content" '
        'hx-swap="outerHTML show:top" autocomplete="off" novalidate'
    ).format(path)


def _remember_visit(request: Request, response: HTMLResponse) -> None:
    visit = getattr(request.state, "visit", None)
    if visit and request.cookies.get(VISIT) != visit:
        response.set_cookie(
            VISIT, visit, path="/", httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("lentus.web"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        static=static,
        form_attrs=form_attrs,
        new_key=new_key,
        pieces_html=pieces_html,
        findings_html=findings_html,
        inline_html=inline_html,
        show_moment=show_moment,
        show_date=show_date,
        version=lentus.__version__,
        htmx_config=json.dumps({"includeIndicatorCSS": False, "history": False, "defaultTimeout": 20000}),
    )
    return made
