"""Doses by mouth are taken by the clock on the wall: where it is changed, and where the patient travels, they move."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from lentus.course import Course, State, fold, zone_named
from lentus.response.forecast import given


def state(zone: str, begins: str, *more: dict[str, Any]) -> State:
    course = Course.model_validate(
        {
            "lentus": 1,
            "zone": zone,
            "author": "Dr. Example",
            "role": "prescriber",
            "patient": {"id": "EX-1", "name": "Alex Example"},
            "events": [{"kind": "oral regimen", "at": begins, "doses": ["10 mg", "10 mg", "10 mg"]}, *more],
        }
    )
    return fold(course.patient, course.events)


def hours_on(state: State, zone: str, days: int) -> list[tuple[str, str]]:
    """Each dose by day and hour on a clock."""
    what = given(state, timedelta(days=days))
    walls = [(what.start + timedelta(hours=one.at)).astimezone(zone_named(zone)) for one in what.gut]
    return [(f"{one:%m-%d}", f"{one:%H:%M}") for one in walls]


@pytest.mark.parametrize("begins", ["2026-03-06T06:00", "2026-10-30T06:00"])
@pytest.mark.parametrize("zone", ["America/Chicago", "America/Denver"])
def test_each_dose_keeps_its_hour_across_a_change_of_the_clocks(zone: str, begins: str) -> None:
    found = hours_on(state(zone, begins), zone, 5)
    assert {hour for _, hour in found} == {"08:00", "16:00", "00:00"}
    assert len(found) == 15


def test_the_day_of_the_change_is_an_hour_shorter_between_doses() -> None:
    what = given(state("America/Chicago", "2026-03-06T06:00"), timedelta(days=5))
    apart = sorted({round(late.at - early.at, 6) for early, late in zip(what.gut, what.gut[1:], strict=False)})
    assert apart == [7.0, 8.0]


def test_now_in_winter_changes_no_hour_of_the_summer() -> None:
    """The offset of the moment at which one looks is not that of every day."""
    taken = state("Europe/London", "2026-10-20T06:00")
    later = taken.when(datetime.fromisoformat("2026-11-02T09:00:00+00:00"))
    assert {hour for _, hour in hours_on(later, "Europe/London", 1)} == {"08:00", "16:00", "00:00"}


def test_who_travels_takes_the_clock_of_the_last_event() -> None:
    moved = {"kind": "medicines reviewed", "at": "2026-05-04T07:00", "zone": "America/Denver"}
    found = hours_on(state("America/New_York", "2026-05-01T06:00", moved), "America/Denver", 2)
    before, after = found[:12], found[12:]
    assert {hour for _, hour in before} == {"06:00", "14:00", "22:00"}
    assert {hour for _, hour in after} <= {"08:00", "16:00", "00:00"}
    assert after
