"""Priming and stand-still: what is known to hold drug is not primed again, and what is unknown is not guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lentus.errors import CannotAssess, PlanError
from lentus.pump import (
    SYSTEMS,
    Bracket,
    Flow,
    Path,
    Priming,
    PrimingPlan,
    Supply,
    System,
    deliver,
    halted,
    missed,
    plan_priming,
)
from lentus.quantity import Concentration, Duration, Mass, Volume
from tests.pump.plans import flows, fractions, ml, paths

R, V, C, M = Duration.read, Volume.read, Concentration.read, Mass.read
DRUG, WATER = C("500 mcg/mL"), C("0 mcg/mL")


def planned(system: System, holds: Concentration | None, *, back_table: bool = False) -> PrimingPlan:
    return plan_priming(Priming(system, V("0.14 mL"), V("0.2 mL"), DRUG, holds, back_table, R("20 min")))


@pytest.mark.parametrize(
    ("system", "holds", "back_table", "inside", "at_once"),
    [
        ("new system", WATER, False, "0.34 mL", "0 mcg"),
        ("new system", WATER, True, "0.2 mL", "0 mcg"),
        ("new pump on an old catheter", DRUG, True, "0 mL", "0 mcg"),
        ("new pump on an old catheter", DRUG, False, "0.14 mL", "70 mcg"),
        ("new pump on an old catheter", WATER, False, "0.34 mL", "0 mcg"),
        ("revised catheter", WATER, False, "0.2 mL", "0 mcg"),
        ("revised catheter", DRUG, False, "0 mL", "0 mcg"),
    ],
)
def test_what_is_primed(system: System, holds: Concentration, back_table: bool, inside: str, at_once: str) -> None:
    plan = planned(system, holds, back_table=back_table)
    assert plan.inside == V(inside)
    assert plan.delivered[0] == M(at_once)
    assert plan.whole_content == M("100 mcg")
    assert plan.before_implant == (V("0.14 mL") if back_table else V("0 mL"))


@pytest.mark.parametrize(
    ("system", "holds", "back_table", "unmixed"),
    [
        # As much as the whole path is pushed: a quarter of it has left, and nothing else held drug.
        ("new system", WATER, False, "42.5 mcg"),
        # As much as the catheter is pushed behind drug in the tubing: a quarter of the catheter has left.
        ("new system", WATER, True, "25 mcg"),
        ("revised catheter", WATER, False, "25 mcg"),
        # Drug before it, water in the tubing: 0.14 / 0.2 of the catheter is pushed, and of the tubing so much has left
        # as v - 1 + 1 / (4 v) says with v = 7 / 10: 2 / 35 of the catheter.
        ("new pump on an old catheter", DRUG, False, "64.285714285714 mcg"),
    ],
)
def test_without_mixing_tubing_and_catheter_are_one_tube(
    system: System, holds: Concentration, back_table: bool, unmixed: str
) -> None:
    found = planned(system, holds, back_table=back_table).delivered[1].amount("mcg")
    assert round(found, 6) == round(Fraction(unmixed.split()[0]), 6)


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_unknown_catheter_is_not_guessed(system: System) -> None:
    with pytest.raises(CannotAssess, match="needs what the catheter holds"):
        planned(system, None)


def test_after_priming_an_empty_system_the_drug_stands_at_the_tip() -> None:
    picture = planned("new system", WATER).picture
    assert picture is not None
    assert [slug.strength for slug in picture.standing(picture.end)] == [DRUG]


def test_refusals() -> None:
    with pytest.raises(PlanError, match="leaves the pump in place"):
        planned("revised catheter", WATER, back_table=True)
    with pytest.raises(PlanError, match="make no path"):
        Priming("new system", V("0 mL"), V("0.2 mL"), DRUG, WATER, False, R("1 h"))
    with pytest.raises(PlanError, match="is none"):
        Priming("new system", V("0.14 mL"), V("0.2 mL"), WATER, WATER, False, R("1 h"))
    with pytest.raises(PlanError, match="cannot be"):
        Bracket(V("0 mL"), V("1 mL"))


@given(fractions("0", "5", 60))
def test_without_mixing_drug_comes_earlier_and_the_strength_lags(ratio: Fraction) -> None:
    bracket = Bracket(V("0.2 mL"), ml(ratio / 5))
    plug, laminar = bracket.left
    assert plug <= laminar <= bracket.pushed
    assert bracket.first_drug == (V("0.1 mL"), V("0.2 mL"))
    assert (laminar > V("0 mL")) is (bracket.pushed > bracket.first_drug[0])
    assert 0 <= bracket.outlet[1] < 1
    assert bracket.outlet[0] == (1 if bracket.pushed >= bracket.path else 0)
    assert plug == max(bracket.pushed - bracket.path, V("0 mL"))
    # A path that holds the same strength gives it whatever the profile.
    same = bracket.pushed * DRUG
    assert bracket.delivered(DRUG, DRUG) == (same, same)


@given(flows(), paths(), fractions("0", "1", 60), fractions("0", "1", 60))
def test_a_stand_still_is_time_in_which_nothing_moves(flow: Flow, path: Path, one: Fraction, other: Fraction) -> None:
    assume(one != other)
    low, high = (Duration.exact(flow.end.amount("h") * share, "h") for share in sorted((one, other)))
    still = halted(flow, low, high)
    assert still.end == flow.end
    assert still.pumped(low) == flow.pumped(low)
    assert still.pumped(high) == still.pumped(low)
    assert flow.total - still.total == flow.pumped(high, low)
    supply = Supply(DRUG)
    lost = missed(flow, low, high, supply, path)
    assert deliver(still, supply, path).delivered(high, low) == M("0 mcg")
    assert lost.during == deliver(flow, supply, path).delivered(high, low)
    assert lost.in_all == deliver(flow, supply, path).total - deliver(still, supply, path).total


@given(st.sampled_from(["5 h", "4 h"]))
def test_a_stand_still_lies_inside(end: str) -> None:
    with pytest.raises(PlanError, match="cannot stand still"):
        halted(Flow.of([(Fraction(4), Fraction(1), "a")]), R("4 h"), R(end))
