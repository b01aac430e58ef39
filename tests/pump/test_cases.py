"""Worked cases of dose, catheter, priming and bridge, by id: literal inputs and answers from outside of this code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from lentus import pump
from lentus.errors import PlanError
from lentus.pump import (
    Bore,
    Bracket,
    Catheter,
    Change,
    Flex,
    Flow,
    Path,
    Priming,
    PrimingPlan,
    Program,
    PumpClock,
    Segment,
    SimpleContinuous,
    Step,
    Supply,
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


# --- A: dose, flow, strength


@pytest.mark.parametrize(
    ("dose", "strength", "flow"),
    [
        pytest.param("300 mcg/day", "500 mcg/mL", "0.6 mL/day", id="A01"),
        pytest.param("300 mcg/day", "2000 mcg/mL", "0.15 mL/day", id="A02"),
        pytest.param("500 mcg/day", "2000 mcg/mL", "0.25 mL/day", id="A03"),
    ],
)
def test_a_program_runs_at_dose_over_strength(dose: str, strength: str, flow: str) -> None:
    program = Program(C(strength), SimpleContinuous(D(dose)), UTC_CLOCK)
    (segment,) = pump.expand(program, FILLED, FILLED + timedelta(days=1)).segments
    assert segment.flow == F(flow)
    assert program.daily_dose == D(dose)


@pytest.mark.parametrize(
    ("text", "daily"),
    [pytest.param("20 uL/h", "0.48 mL/day", id="A06"), pytest.param("1000 uL/h", "24 mL/day", id="A07")],
)
def test_hourly_flows(text: str, daily: str) -> None:
    assert Flow.constant(F(text), R("24 h")).total == V(daily.removesuffix("/day"))


def test_a08_hourly_dose() -> None:
    day = Flex.daily([Step(R("0 h"), R("24 h"), D("360 mcg/day"))])
    assert pump.dose_on(day) / R("24 h") == D("15 mcg/h")


@pytest.mark.parametrize(
    ("text", "strength"),
    [pytest.param("10 mg/20 mL", 500, id="A10"), pytest.param("10 mg/5 mL", 2000, id="A11")],
)
def test_the_same_mass_in_two_volumes(text: str, strength: int) -> None:
    assert C(text).amount("mcg/mL") == strength


# --- B: a proposed step, as a percentage


@pytest.mark.parametrize(("limit", "within"), [pytest.param(15, False, id="B04"), pytest.param(30, True, id="B05")])
def test_percent_of_a_step(limit: int, within: bool) -> None:
    change = pump.percent_change(D("200 mcg/day"), D("240 mcg/day"))
    assert change == 20
    assert (change <= limit) is within


# --- C: catheter


def prometra(trimmed: str) -> Segment:
    return Segment("the catheter", L("110 cm"), (L(trimmed),), PROMETRA)


def test_c01_c02_what_is_implanted() -> None:
    assert prometra("35 cm").implanted == L("75 cm")
    assert Catheter((prometra("35 cm"),)).volume == V("0.195 mL")


def test_c04_trim_longer_than_the_catheter() -> None:
    with pytest.raises(PlanError, match="112 cm cut off 110 cm leaves no catheter"):
        prometra("112 cm")


def test_c05_cut_once_more() -> None:
    again = Segment("the catheter", L("110 cm"), (L("35 cm"), L("3 cm")), PROMETRA)
    assert Catheter((prometra("35 cm"),)).volume - Catheter((again,)).volume == V("0.0078 mL")


def test_c06_two_segments() -> None:
    bore = Bore(V("0.002 mL"), "made up")
    catheter = Catheter(
        (
            Segment("the spinal segment", L("66 cm"), (L("20 cm"),), bore),
            Segment("the pump segment", L("48 cm"), (L("10 cm"),), bore),
        )
    )
    assert (catheter.length, catheter.volume) == (L("84 cm"), V("0.168 mL"))


def test_c07_diameter_from_volume() -> None:
    assert PROMETRA.diameter_mm() == Fraction("0.5754")


# --- D: priming


def test_d02_path_with_the_older_tubing() -> None:
    assert pump.tubing_volume("card-before-2016") + V("0.2 mL") == V("0.399 mL")


@pytest.mark.parametrize(
    ("strength", "excess"),
    [pytest.param("500 mcg/mL", "29.5 mcg", id="D03"), pytest.param("2000 mcg/mL", "118 mcg", id="D04")],
)
def test_excess_from_the_older_tubing(strength: str, excess: str) -> None:
    wrong = pump.tubing_volume("card-before-2016") - pump.tubing_volume("card-from-2016")
    assert wrong == V("0.059 mL")
    assert wrong * C(strength) == M(excess)


def primed(system: pump.System, catheter: str, *, back_table: bool) -> PrimingPlan:
    return pump.plan_priming(
        Priming(system, V("0.14 mL"), V(catheter), C("500 mcg/mL"), C("0 mcg/mL"), back_table, R("20 min"))
    )


def test_d05_d06_back_table_first_then_the_catheter() -> None:
    plan = primed("new system", "0.195 mL", back_table=True)
    assert plan.before_implant == V("0.14 mL")
    assert plan.before_implant * C("500 mcg/mL") == M("70 mcg")
    assert (plan.inside, plan.dose) == (V("0.195 mL"), M("97.5 mcg"))


def test_d07_revised_catheter() -> None:
    plan = primed("revised catheter", "0.195 mL", back_table=False)
    assert (plan.before_implant, plan.inside) == (V("0 mL"), V("0.195 mL"))


def test_d08_without_priming() -> None:
    flow = Flow.constant(F("0.2 mL/day"), R("72 h"))
    delivery = pump.deliver(flow, Supply(C("500 mcg/mL")), Path.full(V("0.34 mL"), C("0 mcg/mL")))
    assert delivery.arrival(0) == R("40.8 h")


def test_d09_d10_laminar() -> None:
    bracket = Bracket(V("0.195 mL"), V("0.195 mL"))
    assert bracket.left[1] / bracket.path == Fraction(1, 4)
    assert bracket.outlet[1] == Fraction(3, 4)


# --- E: bridge


def bridged(change: Change) -> pump.BridgePlan:
    plan = pump.plan_change(change)
    assert isinstance(plan, pump.BridgePlan)
    return plan


DOWN = Change(C("2000 mcg/mL"), C("500 mcg/mL"), D("300 mcg/day"), V("0.34 mL"))


def test_e02_bridge() -> None:
    plan = bridged(DOWN)
    assert plan.bolus.volume == V("0.34 mL")
    assert plan.amount == M("680 mcg")
    assert plan.over == R("54.4 h")
    assert plan.bolus.flow == F("0.15 mL/day")


def test_e04_slow_bridge() -> None:
    plan = bridged(Change(C("2000 mcg/mL"), C("1000 mcg/mL"), D("90 mcg/day"), V("0.14 mL") + V("0.25 mL")))
    assert plan.bolus.volume == V("0.39 mL")
    assert plan.amount == M("780 mcg")
    assert plan.over == R("208 h")
    assert plan.bolus.flow == F("0.045 mL/day")


def test_e06_e07_without_the_bridge() -> None:
    plan = bridged(DOWN)
    assert plan.omitted.actual == D("1200 mcg/day")
    assert plan.omitted.over == R("13.6 h")
    assert plan.omitted.excess == M("510 mcg")
    assert plan.without.rate_at(R("13.5 h")) == D("1200 mcg/day")
    assert plan.without.rate_at(R("13.6 h")) == D("300 mcg/day")
    assert plan.without.total - plan.with_bridge.total == M("510 mcg")


def test_e09_the_same_solution_needs_no_bridge() -> None:
    same = Change(C("2000 mcg/mL"), C("2000 mcg/mL"), D("300 mcg/day"), V("0.34 mL"))
    assert isinstance(pump.plan_change(same), pump.NoBridge)


@pytest.mark.parametrize(
    ("left", "added", "strength", "percent"),
    [
        pytest.param("1 mL", "19 mL", "1925 mcg/mL", "-3.75", id="E10-E11"),
        pytest.param("1.4 mL", "18.6 mL", "1895 mcg/mL", "-5.25", id="M11"),
    ],
)
def test_what_stays_behind_mixes(left: str, added: str, strength: str, percent: str) -> None:
    change = Change(C("500 mcg/mL"), C("2000 mcg/mL"), D("300 mcg/day"), V("0.34 mL"), left=V(left), added=V(added))
    assert change.filled == C(strength)
    assert bridged(change).label_error == Fraction(percent)


def test_e12_over_recorded_catheter() -> None:
    change = Change(C("500 mcg/mL"), C("2000 mcg/mL"), D("300 mcg/day"), V("0.34 mL"))
    wrong = pump.misjudged(change, V("0.29 mL"))
    assert wrong.over == R("2 h")
    assert wrong.actual == D("1200 mcg/day")
    assert wrong.excess == M("75 mcg")
