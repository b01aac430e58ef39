"""Ages by route, old age, the liver, and pumps with an age of their own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyOrder
from lentus.protocol.exposure import age_at
from lentus.protocol.populations import AREA
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import by_mouth, refuses, spoken, takes, words

AT = "2026-03-20T09:00"
ORAL = by_mouth(AT, 5, 5, 5, reason="start")
UNDER_12 = "populations.oral-under-twelve"
UNDER_4 = "populations.intrathecal-under-four"
SPECIALIST = "populations.intrathecal-under-four-specialist"
FROM_4 = "populations.intrathecal-under-twelve"
OLD = "populations.elderly"


def pump(**fields: Any) -> AnyOrder:
    return order("pump start", AT, **{"daily_dose": "50 mcg/day", "device": "SynchroMed II", **fields})


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2014-03-21", {UNDER_12: "override"}),
        ("2014-03-20", {}),
        ("2014-03-19", {}),
        ("1961-03-21", {}),
        ("1961-03-20", {OLD: "info"}),
        ("1950-01-01", {OLD: "info"}),
    ],
)
def test_by_mouth_from_twelve_years_to_the_day(born: str, expected: dict[str, str]) -> None:
    assert words(AREA, state(born=born), ORAL) == expected


def test_an_eleven_year_old_needs_an_owner() -> None:
    one = spoken(AREA, state(born="2014-06-01"), ORAL)[UNDER_12]
    assert (one.value("age_years"), one.value("minimum_age_years")) == (11, 12)
    assert one.bound == "from 12 years on"
    assert not one.missing


def test_the_uk_licence_covers_children() -> None:
    assert words(AREA, state(born="2014-06-01", profile="uk"), ORAL) == {UNDER_12: "info"}


def test_an_unknown_age_is_asked_for_and_is_not_an_adult() -> None:
    for ordered, rule in ((ORAL, UNDER_12), (pump(), SPECIALIST)):
        one = spoken(AREA, state(born=None), ordered)[rule]
        assert one.missing == ("date of birth",)
        assert one.says.startswith("cannot assess")
        assert one.severity.word == "override"


def test_a_birth_after_the_order_is_unknown_and_no_crash() -> None:
    young = state(born="2026-03-21")
    assert age_at(young, moment(AT)) is None
    assert spoken(AREA, young, ORAL)[UNDER_12].missing == ("date of birth",)


def test_less_is_never_held_up_by_an_age() -> None:
    child = state(takes(10, 10, 10), born="2020-01-01")
    assert refuses(AREA, child, by_mouth(AT, 10, 10, 10))
    assert not refuses(AREA, child, by_mouth(AT, 10, 10, 5))
    assert not refuses(AREA, child, by_mouth(AT, 10, 10, 10, reason="toxicity"))
    assert refuses(AREA, child, by_mouth(AT, 10, 10, 15, reason="toxicity"))
    unknown = state(born="2020-01-01")
    assert not refuses(AREA, unknown, by_mouth(AT, 5, 5, 5, reason="toxicity"))
    running = state(event("as found", "2026-01-01T08:00", daily_dose="100 mcg/day"), born="2023-01-01")
    assert not refuses(AREA, running, order("pump dose", AT, daily_dose="99 mcg/day", reason="side effect"))
    assert refuses(AREA, running, order("pump dose", AT, daily_dose="100 mcg/day", reason="titration"))


@pytest.mark.parametrize("kind", ["screening", "implant", "pump start", "pump dose", "pump restart"])
@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2022-03-21", {UNDER_4: "stop"}),
        ("2022-03-20", {FROM_4: "info"}),
        ("2014-03-21", {FROM_4: "info"}),
        ("2014-03-20", {}),
    ],
)
def test_intrathecal_from_four_years_to_the_day(kind: str, born: str, expected: dict[str, str]) -> None:
    body = {
        "screening": {"dose": "25 mcg"},
        "implant": {"device": "SynchroMed II"},
        "pump start": {"daily_dose": "50 mcg/day", "device": "SynchroMed II"},
        "pump dose": {"daily_dose": "50 mcg/day", "reason": "titration"},
        "pump restart": {"daily_dose": "50 mcg/day"},
    }[kind]
    assert words(AREA, state(born=born), order(kind, AT, **body)) == expected


def test_a_specialist_who_owns_it_turns_the_stop_into_an_answered_override() -> None:
    toddler = state(born="2023-01-01")
    assert words(AREA, toddler, pump()) == {UNDER_4: "stop"}
    owned = pump(
        overrides=[
            {"rule": SPECIALIST, "by": "Dr. P. Specialist", "reason": "tertiary center", "ends": "2026-04-01T00:00"}
        ]
    )
    assert words(AREA, toddler, owned) == {SPECIALIST: "override"}
    assert spoken(AREA, toddler, owned)[SPECIALIST].value("age_years") == 3
    other = pump(overrides=[{"rule": UNDER_12, "by": "Dr. X", "reason": "no center", "ends": "2026-04-01T00:00"}])
    assert words(AREA, toddler, other) == {UNDER_4: "stop"}
    placed = state(
        event(
            "order",
            "2026-03-01T08:00",
            order={
                "kind": "implant",
                "overrides": [{"rule": SPECIALIST, "by": "Dr. P", "reason": "center", "ends": "2026-04-01T00:00"}],
            },
        ),
        born="2023-01-01",
    )
    assert words(AREA, placed, pump()) == {SPECIALIST: "override"}


@pytest.mark.parametrize(
    ("born", "device", "expected"),
    [
        ("2016-01-01", "Prometra II 20 mL", {"pump.device-age": "stop"}),
        ("2014-03-21", "PROMETRA", {"pump.device-age": "stop"}),
        ("2014-03-20", "Prometra", {}),
        ("2016-01-01", "SynchroMed II", {}),
        ("2016-01-01", None, {"record.cannot-assess": "warn"}),
        ("2014-03-20", None, {}),
    ],
)
def test_a_pump_with_an_age_of_its_own(born: str, device: str | None, expected: dict[str, str]) -> None:
    found = words(AREA, state(born=born), order("implant", AT, device=device))
    found.pop(FROM_4, None)
    assert found == expected


def test_the_pump_that_is_in_counts_and_an_unknown_age_is_asked_for() -> None:
    child = state(event("implant", "2026-03-19T08:00", device="Prometra II"), born="2016-03-20")
    one = spoken(AREA, child, pump(device=None))["pump.device-age"]
    assert (one.value("age_years"), one.value("minimum_age_years"), one.value("device")) == (10, 12, "Prometra II")
    unknown = state(event("implant", "2026-03-19T08:00", device="Prometra II"), born=None)
    assert spoken(AREA, unknown, pump(device=None))["pump.device-age"].missing == ("date of birth",)


def test_liver_disease_is_said_to_be_unknown_and_nothing_is_worked_out() -> None:
    sick = state(event("condition", "2026-03-01T08:00", condition="hepatic impairment", detail="severe"))
    for ordered in (by_mouth(AT, 20, 20, 20), pump()):
        one = spoken(AREA, sick, ordered)["populations.hepatic"]
        assert one.severity.word == "info"
        assert one.values == ()
    well = state(event("condition", "2026-03-01T08:00", condition="hepatic impairment", present=False))
    assert words(AREA, well, ORAL) == {}


@given(st.dates(date(1930, 1, 1), date(2026, 3, 20)), st.integers(1, 4_000))
def test_the_older_never_meet_a_harder_age(born: date, days: int) -> None:
    def hardest(day: date) -> int:
        found = [*spoken(AREA, state(born=day.isoformat()), ORAL).values()]
        found += spoken(AREA, state(born=day.isoformat()), pump()).values()
        return max((int(one.severity) for one in found), default=-1) if found else 0

    elder = max(born - timedelta(days=days), date(1900, 1, 1))
    assert hardest(elder) <= max(hardest(born), 0)
