"""The plan file: read strictly, on its own clock, and nothing lost on the way."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from lentus.course.plan import plan_from, read_plan
from lentus.errors import CourseError
from lentus.quantity import DoseRate

SMALL: dict[str, Any] = {
    "zone": "America/Chicago",
    "at": "2026-03-10T10:00",
    "device": {"key": "synchromed-ii-20"},
    "program": {"concentration": "500 mcg/mL", "daily_dose": "300 mcg/day"},
}
EXAMPLES = sorted(
    one.name for one in resources.files("lentus.examples").joinpath("plans").iterdir() if one.name.endswith(".toml")
)


def test_a_plan_reads_its_amounts_and_its_time_on_its_own_clock() -> None:
    plan = plan_from(SMALL)
    assert plan.program.daily_dose == DoseRate.read("300 mcg/day")
    assert plan.at.utcoffset() == timedelta(hours=-5)
    assert plan.path.holds == "unknown"
    assert plan.fill is None


def test_moments_inside_a_plan_are_on_its_clock() -> None:
    plan = plan_from(
        SMALL | {"reservoir": {"filled_at": "2026-01-10T09:00"}, "path": {"bridge_until": "2026-07-01T09:00"}}
    )
    assert plan.reservoir.filled_at is not None
    assert plan.reservoir.filled_at.utcoffset() == timedelta(hours=-6)
    assert plan.path.bridge_until is not None
    assert plan.path.bridge_until.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_is_generated_and_survives_json(name: str) -> None:
    with resources.as_file(resources.files("lentus.examples").joinpath("plans").joinpath(name)) as path:
        plan = read_plan(path)
    assert plan.generated
    assert plan_from(json.loads(plan.model_dump_json())) == plan


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"dosage": "300 mcg"}, "dosage"),
        ({"program": {"daily_dose": "300"}}, "needs its unit"),
        ({"program": {"daily_dose": 300}}, "daily_dose"),
        ({"program": {"mode": "flex"}}, "steps belong to the mode flex"),
        ({"program": {"mode": "step dosing", "daily_dose": "1 mcg/day"}}, "stages belong"),
        ({"program": {"mode": "periodic bolus"}}, "periodic belongs"),
        ({"program": {"mode": "stopped", "daily_dose": "3 mcg/day"}}, "no daily dose"),
        ({"program": {"steps": [{"starts": "00:00", "rate": "1 mcg/h"}]}}, "steps belong"),
        ({"program": {"mode": "flex", "steps": [{"starts": "24:30", "rate": "1 mcg/h"}]}}, "starts"),
        ({"program": {"mode": "flex", "steps": [{"starts": "00:00"}]}}, "a rate or a dose"),
        (
            {"program": {"mode": "flex", "steps": [{"starts": "00:00", "rate": "1 mcg/h", "dose": "1 mcg"}]}},
            "a rate or a dose",
        ),
        ({"program": {"boluses": [{"kind": "single", "over": "1 h"}]}}, "needs its dose"),
        ({"program": {"boluses": [{"kind": "bridge", "over": "1 h", "dose": "1 mcg"}]}}, "needs its volume"),
        ({"device": {"figures": []}}, "needs its key or its name"),
        ({"catheter": {"stated": "0.2 mL"}}, "needs its source"),
        (
            {
                "catheter": {
                    "stated": "0.2 mL",
                    "source": "x",
                    "segments": [{"name": "a", "length": "9 cm", "per_cm": "0.002 mL", "source": "x"}],
                }
            },
            "not by both",
        ),
        ({"path": {"holds": "no drug", "concentration": "500 mcg/mL"}}, "write holds as drug"),
        ({"change": {"uses": "own dose"}}, "own dose"),
        ({"change": {"uses": "dose after", "dose": "3 mcg/day"}}, "own dose"),
        ({"clock": {"offset": "Chicago"}}, "offset"),
        ({"shown": {"clock": "14:00"}}, "clock"),
        ({"path": {"bridge_until": "2026-03-08T02:30"}}, "never was"),
        ({"at": "2026-11-01T01:30"}, "came twice"),
        ({"zone": "Chicago"}, "IANA"),
    ],
)
def test_what_makes_no_sense_as_writing_is_refused_in_a_sentence(change: dict[str, Any], says: str) -> None:
    with pytest.raises(CourseError, match=says):
        plan_from(SMALL | change, "my plan")


def test_a_file_that_is_no_plan_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('zone = "UTC"\n', encoding="utf-8")
    with pytest.raises(CourseError, match=r"plan\.toml: device"):
        read_plan(path)
