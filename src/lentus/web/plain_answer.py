"""An answer that needs no template, session or store: for refusals before, and faults after, all of those."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

KEEP_FORM = {"lentus-keep-form": "yes"}
"""Tells static/lentus.js that the form which was sent stays as it is, with this answer's sentence above it."""

PAGE = Markup(
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Lentus</title></head>'
    '<body><main id="content"><h1>{}</h1><p class="lead">{}</p>{}<p><a href="/">Today</a></p></main></body></html>'
)
AGAIN = Markup('<form method="post" action="{}">{}<button type="submit">Send it again</button></form>')
HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')


def plain(
    status: int, sentence: str, *, title: str = "", path: str = "", kept: Iterable[tuple[str, str]] = ()
) -> HTMLResponse:
    """One sentence, and where a form was sent, its fields to be sent to `path` again."""
    fields = Markup("").join(HIDDEN.format(name, value) for name, value in kept)
    again = AGAIN.format(path, fields) if fields else ""
    title = title or ("Something went wrong" if status >= 500 else "Not possible")
    return HTMLResponse(PAGE.format(title, sentence, again), status, headers=KEEP_FORM)


async def send_plain(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    """Answer with one sentence, from outside of the application."""
    await plain(status, sentence)(scope, receive, send)


def kept_of(pairs: Mapping[str, str] | Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """What of a form may come back to be sent again: its texts, and nothing where a password is among them."""
    items = list(pairs.items() if isinstance(pairs, Mapping) else pairs)
    if any("password" in name for name, _ in items):
        return []
    return [(name, value) for name, value in items if isinstance(value, str)]
