"""A start and a restart with boluses and hours: the whole day against its bound, each hour against what was tried."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder
from lentus.protocol import blocked, check
from lentus.quantity import DoseRate, Mass
from tests.protocol.courses import event, found, order
from tests.protocol.test_start import screened

OWN = {"dose": "10 mcg", "over": "5 min", "lockout": "6 h", "most_a_day": 4}


def begin(kind: str = "pump start", dose: str = "100 mcg/day", **fields: Any) -> AnyOrder:
    return order(kind, "2026-03-02T09:00", daily_dose=dose, concentration="500 mcg/mL", **fields)


@pytest.mark.parametrize(
    ("beside", "rules"),
    [
        ({}, set()),
        ({"bolus": "10 mcg"}, {"start.above-twice-screening-dose"}),
        ({"patient_bolus": OWN}, {"start.above-twice-screening-dose"}),
        ({"bolus": "60 mcg"}, {"start.above-twice-screening-dose", "start.largest-hour"}),
    ],
)
def test_the_day_of_a_start_is_the_whole_day(beside: dict[str, Any], rules: set[str]) -> None:
    seen = {one.rule for one in check(screened(), begin(**beside)) if one.blocks}
    assert seen == rules


@given(st.integers(1, 100), st.integers(0, 100), st.booleans())
def test_a_start_passes_as_far_as_its_whole_day_and_its_hour_do(daily: int, bolus: int, own: bool) -> None:
    beside: dict[str, Any] = {"bolus": f"{bolus} mcg"} if bolus else {}
    beside |= {"patient_bolus": OWN} if own else {}
    day = daily + bolus + (40 if own else 0)
    hour = DoseRate.exact(daily, "mcg/day").amount("mcg/h") + bolus + (10 if own else 0)
    held = {one.rule for one in check(screened(), begin(dose=f"{daily} mcg/day", **beside)) if one.blocks}
    assert ("start.above-twice-screening-dose" in held) == (day > 100)
    assert ("start.largest-hour" in held) == (hour > 50)


@pytest.mark.parametrize("kind", ["pump start", "pump restart"])
def test_the_largest_hour_of_a_flex_day_is_held_against_the_dose_that_was_tried(kind: str) -> None:
    steps = [{"starts": "00:00", "rate": "1 mcg/h"}, {"starts": "06:00", "rate": "60 mcg/h"},
             {"starts": "07:00", "rate": "1 mcg/h"}]  # fmt: skip
    flex = begin(kind, "83 mcg/day", mode="flex", steps=steps)
    one = found(screened(), flex)["start.largest-hour"]
    assert (one.severity.word, one.value("hour"), one.value("tried")) == (
        "override",
        Mass.read("60 mcg"),
        Mass.read("50 mcg"),
    )
    even = [{**step, "rate": "4 mcg/h"} for step in steps]
    assert "start.largest-hour" not in found(screened(), begin(kind, "96 mcg/day", mode="flex", steps=even))


@pytest.mark.parametrize(
    ("kind", "dose", "stops"),
    [
        ("pump start", "100,000 mcg/day", True),
        ("pump start", "99,999 mcg/day", False),
        ("pump start", "0.1 mcg/day", True),
        ("pump restart", "80,000 mcg/day", True),
        ("pump restart", "79,999 mcg/day", False),
        ("pump restart", "0.08 mcg/day", True),
        ("pump restart", "5 mcg/day", False),
    ],
)
def test_a_thousand_times_the_known_dose_is_an_exchanged_unit(kind: str, dose: str, stops: bool) -> None:
    ran = [
        event("program", "2026-03-01T10:00", daily_dose="80 mcg/day", concentration="500 mcg/mL"),
        event("program", "2026-03-01T20:00", mode="stopped"),
    ]
    patient = screened(*(ran if kind == "pump restart" else []))
    assert ("units.thousandfold" in {one.rule for one in check(patient, begin(kind, dose))}) is stops


@pytest.mark.parametrize(
    "beside",
    [
        {"bolus": "0.01 mg"},
        {"patient_bolus": {**OWN, "dose": "0.001 mg"}},
        {"mode": "flex", "steps": [{"starts": "00:00", "rate": "0.002 mg/h"}]},
        {"stages": [{"after": "48 h", "daily_dose": "0.05 mg/day"}]},
    ],
)
@pytest.mark.parametrize("kind", ["pump start", "pump restart"])
def test_every_dose_of_an_order_is_written_in_mcg(kind: str, beside: dict[str, Any]) -> None:
    asked = begin(kind, "48 mcg/day", **beside)
    seen = {one.rule for one in check(screened(), asked)}
    assert "units.intrathecal-in-mg" in seen
    assert blocked(check(screened(), asked))


def test_a_stage_is_written_per_day() -> None:
    asked = begin(dose="48 mcg/day", stages=[{"after": "48 h", "daily_dose": "2 mcg/h"}])
    assert "units.daily-dose-per-hour" in {one.rule for one in check(screened(), asked)}
