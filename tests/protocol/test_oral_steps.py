"""The label's way up by mouth: where it starts, three calendar days at a dose, one step at a time; and down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import fold
from lentus.protocol.oral import AREA
from lentus.protocol.oral_doses import next_day, previous_day, total
from lentus.protocol.oral_label import oral_label
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import a_day, by_mouth, mg, on, refuses, spoken, takes, words

AT = "2026-03-20T09:00"
NOTHING = state(event("weight", "2026-03-01T08:00", weight="70 kg"))
UNKNOWN = state(event("as found", "2026-03-01T08:00", daily_dose="300 mcg/day"))


def test_the_label_start_is_accepted() -> None:
    assert spoken(AREA, NOTHING, by_mouth(AT, 5, 5, 5, reason="start")) == {}
    assert spoken(AREA, state(), by_mouth(AT, 5, 5, 5, reason="start")) == {}


@pytest.mark.parametrize(
    ("doses", "refused"),
    [
        ((5, 5, 5), False),
        ((5, 5), False),
        ((5, 5, 6), True),
        ((6, 4, 4), True),
        ((4, 4, 4, 4), True),
        (("2.5",) * 6, False),
    ],
)
def test_a_start_above_the_label_needs_an_owner(doses: tuple[int, ...], refused: bool) -> None:
    found = spoken(AREA, NOTHING, by_mouth(AT, *doses, reason="start"))
    assert ("oral.start-above-label" in found) is refused
    if refused:
        one = found["oral.start-above-label"]
        assert one.severity.word == "override"
        assert one.value("limit") == a_day(15)
        assert one.value("single_limit") == mg(5)[0]
        assert one.value("single") == max(mg(*doses))
        assert one.bound == "at most 15\u00a0mg per day, 5\u00a0mg in one dose"


def test_after_a_stop_the_start_is_the_label_start_again() -> None:
    known = state(takes(20, 20, 20), takes(at="2026-03-10T08:00"))
    assert "oral.start-above-label" in spoken(AREA, known, by_mouth(AT, 20, 20, 20))
    assert spoken(AREA, known, by_mouth(AT, 5, 5, 5)) == {}


def test_30_mg_two_days_after_15_is_too_soon() -> None:
    found = spoken(AREA, on(5, 5, 5, since="2026-03-18T08:00"), by_mouth(AT, 10, 10, 10))
    assert set(found) == {"oral.step-too-soon"}
    one = found["oral.step-too-soon"]
    assert one.severity.word == "override"
    assert one.value("days_at_dose") == 2
    assert one.value("limit") == 3
    assert one.value("earliest") == one.until == moment("2026-03-21T00:00")
    assert one.bound == "at least 3 days at a dose"
    assert "21-Mar-2026" in one.says


@pytest.mark.parametrize(
    ("at", "refused"),
    [("2026-03-20T23:59", True), ("2026-03-21T00:00", False), ("2026-03-21T07:00", False), ("2026-03-18T20:00", True)],
)
def test_days_are_counted_on_the_calendar(at: str, refused: bool) -> None:
    # The dose began in the evening: day 4 begins at midnight, not in the evening.
    known = on(5, 5, 5, since="2026-03-18T19:00", at="2026-03-18T19:00")
    assert ("oral.step-too-soon" in spoken(AREA, known, by_mouth(at, 10, 10, 10))) is refused


def test_days_are_those_of_the_order_s_own_clock() -> None:
    known = state(takes(5, 5, 5, at="2026-03-18T23:30"))
    there = order("oral", "2026-03-21T06:00", doses=["10 mg"] * 3, zone="Asia/Tokyo")
    # Begun on 19-Mar in Tokyo; 22-Mar is the first day of the next step there.
    assert spoken(AREA, known, there)["oral.step-too-soon"].value("days_at_dose") == 2


def test_the_clocks_changing_does_not_move_the_day() -> None:
    known = on(5, 5, 5, since="2026-03-06T08:00", at="2026-03-06T08:00")
    assert "oral.step-too-soon" in spoken(AREA, known, by_mouth("2026-03-08T23:30", 10, 10, 10))
    assert spoken(AREA, known, by_mouth("2026-03-09T00:00", 10, 10, 10)) == {}


def test_a_regimen_written_twice_is_one_dose_that_goes_on() -> None:
    known = state(takes(10, 10, 10), takes(10, 10, 10, at="2026-03-19T08:00", product="D3"))
    assert spoken(AREA, known, by_mouth(AT, 15, 15, 15)) == {}
    changed = state(takes(10, 10, 10), takes(5, 5, 5, at="2026-03-18T08:00"), takes(10, 10, 10, at="2026-03-19T08:00"))
    assert spoken(AREA, changed, by_mouth(AT, 15, 15, 15))["oral.step-too-soon"].value("days_at_dose") == 1


def test_the_same_total_in_other_doses_is_no_step() -> None:
    assert spoken(AREA, on(10, 10, 10, since="2026-03-20T08:00"), by_mouth(AT, 15, 15)) == {}


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        ((5, 5, 5), (10, 10, 10), False),
        ((5, 5, 5), (10, 10, 11), True),
        ((5, 5, 5), (5, 5, 11), True),
        ((5, 5, 5), (5, 5, 10), False),
        ((5, 5, 5), (5, 5, 5, 5, 5, 5), False),
        ((5, 5, 5), (5, 5, 5, 5, 5, 6), True),
        ((15, 15, 15), (20, 20, 20), False),
        ((20, 20, 20), (20, 20, 20, 20), False),
        ((20, 20, 20), (20, 20, 20, 5), False),
        ((20, 20, 20, 5), (20, 20, 20, 20), False),
        ((20, 20, 19), (20, 20, 20, 20), True),
        ((15, 15, 15, 15), (20, 20, 20, 20), True),
        ((15, 15, 15, 15), (20, 20, 20, 15), False),
        ((20, 20, 15), (20, 20, 20, 15), True),
        ((20, 20), (20, 20, 15), False),
        ((10, 10, 10, 10), (15, 15, 15, 15), True),
        ((10, 10, 10, 10), (15, 15, 15, 10), False),
        ((5, 10, 20), (20, 5, 15), False),
        ((20, 20, 20), (20, 15, 15, 15, 15), True),
    ],
)
def test_a_step_is_one_step(before: tuple[int, ...], after: tuple[int, ...], refused: bool) -> None:
    found = spoken(AREA, on(*before), by_mouth(AT, *after))
    assert ("oral.step-too-large" in found) is refused


def test_what_a_step_too_large_carries() -> None:
    one = spoken(AREA, on(5, 5, 5), by_mouth(AT, 15, 15, 15))["oral.step-too-large"]
    assert one.severity.word == "override"
    assert one.value("running") == a_day(15)
    assert one.value("ordered") == a_day(45)
    assert one.value("rise") == a_day(30)
    assert one.value("limit") == a_day(15)
    assert one.value("single_limit") == mg(5)[0]
    assert "5\u00a0mg more in a dose and 15\u00a0mg more in a day" in one.bound


def test_an_unknown_dose_before_cannot_be_stepped_from() -> None:
    one = spoken(AREA, UNKNOWN, by_mouth(AT, 10, 10, 10))["record.cannot-judge-step"]
    assert one.severity.word == "override"
    assert one.missing == ("what is taken by mouth now",)
    assert words(AREA, UNKNOWN, by_mouth(AT, 5, 5, 5)) == {"record.cannot-assess": "warn"}
    assert words(AREA, UNKNOWN, by_mouth(AT, 10, 10, 10, reason="toxicity")) == {"record.cannot-assess": "warn"}


def test_a_dose_as_found_has_run_at_least_since_then() -> None:
    known = state(event("as found", "2026-03-18T08:00", oral_doses=["5 mg"] * 3))
    soon = spoken(AREA, known, by_mouth(AT, 10, 10, 10))
    assert set(soon) == {"record.cannot-judge-step"}
    assert soon["record.cannot-judge-step"].missing == ("the day on which the present dose by mouth began",)
    assert spoken(AREA, known, by_mouth("2026-03-21T08:00", 10, 10, 10)) == {}


def test_a_lower_dose_warns_of_withdrawal_and_is_never_held_up() -> None:
    one = spoken(AREA, on(20, 20, 20), by_mouth(AT, 15, 15, 15, reason="side effect"))["oral.drop-outside-taper"]
    assert one.severity.word == "warn"
    assert (one.value("running"), one.value("ordered"), one.value("fall")) == (a_day(60), a_day(45), a_day(15))
    assert "oral.drop-outside-taper" not in spoken(AREA, on(20, 20, 20), by_mouth(AT, 20, 20, 20))


def test_the_usual_range_is_information_for_a_maintenance_dose() -> None:
    one = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, reason="maintenance"))["oral.usual-range"]
    assert one.severity.word == "info"
    assert (one.value("low"), one.value("high")) == (a_day(40), a_day(80))
    assert "oral.usual-range" not in spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10))
    assert "oral.usual-range" not in spoken(AREA, on(10, 10, 20), by_mouth(AT, 10, 10, 20, reason="maintenance"))


@given(st.integers(-2_000, 2_000), st.integers(0, 6))
def test_time_is_relative(shift: int, days: int) -> None:
    """A course moved by whole days on a clock without changes is judged alike."""
    begin = moment("2026-03-02T08:00", "UTC")
    answers = []
    for offset in (timedelta(0), timedelta(days=shift)):
        told = event("oral regimen", begin + offset, doses=["5 mg"] * 3, zone="UTC")
        asked = order("oral", begin + offset + timedelta(days=days), doses=["10 mg"] * 3, zone="UTC")
        answers.append(words(AREA, fold(NOTHING.patient, [told]), asked))
    assert answers[0] == answers[1]
    assert answers[0] == ({"oral.step-too-soon": "override"} if days < 3 else {})


DAYS = st.lists(st.integers(1, 20), min_size=1, max_size=4)


@given(DAYS, st.integers(1, 80))
def test_the_next_step_is_never_refused_and_never_passes_its_end(doses: list[int], most: int) -> None:
    label = oral_label()
    limit = mg(most)[0]
    following = next_day(mg(*doses), label, limit)
    if following is None:
        assert total(mg(*doses)) >= limit or len(doses) == 4
        return
    assert total(mg(*doses)) < total(following) <= limit
    ordered = order("oral", AT, doses=[f"{dose.amount('mg')} mg" for dose in following])
    assert not refuses(AREA, on(*doses), ordered)
    assert "oral.single-dose" not in spoken(AREA, on(*doses), ordered)


@given(DAYS)
def test_a_step_back_is_lower_and_ends_before_nothing(doses: list[int]) -> None:
    lower = previous_day(mg(*doses), oral_label())
    if lower is None:
        assert all(dose <= 5 for dose in doses)
        assert len(doses) <= 3
        return
    assert mg(0)[0] < total(lower) < total(mg(*doses))
    assert max(lower) <= max(mg(*doses))


def test_the_steps_of_the_label_and_back() -> None:
    label = oral_label()
    way = [label.start]
    while (following := next_day(way[-1], label, label.maximum)) is not None:
        way.append(following)
    assert way == [mg(5, 5, 5), mg(10, 10, 10), mg(15, 15, 15), mg(20, 20, 20), mg(20, 20, 20, 20)]
    assert [previous_day(day, label) for day in way] == [None, *way[:-1]]
