"""The services for other records, at the addresses that CDS Hooks names. JSON in, JSON out; no session and no form.

They are plain routes beside the pages: a page's guard against foreign forms looks for a session's token, and a record
has neither. In its place stand the signed token of each call, a content type that no foreign page can send without
being asked for leave first, and a list of origins that get it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from typing import Any, NoReturn

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lentus.course import zone_named
from lentus.errors import ExchangeError, LentusError, StoreUnavailable
from lentus.exchange.cds.call import Call, read_call
from lentus.exchange.cds.callers import Caller
from lentus.exchange.cds.feedback import read_feedback
from lentus.exchange.cds.hooks import BY_ID, discovery
from lentus.exchange.cds.markdown import rules_in
from lentus.exchange.cds.patient import Context
from lentus.exchange.cds.prefetch import completed, may_fetch
from lentus.exchange.cds.services import answer, concerns_nobody, lacking, unresolved
from lentus.record import Store
from lentus.record.cards import keep_answers
from lentus.record.chart import Chart
from lentus.record.charts import chart
from lentus.record.readmodels.patients import open_chart_with
from lentus.record.readmodels.today import of_chart
from lentus.web.calling import FOREIGN_PAGE, Calling
from lentus.web.clinic import clinic_of

ROOT = "/cds-services"
MOST_BYTES = 2 * 1024 * 1024
NOT_JSON = "The request must be JSON, with content-type application/json."
COMPRESSED = "The request is compressed, and Lentus reads plain JSON only: leave content-encoding out."
NO_SERVICE = f"There is no such service; there are {', '.join(BY_ID)}."
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
Answer = Callable[[Request], Awaitable[Response]]


class _Refused(Exception):
    """A call that is not answered, with its status and headers; seen in this file only."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = headers


def calling_of(request: Request) -> Calling:
    """What the services of this application share."""
    calling = request.app.state.calling
    assert isinstance(calling, Calling)
    return calling


def _told(handler: Callable[[Request], Awaitable[Any]]) -> Answer:
    """A route: its answer or its refusal as JSON, with leave for the pages that may read it."""

    async def route(request: Request) -> Response:
        try:
            _refuse_foreign_page(request)
            made = await handler(request)
            response = _json(200, made)
        except _Refused as refused:
            response = _json(refused.status, {"message": str(refused)})
            response.headers.update(refused.headers)
        except StoreUnavailable as error:
            response = _json(503, {"message": str(error)})
        except LentusError as error:
            response = _json(400, {"message": str(error)})
        _add_leave(request, response)
        return response

    return route


def _json(status: int, made: Any) -> Response:
    body = json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(body.encode(), status, media_type="application/json")


def _refuse_foreign_page(request: Request) -> None:
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if origin is not None and origin != own and not calling_of(request).origin_allowed(origin):
        raise _Refused(403, FOREIGN_PAGE)


def _add_leave(request: Request, response: Response) -> None:
    origin = request.headers.get("origin")
    if origin is not None and calling_of(request).origin_allowed(origin):
        response.headers["access-control-allow-origin"] = origin
        response.headers["access-control-allow-methods"] = "GET, POST"
        response.headers["access-control-allow-headers"] = "authorization, content-type"
        response.headers["access-control-max-age"] = "600"
        response.headers["vary"] = "origin"


async def _leave(_: Request) -> dict[str, Any]:
    return {}


async def _discovered(_: Request) -> dict[str, Any]:
    return discovery()


async def _described(request: Request) -> dict[str, Any]:
    from lentus.exchange.cds.description import description

    return description(calling_of(request).base(request))


async def _called(request: Request) -> dict[str, Any]:
    """One call of a service. What names no baclofen is answered at once; the rest works beside the event loop."""
    service = _service(request)
    caller = await _admitted(request, f"{ROOT}/{service}")
    call = read_call(service, await _body(request))
    if concerns_nobody(call):
        return {"cards": []}
    if may_fetch(call, caller) and (lacking(call) or unresolved(call)):
        call = await run_in_threadpool(_fetched, call, caller)
    work = partial(_answered, request, call, caller)
    return await calling_of(request).rounds.answered(clinic_of(request).store, caller.issuer, work)


def _fetched(call: Call, caller: Caller) -> Call:
    """The call with what its record's own server adds: first which drugs the drafts are of, then what that asks for."""
    named = completed(call, caller, unresolved(call))
    return completed(named, caller, lacking(named))


