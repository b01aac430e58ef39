"""Slips of the pen: the unit as written against the route, the size against what ran before."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder
from lentus.course.orders import OralOrder, PumpDoseOrder
from lentus.protocol.units import AREA
from lentus.quantity import DoseRate, Mass
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import a_day, by_mouth, on, spoken, words

AT = "2026-03-20T09:00"
PUMP = state(event("program", "2026-03-01T08:00", daily_dose="100 mcg/day", concentration="500 mcg/mL"), at=AT)


def oral(*doses: str, **fields: Any) -> AnyOrder:
    return order("oral", AT, doses=list(doses), **fields)


def test_5_mcg_three_times_a_day_by_mouth_is_refused() -> None:
    one = spoken(AREA, state(), oral("5 mcg", "5 mcg", "5 mcg"))["units.oral-in-mcg"]
    assert one.severity.word == "stop"
    assert one.value("written") == "5 mcg"
    assert one.value("unit") == "mcg"
    assert one.bound == "doses by mouth in mg"
    # Five milligrams are a dose, and in mcg they are still written in the wrong unit.
    assert "units.oral-in-mcg" in spoken(AREA, state(), oral("5 mg", "5000 mcg"))
    assert spoken(AREA, state(), oral("5 mg", "5 mg", "5 mg")) == {}


def test_an_order_that_was_never_text_has_no_unit_to_judge() -> None:
    made = OralOrder(at=moment(AT), zone="UTC", doses=(Mass.exact(5, "mg"),))
    assert spoken(AREA, state(), made) == {}


@pytest.mark.parametrize(
    ("kind", "fields", "written"),
    [
        ("screening", {"dose": "50 mg", "concentration": "50 mcg/mL"}, "50 mg"),
        ("screening", {"dose": "0.05 mg"}, "0.05 mg"),
        ("pump start", {"daily_dose": "350 mg/day"}, "350 mg/day"),
        ("pump dose", {"daily_dose": "0.1 mg/day", "reason": "titration"}, "0.1 mg/day"),
        ("pump dose", {"daily_dose": "100 mcg/day", "hourly_rate": "0.004 mg/h", "reason": "titration"}, "0.004 mg/h"),
        ("pump restart", {"daily_dose": "100 mg/day"}, "100 mg/day"),
    ],
)
def test_an_intrathecal_dose_in_mg_is_refused(kind: str, fields: dict[str, str], written: str) -> None:
    one = spoken(AREA, PUMP, order(kind, AT, **fields))["units.intrathecal-in-mg"]
    assert one.severity.word == "stop"
    assert one.value("written") == written
    assert one.value("unit") == "mg"
    assert one.bound == "intrathecal doses in mcg"


def test_a_strength_may_be_written_in_mg_as_labels_print_it() -> None:
    assert spoken(AREA, PUMP, order("screening", AT, dose="50 mcg", concentration="0.05 mg/mL")) == {}
    start = order("pump start", AT, daily_dose="100 mcg/day", concentration="10 mg/20 mL")
    assert spoken(AREA, PUMP, start) == {}


@pytest.mark.parametrize(
    ("daily", "rule"),
    [
        ("999 mcg/day", None),
        ("1000 mcg/day", "units.tenfold"),
        ("99999 mcg/day", "units.tenfold"),
        ("100000 mcg/day", "units.thousandfold"),
        ("10.1 mcg/day", None),
        ("10 mcg/day", "units.tenfold"),
        ("0.11 mcg/day", "units.tenfold"),
        ("0.1 mcg/day", "units.thousandfold"),
    ],
)
def test_the_size_against_the_running_pump(daily: str, rule: str | None) -> None:
    found = spoken(AREA, PUMP, order("pump dose", AT, daily_dose=daily, reason="titration"))
    assert set(found) == ({rule} if rule else set())
    if rule:
        assert found[rule].severity.word == ("override" if rule == "units.tenfold" else "stop")
        assert found[rule].value("running") == DoseRate.read("100 mcg/day")
        assert found[rule].value("ordered") == DoseRate.read(daily)
        assert found[rule].value("times") == DoseRate.read(daily) / DoseRate.read("100 mcg/day")


@pytest.mark.parametrize(
    ("daily", "said"),
    [
        ("1000 mcg/day", "1,000 mcg per day is 10 times the dose now running, 100 mcg per day"),
        ("1050 mcg/day", "1,050 mcg per day is more than 10 times the dose now running, 100 mcg per day"),
        ("10 mcg/day", "10 mcg per day is 1/10 of the dose now running, 100 mcg per day"),
        ("8 mcg/day", "8 mcg per day is less than 1/12 of the dose now running, 100 mcg per day"),
    ],
)
def test_the_size_in_words(daily: str, said: str) -> None:
    found = spoken(AREA, PUMP, order("pump dose", AT, daily_dose=daily, reason="titration"))["units.tenfold"]
    assert found.says.replace("\u00a0", " ") == said
    assert found.bound == "less than 10 times, and more than 1/10 of, the dose now running"


def test_nothing_is_no_multiple() -> None:
    assert spoken(AREA, PUMP, order("pump dose", AT, daily_dose="0 mcg/day", reason="titration")) == {}
    idle = state(event("program", "2026-03-01T08:00", daily_dose="0 mcg/day"), at=AT)
    assert spoken(AREA, idle, order("pump dose", AT, daily_dose="100 mcg/day", reason="titration")) == {}


def test_the_size_against_what_is_taken_by_mouth() -> None:
    found = spoken(AREA, on(5, 5, 5), by_mouth(AT, 50, 50, 50))
    assert found["units.tenfold"].value("running") == a_day(15)
    assert found["units.tenfold"].value("times") == 10
    assert "10 times the dose now running, 15\u00a0mg per day" in found["units.tenfold"].says
    assert words(AREA, on(20, 20, 20), oral("0.02 mg", "0.02 mg", "0.02 mg")) == {"units.thousandfold": "stop"}
    assert words(AREA, on(20, 20, 20), by_mouth(AT, 6)) == {"units.tenfold": "override"}
    assert spoken(AREA, state(), by_mouth(AT, 50, 50, 50)) == {}
    assert spoken(AREA, on(5, 5, 5), by_mouth(AT, 0)) == {}


def test_the_first_day_of_a_taper_is_held_against_what_is_taken() -> None:
    steps = [{"day": 1, "doses": ["6 mg"]}, {"day": 15, "doses": []}]
    assert words(AREA, on(20, 20, 20), order("oral taper", AT, steps=steps)) == {"units.tenfold": "override"}
    slow = [{"day": 1, "doses": ["20 mg", "20 mg"]}, {"day": 8, "doses": ["1 mg"]}, {"day": 15, "doses": []}]
    assert spoken(AREA, on(20, 20, 20), order("oral taper", AT, steps=slow)) == {}


@pytest.mark.parametrize("mode", ["stopped", "minimum rate"])
def test_a_pump_that_stands_by_is_no_measure(mode: str) -> None:
    standing = state(event("program", "2026-03-01T08:00", mode=mode, daily_dose="6 mcg/day"), at=AT)
    assert spoken(AREA, standing, order("pump dose", AT, daily_dose="100 mcg/day", reason="titration")) == {}
    assert spoken(AREA, PUMP, order("pump restart", AT, daily_dose="5000 mcg/day")) == {}


def test_a_reduction_for_toxicity_is_told_of_the_slip_and_not_held_up() -> None:
    easing = order("pump dose", AT, daily_dose="0.001 mg/day", reason="toxicity")
    assert words(AREA, PUMP, easing) == {"units.slip-in-reduction": "warn"}
    by_the_mouth = oral("500 mcg", "500 mcg", reason="toxicity")
    assert words(AREA, on(5, 5, 5), by_the_mouth) == {"units.slip-in-reduction": "warn"}
    # Written in the right unit, a fall by far is still told.
    for known, small in (
        (PUMP, order("pump dose", AT, daily_dose="1 mcg/day", reason="toxicity")),
        (on(5, 5, 5), oral("0.5 mg", reason="toxicity")),
    ):
        assert words(AREA, known, small) == {"units.slip-in-reduction": "warn"}
    # A rise under that word is no reduction.
    rise = order("pump dose", AT, daily_dose="2000 mcg/day", reason="toxicity")
    assert words(AREA, PUMP, rise) == {"units.tenfold": "override"}


@given(st.fractions(min_value=Fraction(1, 2_000), max_value=2_000), st.integers(1, 50))
def test_size_is_relative(ratio: Fraction, scale: int) -> None:
    """Doubling both doses changes nothing, and up is judged like down."""
    answers = set()
    for times, base in ((ratio, 100), (ratio, 100 * scale), (1 / ratio, 100)):
        running = DoseRate.exact(base, "mcg/day")
        pump = event("program", "2026-03-01T08:00", daily_dose=running)
        ordered = PumpDoseOrder(at=moment(AT), zone="UTC", daily_dose=running * times, reason="titration")
        answers.add(frozenset(spoken(AREA, state(pump), ordered)))
    assert len(answers) == 1
