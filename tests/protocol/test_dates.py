"""Dates on findings: the month as a word, two digits, 24 hours."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from lentus.protocol.dates import clock, day

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_the_form_is_fixed() -> None:
    assert day(datetime(2026, 3, 5, tzinfo=UTC)) == "05-Mar-2026"
    assert clock(datetime(2026, 12, 31, 4, 7, tzinfo=UTC)) == "31-Dec-2026 04:07"


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_time_reads_back(moment: datetime) -> None:
    number, month, rest = clock(moment).split("-")
    year, time = rest.split(" ")
    hour, minute = time.split(":")
    read = datetime(int(year), MONTHS.index(month) + 1, int(number), int(hour), int(minute), tzinfo=UTC)
    assert read == moment.replace(second=0, microsecond=0)
