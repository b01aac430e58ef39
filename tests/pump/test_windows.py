"""Windows: the largest and the smallest dose are found exactly, and no other window is beyond them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import PlanError
from lentus.pump import Delivery, Flow, Path, Supply, deliver, extremes, largest
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume
from tests.pump.plans import fractions, plans

R = Duration.read


def starts(delivery: Delivery, length: Duration) -> list[Duration]:
    """Every place where a window begins or ends at a change of the dose rate."""
    edges = [R("0 h"), *(piece.end for piece in delivery.pieces)]
    found = [edge for edge in edges if edge + length <= delivery.end]
    return found + [edge - length for edge in edges if edge >= length]


def length_in(delivery: Delivery, share: Fraction) -> Duration:
    return Duration.exact(delivery.end.amount("h") * share, "h")


@given(plans(), fractions("1/40", "1", 60))
def test_brute_force_over_breakpoints_finds_the_same(plan: tuple[Flow, Supply, Path], share: Fraction) -> None:
    delivery = deliver(*plan)
    length = length_in(delivery, share)
    doses = {start: delivery.delivered(start + length, start) for start in starts(delivery, length)}
    found = extremes(delivery, length)
    assert found.most.dose == max(doses.values())
    assert found.least.dose == min(doses.values())
    for window in (found.most, found.least):
        assert window.dose == delivery.delivered(window.end, window.start)
        assert window.end - window.start == length
    assert found.most.start == min(start for start, dose in doses.items() if dose == found.most.dose)
    assert found.least.start == min(start for start, dose in doses.items() if dose == found.least.dose)


@given(plans(), fractions("1/40", "1", 60), st.lists(fractions("0", "1", 997), min_size=1, max_size=8))
def test_no_window_anywhere_lies_beyond(
    plan: tuple[Flow, Supply, Path], share: Fraction, places: list[Fraction]
) -> None:
    delivery = deliver(*plan)
    length = length_in(delivery, share)
    found = extremes(delivery, length)
    room = (delivery.end - length).amount("h")
    for place in places:
        start = Duration.exact(place * room, "h")
        assert found.least.dose <= delivery.delivered(start + length, start) <= found.most.dose


@given(plans())
def test_the_whole_plan_is_its_only_window(plan: tuple[Flow, Supply, Path]) -> None:
    delivery = deliver(*plan)
    assert largest(delivery, delivery.end) == extremes(delivery, delivery.end).least
    assert largest(delivery, delivery.end).dose == delivery.total


def test_a_constant_dose_gives_the_same_in_every_window() -> None:
    flow = Flow.constant(DoseRate.read("300 mcg/day") / Concentration.read("2000 mcg/mL"), R("30 days"))
    path = Path.full(Volume.read("0.34 mL"), Concentration.read("2000 mcg/mL"))
    found = extremes(deliver(flow, Supply(Concentration.read("2000 mcg/mL")), path), R("24 h"))
    assert found.most.dose == found.least.dose == Mass.read("300 mcg")
    assert found.most.start == R("0 h")


@pytest.mark.parametrize("length", ["0 h", "25 h"])
def test_a_window_that_does_not_fit_is_refused(length: str) -> None:
    flow = Flow.constant(FlowRate.read("0.2 mL/day"), R("24 h"))
    path = Path.full(Volume.read("0.34 mL"), Concentration.read("500 mcg/mL"))
    with pytest.raises(PlanError, match="has no window"):
        extremes(deliver(flow, Supply(Concentration.read("500 mcg/mL")), path), R(length))
