"""Dates on findings: the month as a word, two digits, 24 hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from lentus.quantity.dates import clock, day, show_moment

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_the_form_is_fixed() -> None:
    assert day(datetime(2026, 3, 5, tzinfo=UTC)) == "05-Mar-2026"
    assert clock(datetime(2026, 12, 31, 4, 7, tzinfo=UTC)) == "31-Dec-2026\u00a004:07"
    assert show_moment(datetime(2026, 12, 31, 4, 7, tzinfo=UTC)) == "31-Dec-2026\u00a004:07 UTC"
    central = timezone(timedelta(hours=-6))
    assert show_moment(datetime(2026, 3, 5, 14, 30, tzinfo=central)) == "05-Mar-2026\u00a014:30 UTC-06:00"


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_time_reads_back(moment: datetime) -> None:
    number, month, rest = clock(moment).split("-")
    year, time = rest.split("\u00a0")
    hour, minute = time.split(":")
    read = datetime(int(year), MONTHS.index(month) + 1, int(number), int(hour), int(minute), tzinfo=UTC)
    assert read == moment.replace(second=0, microsecond=0)
