"""Every refusal as a page with a sentence: what happened, that nothing was lost, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response

from lentus.errors import (
    Conflict,
    LentusError,
    NotAllowed,
    NotReady,
    StoreDamaged,
    StoreUnavailable,
)
from lentus.web.blind import FiguresWait
from lentus.web.clinic import clinic_of
from lentus.web.forgery import FIELD, RETURNED, STALE
from lentus.web.plain_answer import KEEP_FORM, kept_of, plain
from lentus.web.rendering import page
from lentus.web.sign_in_again import sign_in_again
from lentus.web.signed import session_in
from lentus.web.standing_stops import standing_stops

TITLES = {
    400: "This cannot be read",
    403: "Not allowed",
    404: "Not found",
    405: "Not found",
    409: "Somebody else wrote first",
    413: "Too much",
    422: "This cannot be read",
    429: "Too many tries",
    500: "Something went wrong",
    503: "The record is away",
}
SENTENCES = {
    404: "There is nothing at this address. A patient is found by number or name on the page Patients.",
    405: "This address takes no such request. Go back and use the form on the page.",
    422: "Something in this request has another form than the page sends. Go back and send the form again.",
    503: "The record cannot be written or read now. Nothing was recorded. What you typed is kept; send it again.",
}
AWAY = "{} Nothing was recorded. What you typed is kept: send it again when the record is back."
DAMAGED = "The record does not prove itself whole, so nothing is shown or written until somebody has looked: {}"
CONFLICT = "{} Nothing of yours was recorded. Open the chart in another window, read what is new, then decide."
UNAUTHORIZED, NOT_NOW = 401, 409
MAY_BE_SENT_AGAIN = frozenset({409, 422, 503})


def add_fault_pages(app: FastAPI) -> None:
    """Register the pages."""
    app.add_exception_handler(StarletteHTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(LentusError, _ours)
    app.add_exception_handler(FiguresWait, _figures_wait)


def message(
    request: Request, status: int, sentence: str, *, title: str = "", kept: Sequence[tuple[str, str]] = ()
) -> Response:
    """A page that says one thing; a form that was sent stays, or comes back to be sent again."""
    title = title or TITLES.get(status, TITLES[500])
    try:
        answer = page(request, "message.html", status=status, title=title, sentence=sentence, kept=kept)
    except StoreUnavailable:
        # A page asks the store who is signed in; without a store, the sentence alone is left.
        return plain(status, sentence, title=title, path=request.url.path, kept=kept)
    answer.headers.update(KEEP_FORM)
    return answer


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException | StarletteHTTPException)
    if error.status_code == UNAUTHORIZED:
        return await sign_in_again(request)
    if getattr(request.state, "of_another_session", False):
        return await _returned(request)
    said = error.detail if error.detail and error.status_code not in (404, 405) else ""
    sentence = said or SENTENCES.get(error.status_code, str(error.detail))
    return await _told_with_form(request, error.status_code, sentence)


async def _returned(request: Request) -> Response:
    """A form of a session that has ended, under a new one: what was typed, with the token of the new session."""
    session = await run_in_threadpool(session_in, request)
    kept = [(name, text) for name, text in kept_of((await request.form()).multi_items()) if name != FIELD]
    if session is None or not kept:
        return await run_in_threadpool(message, request, 403, STALE)
    kept.append((FIELD, session.csrf))
    sentence = RETURNED.format(session.account.full_name)
    answer = await run_in_threadpool(message, request, 403, sentence, title="Not sent yet", kept=kept)
    if not request.url.path.endswith("/findings"):
        # The form on the page holds a token that is no good any more: this answer takes its place.
        for name in KEEP_FORM:
            del answer.headers[name]
    return answer


async def _figures_wait(request: Request, error: Exception) -> Response:
    """The question that stands before a chart whose figures wait: enter them, or see them and leave it to others."""
    assert isinstance(error, FiguresWait)
    sent = request.method not in ("GET", "HEAD")
    kept = kept_of((await request.form()).multi_items()) if sent else []
    return await run_in_threadpool(_gate, request, error, sent, kept)


def _gate(request: Request, error: FiguresWait, sent: bool, kept: Sequence[tuple[str, str]]) -> Response:
    """The page of the gate, with the emergencies that stand, by title alone; a form that was sent is kept."""
    answer = page(
        request,
        "figures_wait.html",
        status=NOT_NOW if sent else 200,
        chart=error.chart,
        facts=[one for one in error.chart.told if one.id in error.waiting],
        back=f"/p/{error.chart.id}" if sent else request.url.path,
        stops=standing_stops(error.chart, clinic_of(request).now()),
        sent=sent,
        kept=[(name, text) for name, text in kept if name != FIELD],
    )
    if sent:
        answer.headers.update(KEEP_FORM)
    return answer


async def _unreadable(request: Request, _: Exception) -> Response:
    return await _told_with_form(request, 422, SENTENCES[422])


async def _ours(request: Request, error: Exception) -> Response:
    return await _told_with_form(request, *_told(error))


async def _told_with_form(request: Request, status: int, sentence: str) -> Response:
    kept: list[tuple[str, str]] = []
    if request.method == "POST" and status in MAY_BE_SENT_AGAIN:
        kept = kept_of((await request.form()).multi_items())
    return await run_in_threadpool(message, request, status, sentence, kept=kept)


def _told(error: Exception) -> tuple[int, str]:
    said = str(error)
    said = said if said.endswith((".", "?", "!")) else f"{said}."
    match error:
        case StoreUnavailable():
            return 503, AWAY.format(said)
        case StoreDamaged():
            return 503, DAMAGED.format(said)
        case Conflict():
            return 409, CONFLICT.format(said)
        case NotAllowed():
            return 403, said
        case NotReady():
            return 409, said
    return 422, said
