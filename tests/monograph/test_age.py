"""Ages are calendar spans: a birthday comes on a day, whatever leap years lie between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import GrammarError, QuantityError
from lentus.monograph import Age

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
SPANS = st.integers(0, 1500).map(Age.of_months)


@pytest.mark.parametrize(
    ("text", "age", "written"),
    [
        ("12 years", Age(12), "12 years"),
        ("1 year", Age(1), "1 year"),
        ("18 months", Age(1, 6), "1 year 6 months"),
        ("1 month", Age(0, 1), "1 month"),
        ("6 months", Age(0, 6), "6 months"),
        ("12 months", Age(1), "1 year"),
        ("4 years 11 months", Age(4, 11), "4 years 11 months"),
        ("0 years", Age(0), "0 years"),
        ("2 years 1 month", Age(2, 1), "2 years 1 month"),
    ],
)
def test_ages_are_read_and_written(text: str, age: Age, written: str) -> None:
    assert Age.read(text) == age
    assert str(age) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "12",
        "years",
        "12years",
        "12  years",
        "12 years ",
        " 12 years",
        "1 years",
        "2 year",
        "1 months",
        "012 years",
        "-1 years",
        "1.5 years",
        "12 Years",
        "12 y",
        "12 years6 months",
        "6 months 1 year",
        "\u0661 year",
        "1000 years",
        "2 months 3 months",
        "1 year 01 month",
        "1 year  6 months",
        "99999 months",
    ],
)
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(GrammarError, match='is not an age; write it like "12 years", "18 months"') as refused:
        Age.read(text)
    assert refused.value.code == "age"
    assert refused.value.text == text


def test_an_age_is_whole_and_not_negative() -> None:
    assert Age(3, 11).months == 11
    with pytest.raises(QuantityError, match="12 months in an age are more than 11"):
        Age(3, 12)
    with pytest.raises(QuantityError, match="an age of -1 years 0 months is negative"):
        Age(-1)
    with pytest.raises(QuantityError, match="negative"):
        Age(1, -1)


@given(SPANS)
def test_the_written_form_reads_back(age: Age) -> None:
    assert Age.read(str(age)) == age


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2014, 5, 10), date(2026, 5, 9), Age(11, 11)),
        (date(2014, 5, 10), date(2026, 5, 10), Age(12, 0)),
        (date(2014, 5, 10), date(2026, 5, 11), Age(12, 0)),
        (date(2020, 2, 29), date(2021, 2, 28), Age(0, 11)),
        (date(2020, 2, 29), date(2021, 3, 1), Age(1, 0)),
        (date(2020, 2, 29), date(2024, 2, 28), Age(3, 11)),
        (date(2020, 2, 29), date(2024, 2, 29), Age(4, 0)),
        (date(2026, 1, 31), date(2026, 4, 30), Age(0, 2)),
        (date(2026, 1, 31), date(2026, 5, 1), Age(0, 3)),
        (date(2026, 1, 31), date(2026, 1, 31), Age(0, 0)),
        (date(2025, 12, 31), date(2026, 1, 1), Age(0, 0)),
    ],
)
def test_the_age_on_a_day(born: date, day: date, age: Age) -> None:
    assert Age.on(born, day) == age


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(QuantityError, match="2026-01-01 lies before the birth on 2026-01-02"):
        Age.on(date(2026, 1, 2), date(2026, 1, 1))


@given(DAYS, st.integers(0, 40000))
def test_an_age_never_falls_as_days_go_by(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    assert Age.on(born, day) <= Age.on(born, day + timedelta(days=1))


@given(DAYS, SPANS)
def test_a_span_is_reached_on_its_day_and_not_the_day_before(born: date, span: Age) -> None:
    reached = span.after(born)
    assert Age.on(born, reached) == span
    if span.total_months:
        assert Age.on(born, reached - timedelta(days=1)) < span


@pytest.mark.parametrize(
    ("day", "span", "after"),
    [
        (date(2026, 1, 31), Age(0, 1), date(2026, 3, 1)),
        (date(2024, 1, 30), Age(0, 1), date(2024, 3, 1)),
        (date(2024, 1, 29), Age(0, 1), date(2024, 2, 29)),
        (date(2026, 12, 31), Age(0, 2), date(2027, 3, 1)),
        (date(2026, 10, 31), Age(0, 1), date(2026, 12, 1)),
        (date(2024, 2, 29), Age(1), date(2025, 3, 1)),
        (date(2026, 11, 15), Age(0, 1), date(2026, 12, 15)),
        (date(2026, 12, 15), Age(0, 1), date(2027, 1, 15)),
    ],
)
def test_the_day_after_a_span(day: date, span: Age, after: date) -> None:
    assert span.after(day) == after


@given(SPANS, SPANS)
def test_ages_are_ordered_by_length(one: Age, other: Age) -> None:
    assert (one < other) == (one.total_months < other.total_months)
    assert (one >= other) == (one.total_months >= other.total_months)


def test_an_age_compares_with_ages_only() -> None:
    with pytest.raises(TypeError):
        Age(12) < 12  # noqa: B015
    assert Age(11, 11) < Age(12) <= Age(12) < Age(12, 1)
