"""One dose said twice has to be one dose: hourly rate, flow and daily dose, and the daily dose written per day."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder, State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol.rates import says_the_same
from lentus.protocol.units import AREA
from lentus.quantity import DoseRate
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import spoken, words

AT = "2026-03-20T09:00"
CONTRADICT = "units.rates-contradict"
PER_HOUR = "units.daily-dose-per-hour"


def pump(**program: Any) -> State:
    body = {"daily_dose": "100 mcg/day", "concentration": "500 mcg/mL", **program}
    return state(
        event("as found", "2026-03-01T07:00", device="SynchroMed II"), event("program", "2026-03-01T08:00", **body)
    )


def dose(daily: str = "120 mcg/day", **fields: Any) -> AnyOrder:
    return order("pump dose", AT, **{"daily_dose": daily, "reason": "titration", **fields})


@pytest.mark.parametrize(
    ("daily", "hourly", "agree"),
    [
        ("120 mcg/day", "5 mcg/h", True),
        ("120 mcg/day", "5.1 mcg/h", False),
        ("120 mcg/day", "120 mcg/h", False),
        ("120 mcg/day", "5.000000001 mcg/h", False),
        # As a programmer shows it, rounded: 100 / 24 = 4.1666...
        ("100 mcg/day", "4.17 mcg/h", True),
        ("100 mcg/day", "4.167 mcg/h", True),
        ("100 mcg/day", "4.16 mcg/h", False),
        ("100 mcg/day", "4.18 mcg/h", False),
        ("100 mcg/day", "4.2 mcg/h", False),
        ("100 mcg/day", "4 mcg/h", False),
    ],
)
def test_the_hourly_rate_is_the_daily_dose_over_24_hours(daily: str, hourly: str, agree: bool) -> None:
    seen = spoken(AREA, pump(), dose(daily, hourly_rate=hourly))
    assert (CONTRADICT not in seen) is agree
    if not agree:
        assert seen[CONTRADICT].severity.word == "stop"
        assert seen[CONTRADICT].value("hourly") == DoseRate.read(hourly)


@pytest.mark.parametrize(
    ("flow", "agree"),
    [("0.24 mL/day", True), ("0.01 mL/h", True), ("0.2 mL/day", False), ("0.241 mL/day", False), ("0.24 mL/h", False)],
)
def test_the_flow_gives_the_daily_dose(flow: str, agree: bool) -> None:
    assert (CONTRADICT not in spoken(AREA, pump(), dose(flow=flow))) is agree


def test_a_flow_needs_the_strength() -> None:
    seen = spoken(AREA, pump(concentration=None), dose(flow="0.24 mL/day"))
    assert seen["record.cannot-assess"].missing == ("the concentration programmed",)
    assert CONTRADICT not in seen


@pytest.mark.parametrize("mode", ["flex", "periodic bolus", "stopped"])
def test_a_rate_that_changes_through_the_day_is_not_compared(mode: str) -> None:
    assert CONTRADICT not in spoken(AREA, pump(), dose(hourly_rate="7 mcg/h", mode=mode))
    assert CONTRADICT not in spoken(AREA, pump(mode=mode), dose(hourly_rate="7 mcg/h"))
    assert CONTRADICT in spoken(AREA, pump(mode=mode), dose(hourly_rate="7 mcg/h", mode="simple continuous"))


def test_the_minimum_rate_has_one_dose() -> None:
    assert CONTRADICT not in spoken(AREA, pump(), dose("24 mcg/day", mode="minimum rate"))
    assert spoken(AREA, pump(), dose("25 mcg/day", mode="minimum rate"))[CONTRADICT].severity.word == "stop"


def test_a_reduction_for_toxicity_is_told_and_not_held_up() -> None:
    less = dose("50 mcg/day", reason="toxicity", hourly_rate="50 mcg/h")
    assert words(AREA, pump(), less) == {"units.slip-in-reduction": "warn"}
    hourly = dose("2 mcg/h", reason="toxicity")
    assert words(AREA, pump(), hourly) == {"units.slip-in-reduction": "warn"}


@pytest.mark.parametrize("kind", ["pump start", "pump dose", "pump restart"])
@pytest.mark.parametrize(
    ("written", "refused"),
    [("5 mcg/h", True), ("840 mcg/week", True), ("2 mcg/min", True), ("120 mcg/day", False), ("120000 ng/day", False)],
)
def test_a_daily_dose_is_written_per_day(kind: str, written: str, refused: bool) -> None:
    more = {"reason": "titration"} if kind == "pump dose" else {}
    seen = spoken(AREA, pump(), order(kind, AT, daily_dose=written, **more))
    assert (PER_HOUR in seen) is refused
    if refused:
        assert seen[PER_HOUR].severity.word == "stop"
        assert seen[PER_HOUR].value("written") == written


def test_an_order_that_was_never_text_has_no_time_to_judge() -> None:
    made = PumpDoseOrder(at=moment(AT), zone="UTC", daily_dose=DoseRate.exact(5, "mcg/h"), reason="titration")
    assert PER_HOUR not in spoken(AREA, pump(), made)


@given(st.fractions(min_value="0.01", max_value=5000, max_denominator=10**6), st.integers(0, 9))
def test_an_amount_that_is_written_out_or_rounded_well_is_the_same(exact: Any, places: int) -> None:
    written = round(exact, places)
    assert says_the_same(exact, exact)
    if abs(written - exact) * 100 > exact:
        assert not says_the_same(written, exact)
    if written >= 100:
        assert says_the_same(written, exact)
