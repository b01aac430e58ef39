"""What a model of the body expects of one patient, with and without a missed refill, and what the model rests on.

A model's figure beside a record's must never be taken for one: every page here says what it is, whose spread it shows,
and leads to the evidence in one step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from fastapi import APIRouter, Depends, HTTPException, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from lentus.course import State
from lentus.errors import ResponseError
from lentus.present.models.evidence import parameters_pieces, validation_pieces
from lentus.present.models.forecasts import banded_pieces, basis_pieces
from lentus.present.pictures.forecast import forecast_picture
from lentus.present.pieces import Piece
from lentus.response.forecast import MODEL, forecast
from lentus.response.forecast.forecast import LONGEST
from lentus.response.personal import personal
from lentus.web.charts import OpenedChart
from lentus.web.clinic import clinic_of
from lentus.web.expecting import Asked, Kept
from lentus.web.pages.dated import on_clock
from lentus.web.pictures import picture_html
from lentus.web.rendering import page
from lentus.web.signed import may

router = APIRouter()

USUAL = 7
CHOICES = (3, USUAL, 14, 30, LONGEST.days)
"""Days ahead that can be chosen."""

EVIDENCE = "the page The model"


@dataclass(frozen=True, slots=True)
class Expected:
    """A forecast for a page: the picture, the tables, and what it rests on. `fault` where there is none.

    `at` is the moment on which it was worked out and from which it looks ahead.
    """

    own: bool = False
    drawing: Markup | None = None
    pieces: tuple[Piece, ...] = ()
    missed: tuple[Piece, ...] = ()
    basis: tuple[Piece, ...] = ()
    fault: str = ""
    at: datetime | None = None


@router.get("/p/{chart_id}/forecast")
def show(request: Request, chart: OpenedChart) -> HTMLResponse:
    """The next week."""
    return show_days(request, chart, USUAL)


# Plain functions: fit, walk and drawing take about a second, and so run beside the loop that answers everybody else.
@router.get("/p/{chart_id}/forecast/{days}")
def show_days(request: Request, chart: OpenedChart, days: int) -> HTMLResponse:
    """So many days ahead. The days stand in the path: nothing about a patient ever stands in a query string."""
    if days not in CHOICES:
        offered = ", ".join(map(str, CHOICES))
        raise HTTPException(404, f"A forecast of {days} days is not offered: choose one of {offered} days.")
    now = clinic_of(request).now()
    asked = Asked(chart.id, chart.version, now.date(), clinic_of(request).settings.zone, days)
    kept: Kept[Expected] = request.app.state.forecasts
    expected = kept.answer(asked, lambda: replace(expected_of(chart.state(on_clock(now, now)), days), at=now))
    return page(
        request, "forecast.html", chart=chart, days=days, choices=CHOICES, expected=expected, model=MODEL, usual=USUAL
    )


def expected_of(state: State, days: int) -> Expected:
    """What is expected of the patient in `state` over so many days."""
    ahead = timedelta(days=days)
    try:
        if state.at is None or not state.events:
            raise ResponseError("nothing is recorded for this patient: there is nothing to forecast")
        own, notes = personal(state)
        cast = forecast(state, ahead, own=own)
        runs_dry = cast.empties is not None and cast.empties < cast.hours[-1]
        missed = forecast(state, ahead, own=own, missed_refill=True) if runs_dry else None
    except ResponseError as error:
        return Expected(fault=str(error))
    drawing = picture_html(forecast_picture(cast, missed, EVIDENCE), "forecast")
    without = tuple(banded_pieces(missed)) if missed is not None else ()
    return Expected(cast.own, drawing, tuple(banded_pieces(cast)), without, tuple(basis_pieces(cast, notes)))


@router.get("/model", dependencies=[Depends(may("read monograph"))])
def show_model(request: Request) -> HTMLResponse:
    """Every parameter with its evidence, and the model held against published findings."""
    return page(request, "model.html", held=_held(), parameters=parameters_pieces(), model=MODEL)


@lru_cache(maxsize=1)
def _held() -> tuple[Piece, ...]:
    """The model against the findings: simulated once, since it depends on nothing that a clinic changes."""
    return tuple(validation_pieces())
