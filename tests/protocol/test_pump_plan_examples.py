"""The example plans, the even dose through a bridge, and a pump of which only the clinic knows the figures."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest

from lentus.course.plan import read_plan
from lentus.protocol.pump_plan import verify
from lentus.quantity import Mass
from tests.protocol.pump_plans import LOWERED, found, judged, rules

Change = dict[str, Any]

EIGHT = (
    "pump.hourly-for-daily",
    "pump.schedule-differs",
    "refill.strength-mismatch",
    "refill.no-bridge-bolus",
    "pump.tubing-version",
    "pump.above-capacity",
    "refill.expired",
    "pump.update-unfinished",
)


@pytest.mark.parametrize(
    ("name", "passes"), [("eight-mistakes.toml", False), ("flex-refill.toml", True), ("lowered-strength.toml", True)]
)
def test_the_examples_are_what_they_say(name: str, *, passes: bool) -> None:
    with resources.as_file(resources.files("lentus.examples").joinpath("plans").joinpath(name)) as path:
        answer = verify(read_plan(path))
    assert answer.passes is passes
    if not passes:
        assert set(EIGHT) <= {one.rule for one in answer.findings if one.severity.word == "stop"}


def test_the_hour_and_the_day_are_the_prescribed_ones_through_the_whole_bridge() -> None:
    answer = judged(LOWERED)
    assert answer.day is not None
    assert answer.hour is not None
    assert answer.day.most.dose == answer.day.least.dose == Mass.read("300 mcg")
    assert answer.hour.most.dose == Mass.read("12.5 mcg")


def test_a_pump_that_only_has_a_name_asks_for_its_figures_and_takes_the_clinics() -> None:
    figures = [
        {"figure": "minimum-flow", "value": "0.7 mL/day", "source": "Label of the clinic's pump"},
        {"figure": "reservoir", "value": "18 mL", "source": "Label of the clinic's pump"},
        {"figure": "steps-a-day", "value": 10, "source": "Label of the clinic's pump"},
        {"figure": "accuracy-above", "value": "10 %", "source": "Label of the clinic's pump"},
        {"figure": "minimum-age", "value": "18 years", "source": "Label of the clinic's pump"},
    ]
    named = {"device": {"key": None, "name": "Another pump", "figures": figures}}
    assert {"pump.below-minimum-flow", "pump.above-capacity"} <= rules(named)
    assert "the volume that cannot be used" in judged(named).missing


@pytest.mark.parametrize("figure", [{"figure": "color", "value": 3}, {"figure": "reservoir", "value": "18 mg"}])
def test_a_figure_that_cannot_be_is_said(figure: Change) -> None:
    one = found("pump.cannot-be", {"device": {"figures": [figure | {"source": "Clinic"}]}})
    assert figure["figure"] in one.says
