"""Forecasts: they say that they are a model, follow the record, and answer what a missed refill would do."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from lentus.course import Course, State, fold, read_course
from lentus.errors import ResponseError
from lentus.response.forecast import forecast, given
from lentus.response.personal import personal

EXAMPLES = sorted((Path(str(files("lentus"))) / "examples").glob("*.toml"))
PUMP = "spinal-adult-pump"
FEW = 40


def course(name: str) -> Course:
    return read_course(Path(str(files("lentus"))) / "examples" / f"{name}.toml")


def state(name: str) -> State:
    read = course(name)
    return fold(read.patient, read.events)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_can_be_forecast_within_its_scales(path: Path) -> None:
    read = read_course(path)
    cast = forecast(fold(read.patient, read.events), timedelta(days=2), people=FEW)
    assert cast.hours[-1] == pytest.approx(cast.now + 48)
    for band in cast.bands:
        assert (band.low <= band.middle).all()
        assert (band.middle <= band.high).all()
        assert (band.low >= 0).all()
    assert cast.band("Ashworth score").high.max() <= 5


def test_a_missed_refill_lowers_the_level_only_after_the_reservoir_is_empty() -> None:
    now = state("ten-mistakes")
    ahead = timedelta(days=45)
    kept, missed = (forecast(now, ahead, people=FEW, missed_refill=missed) for missed in (False, True))
    assert kept.empties is not None
    at = kept.hours
    level = "level in cerebrospinal fluid"
    before, after = at <= kept.empties, at > kept.empties + 1
    assert missed.band(level).middle[before] == pytest.approx(kept.band(level).middle[before], rel=1e-9)
    assert (missed.band(level).middle[after] < kept.band(level).middle[after]).all()


def test_a_longer_look_ahead_changes_nothing_that_was_already_seen() -> None:
    now = state(PUMP)
    short, long = (forecast(now, timedelta(days=days), people=FEW) for days in (2, 6))
    for one in short.bands:
        assert long.band(one.name).middle[: len(one.middle)] == pytest.approx(one.middle, rel=1e-9)


def test_what_the_pump_floor_delivers_is_what_the_model_is_given() -> None:
    what = given(state(PUMP), timedelta(days=3))
    running = [rate.mcg_per_h for rate in what.tip if rate.begin < what.end <= rate.end + 1e-6]
    assert running == pytest.approx([120 / 24])


def test_who_is_like_others_gets_the_same_forecast_twice() -> None:
    now = state(PUMP)
    first, second = (forecast(now, timedelta(days=1), people=FEW) for _ in range(2))
    for one in first.bands:
        assert np.array_equal(one.middle, second.band(one.name).middle)


def test_what_is_not_known_is_said() -> None:
    cast = forecast(state("as-found-uk"), timedelta(days=1), people=FEW)
    assert any("weight is not known" in one for one in cast.assumed)
    assert any("tubing and catheter is not known" in one for one in cast.assumed)


def test_nobody_is_forecast_who_was_given_nothing_or_too_far_ahead() -> None:
    read = course(PUMP)
    nothing = fold(read.patient, [one for one in read.events if one.kind in ("diagnosis", "care setting")])
    with pytest.raises(ResponseError, match="nothing to forecast"):
        forecast(nothing, timedelta(days=1), people=FEW)
    with pytest.raises(ResponseError, match="up to 90 days"):
        forecast(state(PUMP), timedelta(days=91), people=FEW)


def test_a_record_without_scores_falls_back_to_the_population_and_says_so() -> None:
    own, notes = personal(state("ten-mistakes"), FEW)
    assert own is None
    assert "the population stands" in notes[0]


def test_a_fit_that_the_record_supports_narrows_the_band() -> None:
    now = state(PUMP)
    own, notes = personal(now, FEW)
    assert own is not None
    assert "tone scores" in notes[0]
    wide, narrow = (forecast(now, timedelta(days=1), own=one, people=FEW).band("Ashworth score") for one in (None, own))
    assert (narrow.high - narrow.low).mean() < (wide.high - wide.low).mean()
