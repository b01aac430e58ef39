"""A change of strength: with its bridge the dose never moves; a refusal names ways out, and each of them works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lentus.errors import PlanError
from lentus.pump import (
    BridgePlan,
    Change,
    EmptyAndRinse,
    Flow,
    HigherDose,
    LongerPlan,
    NoBridge,
    Path,
    Refused,
    Supply,
    WeakerFill,
    band,
    deliver,
    extremes,
    misjudged,
    plan_change,
)
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume
from tests.pump.plans import fractions, mcg_ml, ml

R, D, C, V = Duration.read, DoseRate.read, Concentration.read, Volume.read
MINIMUM = FlowRate.read("0.048 mL/day")
STRENGTHS = st.sampled_from([500, 750, 1000, 2000]).map(lambda number: mcg_ml(Fraction(number)))
DOSES = fractions("20", "900", 9).map(lambda number: DoseRate.exact(number, "mcg/day"))
PATHS = fractions("1/10", "1/2", 100).map(ml)
NONE = Mass.exact(0, "mcg")


@st.composite
def changes(draw: st.DrawFn) -> Change:
    return Change(draw(STRENGTHS), draw(STRENGTHS), draw(DOSES), draw(PATHS))


@given(changes())
def test_with_the_bridge_every_hour_gives_the_same_dose(change: Change) -> None:
    assume(change.old != change.new)
    plan = plan_change(change)
    assert isinstance(plan, BridgePlan)
    assert {piece.dose for piece in plan.with_bridge.pieces} == {change.dose}
    assert plan.with_bridge.arrival(0) == plan.over
    assert plan.amount == plan.with_bridge.delivered(plan.over)


@given(changes())
def test_without_it_the_dose_is_multiplied_by_old_over_new(change: Change) -> None:
    assume(change.old != change.new)
    plan = plan_change(change)
    assert isinstance(plan, BridgePlan)
    wrong, right = plan.without.pieces
    assert (wrong.dose, wrong.end) == (plan.omitted.actual, plan.omitted.over)
    assert wrong.dose == change.dose * (change.old / change.new)
    assert right.dose == change.dose
    assert plan.without.total - plan.with_bridge.total == plan.omitted.excess


@given(changes(), DOSES)
def test_the_dose_may_change_when_the_bridge_has_ended(change: Change, then: DoseRate) -> None:
    assume(change.old != change.new)
    plan = plan_change(replace(change, then=then))
    assert isinstance(plan, BridgePlan)
    assert plan.with_bridge.delivered(plan.over) == change.dose * plan.over
    assert plan.with_bridge.rate_at(plan.over) == then


@given(changes(), PATHS)
def test_a_misjudged_path_costs_what_delivery_says(change: Change, true: Volume) -> None:
    assume(change.old != change.new)
    wrong = misjudged(change, true)
    bridge, span = change.path / change.bridge_flow, R("24 h")
    whole = max(bridge, true / change.bridge_flow) + true / change.after_flow + span
    flow = Flow.of(
        [
            (bridge.amount("h"), change.bridge_flow.amount("mL/h"), "bridge"),
            ((whole - bridge).amount("h"), change.after_flow.amount("mL/h"), "continuous"),
        ]
    )
    delivery = deliver(flow, Supply(change.new), Path.full(true, change.old))
    assert delivery.total - change.dose * whole == wrong.excess
    if true != change.path:
        rates = [piece.dose for piece in delivery.pieces if piece.dose != change.dose]
        assert rates == [wrong.actual]
        found = extremes(delivery, wrong.over)
        worst = found.most if wrong.actual > change.dose else found.least
        assert worst.dose == wrong.actual * wrong.over


def test_a_band_has_nothing_wrong_at_the_volume_used() -> None:
    change = Change(C("500 mcg/mL"), C("2000 mcg/mL"), D("300 mcg/day"), V("0.34 mL"))
    low, high = band(change, V("0.29 mL"), V("0.39 mL"))
    assert (low.excess, low.actual) == (Mass.read("75 mcg"), D("1200 mcg/day"))
    assert (str(high.excess), high.actual, high.over) == ("-75 mcg", D("75 mcg/day"), R("8 h"))
    assert misjudged(change, V("0.34 mL")).excess == NONE
    with pytest.raises(PlanError, match="does not lie between"):
        band(change, V("0.35 mL"), V("0.4 mL"))
    with pytest.raises(PlanError, match="cannot be"):
        misjudged(change, V("0 mL"))


def with_way(change: Change, way: object) -> Change:
    """The change with one of its alternatives taken."""
    if isinstance(way, HigherDose):
        return replace(change, dose=way.at_least, then=way.at_least)
    if isinstance(way, WeakerFill):
        return replace(change, new=way.at_most)
    if isinstance(way, LongerPlan):
        return replace(change, dose=way.dose, then=change.after)
    assert isinstance(way, EmptyAndRinse)
    new = way.at_most or change.new
    return replace(change, old=new, new=new)


@given(changes(), st.none() | DOSES)
def test_every_alternative_of_a_refusal_works_by_itself(change: Change, running: DoseRate | None) -> None:
    asked = replace(change, minimum=MINIMUM, running=running)
    answer = plan_change(asked)
    if not isinstance(answer, Refused):
        assert asked.after_flow >= MINIMUM
        assert asked.bridge_flow >= MINIMUM or isinstance(answer, NoBridge)
        return
    assert answer.flow < MINIMUM
    assert str(MINIMUM) in answer.reason
    assert answer.alternatives
    for way in answer.alternatives:
        assert not isinstance(plan_change(with_way(asked, way)), Refused), way


def test_the_slow_bridge_and_its_ways_out() -> None:
    change = Change(
        C("2000 mcg/mL"), C("1000 mcg/mL"), D("90 mcg/day"), V("0.39 mL"), running=D("110 mcg/day"), minimum=MINIMUM
    )
    refused = plan_change(change)
    assert isinstance(refused, Refused)
    assert (
        refused.reason == "during the bridge the pump would run at 0.045 mL/day, below its lowest flow of 0.048 mL/day"
    )
    over = V("0.39 mL") / (D("110 mcg/day") / C("2000 mcg/mL"))
    assert refused.alternatives == (
        LongerPlan(D("110 mcg/day"), over),
        EmptyAndRinse(V("0.39 mL"), Mass.read("780 mcg"), None),
        HigherDose(D("96 mcg/day")),
    )


def test_too_strong_a_fill_names_the_strength_that_would_do() -> None:
    change = Change(C("500 mcg/mL"), C("2000 mcg/mL"), D("60 mcg/day"), V("0.34 mL"), minimum=MINIMUM)
    refused = plan_change(change)
    assert isinstance(refused, Refused)
    assert refused.alternatives == (WeakerFill(C("1250 mcg/mL")), HigherDose(D("96 mcg/day")))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda sound: replace(sound, old=C("0 mcg/mL")),
        lambda sound: replace(sound, new=C("0 mcg/mL")),
        lambda sound: replace(sound, dose=D("0 mcg/day")),
        lambda sound: replace(sound, then=D("0 mcg/day")),
        lambda sound: replace(sound, path=V("0 mL")),
    ],
)
def test_nothing_is_planned_with_nothing(wrong: Callable[[Change], Change]) -> None:
    with pytest.raises(PlanError, match="above zero"):
        wrong(Change(C("500 mcg/mL"), C("2000 mcg/mL"), D("60 mcg/day"), V("0.34 mL")))


def test_the_bridge_s_end_is_told_as_a_moment_never_early() -> None:
    zone = ZoneInfo("Europe/Berlin")
    plan = plan_change(Change(C("2000 mcg/mL"), C("500 mcg/mL"), D("310 mcg/day"), V("0.34 mL")))
    assert isinstance(plan, BridgePlan)
    start = datetime(2026, 3, 27, 10, 0, tzinfo=zone)
    # 52 h 38 min 42 s and a fraction, over the night on which the clocks change.
    assert plan.ends(start).isoformat() == "2026-03-29T15:39:00+02:00"
    assert plan.flushed() == plan.over
    assert plan.flushed(V("0.4 mL")) == plan.over + V("0.06 mL") / (D("310 mcg/day") / C("500 mcg/mL"))
    assert plan.flushed(V("0.3 mL")) == plan.over


@pytest.mark.parametrize("dose", ["0.00001 mcg/day", "0.000000001 mcg/day"])
def test_an_end_beyond_the_calendar_is_a_sentence(dose: str) -> None:
    plan = plan_change(Change(C("2000 mcg/mL"), C("500 mcg/mL"), D(dose), V("0.34 mL")))
    assert isinstance(plan, BridgePlan)
    with pytest.raises(PlanError, match="beyond the calendar"):
        plan.ends(datetime(2026, 3, 5, 10, tzinfo=ZoneInfo("America/Chicago")))


def test_mixing_needs_both_volumes() -> None:
    with pytest.raises(PlanError, match="mixing needs both"):
        Change(C("500 mcg/mL"), C("2000 mcg/mL"), D("60 mcg/day"), V("0.34 mL"), left=V("1 mL"))
