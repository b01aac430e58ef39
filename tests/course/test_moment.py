"""Times: what a clock cannot say is refused, and a day is a day on the wall."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lentus.course import days_later, read_moment, zone_named
from lentus.errors import CourseError

CHICAGO = "America/Chicago"

REFUSED = [
    ("2026-03-08T02:30", CHICAGO, "never was"),
    ("2026-11-01T01:30", CHICAGO, "came twice"),
    ("2026-03-05T14:30-05:00", CHICAGO, "does not fit its zone"),
    ("2026-03-05", CHICAGO, "has no hour"),
    ("yesterday", CHICAGO, "cannot be read"),
    ("2026-02-30T10:00", CHICAGO, "cannot be read"),
    ("2026-03-05T25:00", CHICAGO, "cannot be read"),
    ("9999-12-31T23:59", CHICAGO, "outside 1900 to 2200: correct the year"),
    ("2201-01-01T00:00", CHICAGO, "outside 1900 to 2200"),
    ("1899-12-31T23:59", CHICAGO, "outside 1900 to 2200"),
    ("2026-03-05T14:30", "America/Atlantis", "not a time zone"),
    ("2026-03-05T14:30", "../../etc/passwd", "not a time zone"),
    ("2026-03-05T14:30", "", "not a time zone"),
]


@pytest.mark.parametrize(("text", "zone", "reason"), REFUSED)
def test_a_time_that_says_no_instant_is_refused_with_its_reason(text: str, zone: str, reason: str) -> None:
    with pytest.raises(CourseError, match=reason):
        read_moment(text, zone)


def test_a_local_time_takes_the_offset_of_its_zone() -> None:
    assert read_moment("2026-01-05T14:30", CHICAGO).isoformat() == "2026-01-05T14:30:00-06:00"
    assert read_moment("2026-07-05T14:30", CHICAGO).isoformat() == "2026-07-05T14:30:00-05:00"
    assert read_moment("2026-01-05T14:30", "UTC").isoformat() == "2026-01-05T14:30:00+00:00"


def test_an_offset_tells_the_two_hours_of_a_long_night_apart() -> None:
    first = read_moment("2026-11-01T01:30-05:00", CHICAGO)
    second = read_moment("2026-11-01T01:30-06:00", CHICAGO)
    assert second - first == timedelta(hours=1)


def test_elapsed_time_over_a_clock_change_is_what_passed_not_what_the_wall_says() -> None:
    before, after = (read_moment(f"2026-03-0{day}T12:00", CHICAGO) for day in (7, 8))
    assert after - before == timedelta(hours=23)


def test_days_later_keeps_the_hour_on_the_wall() -> None:
    start = read_moment("2026-03-07T02:30", CHICAGO)
    assert days_later(start, CHICAGO, 0) == start
    assert days_later(start, CHICAGO, 2).isoformat() == "2026-03-09T02:30:00-05:00"
    assert days_later(start, CHICAGO, 1).isoformat() == "2026-03-08T03:30:00-05:00"


def test_the_first_and_last_year_are_read() -> None:
    assert read_moment("1900-01-01T00:00", "UTC").year == 1900
    assert read_moment("2200-12-31T23:59", "UTC").year == 2200


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("Europe/London").key == "Europe/London"
