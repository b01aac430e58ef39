"""The pump's clock stays where it is: travel and daylight saving move the wall clock away from it, and it is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import PlanError
from lentus.pump import Drift, Program, PumpClock, SimpleContinuous, drifts, expand
from lentus.quantity import Concentration, DoseRate, Duration, Volume

BERLIN, CHICAGO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Chicago")
WINTER = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
HOUR = Duration.read("1 h")
NONE = Duration.read("0 h")


@pytest.mark.parametrize(
    ("zone", "changed"),
    [
        (BERLIN, [datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)]),
        (CHICAGO, [datetime(2026, 3, 8, 8, 0, tzinfo=UTC), datetime(2026, 11, 1, 7, 0, tzinfo=UTC)]),
    ],
    ids=["Berlin", "Chicago"],
)
def test_both_nights_of_a_year_are_found_to_the_second(zone: ZoneInfo, changed: list[datetime]) -> None:
    clock = PumpClock.set_by(WINTER, zone)
    found = drifts(clock, zone, WINTER, WINTER + timedelta(days=350))
    assert found == (Drift(WINTER, NONE), Drift(changed[0], HOUR), Drift(changed[1], NONE))


def test_travel_shows_as_a_drift() -> None:
    clock = PumpClock.set_by(WINTER, BERLIN)
    assert clock.drift(WINTER, CHICAGO).amount("h") == -7
    assert clock.reading(WINTER).hour == 13


@pytest.mark.parametrize("zone", [BERLIN, CHICAGO, UTC])
def test_a_clock_set_by_a_moment_shows_that_moment_s_own_wall_clock(zone: tzinfo) -> None:
    moment = WINTER.astimezone(zone)
    assert PumpClock.set_by(moment) == PumpClock.set_by(moment, zone)
    assert PumpClock.set_by(moment).reading(moment).replace(tzinfo=None) == moment.replace(tzinfo=None)
    with pytest.raises(PlanError, match="has no zone"):
        PumpClock.set_by(moment.replace(tzinfo=None))


def test_a_week_on_the_pump_s_clock_begins_on_its_own_monday() -> None:
    clock = PumpClock(timedelta(hours=-6))
    assert clock.into_week(datetime(2026, 3, 2, 6, 0, tzinfo=UTC)) == NONE
    assert clock.into_week(datetime(2026, 3, 2, 5, 30, tzinfo=UTC)) == Duration.read("167.5 h")


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_the_clock_never_jumps(one: int, other: int) -> None:
    clock = PumpClock.set_by(WINTER, BERLIN)
    early, late = (WINTER + timedelta(seconds=seconds) for seconds in sorted((one, other)))
    assert clock.reading(late).replace(tzinfo=None) - clock.reading(early).replace(tzinfo=None) == late - early


def test_a_night_of_changing_clocks_is_as_long_as_it_really_is() -> None:
    """From 18:00 to 18:00 by the wall clock, in one zone, only 23 hours pass in spring."""
    program = Program(
        Concentration.read("500 mcg/mL"),
        SimpleContinuous(DoseRate.read("500 mcg/day")),
        PumpClock.set_by(WINTER, BERLIN),
    )
    start = datetime(2026, 3, 28, 18, 0, tzinfo=BERLIN)
    flow = expand(program, start, datetime(2026, 3, 29, 18, 0, tzinfo=BERLIN))
    assert (flow.end, flow.total) == (Duration.read("23 h"), Volume.exact(23, "mL") / 24)
    (_, changed) = drifts(program.clock, BERLIN, start, start + timedelta(days=1))
    assert changed == Drift(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), HOUR)


class Nowhere(tzinfo):
    """A zone that does not know its offset."""

    def utcoffset(self, _when: datetime | None, /) -> None:
        return None

    def dst(self, _when: datetime | None, /) -> None:
        return None

    def tzname(self, _when: datetime | None, /) -> str:
        return "nowhere"

    def fromutc(self, when: datetime, /) -> datetime:
        return when


def test_a_zone_without_an_offset_is_refused() -> None:
    with pytest.raises(PlanError, match="gives no offset"):
        PumpClock.set_by(WINTER, Nowhere())


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(PlanError, match="has no zone"):
        PumpClock(timedelta(0)).reading(WINTER.replace(tzinfo=None))
    with pytest.raises(PlanError, match="less than a day"):
        PumpClock(timedelta(hours=24))
