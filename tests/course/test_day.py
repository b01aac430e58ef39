"""A day is read in one form: a number is no day, and neither is a day in another order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.cli.reading import day_named
from lentus.course import Patient, order_from
from lentus.course.day import read_day
from lentus.errors import CourseError

OTHER_FORMS = [
    *("05/03/2026", "03/05/2026", "5.3.2026", "2026-3-5", "26-03-05", "20260305", "2026-W10-4", "2026-064"),
    *(
        "2026-02-30",
        "2026-13-01",
        "0",
        "86400",
        "1772668800",
        "1e3",
        "-2026-03-05",
        "２０２６-03-05",
        "2026-03-05T00:00",
    ),
]


@pytest.mark.parametrize("text", OTHER_FORMS)
def test_no_other_form_is_read(text: str) -> None:
    with pytest.raises(CourseError, match="2026-03-05"):
        read_day(text)
    with pytest.raises(CourseError):
        day_named(text)
    with pytest.raises(ValueError, match="2026-03-05"):
        Patient(id="p", born=text)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, 86_400, 1.5, True, datetime(2026, 3, 5, tzinfo=UTC)])
def test_a_number_and_a_time_are_no_day(value: Any) -> None:
    with pytest.raises(ValueError, match="2026-03-05"):
        Patient(id="p", born=value)
    with pytest.raises(CourseError):
        order_from({"kind": "refill", "at": "2026-03-05T10:00", "zone": "UTC", "expires": value})


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_what_is_written_is_read_back(day: date) -> None:
    assert read_day(day.isoformat()) == day == Patient(id="p", born=day).born


@pytest.mark.parametrize("text", ["1899-12-31", "2201-01-01", "9999-12-30", "0001-01-01"])
def test_a_year_that_nobody_means_is_refused_where_it_is_typed_and_read_where_it_was_kept(text: str) -> None:
    with pytest.raises(CourseError, match="1900 to 2200"):
        read_day(text)
    assert Patient.model_validate({"id": "p", "born": text}).born == date.fromisoformat(text)
