"""Levels that a laboratory measured shape a patient's own fit, each by its specimen, and say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from lentus.course import Course, State, fold, read_course
from lentus.errors import CourseError
from lentus.response.baclofen import Covariates, parameter
from lentus.response.fit import Observation, Question, fit, level_observations
from lentus.response.fit.observations import error_of
from lentus.response.forecast import forecast, given
from lentus.response.forecast.given import Dose, Given
from lentus.response.personal import own_fit, personal
from lentus.response.randomness import normals
from tests.response.forecast.test_fit import GIVEN

FEW = 40
PLASMA, FLUID = "baclofen in plasma", "baclofen in cerebrospinal fluid"


def state(*levels: tuple[str, str, str], doses: tuple[str, ...] = ("20 mg", "20 mg", "20 mg")) -> State:
    told: list[dict[str, Any]] = [
        {"kind": "laboratory", "at": at, "analyte": analyte, "value": value} for at, analyte, value in levels
    ]
    return fold_of([{"kind": "oral regimen", "at": "2026-03-02T07:00", "doses": list(doses)}, *told])


def fold_of(events: list[dict[str, Any]]) -> State:
    course = Course.model_validate(
        {
            "lentus": 1,
            "zone": "America/Chicago",
            "author": "Dr. Example",
            "role": "prescriber",
            "patient": {"id": "EX-1", "name": "Alex Example"},
            "events": events,
        }
    )
    return fold(course.patient, course.events)


HIGH = (("2026-03-12T10:00", PLASMA, "900 ng/mL"), ("2026-03-13T10:00", PLASMA, "880 mcg/L"))


def test_high_levels_in_plasma_mean_a_slow_clearance_and_a_higher_forecast() -> None:
    found = own_fit(state(*HIGH))
    assert found.names == ("oral-clearance",)
    assert found.value("oral-clearance") < parameter("oral-clearance").value
    now = state(*HIGH)
    own, notes = personal(now, FEW)
    assert own is not None
    assert notes[0] == "from 2 levels in plasma of the record"
    plain, fitted = (forecast(now, timedelta(days=1), own=one, people=FEW).band("plasma level") for one in (None, own))
    assert fitted.middle.mean() > plain.middle.mean()
    assert (fitted.high - fitted.low).mean() / fitted.middle.mean() < (
        plain.high - plain.low
    ).mean() / plain.middle.mean()


def test_each_specimen_is_its_own_kind_and_the_unit_is_read() -> None:
    now = state(("2026-03-10T10:00", PLASMA, "250 ng/mL"), ("2026-03-10T10:30", FLUID, "0.03 mcg/mL"))
    seen = level_observations(now, given(now, timedelta(hours=1)).start)
    assert [(one.kind, one.value) for one in seen] == [("plasma level", 250.0), ("fluid level", 30.0)]


def test_a_level_before_the_first_dose_or_of_nothing_is_left_out() -> None:
    now = state(
        ("2026-03-01T10:00", PLASMA, "40 ng/mL"),
        ("2026-03-02T07:00", PLASMA, "40 ng/mL"),
        ("2026-03-12T10:00", PLASMA, "0 ng/mL"),
    )
    assert level_observations(now, given(now, timedelta(hours=1)).start) == ()
    own, notes = personal(now, FEW)
    assert own is None
    assert notes[-1].startswith("left out: 1 level of nothing")


def test_tone_and_levels_are_told_apart() -> None:
    read = course_with_pump()
    _, notes = personal(read, FEW)
    assert notes[0] == "from 5 tone scores and 2 levels in cerebrospinal fluid of the record"


def course_with_pump() -> State:
    from importlib.resources import files
    from pathlib import Path

    read = read_course(Path(str(files("lentus"))) / "examples" / "spinal-adult-pump.toml")
    before = fold(read.patient, read.events)
    count = len(own_fit(before).observations)
    assert count >= 2
    last = before.now.replace(tzinfo=None)
    told = [
        {
            "id": f"level{n}",
            "kind": "laboratory",
            "at": (last + timedelta(hours=n)).isoformat(),
            "zone": before.events[-1].zone,
            "author": "Dr. Example",
            "role": "prescriber",
            "analyte": FLUID,
            "value": "150 ng/mL",
        }
        for n in (1, 2)
    ]
    from lentus.course.fold import EVENT_READER

    return fold(read.patient, [*read.events, *(EVENT_READER.validate_python(one) for one in told)])


@pytest.mark.parametrize("value", ["250", "250 mg", "65 mL/min", "250 ug/L", "2,5 ng/mL"])
def test_a_level_needs_its_unit(value: str) -> None:
    with pytest.raises((CourseError, ValueError), match=r"baclofen in plasma|unit|read"):
        state(("2026-03-10T10:00", PLASMA, value))


@pytest.mark.parametrize(("kind", "name"), [("plasma level", "oral-clearance"), ("fluid level", "spinal-loss")])
def test_the_truth_lies_in_nine_of_ten_intervals_of_levels(kind: Any, name: str) -> None:
    what = BY_MOUTH if kind == "plasma level" else GIVEN
    moments = (200.0, 228.5, 300.0, 400.0)
    inside = []
    for patient in range(60):
        truth = normals(3, [patient], "truth", 1)[0] * parameter(name).deviation
        blank = Question(what, Covariates(), tuple(Observation(at, kind, 1.0) for at in moments))
        noise = np.exp(error_of(kind) * normals(3, [patient], "noise", len(moments))[0])
        read = blank.predict(truth[None, :])[0] * noise
        seen = tuple(Observation(at, kind, float(one)) for at, one in zip(moments, read, strict=True))
        found = fit(Question(what, Covariates(), seen))
        assert found.supported or "further" in found.against[0]
        inside.append(abs(found.estimate[0] - truth[0]) <= 1.645 * found.deviation[0])
    # 60 intervals: a share of 0.9 lies between 0.76 and 1 in all but one of a thousand runs.
    assert float(np.mean(inside)) >= 0.76


BY_MOUTH = Given(
    start=GIVEN.start,
    now=0.0,
    end=480.0,
    tip=(),
    gut_rates=(),
    gut=tuple(Dose(8.0 * number, 20_000.0) for number in range(60)),
    boluses=(),
    marks=(),
    assumed=(),
    found=False,
    empties=None,
)
