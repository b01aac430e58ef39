"""What to expect of one patient over the next days, as a median and a band of virtual patients like this one.

A forecast is a model and says so: each carries what had to be assumed, whether the patient's own scores shaped it, and
the parameters behind it stand in one list with their evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from lentus.course import State
from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import Body, Covariates, body, parameter, scores, spread_parameters
from lentus.response.baclofen.anatomy import Level
from lentus.response.forecast.covariates import covariates_of
from lentus.response.forecast.given import Given, Mark, given
from lentus.response.forecast.walk import Walked, walk
from lentus.response.randomness import normals

PEOPLE = 400
SEED = 1
BAND = (5.0, 50.0, 95.0)
LONGEST = timedelta(days=90)
SPINAL_TIP = "the catheter's tip is taken to lie at the lumbar level"
MODEL = "A model, not a measurement: virtual patients like this one, no patient's own future."


@dataclass(frozen=True, eq=False)
class Band:
    """The middle and the inner 90 percent of virtual patients, over the forecast's hours; `unit` may be empty."""

    name: str
    unit: str
    low: FloatArray
    middle: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class Forecast:
    """Bands over `hours` after `start`; `now` is where the record ends and the plan begins."""

    start: datetime
    now: float
    hours: FloatArray
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    assumed: tuple[str, ...]
    people: int
    empties: float | None
    missed_refill: bool
    own: bool = False

    def band(self, name: str) -> Band:
        """A band by name. Raises ResponseError with the names that there are."""
        for one in self.bands:
            if one.name == name:
                return one
        raise ResponseError(f"no band is named {name}: there are {', '.join(one.name for one in self.bands)}")


def forecast(
    state: State,
    ahead: timedelta = timedelta(days=7),
    *,
    back: timedelta = timedelta(days=3),
    missed_refill: bool = False,
    level: Level = "lumbar",
    tip: Level | None = None,
    own: Mapping[str, FloatArray] | None = None,
    people: int = PEOPLE,
    seed: int = SEED,
) -> Forecast:
    """The bands from `back` before now to `ahead` of it, hour by hour, if nothing is changed.

    `own`: deviations of bodies drawn from this patient's own fit, each (people,), in place of the population's.
    Raises ResponseError where nothing is recorded that a body could respond to, or for a span of over 90 days.
    """
    if not timedelta(0) < ahead <= LONGEST:
        raise ResponseError(f"a forecast covers up to {LONGEST.days} days: {ahead.days} days cannot be forecast")
    what = given(state, ahead, missed_refill)
    if not (what.tip or what.gut or what.gut_rates or what.boluses):
        raise ResponseError("no baclofen is recorded for this patient: there is nothing to forecast")
    about, assumed = covariates_of(state)
    many = bodies(about, own, people, seed)
    first = max(0.0, what.now - back / timedelta(hours=1))
    # Whole hours about now, so that now itself stands on the grid.
    at = np.arange(what.now - np.floor(what.now - first), what.end + 1e-9, 1.0)
    walked = walk(many, what, at, tip=tip or "lumbar", level=level)
    said = (*assumed, *what.assumed, *(() if tip or not what.tip else (SPINAL_TIP,)))
    return Forecast(
        start=what.start,
        now=what.now,
        hours=at,
        bands=_bands(many, walked, what, level),
        marks=tuple(one for one in what.marks if one.at >= at[0]),
        assumed=said,
        people=people,
        empties=what.empties,
        missed_refill=missed_refill,
        own=own is not None,
    )


def bodies(about: Covariates, own: Mapping[str, FloatArray] | None, people: int, seed: int) -> Body:
    """Virtual patients with these covariates: the population's spread, or one patient's own where it was fitted."""
    who = np.arange(people)
    drawn: dict[str, FloatArray] = {
        name: parameter(name).deviation * normals(seed, who, f"body {name}", 1)[:, 0] for name in spread_parameters()
    }
    many = body(about, {**drawn, **(own or {})})
    return replace(many, steepness=np.broadcast_to(many.steepness, (people,)))


def _bands(many: Body, walked: Walked, what: Given, level: Level) -> tuple[Band, ...]:
    seen = scores.along(many)
    states, tolerance = walked.states, walked.tolerance
    by_mouth = not (what.tip or what.boluses)
    found: list[tuple[str, str, FloatArray]] = []
    if what.gut or what.gut_rates:
        found.append(("plasma level", "ng/mL", scores.plasma_ng_per_ml(seen, states)))
    if what.tip or what.boluses:
        found.append(("level in cerebrospinal fluid", "ng/mL", scores.fluid_ng_per_ml(seen, states, level)))
    found += [
        ("effect on tone", "percent", 100.0 * scores.effect(seen, states, level, tolerance)),
        ("Ashworth score", "points", scores.ashworth(seen, states, level, tolerance)),
        ("withdrawal", "percent", 100.0 * scores.withdrawal_severity(seen, states, level, by_mouth=by_mouth)),
        ("drowsiness", "percent", 100.0 * scores.drowsiness(seen, states, tolerance)),
    ]
    return tuple(_band(*one) for one in found)


def _band(name: str, unit: str, values: FloatArray) -> Band:
    low, middle, high = np.percentile(values, BAND, axis=0)
    return Band(name, unit, low, middle, high)
