"""The drug holiday: in hospital, two to four weeks, day by day, with something else from the first day."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lentus
from lentus.course import AnyOrder, State, read_course
from lentus.protocol import advise, blocked, review
from lentus.protocol.holiday import AREA
from lentus.quantity import DoseRate, Duration
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import spoken, words

AT = "2026-03-20T09:00"
SHAPE = "holiday.shape-is-a-choice"
BOXED = "emergencies.withdrawal-warning"
ALWAYS = {SHAPE: "info", BOXED: "info"}
RUNNING = state(event("program", "2026-03-01T09:00", daily_dose="800 mcg/day", concentration="2000 mcg/mL"))
FLOW: dict[str, Any] = {"minimum_flow": "0.048 mL/day", "concentration": "500 mcg/mL"}
"""With 24 mcg a day as the least that the pump delivers."""


def falling(days: int, start: int = 800, last: str = "0 mcg/day") -> list[dict[str, Any]]:
    """Equal amounts, a line a day, and the end on the day after."""
    lines = [
        {"day": day, "daily_dose": f"{start * (days + 1 - day) // (days + 1)} mcg/day"} for day in range(1, days + 1)
    ]
    return [*lines, {"day": days + 1, "daily_dose": last}]


def plan(days: int = 21, **fields: Any) -> AnyOrder:
    body = {
        "setting": "inpatient",
        "steps": falling(days),
        "withdrawal_days": days,
        "drug_free_days": 2,
        "alternative": "diazepam by mouth",
        "alternative_from_day": 1,
        "minimum_flow": "0.01 mL/day",
        "concentration": "500 mcg/mL",
        **fields,
    }
    return order("drug holiday", AT, **body)


def test_a_whole_plan_meets_no_objection() -> None:
    assert words(AREA, RUNNING, plan()) == ALWAYS


@pytest.mark.parametrize("setting", ["outpatient", "home"])
def test_only_in_hospital(setting: str) -> None:
    one = spoken(AREA, RUNNING, plan(setting=setting))["holiday.not-inpatient"]
    assert (one.severity.word, one.value("setting"), one.bound) == ("stop", setting, "inpatient")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (10, {"holiday.too-short": "override"}),
        (13, {"holiday.too-short": "override"}),
        (14, {}),
        (28, {}),
        (29, {"holiday.too-long": "override"}),
        (40, {"holiday.too-long": "override"}),
    ],
)
def test_two_to_four_weeks(days: int, expected: dict[str, str]) -> None:
    assert words(AREA, RUNNING, plan(days)) == ALWAYS | expected


def test_ten_days_are_below_fourteen() -> None:
    one = spoken(AREA, RUNNING, plan(10))["holiday.too-short"]
    assert one.value("withdrawal_days") == 10
    assert one.value("limit") == Duration.read("14 days")
    assert one.bound == "14\u00a0days to 28\u00a0days"
    assert spoken(AREA, RUNNING, plan(29))["holiday.too-long"].value("limit") == Duration.read("28 days")


def test_a_plan_that_ends_sooner_than_it_says_is_as_short_as_it_is() -> None:
    early = [*falling(9), *({"day": day, "daily_dose": "0 mcg/day"} for day in range(11, 22))]
    one = spoken(AREA, RUNNING, plan(21, steps=early))["holiday.too-short"]
    assert one.value("days_to_end") == 10
    assert one.value("withdrawal_days") == 21


def test_the_end_may_be_the_last_day_or_the_day_after() -> None:
    assert words(AREA, RUNNING, plan(14, steps=falling(13))) == ALWAYS
    assert words(AREA, RUNNING, plan(14, steps=falling(14))) == ALWAYS


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"alternative": ""}, ()),
        ({"alternative": "   "}, ()),
        ({"alternative_from_day": 2}, ()),
        ({"alternative_from_day": None}, ("its first day",)),
    ],
)
def test_another_treatment_from_the_first_day(fields: dict[str, Any], missing: tuple[str, ...]) -> None:
    assert words(AREA, RUNNING, plan(**fields)) == ALWAYS | {"holiday.no-alternative": "override"}
    assert spoken(AREA, RUNNING, plan(**fields))["holiday.no-alternative"].missing == missing


def lines(*doses: str) -> list[dict[str, Any]]:
    return [{"day": day, "daily_dose": dose} for day, dose in enumerate(doses, start=1)]


def filled(*doses: str, days: int = 14) -> list[dict[str, Any]]:
    """These doses, the last but one kept until the end comes on the last day."""
    *first, last = doses
    return lines(*first, *([first[-1]] * (days - len(doses))), last)


@pytest.mark.parametrize(
    ("doses", "says"),
    [
        (("0 mcg/day", "0 mcg/day"), "one step"),
        (("800 mcg/day", "0 mcg/day"), "first day is not below"),
        (("900 mcg/day", "700 mcg/day", "0 mcg/day"), "rises on day 1"),
        (("600 mcg/day", "700 mcg/day", "0 mcg/day"), "rises on day 2"),
    ],
)
def test_a_reduction_that_is_not_gradual_is_an_abrupt_stop(doses: tuple[str, ...], says: str) -> None:
    found = spoken(AREA, RUNNING, plan(14, steps=filled(*doses)))
    one = found["holiday.not-gradual"]
    assert one.severity.word == "stop"
    assert says in one.says
    assert one.value("current") == DoseRate.read("800 mcg/day")
    assert not one.missing


def test_a_fall_of_no_more_than_all_the_others_is_accepted_and_shown() -> None:
    found = spoken(AREA, RUNNING, plan(14, steps=filled("500 mcg/day", "300 mcg/day", "0 mcg/day")))
    assert "holiday.not-gradual" not in found
    assert found[SHAPE].value("largest_fall_percent") == Fraction("37.5")
    assert "37.5\u00a0%" in found[SHAPE].says


@pytest.mark.parametrize(
    ("doses", "day"),
    [
        (("400 mcg/day", "0 mcg/day"), None),
        (("401 mcg/day", "0 mcg/day"), 14),
        (("799 mcg/day", "0 mcg/day"), 14),
        (("799 mcg/day", "5 mcg/day", "0 mcg/day"), 2),
        (("399 mcg/day", "200 mcg/day", "0 mcg/day"), 1),
    ],
)
def test_one_fall_larger_than_all_the_others_is_a_cliff(doses: tuple[str, ...], day: int | None) -> None:
    found = spoken(AREA, RUNNING, plan(14, steps=filled(*doses)))
    assert ("holiday.not-gradual" in found) is (day is not None)
    if day is not None:
        assert found["holiday.not-gradual"].severity.word == "stop"
        assert f"the fall on day {day} is larger" in found["holiday.not-gradual"].says


def test_from_the_pumps_lowest_dose_to_none_nothing_lies_between() -> None:
    low = state(event("program", "2026-03-01T08:00", daily_dose="40 mcg/day", concentration="500 mcg/mL"))
    steps = filled("30 mcg/day", "24 mcg/day", "0 mcg/day")
    assert "holiday.not-gradual" not in spoken(AREA, low, plan(14, steps=steps, **FLOW))
    assert "holiday.not-gradual" in spoken(AREA, low, plan(14, steps=steps, minimum_flow=None))


@pytest.mark.parametrize(("setting", "differs"), [("inpatient", False), ("outpatient", True), ("home", True)])
def test_a_stay_that_the_record_does_not_show(setting: str, differs: bool) -> None:
    known = state(
        event("program", "2026-03-01T08:00", daily_dose="800 mcg/day", concentration="500 mcg/mL"),
        event("care setting", "2026-03-02T08:00", setting=setting),
    )
    found = words(AREA, known, plan())
    assert ("holiday.setting-differs" in found) is differs
    assert found.get("holiday.setting-differs", "warn") == "warn"


def test_the_plan_may_end_at_the_pumps_lowest_dose() -> None:
    at_least = falling(21, last="24 mcg/day")
    at_least[-2]["daily_dose"] = "36 mcg/day"
    assert words(AREA, RUNNING, plan(21, steps=at_least, **FLOW)) == ALWAYS
    above = falling(21, last="25 mcg/day")
    assert words(AREA, RUNNING, plan(21, steps=above, **FLOW)) == ALWAYS | {"holiday.incomplete-cover": "stop"}


def test_without_the_lowest_flow_a_plan_that_does_not_end_at_none_cannot_be_assessed() -> None:
    found = spoken(AREA, RUNNING, plan(21, steps=falling(21, last="24 mcg/day"), minimum_flow=None))
    assert found["holiday.not-gradual"].missing == ("the pump's lowest flow and the concentration",)
    assert found["holiday.minimum-flow-unknown"].severity.word == "warn"


def test_the_dose_now_running_has_to_be_known() -> None:
    for unknown in (state(at=AT), state(event("as found", "2026-03-01T09:00", device="pump"))):
        one = spoken(AREA, unknown, plan())["holiday.not-gradual"]
        assert one.missing == ("the daily dose now running",)
        assert "largest_fall_percent" not in dict(spoken(AREA, unknown, plan())[SHAPE].values)


def test_a_line_holds_until_the_next_one() -> None:
    third = [line for line in falling(21) if line["day"] % 3 == 1]
    assert third[-1] == {"day": 22, "daily_dose": "0 mcg/day"}
    assert words(AREA, RUNNING, plan(21, steps=third)) == ALWAYS
    assert words(AREA, RUNNING, plan(15, steps=falling(13))) == ALWAYS


def test_a_plan_reaches_its_end_in_the_stated_time() -> None:
    high = falling(21, last="100 mcg/day")
    high[-2]["daily_dose"] = "110 mcg/day"
    one = spoken(AREA, RUNNING, plan(21, steps=high, **FLOW))["holiday.incomplete-cover"]
    assert one.severity.word == "stop"
    assert (one.value("last_dose"), one.value("last_day")) == (DoseRate.read("100 mcg/day"), 22)
    assert "has no end" in one.says
    late = [*falling(21), {"day": 25, "daily_dose": "0 mcg/day"}]
    assert "25" in spoken(AREA, RUNNING, plan(21, steps=late))["holiday.incomplete-cover"].says
    # The day after the stated days is the last that a plan may reach.
    assert "holiday.incomplete-cover" not in words(AREA, RUNNING, plan(20, steps=falling(20)))
    assert "holiday.incomplete-cover" in words(AREA, RUNNING, plan(19, steps=falling(20)))


def test_the_shipped_holiday_is_complete() -> None:
    path = Path(lentus.__file__).parent / "examples" / "tolerance-holiday-restart.toml"
    judged = review(read_course(path)).judged
    (planned,) = [one for one in judged if one.order.kind == "drug holiday"]
    assert "holiday.incomplete-cover" not in {one.rule for one in planned.findings}


def test_days_below_what_the_pump_delivers_need_an_owner() -> None:
    low = falling(21)
    found = spoken(AREA, RUNNING, plan(21, **FLOW, steps=low))
    assert words(AREA, RUNNING, plan(21, **FLOW, steps=low)) == ALWAYS
    steps = [
        *lines(*(f"{800 - 40 * day} mcg/day" for day in range(1, 20))),
        *({"day": day, "daily_dose": "23.9 mcg/day"} for day in (20, 21)),
        {"day": 22, "daily_dose": "0 mcg/day"},
    ]
    found = spoken(AREA, RUNNING, plan(21, **FLOW, steps=steps))
    one = found["holiday.below-minimum-flow"]
    assert one.severity.word == "override"
    assert one.value("lowest") == DoseRate.read("24 mcg/day")
    assert (one.value("first_day"), one.value("days")) == (20, 2)
    steps[19]["daily_dose"] = steps[20]["daily_dose"] = "24 mcg/day"
    assert words(AREA, RUNNING, plan(21, **FLOW, steps=steps)) == ALWAYS


def test_the_flow_of_a_known_pump_is_looked_up_and_the_programmed_strength_is_read() -> None:
    known = state(
        event("implant", "2026-02-20T09:00", device="SynchroMed II 20 mL"),
        event("program", "2026-03-01T09:00", daily_dose="800 mcg/day", concentration="2000 mcg/mL"),
    )
    low = filled("400 mcg/day", "95 mcg/day", "0 mcg/day")
    one = spoken(AREA, known, plan(14, steps=low, minimum_flow=None, concentration=None))["holiday.below-minimum-flow"]
    assert one.value("lowest") == DoseRate.read("96 mcg/day")
    assert "holiday.minimum-flow-unknown" in words(AREA, RUNNING, plan(14, steps=low, minimum_flow=None))
    other = state(
        event("implant", "2026-02-20T09:00", device="Prometra"),
        event("program", "2026-03-01T09:00", daily_dose="800 mcg/day", concentration="2000 mcg/mL"),
    )
    assert "holiday.minimum-flow-unknown" in words(AREA, other, plan(14, steps=low, minimum_flow=None))


@pytest.mark.parametrize(("days", "warned"), [(0, False), (2, False), (3, True), (30, True), (None, True)])
def test_a_pump_that_stands_still_long_may_stall(days: int | None, warned: bool) -> None:
    found = spoken(AREA, RUNNING, plan(drug_free_days=days))
    assert ("holiday.stall-when-stopped" in found) is warned
    if warned:
        one = found["holiday.stall-when-stopped"]
        assert one.severity.word == "warn"
        assert one.value("long_stop") == Duration.read("48 h")
    turning = falling(21, last="24 mcg/day")
    turning[-2]["daily_dose"] = "36 mcg/day"
    assert "holiday.stall-when-stopped" not in words(AREA, RUNNING, plan(steps=turning, drug_free_days=days, **FLOW))


def test_the_time_without_drug_is_entered() -> None:
    found = spoken(AREA, RUNNING, plan(drug_free_days=None))
    assert found["holiday.drug-free-time-not-entered"].severity.word == "override"
    assert found["holiday.drug-free-time-not-entered"].missing == ("the time without drug",)
    assert "holiday.drug-free-time-not-entered" not in words(AREA, RUNNING, plan(drug_free_days=0))


def test_the_boxed_warning_comes_with_each_plan() -> None:
    assert "high fever" in spoken(AREA, RUNNING, plan())[BOXED].says


@given(st.integers(1, 60), st.integers(-500, 500))
def test_length_is_counted_in_days_whatever_the_date(days: int, shift: int) -> None:
    moved = order(
        "drug holiday",
        moment(AT) + timedelta(days=shift + 600),
        **{
            name: value
            for name, value in plan(days).model_dump(mode="json").items()
            if name not in ("kind", "at", "zone", "overrides", "note")
        },
    )
    found = words(AREA, RUNNING, moved)
    assert ("holiday.too-short" in found) is (days < 14)
    assert ("holiday.too-long" in found) is (days > 28)


@given(st.lists(st.integers(0, 1_000), min_size=14, max_size=28))
def test_a_rising_plan_is_never_passed(doses: list[int]) -> None:
    found = words(AREA, RUNNING, plan(len(doses), steps=lines(*(f"{one} mcg/day" for one in doses))))
    falls = all(old >= new for old, new in zip([800, *doses], doses, strict=False))
    if not falls:
        assert found["holiday.not-gradual"] == "stop"


def test_nobody_is_offered_a_holiday() -> None:
    known: State = RUNNING
    assert AREA.proposers == ()
    assert not any(one.order is not None and one.order.kind == "drug holiday" for one in advise(known).options)
    assert not blocked(())
