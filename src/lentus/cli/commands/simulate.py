"""`lentus simulate COURSE`: what a model expects of one patient over the next days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from lentus.cli.reading import course_named, moment_named, state_at
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import ResponseError
from lentus.present.models.forecasts import forecast_data, forecast_pieces
from lentus.present.pieces import Line
from lentus.response.baclofen import Level
from lentus.response.forecast import forecast
from lentus.response.forecast.forecast import LONGEST
from lentus.response.personal import personal

if TYPE_CHECKING:
    from lentus.course import State
    from lentus.response.forecast import Forecast

LEVELS: tuple[Level, ...] = get_args(Level)
DRAWN = (".svg", ".png")


def run(
    course: str, *, days: int, at: str, tip: str, missed_refill: bool, population: bool, out: str, as_json: bool
) -> int:
    """Forecast, show, and draw where asked."""
    if out and Path(out).suffix not in DRAWN:
        raise ResponseError(f"--out {out}: a picture is written as {' or '.join(DRAWN)}: change the ending")
    if not 0 < days <= LONGEST.days:
        raise ResponseError(f"--days {days}: a forecast covers up to {LONGEST.days} days: write 1 to {LONGEST.days}")
    if tip and tip not in LEVELS:
        raise ResponseError(f"--tip {tip}: the levels are {', '.join(LEVELS)}")
    read = course_named(course)
    state = state_at(read, moment_named(at, read))
    own, notes = (None, ()) if population else personal(state)
    ahead = timedelta(days=days)
    level = next((one for one in LEVELS if one == tip), None)
    cast = forecast(state, ahead, tip=level, own=own, missed_refill=missed_refill)
    if as_json:
        show_json(forecast_data(read, cast, notes))
    else:
        show_pieces(forecast_pieces(read, cast, notes))
    if out:
        _draw(state, cast, out, quiet=as_json)
    return FINE


def _draw(state: State, cast: Forecast, out: str, *, quiet: bool) -> None:
    from lentus.cli.commands.pump_made import save_picture
    from lentus.present.pictures.forecast import forecast_picture

    hours = timedelta(hours=float(cast.hours[-1] - cast.now))
    missed = None
    if cast.empties is not None and cast.empties < cast.hours[-1] and not cast.missed_refill:
        missed = forecast(state, hours, missed_refill=True)
    save_picture(forecast_picture(cast, missed), out)
    if not quiet:
        show_pieces([Line(f"Drawn in {out}.")])
