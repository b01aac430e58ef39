"""The example plans, the even dose through a bridge, and a pump of which only the clinic knows the figures."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest

from lentus.course.plan import read_plan
from lentus.protocol.pump_plan import verify
from lentus.quantity import Duration, FlowRate, Mass, Volume
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
    assert answer.worked.by_label is not None
    hour, day = answer.worked.by_label
    assert day.most.dose == day.least.dose == Mass.read("300 mcg")
    assert hour.most.dose == Mass.read("12.5 mcg")


def test_what_cannot_be_drawn_off_widens_the_windows_and_the_label_stands_beside_them() -> None:
    # 1.4 mL of 2,000 under 20 mL of 500 mcg per mL: 12,800 mcg in 21.4 mL.
    answer = judged(LOWERED)
    mixture = Mass.exact(12_800, "mcg") / Volume.read("21.4 mL")
    assert answer.worked.mixture == mixture
    assert answer.day is not None
    assert answer.day.most.dose == mixture * FlowRate.read("0.6 mL/day") * Duration.read("24 h")
    assert answer.passes
    one = found("pump.mixture-above-stated-most", LOWERED, {"stated": {"most_in_day": None}})
    assert one.value("most") == answer.day.most.dose
    assert "300\u00a0mcg with 500\u00a0mcg per mL, as labeled" in one.says


def test_only_the_mixture_above_what_was_stated_waits_for_a_rinse_or_an_owner_and_does_not_pass() -> None:
    """A stop would teach people to raise the stated most; a plan that passes still has no window above it."""
    unstated: Change = {"stated": {"most_in_day": None}}
    waits = judged(LOWERED, unstated)
    [one] = [one for one in waits.findings if one.rule == "pump.mixture-above-stated-most"]
    assert one.severity.word == "override"
    assert one.blocks
    assert not waits.passes
    assert "pump.above-stated-most" not in {one.rule for one in waits.findings}
    rinsed = judged(LOWERED, unstated, {"fill": {"rinsed": True}})
    assert rinsed.passes
    assert rinsed.worked.mixture is None
    assert not {one.rule for one in rinsed.findings} & {"pump.mixture-above-stated-most", "pump.strength-left-behind"}
    assert rinsed.day is not None
    assert rinsed.day.most.dose == Mass.read("300 mcg")
    # What passes the bound by the label too is a stop, whatever stays behind.
    beyond = judged(LOWERED, {"stated": {"most_in_day": None, "most_in_hour": "12 mcg"}})
    assert "pump.above-stated-most" in {one.rule for one in beyond.findings}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"situation": "new pump on an old catheter", "reservoir": {"concentration": None, "volume": None}},
        {"device": {"key": "prometra-ii-20", "tubing": {"version": None, "source": "Clinic"}}},
    ],
)
def test_where_nothing_old_is_known_to_stay_only_the_label_counts(change: Change) -> None:
    worked = judged(*([LOWERED] if "device" in change else []), change).worked
    assert worked.mixture is None
    assert worked.by_label is None


def test_a_volume_that_stays_and_that_nobody_published_is_named() -> None:
    other: Change = {"device": {"key": "prometra-ii-20", "tubing": {"version": None, "source": "Clinic"}}}
    named = [one.value("figure") for one in judged(LOWERED, other).findings if one.rule == "pump.figure-unknown"]
    assert "residual" in named
    entered = {"figure": "residual", "value": "1 mL", "source": "The pump's manual"}
    answer = judged(LOWERED, other, {"device": {"figures": [entered]}})
    assert answer.worked.mixture == Mass.exact(12_000, "mcg") / Volume.read("21 mL")


@pytest.mark.parametrize("shown", [None, {"reservoir_volume": "18 mL"}])
def test_whether_the_reservoir_was_emptied_is_asked_and_never_assumed(shown: Change | None) -> None:
    answer = judged(LOWERED, {"fill": {"emptied": None}, "shown": shown})
    assert not answer.passes
    assert "whether the reservoir was emptied before the new drug goes in" in answer.missing
    assert answer.delivery is None
    assert answer.dates is None


def test_the_strength_under_the_fill_is_asked_for() -> None:
    answer = judged({"reservoir": {"concentration": None}})
    assert "the strength in the reservoir before the fill" in answer.missing


def test_a_reservoir_of_unknown_size_is_asked_for_before_it_is_filled() -> None:
    named: Change = {"device": {"key": None, "name": "Another pump"}}
    assert "the reservoir volume of Another pump, entered with its source" in judged(named).missing
    entered = [{"figure": "reservoir", "value": "20 mL", "source": "Label of the clinic's pump"}]
    size = "the reservoir volume of Another pump, entered with its source"
    assert size not in judged(named, {"device": {"figures": entered}}).missing
    assert size not in judged(named, {"fill": None, "situation": "program"}).missing


@pytest.mark.parametrize("dose", ["0.0001 mcg/day", "0.000000001 mcg/day"])
@pytest.mark.parametrize("change", [{}, LOWERED])
def test_an_absurdly_low_dose_is_a_sentence(dose: str, change: Change) -> None:
    low: Change = {"program": {"daily_dose": dose}, "stated": {"daily_dose": dose}}
    told = {one.says for one in judged(change, low).findings if one.rule == "pump.cannot-be"}
    assert any("look at the dose" in one for one in told), told


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
