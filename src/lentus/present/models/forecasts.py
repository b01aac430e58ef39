"""A forecast as a page and as data: a table by the day, what was assumed, and where the evidence stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lentus import __version__
from lentus.course import Course
from lentus.present.data import patient_data
from lentus.present.models.numbers import rounded, unit_words
from lentus.present.pieces import Gap, Heading, Line, Piece, Span, Table
from lentus.present.reviews import header
from lentus.present.when import iso, show_moment
from lentus.response.forecast import MODEL, Band, Forecast

if TYPE_CHECKING:
    from lentus.present.shapes.models import BandShape, SimulateOutput

EVIDENCE = (
    "The parameters behind it, each with its source: lentus parameters. What the model gets right: lentus validate."
)
POPULATION = "Spread: of the population."
OWN = "Spread: of this patient's own fit; see below."


def forecast_pieces(course: Course, cast: Forecast, notes: tuple[str, ...] = ()) -> list[Piece]:
    """A table of each band by the day, medians with the inner 90 percent behind them."""
    title = Heading("What a model expects", 1)
    return [*header(course), Gap(), title, *banded_pieces(cast), *basis_pieces(cast, notes), Gap(), Line(EVIDENCE)]


def banded_pieces(cast: Forecast) -> list[Piece]:
    """What it is, whose spread it has, when the reservoir is empty, and the table."""
    pieces: list[Piece] = [
        Line((Span(MODEL, "unverified"), f" {cast.people} virtual patients. ", OWN if cast.own else POPULATION))
    ]
    if cast.missed_refill:
        pieces.append(Line(Span("With the next refill missed: nothing is given once the reservoir is empty.", "warn")))
    if cast.empties is not None:
        at = show_moment(_moment(cast, cast.empties))
        pieces.append(
            Line(f"Without a refill the reservoir is empty at about {at}, if it held just what was filled in.")
        )
    return [*pieces, Gap(), _table(cast), Gap()]


def basis_pieces(cast: Forecast, notes: tuple[str, ...] = ()) -> list[Piece]:
    """What had to be assumed, and what the patient's own fit says."""
    pieces: list[Piece] = []
    if cast.assumed:
        pieces.append(Heading("Assumed"))
        pieces += [Line(f"- {_sentence(one)}", 2, 2) for one in cast.assumed]
    if notes:
        pieces.append(Heading("This patient's own fit"))
        pieces += [Line(f"- {_sentence(one)}", 2, 2) for one in notes]
    return pieces


def _table(cast: Forecast) -> Table:
    places = _rows(cast)
    head = ("when", *(_named(one) for one in cast.bands))
    rows = tuple(
        (show_moment(_moment(cast, float(cast.hours[place]))), *(_range(one, place) for one in cast.bands))
        for place in places
    )
    return Table(head, rows)


def _rows(cast: Forecast) -> list[int]:
    """A row every few hours near now, then every day: what a person can read."""
    now = next(place for place, at in enumerate(cast.hours) if at >= cast.now - 1e-6)
    near = [now + hours for hours in (0, 4, 8, 12, 24)]
    far = range(now + 48, len(cast.hours), 24)
    return [place for place in (*near, *far) if place < len(cast.hours)]


def _named(one: Band) -> str:
    return f"{one.name}, {unit_words(one.unit)}"


def _range(one: Band, place: int) -> str:
    low, middle, high = (rounded(float(part[place])) for part in (one.low, one.middle, one.high))
    return f"{middle} ({low} to {high})"


def _moment(cast: Forecast, hours: float) -> datetime:
    return cast.start + timedelta(minutes=round(hours * 60))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def forecast_data(course: Course, cast: Forecast, notes: tuple[str, ...] = ()) -> SimulateOutput:
    """The whole forecast, hour by hour."""
    return {
        "lentus": __version__,
        "patient": patient_data(course),
        "model": MODEL,
        "start": iso(cast.start),
        "now": iso(_moment(cast, cast.now)),
        "hours": [float(at) for at in cast.hours],
        "bands": [_band_data(one) for one in cast.bands],
        "marks": [{"at": iso(_moment(cast, one.at)), "says": one.says} for one in cast.marks],
        "assumed": list(cast.assumed),
        "people": cast.people,
        "own_fit": cast.own,
        "notes": list(notes),
        "missed_refill": cast.missed_refill,
        "empty_without_refill": iso(_moment(cast, cast.empties)) if cast.empties is not None else None,
    }


def _band_data(one: Band) -> BandShape:
    return {
        "name": one.name,
        "unit": unit_words(one.unit),
        "low": [float(number) for number in one.low],
        "middle": [float(number) for number in one.middle],
        "high": [float(number) for number in one.high],
    }
