"""One clock for each finding: a moment in a sentence, a bound, a value and `until` reads the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lentus.present.when import show_moment as on_a_page
from lentus.protocol import check
from lentus.protocol.zone import clock_time, on_clock, reached
from lentus.quantity.dates import show_moment
from tests.protocol.courses import event, order, state
from tests.protocol.pumps import change, hours, running, started


def test_a_page_prints_a_moment_as_a_sentence_does() -> None:
    assert on_a_page is show_moment


def test_a_bound_its_value_and_until_read_the_same() -> None:
    for known, asked, rule in (
        (started("110 mcg/day"), change("120 mcg/day", 30), "start.before-arrival-at-tip"),
        (
            running("100 mcg/day", event("program", hours(1), daily_dose="100 mcg/day", bridge_until=hours(90))),
            change("110 mcg/day", 40),
            "titration.bridge-bolus-running",
        ),
    ):
        one = next(one for one in check(known, asked) if one.rule == rule)
        assert one.until is not None
        assert show_moment(one.until) in one.bound
        assert one.value("earliest") == one.until
        assert one.until.second == one.until.microsecond == 0


def test_the_clock_is_the_orders_own_over_a_change_of_it() -> None:
    # The clocks of Chicago go forward on 8 March 2026; the day between two changes stays a day.
    known = state(
        event("as found", "2026-03-01T09:00", device="a pump"),
        event("diagnosis", "2026-03-01T09:00", origin="spinal"),
        event("program", "2026-03-07T09:00", daily_dose="100 mcg/day"),
    )
    asked = order("pump dose", "2026-03-08T09:30", daily_dose="110 mcg/day", reason="titration")
    one = next(one for one in check(known, asked) if one.rule == "titration.too-soon")
    assert one.until is not None
    assert show_moment(one.until) == "08-Mar-2026\u00a010:00 UTC-05:00"


def test_an_order_from_another_zone_is_answered_on_its_own_clock() -> None:
    asked = order(
        "pump dose", "2026-03-03T09:59", zone="America/New_York", daily_dose="110 mcg/day", reason="titration"
    )
    one = next(one for one in check(running("100 mcg/day", at=hours(1)), asked) if one.rule == "titration.too-soon")
    assert one.until == hours(24)
    assert one.until is not None
    assert show_moment(one.until).endswith("10:00 UTC-05:00")


@given(st.timedeltas(timedelta(0), timedelta(days=400)), st.sampled_from(["America/Chicago", "Europe/London"]))
def test_a_moment_to_be_waited_for_is_never_printed_too_early(shift: timedelta, zone: str) -> None:
    exact = datetime(2026, 1, 1, tzinfo=UTC) + shift
    later = reached(exact, zone)
    assert timedelta(0) <= later - exact < timedelta(minutes=1)
    assert clock_time(exact, zone) == show_moment(later)
    assert on_clock(exact, zone) == exact
