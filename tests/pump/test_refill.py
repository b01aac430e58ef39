"""Refills: dates agree with the flow itself, tests stand side by side, unknown figures stay unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lentus.errors import PlanError
from lentus.pump import (
    PatientBolus,
    Program,
    PumpClock,
    Reserve,
    SimpleContinuous,
    SingleBolus,
    Stage,
    StepDosing,
    Stopped,
    Visit,
    appointment,
    device_of,
    expand,
    pocket_fill,
    refill_dates,
    residual_tests,
    time_to_pump,
    trend,
)
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Volume
from tests.pump.plans import START, fractions, ml, programs

R, V, C, D, M = Duration.read, Volume.read, Concentration.read, DoseRate.read, Mass.read
PUMP = device_of("synchromed-ii-20")
PLAIN = Program(C("2000 mcg/mL"), SimpleContinuous(D("300 mcg/day")), PumpClock(timedelta(0)))


@settings(max_examples=200)
@given(programs(), fractions("1/50", "6", 50))
def test_the_time_for_a_volume_is_the_flow_s_own(program: Program, volume: Fraction) -> None:
    assume(not isinstance(program.mode, Stopped))
    assume(not any(isinstance(bolus, SingleBolus) and bolus.over_mode for bolus in program.first))
    alone = Program(program.programmed, program.mode, program.clock, program.first)
    needed = time_to_pump(alone, START, ml(volume))
    flow = expand(alone, START, START + timedelta(hours=int(needed.amount("h")) + 1))
    assert flow.when(ml(volume)) == needed


def test_a_bolus_over_the_mode_counts_at_once() -> None:
    bolus = SingleBolus(M("600 mcg"), R("1 h"), over_mode=True)
    with_bolus = Program(PLAIN.programmed, PLAIN.mode, PLAIN.clock, (bolus,))
    assert time_to_pump(with_bolus, START, V("3.3 mL")) == time_to_pump(PLAIN, START, V("3 mL"))
    assert time_to_pump(with_bolus, START, V("0.3 mL")) == R("0 h")


def test_stages_that_have_begun_are_walked_before_the_last_dose() -> None:
    mode = StepDosing((Stage(D("100 mcg/day"), R("2 days")), Stage(D("200 mcg/day"), R("2 days"))), D("300 mcg/day"))
    program = Program(C("1000 mcg/mL"), mode, PLAIN.clock)
    times = [time_to_pump(program, START, V(volume)) for volume in ("0.2 mL", "0.6 mL", "6.6 mL")]
    assert times == [R("2 days"), R("4 days"), R("24 days")]


@given(fractions("3", "40", 10), fractions("20", "900", 9))
def test_more_dose_or_patient_boluses_or_a_worse_pump_never_lasts_longer(volume: Fraction, dose: Fraction) -> None:
    program = Program(C("2000 mcg/mL"), SimpleContinuous(DoseRate.exact(dose, "mcg/day")), PLAIN.clock)
    patient = PatientBolus(M("10 mcg"), R("10 min"), R("4 h"), 4)
    asks = Program(program.programmed, program.mode, program.clock, (), patient)
    found = [refill_dates(each, START, ml(volume), Reserve.of(PUMP)) for each in (program, asks)]
    plain, asking = found
    for early, late in ((asking.alarm, plain.alarm), (asking.empty, plain.empty)):
        assert early is not None
        assert late is not None
        assert early.after < late.after
        assert early.day <= late.day
    assert plain.window is not None
    assert plain.alarm is not None
    assert plain.empty is not None
    assert plain.window[0] < plain.window[1] <= plain.cap.day
    assert plain.window[1] < min(plain.alarm.day, plain.empty.day)


def test_days_are_cut_down_never_up() -> None:
    evening = datetime(2024, 1, 15, 23, 30, tzinfo=UTC)
    reserve = Reserve(V("2 mL"), V("0 mL"), Fraction(0), R("180 days"))
    found = refill_dates(PLAIN, evening, V("2.149 mL"), reserve)
    assert found.alarm is not None
    assert found.alarm.day == date(2024, 1, 15)


def test_an_unknown_figure_leaves_its_date_and_the_appointment_open() -> None:
    reserve = Reserve.of(device_of("prometra-ii-20"))
    found = refill_dates(PLAIN, START, V("20 mL"), reserve)
    assert found.alarm is not None
    assert (found.empty, found.window) == (None, None)
    assert found.needs == ("the volume that cannot be used", "the upper accuracy limit")
    nothing = refill_dates(PLAIN, START, V("20 mL"), Reserve.of(device_of("synchromed-iii")))
    assert (nothing.alarm, len(nothing.needs)) == (None, 3)


def test_a_set_alarm_comes_before_the_published_one() -> None:
    assert Reserve.of(PUMP, V("4 mL")).alarm == V("4 mL")
    assert Reserve.of(PUMP).alarm == V("2 mL")


def test_refusals() -> None:
    with pytest.raises(PlanError, match="above its reserve"):
        refill_dates(PLAIN, START, V("2 mL"), Reserve.of(PUMP))
    with pytest.raises(PlanError, match="moves nothing"):
        time_to_pump(Program(C("500 mcg/mL"), Stopped(), PLAIN.clock), START, V("1 mL"))
    with pytest.raises(PlanError, match="what was aspirated"):
        Visit(V("20 mL"), V("0 mL"), V("3 mL"))
    with pytest.raises(PlanError, match="at least one refill"):
        trend([])


@pytest.mark.parametrize("dose", ["0.00001 mcg/day", "0.000000001 mcg/day"])
def test_a_date_beyond_the_calendar_is_a_sentence(dose: str) -> None:
    program = Program(PLAIN.programmed, SimpleContinuous(DoseRate.read(dose)), PLAIN.clock)
    reserve = Reserve.of(device_of("synchromed-ii-20"))
    with pytest.raises(PlanError, match="beyond the calendar"):
        refill_dates(program, START, Volume.read("20 mL"), reserve)


def test_appointment_presets() -> None:
    assert appointment(date(2024, 3, 1), "shorter") == (date(2024, 2, 25), date(2024, 2, 27))
    assert appointment(date(2024, 3, 1)) == (date(2024, 2, 20), date(2024, 2, 23))


VISITS = st.builds(
    Visit, fractions("18", "40", 10).map(ml), fractions("1", "18", 10).map(ml), fractions("0", "18", 10).map(ml)
)


@given(VISITS)
def test_difference_ratio_and_side_tell_one_story(visit: Visit) -> None:
    side = {1: "over", 0: "none", -1: "under"}[(visit.ratio > 1) - (visit.ratio < 1)]
    assert visit.side == side
    assert (visit.discrepancy > V("0 mL")) is (side == "over")
    assert visit.ratio == 1 + visit.discrepancy / V("1 mL") * visit.ratio_of_one_ml


def test_little_programmed_makes_the_ratio_jumpy() -> None:
    visit = Visit(V("20 mL"), V("2.7 mL"), V("16.3 mL"))
    fired = {one.name: one.fires for one in residual_tests(visit, PUMP)}
    assert fired == {"difference": False, "accuracy-above": True, "accuracy-below": False}
    assert round(float(visit.ratio), 2) == 1.37


def test_bounds_themselves_do_not_fire() -> None:
    exact = Visit(V("20 mL"), V("10 mL"), V("8.55 mL"))
    assert [one.fires for one in residual_tests(exact, PUMP)] == [False, False, False]
    low = Visit(V("20 mL"), V("10 mL"), V("11.45 mL"))
    assert [one.fires for one in residual_tests(low, PUMP)] == [False, False, False]
    assert pocket_fill(V("20 mL"), V("19 mL"), PUMP).fires is False
    two = Visit(V("20 mL"), V("16 mL"), V("2 mL"))
    assert residual_tests(two, PUMP)[0].fires is False


def test_the_assumed_lower_bound_and_weak_sources_are_marked() -> None:
    tested = {
        one.name: one for one in residual_tests(Visit(V("20 mL"), V("10 mL"), V("10 mL")), PUMP, first_visit=True)
    }
    assert tested["accuracy-above"].verified
    assert not tested["accuracy-below"].verified
    assert not tested["first visit"].verified
    assert tested["accuracy-above"].basis == "devices.synchromed-ii-accuracy-above"


def test_the_first_visit_has_a_test_of_its_own() -> None:
    def first(aspirated: str, programmed: str = "10 mL") -> bool | None:
        visit = Visit(V("20 mL"), V(programmed), V(aspirated))
        return residual_tests(visit, PUMP, first_visit=True)[-1].fires

    assert (first("8 mL"), first("7.9 mL"), first("12.1 mL")) == (False, True, True)
    assert first("0 mL", "20 mL") is None


def test_what_a_pump_does_not_state_is_not_tested() -> None:
    unknown = device_of("synchromed-iii")
    tested = residual_tests(Visit(V("20 mL"), V("10 mL"), V("1 mL")), unknown)
    assert [one.fires for one in tested] == [True, None, None]
    assert pocket_fill(V("20 mL"), V("10 mL"), unknown).fires is None


def test_a_row_on_one_side_is_counted() -> None:
    visits = [Visit(V("20 mL"), V("10 mL"), V(left)) for left in ("11 mL", "9.5 mL", "9 mL", "9.2 mL")]
    found = trend(visits)
    assert (found.side, found.in_a_row) == ("over", 3)
    assert found.overall == Fraction(413, 400)
    assert trend(visits[1:]).in_a_row == 3
    assert [str(ratio) for ratio in found.ratios] == ["9/10", "21/20", "11/10", "27/25"]
