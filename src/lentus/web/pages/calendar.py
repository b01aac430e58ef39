"""Calendar feeds: the page that opens and closes their secret addresses, and the feeds themselves.

A feed is asked for by a program that cannot sign in: its address is the key. An address that never was, one that was
closed and one that is no address at all are answered alike, byte for byte.
"""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from lentus.errors import RecordError
from lentus.exchange.calendar import Address, address_of, addresses, close_address, feed_of, open_address
from lentus.record import Chart, chart
from lentus.record.sessions import Session
from lentus.web.charts import NO_CHART, OpenedChart
from lentus.web.clinic import clinic_of
from lentus.web.posted import Posted
from lentus.web.rendering import page
from lentus.web.signed import actor_of, may

router = APIRouter()

CARES = Depends(may("open chart"))
NO_FEED = "There is no calendar at this address.\n"
CLOSED = "The address is closed. Whoever asks there now is refused; what a calendar fetched before stays in it."
KNOWN = "This form was sent before: the address that it made is in the list. Close it and open another if it is lost."


@router.head("/calendar/{token}.ics", include_in_schema=False)
@router.get("/calendar/{token}.ics")
def feed(request: Request, token: str) -> Response:
    """The feed behind a secret address; 404 for everything else, and 304 for whoever has it as it stands."""
    store = clinic_of(request).store
    found = address_of(store, token)
    if found is None:
        return Response(NO_FEED, 404, media_type="text/plain; charset=utf-8")
    made = feed_of(store, found, site=_site(request)).encode()
    mark = f'"{sha256(made).hexdigest()[:32]}"'
    known = (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(","))
    if mark in known:
        return Response(status_code=304, headers={"etag": mark})
    return Response(made, media_type="text/calendar; charset=utf-8", headers={"etag": mark})


@router.get("/calendars", dependencies=[CARES])
def of_clinic(request: Request) -> HTMLResponse:
    """The addresses of the whole clinic's feed."""
    return _page(request)


@router.get("/p/{chart_id}/calendar", dependencies=[CARES])
def of_patient(request: Request, chart: OpenedChart) -> HTMLResponse:
    """The addresses of one patient's feed."""
    return _page(request, chart=chart)


@router.post("/calendars")
def open_clinic(request: Request, fields: Posted, session: Session = CARES) -> HTMLResponse:
    """Open an address of the whole clinic's feed, with names only where that was chosen."""
    return _opened(request, fields, session, None)


@router.post("/p/{chart_id}/calendar")
def open_patient(request: Request, chart: OpenedChart, fields: Posted, session: Session = CARES) -> HTMLResponse:
    """Open an address of one patient's feed; it never holds a name."""
    return _opened(request, fields, session, chart)


@router.post("/calendars/{address_id}/close")
def close(request: Request, address_id: str, session: Session = CARES) -> HTMLResponse:
    """Close an address, at once."""
    store = clinic_of(request).store
    try:
        ended = close_address(store, address_id, actor=actor_of(session))
    except RecordError as error:
        raise HTTPException(404, str(error)) from None
    return _page(request, chart=_chart(request, ended), done=CLOSED)


def _opened(request: Request, fields: Posted, session: Session, chart: Chart | None) -> HTMLResponse:
    try:
        _, token = open_address(
            clinic_of(request).store,
            actor=actor_of(session),
            chart_id=chart.id if chart else "",
            names=chart is None and bool(fields["names"]),
            label=fields["label"],
            key=fields["key"],
        )
    except RecordError as error:
        return _page(request, chart=chart, refused=str(error), status=422)
    shown = f"{_site(request)}/calendar/{token}.ics" if token else ""
    return _page(request, chart=chart, shown=shown, done="" if token else KNOWN)


def _page(
    request: Request,
    *,
    chart: Chart | None = None,
    shown: str = "",
    done: str = "",
    refused: str = "",
    status: int = 200,
) -> HTMLResponse:
    wanted = chart.id if chart else ""
    listed = [one for one in addresses(clinic_of(request).store) if one.chart_id == wanted]
    return page(
        request,
        "calendar_patient.html" if chart else "calendars.html",
        status=status,
        chart=chart,
        addresses=[one for one in reversed(listed) if one.closed is None],
        closed=[one for one in reversed(listed) if one.closed is not None],
        shown=shown,
        done=done,
        refused=refused,
    )


def _chart(request: Request, address: Address) -> Chart | None:
    if not address.chart_id:
        return None
    try:
        return chart(clinic_of(request).store, address.chart_id)
    except RecordError:
        raise HTTPException(404, NO_CHART) from None


def _site(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}"
