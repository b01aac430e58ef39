"""The ceilings by mouth: what passes them is named with its bound, what meets them exactly is let through."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course.orders import OralOrder
from lentus.protocol.oral import AREA
from lentus.quantity import Mass
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import a_day, by_mouth, mg, on, refuses, spoken, takes, words

AT = "2026-03-20T09:00"


def test_85_mg_a_day_is_refused_against_80() -> None:
    found = spoken(AREA, on(20, 20, 20, 20), by_mouth(AT, 20, 20, 20, 25))
    stop = found["oral.daily-maximum"]
    assert stop.severity.word == "stop"
    assert stop.value("ordered") == a_day(85)
    assert stop.value("limit") == a_day(80)
    assert stop.bound == "at most 80\u00a0mg per day"
    assert "85\u00a0mg per day" in stop.says


def test_80_mg_a_day_in_four_doses_is_accepted_after_three_days_at_60() -> None:
    known = on(20, 20, 20, since="2026-03-17T08:00")
    assert spoken(AREA, known, by_mouth(AT, 20, 20, 20, 20)) == {}


def test_40_mg_twice_keeps_the_daily_maximum_and_warns_of_the_single_dose() -> None:
    found = spoken(AREA, on(20, 20, 20, 20), by_mouth(AT, 40, 40))
    assert {rule: one.severity.word for rule, one in found.items()} == {
        "oral.single-dose": "warn",
        "oral.fourth-dose": "warn",
    }
    assert found["oral.single-dose"].value("single") == mg(40)[0]
    assert found["oral.single-dose"].value("limit") == mg(20)[0]
    assert found["oral.single-dose"].bound == "at most 20\u00a0mg in one dose"
    assert found["oral.fourth-dose"].value("ordered") == a_day(80)
    assert found["oral.fourth-dose"].value("limit") == a_day(60)
    assert found["oral.fourth-dose"].value("doses") == 2
    assert "in 2 doses" in found["oral.fourth-dose"].says


@pytest.mark.parametrize(
    ("doses", "speaks"),
    [((20, 20, 20), False), ((21, 20, 19), False), ((20, 20, 21), True), ((20, 20, 20, 1), False), ((61,), True)],
)
def test_the_fourth_dose_begins_past_60(doses: tuple[int, ...], speaks: bool) -> None:
    assert ("oral.fourth-dose" in spoken(AREA, on(20, 20, 20, 20), by_mouth(AT, *doses))) is speaks


@pytest.mark.parametrize(("doses", "speaks"), [((20,) * 4, False), ((16,) * 5, True)])
def test_more_than_four_doses_are_told(doses: tuple[int, ...], speaks: bool) -> None:
    found = spoken(AREA, on(20, 20, 20, 20), by_mouth(AT, *doses))
    assert ("oral.times-a-day" in found) is speaks
    if speaks:
        assert found["oral.times-a-day"].severity.word == "warn"
        assert found["oral.times-a-day"].value("doses") == 5
        assert found["oral.times-a-day"].value("limit") == 4


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_the_stop_is_the_total_and_nothing_else(tenths: list[int]) -> None:
    doses = tuple(Mass.exact(Fraction(one, 10), "mg") for one in tenths)
    ordered = OralOrder(at=moment(AT), zone="America/Chicago", doses=doses, reason="maintenance")
    assert ("oral.daily-maximum" in spoken(AREA, on(20, 20, 20, 20), ordered)) is (sum(tenths) > 800)


@given(st.permutations([20, 15, 10, 5, 12]))
def test_the_order_of_the_doses_does_not_matter(doses: list[int]) -> None:
    known = on(10, 10, 10, since="2026-03-19T08:00")
    straight = spoken(AREA, known, by_mouth(AT, 5, 10, 12, 15, 20))
    assert words(AREA, known, by_mouth(AT, *doses)) == {rule: one.severity.word for rule, one in straight.items()}


def test_a_reduction_for_toxicity_is_not_refused_though_above_the_maximum() -> None:
    known = on(30, 30, 30, 30)
    assert words(AREA, known, by_mouth(AT, 25, 25, 25, 25, reason="toxicity")) == {
        "oral.single-dose": "warn",
        "oral.drop-outside-taper": "warn",
    }
    assert refuses(AREA, known, by_mouth(AT, 25, 25, 25, 25, reason="side effect"))
    # The word alone excuses nothing: this is no reduction.
    assert "oral.daily-maximum" in words(AREA, known, by_mouth(AT, 30, 30, 30, 30, reason="toxicity"))


def test_a_taper_from_an_unknown_dose_keeps_the_maximum() -> None:
    unknown = state(event("as found", "2026-03-01T08:00", daily_dose="300 mcg/day"))
    for first, found in ((81, {"oral.daily-maximum": "stop"}), (80, {})):
        taper = order("oral taper", AT, steps=[{"day": 1, "doses": [f"{first} mg"]}, {"day": 15, "doses": []}])
        assert words(AREA, unknown, taper) == found
        # Where the dose before is known, a fall is a fall, from however high.
        assert words(AREA, state(takes(30, 30, 30)), taper) == {}
