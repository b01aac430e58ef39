"""When a session has ended: sign in where one stands, and what was typed stays.

A page that was asked for leads to sign-in and back. A form sent by script gets sign-in in place, as a fragment beside
the form, which stays as it is. A form sent without script comes back with what it held, to be sent again after sign-in:
in the page alone, never in the browser's storage.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from lentus.web.demo_people import DEMO_PEOPLE, demo_allowed
from lentus.web.plain_answer import kept_of
from lentus.web.rendering import fragment, goto, page

UNAUTHORIZED = 401
TOKEN = "csrf"
KEPT = "kept:"


async def sign_in_again(request: Request) -> Response:
    """Answer a request that needs a session and has none."""
    known = {"refused": "", "name": "", "people": DEMO_PEOPLE if demo_allowed(request) else ()}
    if request.headers.get("hx-request") == "true":
        return fragment(request, "parts/sign_in_again.html", status=UNAUTHORIZED, **known)
    if request.method in ("GET", "HEAD"):
        return goto(f"/sign-in?next={quote(request.url.path)}")
    form = await request.form()
    kept = [(name, value) for name, value in kept_of(form.multi_items()) if name != TOKEN]
    return page(request, "sign_in_kept.html", status=UNAUTHORIZED, kept=kept, back=own_path(request.url.path), **known)


def kept_fields(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields of an earlier form that travel with sign-in."""
    return [(name.removeprefix(KEPT), value) for name, value in pairs if name.startswith(KEPT)]


def own_path(path: str) -> str:
    """A path of this clinic to go back to; Today for anything else."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-")) and "\n" not in path
    return path if safe else "/"