async def _answered_card(request: Request) -> dict[str, Any]:
    service = _service(request)
    caller = await _admitted(request, f"{ROOT}/{service}", f"{ROOT}/{service}/feedback")
    sent = read_feedback(await _body(request))
    kept = {one.card: calling_of(request).rules.get(one.card) or () for one in sent}
    await run_in_threadpool(keep_answers, clinic_of(request).store, caller.issuer, service, sent, kept)
    return {}


def _service(request: Request) -> str:
    service = str(request.path_params["service"])
    if service not in BY_ID:
        raise _Refused(404, NO_SERVICE)
    return service


async def _admitted(request: Request, *paths: str) -> Caller:
    calling = calling_of(request)
    try:
        if calling.doorkeeper is None or calling.doorkeeper.needs_no_fetch(request.headers.get("authorization", "")):
            return calling.admit(request, paths)
        return await run_in_threadpool(calling.admit, request, paths)
    except ExchangeError as error:
        raise _Refused(401 if calling.callers is not None else 403, str(error)) from error


async def _body(request: Request) -> Any:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "application/fhir+json"):
        raise _Refused(415, NOT_JSON)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise _Refused(415, COMPRESSED)
    try:
        return json.loads(await request.body(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _Refused(400, NOT_JSON) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _answered(request: Request, call: Call, caller: Caller) -> tuple[dict[str, Any], list[str]]:
    """The answer, and the charts that it rests on."""
    calling = calling_of(request)
    seen: list[Chart] = []
    with ExitStack() as held:
        made = answer(call, _context(request, calling, caller, seen, held))
    for one in made["cards"]:
        calling.rules.put(one["uuid"], rules_in(one["detail"]))
    return made, [found.id for found in seen]


def _context(request: Request, calling: Calling, caller: Caller, seen: list[Chart], held: ExitStack) -> Context:
    store = clinic_of(request).store
    own = calling.settings_of(store)

    def chart_of(number: str) -> Chart | None:
        """Look a number up. The first look opens the snapshot in which all of this answer is read."""
        if not in_snapshot:
            held.enter_context(store.snapshot())
            in_snapshot.append(True)
        return _chart_of(store, number)

    in_snapshot: list[bool] = []
    return Context(
        now=store.now().astimezone(zone_named(own.zone)),
        zone=own.zone,
        profile=own.profile,
        base=calling.base(request),
        number_system=caller.number_system,
        chart_of=chart_of,
        seen_by=seen.append,
        due_of=lambda chart_id: of_chart(store, chart_id),
    )


def _chart_of(store: Store, number: str) -> Chart | None:
    chart_id = open_chart_with(store, number)
    return None if chart_id is None else chart(store, chart_id)


async def _otherwise(request: Request) -> NoReturn:
    """What no route takes: another method than an address has, or an address that is none."""
    parts = [one for one in request.url.path.removeprefix(ROOT).split("/") if one]
    if parts in ([], ["openapi.json"]):
        raise _not_allowed(request, "GET")
    if len(parts) == 1 or parts[1:] == ["feedback"]:
        if parts[0] not in BY_ID:
            raise _Refused(404, NO_SERVICE)
        raise _not_allowed(request, "POST")
    raise _Refused(404, f"There is nothing at this address; {ROOT} lists the services.")


def _not_allowed(request: Request, method: str) -> _Refused:
    return _Refused(405, f"This address takes {method}, and no {request.method[:20]}.", allow=f"{method}, OPTIONS")


ROUTES = (
    Route(ROOT, _told(_discovered), methods=["GET"]),
    Route(ROOT, _told(_leave), methods=["OPTIONS"]),
    Route(f"{ROOT}/", _told(_discovered), methods=["GET"]),
    Route(f"{ROOT}/openapi.json", _told(_described), methods=["GET"]),
    Route(f"{ROOT}/openapi.json", _told(_otherwise), methods=[one for one in EVERY_METHOD if one != "OPTIONS"]),
    Route(f"{ROOT}/{{service}}", _told(_called), methods=["POST"]),
    Route(f"{ROOT}/{{service}}/", _told(_called), methods=["POST"]),
    Route(f"{ROOT}/{{service}}", _told(_leave), methods=["OPTIONS"]),
    Route(f"{ROOT}/{{service}}/feedback", _told(_answered_card), methods=["POST"]),
    Route(f"{ROOT}/{{service}}/feedback", _told(_leave), methods=["OPTIONS"]),
    Route(ROOT, _told(_otherwise), methods=EVERY_METHOD),
    Route(f"{ROOT}/{{rest:path}}", _told(_otherwise), methods=EVERY_METHOD),
)
"""The addresses of the specification. A refusal below them is JSON, whoever asks for what."""
