"""One settled day of a program: what the mode says, through whatever strength is really filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import PlanError
from lentus.pump import Flex, PeriodicBolus, Program, PumpClock, SimpleContinuous, StepDosing, dose_on, settled_day
from lentus.quantity import DoseRate, Duration
from tests.pump.plans import START, mcg_ml, programs

DAY = Duration.read("24 h")


@given(programs(), st.sampled_from([500, 1000, 2000]))
def test_a_day_gives_what_is_programmed_times_filled_over_programmed(program: Program, strength: int) -> None:
    filled = mcg_ml(Fraction(strength))
    day = settled_day(program, filled, START)
    assert day.end == DAY
    if isinstance(program.mode, Flex | PeriodicBolus | SimpleContinuous):
        weekday = program.clock.reading(START).weekday()
        assert day.total == dose_on(program.mode, weekday) * (filled / program.programmed)


@given(programs())
def test_boluses_given_once_and_on_demand_change_nothing(program: Program) -> None:
    plain = replace(program, first=(), patient=None)
    assert settled_day(program, program.programmed, START).pieces == settled_day(plain, plain.programmed, START).pieces


@given(programs(), st.integers(0, 23 * 60))
def test_every_moment_of_the_pumps_day_has_the_same_day(program: Program, minutes: int) -> None:
    midnight = program.clock.reading(START).replace(hour=0, minute=0)
    later = midnight.replace(hour=minutes // 60, minute=minutes % 60)
    one, other = (settled_day(program, program.programmed, at) for at in (midnight, later))
    if not isinstance(program.mode, StepDosing):
        assert one.pieces == other.pieces


def test_a_moment_without_a_zone_is_no_moment() -> None:
    program = Program(mcg_ml(Fraction(500)), SimpleContinuous(DoseRate.read("300 mcg/day")), PumpClock(timedelta(0)))
    with pytest.raises(PlanError):
        settled_day(program, program.programmed, START.replace(tzinfo=None))
