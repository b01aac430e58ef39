"""When drug reaches the tip: worked numbers, and laws of the volume that has been pumped."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import State
from lentus.errors import QuantityError
from lentus.protocol.arrival import PROGRAM, Arrival, arrival_at_tip, time_to_tip
from lentus.protocol.spans import after, elapsed
from lentus.protocol.zone import clock_time, on_clock, whole_minute
from lentus.quantity import Concentration, DoseRate, Duration, Volume
from tests.protocol import courses
from tests.protocol.courses import event, moment
from tests.protocol.pumps import BEGAN, hours, running, started


def at(state: State) -> datetime:
    known = arrival_at_tip(state)
    assert known is not None
    assert known.at is not None
    return known.at


@pytest.mark.parametrize(
    ("path", "dose", "strength", "needed"),
    [
        ("0.34 mL", "100 mcg/day", "500 mcg/mL", "40.8 h"),
        ("0.34 mL", "50 mcg/day", "500 mcg/mL", "81.6 h"),
        ("0.34 mL", "100 mcg/day", "2000 mcg/mL", "163.2 h"),
        ("0.2 mL", "200 mcg/day", "500 mcg/mL", "12 h"),
    ],
)
def test_worked_times(path: str, dose: str, strength: str, needed: str) -> None:
    travel = time_to_tip(Volume.read(path), DoseRate.read(dose), Concentration.read(strength))
    assert travel == Duration.read(needed)


def test_nothing_arrives_at_a_dose_of_zero() -> None:
    with pytest.raises(QuantityError):
        time_to_tip(Volume.read("0.34 mL"), DoseRate.read("0 mcg/day"), Concentration.read("500 mcg/mL"))


def test_a_start_arrives_after_its_path() -> None:
    assert at(started()) == hours(40.8)
    assert at(started(primed=True)) == BEGAN


def test_what_is_unknown_is_named() -> None:
    assert arrival_at_tip(started(path=None)) == Arrival(None, ("volume of tubing and catheter",))
    both = ("volume of tubing and catheter", "whether the path was primed")
    assert arrival_at_tip(started(path=None, primed=None)) == Arrival(None, both)
    unprimed = arrival_at_tip(started(primed=None))
    assert unprimed == Arrival(None, ("whether the path was primed",), at_latest=hours(40.8))


def test_a_flow_that_is_not_known_is_not_guessed() -> None:
    for fields in ({"concentration": None}, {"mode": "flex"}, {"mode": "minimum rate", "daily_dose": None}):
        later = event("program", hours(10), **{"daily_dose": "100 mcg/day", "concentration": "500 mcg/mL", **fields})
        known = arrival_at_tip(started("100 mcg/day", later))
        assert known == Arrival(None, (PROGRAM,))
        # After the arrival it no longer matters.
        late = event("program", hours(50), **{"daily_dose": "100 mcg/day", "concentration": "500 mcg/mL", **fields})
        assert at(started("100 mcg/day", late)) == hours(40.8)


def test_each_stretch_moves_its_own_volume() -> None:
    # Ten hours at 0.2 mL a day, then twice that: 0.34 mL = 10 h x 0.2/24 + 15.4 h x 0.4/24.
    faster = event("program", hours(10), daily_dose="200 mcg/day", concentration="500 mcg/mL")
    assert at(started("100 mcg/day", faster)) == hours(25.4)
    standstill = event("program", hours(10), mode="stopped")
    again = event("program", hours(30), daily_dose="100 mcg/day", concentration="500 mcg/mL")
    assert at(started("100 mcg/day", standstill, again)) == hours(60.8)
    assert arrival_at_tip(started("100 mcg/day", standstill)) is None


DAY = ({"starts": "00:00", "rate": "2 mcg/h"}, {"starts": "12:00", "rate": "6 mcg/h"})
FLEX = {"mode": "flex", "daily_dose": "96 mcg/day", "concentration": "500 mcg/mL", "steps": DAY}


def test_a_day_of_steps_is_followed_step_by_step() -> None:
    # From 19:00 on, 0.2 mL a day have moved a twelfth of a mL; then 0.06 mL until midnight, 0.048 mL until noon,
    # 0.144 mL until midnight: the last of 0.34 mL goes at 0.004 mL an hour.
    later = event("program", hours(10), **FLEX)
    moved = Fraction(10, 120) + Fraction(6 * 5, 500) + Fraction(2 * 12, 500) + Fraction(6 * 12, 500)
    rest = (Fraction("0.34") - moved) / Fraction(2, 500)
    assert at(started("100 mcg/day", later)) == after(hours(39), Duration.exact(rest, "h"))


def test_equal_steps_arrive_as_one_steady_rate_does() -> None:
    same = [{"starts": starts, "rate": "5 mcg/h"} for starts in ("00:00", "06:30", "21:15")]
    flex = event("program", hours(7), **{**FLEX, "steps": same, "daily_dose": "120 mcg/day"})
    steady = event("program", hours(7), daily_dose="120 mcg/day", concentration="500 mcg/mL")
    assert at(started("100 mcg/day", flex)) == at(started("100 mcg/day", steady))


def test_steps_that_leave_the_night_open_are_not_guessed() -> None:
    gap = event("program", hours(10), **{**FLEX, "steps": DAY[1:]})
    assert arrival_at_tip(started("100 mcg/day", gap)) == Arrival(None, (PROGRAM,))


def test_a_dose_so_low_that_no_calendar_holds_its_arrival_is_not_known() -> None:
    slow = event("program", hours(1), daily_dose="0.0000001 mcg/day", concentration="2000 mcg/mL")
    assert arrival_at_tip(started("100 mcg/day", slow)) == Arrival(None, (PROGRAM,))


def test_after_a_stop_a_full_path_gives_drug_at_once() -> None:
    standstill = event("program", hours(100), mode="stopped")
    again = event("program", hours(130), daily_dose="100 mcg/day", concentration="500 mcg/mL")
    assert at(started("100 mcg/day", standstill, again)) == hours(130)


def test_a_new_catheter_begins_anew() -> None:
    revised = event("revision", hours(100), path_volume="0.17 mL", primed=False)
    assert at(started("100 mcg/day", revised)) == hours(120.4)
    primed = event("revision", hours(100), path_volume="0.17 mL", primed=True)
    assert at(started("100 mcg/day", primed)) == hours(100)
    assert at(running("100 mcg/day", revised)) == hours(120.4)


def test_a_pump_found_running_is_not_asked() -> None:
    assert arrival_at_tip(running("100 mcg/day")) is None
    assert arrival_at_tip(courses.state(event("implant", BEGAN, path_volume="0.34 mL"))) is None


def test_the_record_need_not_hold_the_implant() -> None:
    begun = courses.state(event("program", BEGAN, daily_dose="100 mcg/day", concentration="500 mcg/mL"))
    assert arrival_at_tip(begun) == Arrival(None, ("volume of tubing and catheter", "whether the path was primed"))


VOLUMES = st.integers(50, 900).map(lambda n: Volume.exact(Fraction(n, 1000), "mL"))
RATES = st.integers(20, 1500).map(lambda n: DoseRate.exact(n, "mcg/day"))
STRENGTHS = st.sampled_from(["500 mcg/mL", "1000 mcg/mL", "2000 mcg/mL"]).map(Concentration.read)


@given(VOLUMES, RATES, STRENGTHS, st.integers(2, 5))
def test_scaling_laws(path: Volume, dose: DoseRate, strength: Concentration, times: int) -> None:
    travel = time_to_tip(path, dose, strength)
    assert time_to_tip(path * times, dose, strength) == travel * times
    assert time_to_tip(path, dose * times, strength) * times == travel
    assert time_to_tip(path, dose, strength * times) == travel * times
    assert dose * travel == path * strength


@given(VOLUMES, st.lists(st.tuples(st.integers(1, 30), st.integers(20, 600)), min_size=1, max_size=4))
def test_the_pumped_volume_is_the_path(path: Volume, stretches: list[tuple[int, int]]) -> None:
    events, now = [], 0
    for length, dose in stretches:
        now += length
        events.append(event("program", hours(now), daily_dose=f"{dose} mcg/day", concentration="500 mcg/mL"))
    state = started("100 mcg/day", *events, path=str(path))
    reached = at(state)
    moved, left = Volume.exact(0, "mL"), Volume.exact(0, "mL")
    for one in state.pump:
        end = min(one.end, reached) if one.end else reached
        if one.start < end and one.value.flow is not None:
            moved += one.value.flow * elapsed(one.start, end)
            left = one.value.flow * Duration.exact(1, "s")
    assert path <= moved < path + left


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_a_moment_is_reached_and_never_missed(seconds: int, parts: int) -> None:
    span = Duration.exact(Fraction(seconds, parts), "s")
    reached = after(BEGAN, span)
    assert elapsed(BEGAN, reached) >= span
    assert elapsed(BEGAN, reached - timedelta(microseconds=1)) < span or seconds == 0


def test_whole_minutes_are_later_ones() -> None:
    assert whole_minute(BEGAN) == BEGAN
    assert whole_minute(BEGAN + timedelta(microseconds=1)) == BEGAN + timedelta(minutes=1)
    assert whole_minute(BEGAN + timedelta(seconds=59)) == BEGAN + timedelta(minutes=1)
    assert clock_time(BEGAN + timedelta(seconds=1), "America/Chicago") == "02-Mar-2026\u00a009:01 UTC-06:00"


def test_a_computed_moment_is_written_with_the_offset_of_its_day() -> None:
    # A week after 2 March the clocks of Chicago have moved on.
    moved = on_clock(BEGAN + timedelta(days=7), "America/Chicago")
    assert moved == BEGAN + timedelta(days=7)
    assert moved.isoformat() == "2026-03-09T10:00:00-05:00"
    # The hour that comes twice keeps its instant.
    second = moment("2026-11-01T01:30-06:00")
    assert on_clock(second + timedelta(0), "America/Chicago") == second
    assert elapsed(second, BEGAN) < Duration.exact(0, "h")
