"""A slow withdrawal by mouth goes down, to nothing, over a length that somebody entered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder, State
from lentus.protocol.finding import Severity
from lentus.protocol.stopping import AREA as STOPPING
from lentus.protocol.tapering import AREA
from lentus.quantity import Duration
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import a_day, on, refuses, spoken, words

AT = "2026-03-20T09:00"
TAKES_60 = on(20, 20, 20)


def taper(*steps: tuple[int, list[int]], **fields: Any) -> AnyOrder:
    written = [{"day": day, "doses": [f"{one} mg" for one in doses]} for day, doses in steps]
    return order("oral taper", AT, steps=written, **fields)


def test_three_weeks_down_to_nothing_is_accepted_and_its_length_shown() -> None:
    found = spoken(AREA, TAKES_60, taper((1, [20, 20, 10]), (8, [10, 10, 10]), (15, [5, 5]), (22, [])))
    assert {rule: one.severity.word for rule, one in found.items()} == {"taper.length-beside-references": "info"}
    one = found["taper.length-beside-references"]
    assert one.value("length") == Duration.exact(21, "days")
    assert one.value("uk_shortest") == Duration.exact(7, "days")
    assert one.value("uk_longest") == Duration.exact(14, "days")
    assert one.value("swiss_german") == Duration.exact(21, "days")
    assert one.value("largest_fall") == a_day(20)
    assert "no length is known" in one.says
    assert one.bound == ""


@pytest.mark.parametrize(
    ("profile", "days", "short"),
    [("us", 6, True), ("us", 7, False), ("uk", 6, True), ("uk", 7, False), ("eu", 20, True), ("eu", 21, False)],
)
def test_shorter_than_the_published_length_warns(profile: str, days: int, short: bool) -> None:
    found = spoken(AREA, on(20, 20, 20, profile=profile), taper((1, [20, 20]), (days + 1, [])))
    assert ("taper.shorter-than-reference" in found) is short
    assert ("taper.length-beside-references" in found) is not short
    if short:
        one = found["taper.shorter-than-reference"]
        assert one.severity.word == "warn"
        assert one.value("length") == Duration.exact(days, "days")
        assert one.bound == f"at least {21 if profile == 'eu' else 7}\u00a0days in the published texts"
        assert one.value("shortest") == Duration.exact(21 if profile == "eu" else 7, "days")


def test_a_taper_without_an_end_has_no_length() -> None:
    found = spoken(AREA, TAKES_60, taper((1, [20, 20]), (8, [5])))
    assert {rule: one.severity.word for rule, one in found.items()} == {"taper.no-length": "stop"}
    assert found["taper.no-length"].value("ordered") == a_day(5)
    assert found["taper.no-length"].value("day") == 8


@pytest.mark.parametrize(
    ("steps", "day"),
    [
        ([(1, [20, 20, 20, 5]), (15, [])], 1),
        ([(1, [20]), (5, [20, 5]), (15, [])], 5),
        ([(1, [20]), (5, [10, 10, 1]), (9, [5]), (12, [6]), (15, [])], 5),
    ],
)
def test_a_rise_is_refused_where_it_first_stands(steps: list[tuple[int, list[int]]], day: int) -> None:
    one = spoken(AREA, TAKES_60, taper(*steps))["taper.rises"]
    assert one.severity.word == "stop"
    assert one.value("day") == day


def test_the_present_dose_may_go_on_for_a_while() -> None:
    assert not refuses(AREA, TAKES_60, taper((1, [20, 20, 20]), (8, [30]), (15, [])))


def test_days_left_out_are_named() -> None:
    one = spoken(AREA, TAKES_60, taper((1, [20]), (5, []), (8, [10]), (15, [])))["taper.incomplete-cover"]
    assert one.severity.word == "stop"
    assert (one.value("first_day"), one.value("last_day")) == (5, 7)
    assert "taper.rises" not in spoken(AREA, TAKES_60, taper((1, [20]), (5, []), (8, [10]), (15, [])))


def test_a_first_day_left_out_is_named_once() -> None:
    assert words(AREA, TAKES_60, taper((1, []), (2, [20]), (15, [])))["taper.incomplete-cover"] == "stop"
    assert "taper.rises" not in words(AREA, TAKES_60, taper((1, []), (2, [20]), (15, [])))


def test_steps_without_doses_at_the_end_are_one_end() -> None:
    found = spoken(AREA, TAKES_60, taper((1, [20]), (8, []), (12, [])))
    assert found["taper.length-beside-references"].value("length") == Duration.exact(7, "days")


def test_from_an_unknown_dose_the_first_step_cannot_be_judged() -> None:
    unknown = state(event("as found", "2026-03-01T08:00"))
    found = spoken(AREA, unknown, taper((1, [20]), (15, [])))
    assert found["record.cannot-assess"].missing == ("what is taken by mouth now",)
    assert "taper.rises" not in found


def test_who_takes_nothing_has_nothing_to_withdraw() -> None:
    assert words(AREA, state(), taper((1, [5]), (15, [])))["taper.rises"] == "stop"


def test_a_taper_of_no_days_is_an_abrupt_stop() -> None:
    one = spoken(STOPPING, TAKES_60, taper((1, [])))["oral.abrupt-stop"]
    assert one.severity.word == "stop"
    assert one.value("running") == a_day(60)
    assert words(STOPPING, TAKES_60, taper((1, []), reason="overdose")) == {"oral.abrupt-stop-for-reaction": "warn"}
    assert spoken(AREA, TAKES_60, taper((1, []))) == {}
    assert spoken(STOPPING, TAKES_60, taper((1, [20]), (2, []))) == {}
    assert spoken(STOPPING, state(), taper((1, []))) == {}


@pytest.mark.parametrize(
    ("steps", "stopped"),
    [
        (((1, [20, 20, 20]), (15, [])), True),
        (((1, [20, 20, 19]), (15, [])), True),
        (((1, [20, 11]), (15, [])), True),
        (((1, [20, 10]), (15, [])), False),
        (((1, [20, 20]), (8, [20]), (15, [])), False),
        (((1, [20, 20, 20]), (8, []), (9, [])), True),
        (((1, [20, 20, 20]), (8, [5])), False),
    ],
)
def test_a_taper_that_falls_only_at_its_end_is_an_abrupt_stop(steps: Any, stopped: bool) -> None:
    found = words(STOPPING, TAKES_60, taper(*steps))
    assert found == ({"oral.abrupt-stop": "stop"} if stopped else {})
    eased = words(STOPPING, TAKES_60, taper(*steps, reason="serious adverse reaction"))
    assert eased == ({"oral.abrupt-stop-for-reaction": "warn"} if stopped else {})


def test_from_unknown_doses_the_tapers_own_first_day_counts() -> None:
    unknown = state(event("as found", "2026-03-01T08:00"))
    one = spoken(STOPPING, unknown, taper((1, [20]), (15, [])))["oral.abrupt-stop"]
    assert one.value("last") == a_day(20)
    assert one.value("day") == 15
    assert spoken(STOPPING, unknown, taper((1, [20]), (8, [10]), (15, []))) == {}


@given(st.lists(st.integers(0, 70), min_size=1, max_size=6))
def test_exactly_the_plans_that_fall_to_nothing_pass(levels: list[int]) -> None:
    known: State = TAKES_60
    steps = [(1 + 7 * number, [level] if level else []) for number, level in enumerate(levels)]
    falls = all(later <= earlier for earlier, later in zip([60, *levels], levels, strict=False)) and levels[-1] == 0
    held = [one for one in spoken(AREA, known, taper(*steps)).values() if one.severity >= Severity.OVERRIDE]
    assert bool(held) is not falls
