"""Worked cases of refills, schedules, slips and limits, by id: literal inputs, answers from outside of this code."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from lentus import pump
from lentus.errors import PlanError, QuantityError
from lentus.pump import (
    Bore,
    Change,
    DrawUp,
    Due,
    Flex,
    Flow,
    Path,
    PatientBolus,
    PeriodicBolus,
    Program,
    PumpClock,
    Reserve,
    SimpleContinuous,
    Step,
    Supply,
    Visit,
)
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Length, Mass, Volume

M, V, C, D, F, R, L = (
    Mass.read,
    Volume.read,
    Concentration.read,
    DoseRate.read,
    FlowRate.read,
    Duration.read,
    Length.read,
)
UTC_CLOCK = PumpClock(timedelta(0))
FILLED = datetime(2024, 1, 15, 9, 0, tzinfo=UTC)
PROMETRA = Bore(V("0.0026 mL"), "manual")


def rounded(number: Fraction, places: int) -> str:
    return f"{float(round(number, places)):.{places}f}"


# --- F: dates


def dates(dose: str, strength: str, fill: str, reserve: Reserve) -> pump.RefillDates:
    program = Program(C(strength), SimpleContinuous(D(dose)), UTC_CLOCK)
    return pump.refill_dates(program, FILLED, V(fill), reserve)


def alarm(text: str) -> Reserve:
    return Reserve(V(text), V("0 mL"), Fraction("14.5"), R("180 days"))


def due(found: Due | None) -> Due:
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("fill", "dose", "strength", "days", "day"),
    [
        pytest.param("20 mL", "300 mcg/day", "2000 mcg/mL", "120.000", date(2024, 5, 14), id="F02"),
        pytest.param("40 mL", "300 mcg/day", "2000 mcg/mL", "253.333", date(2024, 9, 24), id="F03"),
        pytest.param("40 mL", "96.1 mcg/day", "2002 mcg/mL", "791.634", date(2026, 3, 16), id="F05"),
    ],
)
def test_alarm_day(fill: str, dose: str, strength: str, days: str, day: date) -> None:
    found = dates(dose, strength, fill, alarm("2 mL"))
    assert rounded(due(found.alarm).days, 3) == days
    assert due(found.alarm).day == day


def test_f06_cap() -> None:
    found = dates("300 mcg/day", "2000 mcg/mL", "40 mL", alarm("2 mL"))
    assert found.cap == Due(R("180 days"), date(2024, 7, 13))
    assert found.window is not None
    assert found.window[1] <= found.cap.day


@pytest.mark.parametrize(
    ("unusable", "days"), [pytest.param("0 mL", "29.112", id="F07"), pytest.param("1.4 mL", "27.074", id="M06")]
)
def test_worst_case_empty_day(unusable: str, days: str) -> None:
    reserve = Reserve(V("2 mL"), V(unusable), Fraction("14.5"), R("180 days"))
    found = dates("300 mcg/day", "500 mcg/mL", "20 mL", reserve)
    assert rounded(due(found.empty).days, 3) == days
    assert due(found.empty).after < due(found.alarm).after


def test_f09_patient_boluses() -> None:
    boluses = PatientBolus(M("20 mcg"), R("10 min"), R("4 h"), 4)
    program = Program(C("1000 mcg/mL"), SimpleContinuous(D("240 mcg/day")), UTC_CLOCK, (), boluses)
    found = pump.refill_dates(program, FILLED, V("20 mL"), alarm("3 mL"))
    assert due(found.alarm).days == Fraction("53.125")


def test_f10_after_a_priming_bolus() -> None:
    found = dates("300 mcg/day", "2000 mcg/mL", "19.66 mL", alarm("2 mL"))
    assert rounded(due(found.alarm).days, 3) == "117.733"


def test_f11_appointment() -> None:
    assert pump.appointment(date(2024, 2, 14)) == (date(2024, 2, 4), date(2024, 2, 7))


def test_f12_without_any_reserve_it_is_thirteen_days_late() -> None:
    program = Program(C("2000 mcg/mL"), SimpleContinuous(D("300 mcg/day")), UTC_CLOCK)
    naive = pump.time_to_pump(program, FILLED, V("20 mL"))
    assert int(naive / R("24 h")) == 133
    assert (
        int(naive / R("24 h")) - int(due(dates("300 mcg/day", "2000 mcg/mL", "20 mL", alarm("2 mL")).alarm).days) == 13
    )


# --- G: aspirated against expected


@pytest.mark.parametrize(
    ("visit", "expected", "discrepancy", "ratio", "fires"),
    [
        pytest.param(("20 mL", "0.6 mL/day", 28, "3.2 mL"), "3.2", "0", "1.0000", set(), id="G01"),
        pytest.param(
            ("20 mL", "0.6 mL/day", 28, "0.5 mL"), "3.2", "2.7", "1.1607", {"accuracy-above", "difference"}, id="G02"
        ),
        pytest.param(
            ("20 mL", "0.6 mL/day", 28, "6 mL"), "3.2", "-2.8", "0.8333", {"accuracy-below", "difference"}, id="G03"
        ),
        pytest.param(("40 mL", "0.15 mL/day", 120, "22 mL"), "22", "0", "1.0000", set(), id="G04"),
    ],
)
def test_residual(
    visit: tuple[str, str, int, str], expected: str, discrepancy: str, ratio: str, fires: set[str]
) -> None:
    filled, flow, days, aspirated = visit
    seen = Visit(V(filled), F(flow) * R(f"{days} days"), V(aspirated))
    assert seen.expected.amount("mL") == Fraction(expected)
    assert seen.discrepancy.amount("mL") == Fraction(discrepancy)
    assert rounded(seen.ratio, 4) == ratio
    tested = pump.residual_tests(seen, pump.device_of("synchromed-ii-20"))
    assert {one.name for one in tested if one.fires} == fires


@pytest.mark.parametrize(
    ("device", "injected", "measured", "suspect"),
    [
        pytest.param("medstream-20", "20 mL", "18.8 mL", True, id="G07"),
        pytest.param("medstream-40", "40 mL", "38.8 mL", False, id="G08"),
    ],
)
def test_pocket_fill(device: str, injected: str, measured: str, suspect: bool) -> None:
    found = pump.pocket_fill(V(injected), V(measured), pump.device_of(device))
    assert found.measured == V("1.2 mL")
    assert found.fires is suspect


# --- H: flex and pulses


def test_h01_day_total() -> None:
    steps = [("0 h", "6 h", "10 mcg/h"), ("6 h", "9 h", "30 mcg/h"), ("9 h", "24 h", "12 mcg/h")]
    day = Flex.daily([Step(R(start), R(end), D(dose)) for start, end, dose in steps])
    assert day.week[0].dose == M("330 mcg")
    program = Program(C("500 mcg/mL"), day, UTC_CLOCK)
    assert pump.expand(program, FILLED, FILLED + timedelta(days=1)).total * C("500 mcg/mL") == M("330 mcg")


def test_h03_fourteen_steps() -> None:
    edges = [Duration.exact(Fraction(24 * number, 14), "h") for number in range(15)]
    mode = Flex.daily([Step(low, high, D("240 mcg/day")) for low, high in itertools.pairwise(edges)])
    found = pump.limits(Program(C("500 mcg/mL"), mode, UTC_CLOCK), pump.device_of("synchromed-ii-20"))
    assert [(one.figure, one.value, one.bound) for one in found.breaches] == [("steps-a-day", 14, 13)]


def test_h06_periodic_bolus() -> None:
    mode = PeriodicBolus(M("100 mcg"), R("30 min"), 4, R("0 h"), D("0 mcg/day"))
    flow = pump.expand(Program(C("2000 mcg/mL"), mode, UTC_CLOCK), FILLED, FILLED + timedelta(days=1))
    assert pump.dose_on(mode) == M("400 mcg")
    assert [s.flow * (s.end - s.start) for s in flow.segments if s.what == "periodic bolus"] == [V("0.05 mL")] * 4


def test_h08_h09_pulses() -> None:
    pulse = V("0.0025 mL")
    assert pump.pulses_a_day(F("0.1 mL/day"), pulse) == 40
    assert pump.apart(F("0.1 mL/day"), pulse) == R("36 min")
    assert pump.dose_of(pulse, C("2000 mcg/mL")) == M("5 mcg")


# --- I: patient boluses


def test_i01_most_in_a_day() -> None:
    boluses = PatientBolus(M("20 mcg"), R("10 min"), R("6 h"), 4)
    program = Program(C("500 mcg/mL"), SimpleContinuous(D("240 mcg/day")), UTC_CLOCK, (), boluses)
    assert program.most_daily == D("320 mcg/day")
    assert rounded(pump.percent_change(D("240 mcg/day"), D("320 mcg/day")), 3) == "33.333"


def test_i03_lockout_and_allotment_disagree() -> None:
    boluses = PatientBolus(M("20 mcg"), R("10 min"), R("6 h"), 6)
    assert not boluses.consistent
    assert boluses.effective_a_day == 4


# --- J: compounding


@pytest.mark.parametrize(
    ("target", "volume", "stock", "taken", "saline"),
    [
        pytest.param("1500 mcg/mL", "40 mL", "2000 mcg/mL", "30 mL", "10 mL", id="J02"),
        pytest.param("750 mcg/mL", "20 mL", "2000 mcg/mL", "7.5 mL", "12.5 mL", id="J03"),
        pytest.param("250 mcg/mL", "20 mL", "500 mcg/mL", "10 mL", "10 mL", id="J04"),
    ],
)
def test_dilution(target: str, volume: str, stock: str, taken: str, saline: str) -> None:
    made = pump.dilute(C(target), V(volume), C(stock))
    assert (made.stock, made.diluent) == (V(taken), V(saline))


def test_j05_two_stocks() -> None:
    made = pump.blend(C("1000 mcg/mL"), V("20 mL"), C("500 mcg/mL"), C("2000 mcg/mL"))
    assert (made.stronger.amount("mL"), made.weaker.amount("mL")) == (Fraction(20, 3), Fraction(40, 3))


def test_j06_above_the_stock() -> None:
    with pytest.raises(PlanError, match="not reachable by dilution"):
        pump.dilute(C("4000 mcg/mL"), V("20 mL"), C("2000 mcg/mL"))
    with pytest.raises(PlanError, match="not reachable by dilution"):
        pump.draw_up(C("4000 mcg/mL"), V("20 mL"))


# --- K: slips


def test_k02_unit_swap() -> None:
    factor = pump.ratio(D("0.3 mcg/day"), D("300 mcg/day"))
    assert factor == Fraction(1, 1000)
    assert pump.power_of_ten(factor) == -3


def test_k04_other_strength_in_the_reservoir() -> None:
    assert pump.delivered_with(D("300 mcg/day"), C("2000 mcg/mL"), C("500 mcg/mL")) == D("75 mcg/day")
    program = Program(C("2000 mcg/mL"), SimpleContinuous(D("300 mcg/day")), UTC_CLOCK)
    flow = pump.expand(program, FILLED, FILLED + timedelta(days=1))
    path = Path.full(V("0.34 mL"), C("500 mcg/mL"))
    assert pump.deliver(flow, Supply(C("500 mcg/mL")), path).total == M("75 mcg")


def test_k05_more_than_the_reservoir() -> None:
    with pytest.raises(PlanError, match="40 mL exceeds the reservoir of 20 mL"):
        pump.draw_up(C("2000 mcg/mL"), V("40 mL"), capacity=V("20 mL"))
    program = Program(C("2000 mcg/mL"), SimpleContinuous(D("300 mcg/day")), UTC_CLOCK)
    found = pump.limits(program, pump.device_of("synchromed-ii-20"), V("40 mL"))
    assert [one.figure for one in found.breaches] == ["reservoir"]


def test_k06_k07_what_the_valve_lets_through() -> None:
    valve = pump.device_of("prometra-ii-20").volume("valve-bolus")
    assert valve * C("2000 mcg/mL") == M("20 mcg")
    assert valve * C("25 mg/mL") == M("0.25 mg")


def test_k08_k09_whole_contents() -> None:
    assert pump.Slug(V("20 mL"), C("2000 mcg/mL")).drug == M("40,000 mcg")
    assert Path.full(V("0.195 mL"), C("2000 mcg/mL")).drug == M("390 mcg")


def test_k10_left_stopped() -> None:
    flow = Flow.constant(D("300 mcg/day") / C("2000 mcg/mL"), R("24 h"))
    path = Path.full(V("0.34 mL"), C("2000 mcg/mL"))
    lost = pump.missed(flow, R("2 h"), R("10 h"), Supply(C("2000 mcg/mL")), path)
    assert lost.during == lost.in_all == M("100 mcg")


# --- L: how much a front smears (the diffusion is an estimate)


@pytest.mark.parametrize(
    ("flow", "answers"),
    [
        pytest.param("0.1 mL/day", ("46.80", "16.03", "1.489", "1.74", "1.09"), id="L01"),
        pytest.param("0.5 mL/day", ("9.36", "80.13", "7.446", "1.12", "0.14"), id="L03"),
    ],
)
def test_smear(flow: str, answers: tuple[str, ...]) -> None:
    found = pump.smear(V("0.195 mL"), F(flow), PROMETRA, Fraction("0.00086"))
    assert rounded(found.transit.amount("h"), 2) == answers[0]
    assert rounded(found.speed_mm_per_h, 2) == answers[1]
    assert rounded(found.peclet, 3) == answers[2]
    assert rounded(found.sigma_cm, 2) == answers[3]
    assert rounded(found.sigma.amount("h"), 2) == answers[4]


# --- M: limits


@pytest.mark.parametrize(
    ("strength", "dose"),
    [pytest.param("500 mcg/mL", "24 mcg/day", id="M01"), pytest.param("1000 mcg/mL", "48 mcg/day", id="M02")],
)
def test_dose_floor(strength: str, dose: str) -> None:
    assert pump.dose_floor(pump.device_of("synchromed-ii-40").flow("minimum-flow"), C(strength)) == D(dose)


def test_m04_below_the_lowest_flow() -> None:
    device = pump.device_of("synchromed-ii-20")
    found = pump.limits(Program(C("2000 mcg/mL"), SimpleContinuous(D("60 mcg/day")), UTC_CLOCK), device)
    (breach,) = found.breaches
    assert (breach.figure, breach.value, breach.bound) == ("minimum-flow", F("0.03 mL/day"), F("0.048 mL/day"))
    assert pump.strongest_for(D("60 mcg/day"), device.flow("minimum-flow")) == C("1250 mcg/mL")


def test_m05_a_bridge_below_the_lowest_flow() -> None:
    minimum = pump.device_of("synchromed-ii-20").flow("minimum-flow")
    change = Change(C("2000 mcg/mL"), C("1000 mcg/mL"), D("90 mcg/day"), V("0.39 mL"), minimum=minimum)
    refused = pump.plan_change(change)
    assert isinstance(refused, pump.Refused)
    assert refused.flow == F("0.045 mL/day")


def test_m09_drug_in_the_port() -> None:
    assert pump.device_of("synchromed-ii-20").volume("port") * C("2000 mcg/mL") == M("280 mcg")


def test_m10_septum() -> None:
    device = pump.device_of("synchromed-ii-20")
    needed = pump.refills_over(device.age("life").years, device.duration("refill-interval"))
    assert needed == 15
    assert needed <= device.count("septum-punctures")


def test_the_issue_s_own_example() -> None:
    """20 mL at 0.15 mL a day alarms on day 120 but may be empty on day 108."""
    device = pump.device_of("synchromed-ii-20")
    found = dates("300 mcg/day", "2000 mcg/mL", "20 mL", Reserve.of(device))
    assert int(due(found.alarm).days) == 120
    assert int(due(found.empty).days) == 108
    assert found.window == (date(2024, 4, 22), date(2024, 4, 25))
    assert found.needs == ()


def test_a_bridge_of_no_dose_is_no_division_by_zero() -> None:
    with pytest.raises((PlanError, QuantityError)):
        Change(C("2000 mcg/mL"), C("500 mcg/mL"), DoseRate.exact(0, "mcg/day"), V("0.34 mL"))


def ready(way: DrawUp) -> list[tuple[str, int]]:
    return [(str(taken.product.fill), taken.count) for taken in way.containers]


def test_draw_up_of_forty_ml() -> None:
    best = pump.draw_up(C("2000 mcg/mL"), V("40 mL"), V("40 mL"))[0]
    assert best.ready_made
    assert ready(best) == [("20 mL", 2)]
    assert best.discarded == V("0 mL")
