"""Delivery: two implementations, one answer; drug is conserved; how the plan was cut up does not matter."""

from __future__ import annotations

import itertools
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus.errors import PlanError
from lentus.pump import Delivery, Fill, Flow, Path, Program, Slug, Supply, deliver, expand, mixed, push
from lentus.quantity import Concentration, Duration, FlowRate, Mass, Volume
from tests.pump.plans import HOURS, START, flows, fractions, mcg_ml, paths, plans, programs

R, V, C = Duration.read, Volume.read, Concentration.read
Plan = tuple[Flow, Supply, Path]
NONE = Mass.exact(0, "mcg")


@settings(max_examples=200)
@given(plans())
def test_moving_slugs_and_shifting_volumes_give_the_same_answer(plan: Plan) -> None:
    delivery, pushed = deliver(*plan), push(*plan)
    assert delivery.pieces == pushed.pieces
    assert delivery.total == pushed.total
    assert delivery.standing(delivery.end) == pushed.standing
    assert delivery.balance.drawn == pushed.drawn


@given(programs(), st.integers(1, 20 * 24 * 60), paths())
def test_they_agree_on_whole_programs(program: Program, minutes: int, path: Path) -> None:
    flow = expand(program, START, START + timedelta(minutes=minutes))
    supply = Supply(program.programmed)
    assert deliver(flow, supply, path).pieces == push(flow, supply, path).pieces


@given(plans())
def test_drug_is_conserved(plan: Plan) -> None:
    delivery = deliver(*plan)
    balance = delivery.balance
    assert balance.unaccounted == NONE
    assert balance.path_before + balance.drawn == balance.delivered + balance.path_after
    assert delivery.total == sum(
        (piece.dose * (piece.end - piece.start) for piece in delivery.pieces), start=Mass.exact(0, "mcg")
    )
    volume = sum((slug.volume for slug in delivery.standing(delivery.end)), start=Volume.exact(0, "mL"))
    assert volume == delivery.path.volume


@given(plans())
def test_what_was_withdrawn_added_drawn_and_left_add_up(plan: Plan) -> None:
    flow, supply, path = plan
    if supply.volume is None:
        supply = Supply(supply.strength, V("100 mL"), supply.fills)
    filled = deliver(flow, supply, path).filled
    last = filled[-1]
    assert last.volume is not None
    inside = (last.volume - flow.pumped(flow.end, last.since)) * last.strength
    added = sum((each.added for each in filled), start=NONE)
    withdrawn = sum((each.withdrawn or NONE for each in filled), start=NONE)
    drawn = deliver(flow, supply, path).balance.drawn
    assert V("100 mL") * supply.strength + added - withdrawn - drawn == inside


@given(plans(), st.lists(fractions("0", "1", 101), max_size=4))
def test_splitting_a_stretch_changes_nothing(plan: Plan, shares: list[Fraction]) -> None:
    flow, supply, path = plan
    cut: list[tuple[Fraction, Fraction, str]] = []
    for span, rate, what in flow.pieces():
        edges = sorted({Fraction(0), *shares, Fraction(1)})
        cut += [((high - low) * span, rate, what) for low, high in itertools.pairwise(edges)]
    assert deliver(Flow.of(cut), supply, path).pieces == deliver(flow, supply, path).pieces


@given(flows(), paths(), st.sampled_from([500, 1000, 2000]), HOURS)
def test_beginning_later_moves_everything_later_and_changes_nothing_else(
    flow: Flow, path: Path, strength: int, wait: Fraction
) -> None:
    supply = Supply(mcg_ml(Fraction(strength)))
    late = deliver(Flow.of([(wait, Fraction(0), "wait"), *flow.pieces()]), supply, path)
    early = deliver(flow, supply, path)
    shift = Duration.exact(wait, "h")
    assert late.total == early.total
    assert late.standing(late.end) == early.standing(early.end)
    for piece in early.pieces:
        middle = piece.start + (piece.end - piece.start) / 2
        assert late.rate_at(middle + shift) == early.rate_at(middle)
        assert late.delivered(piece.end + shift) == early.delivered(piece.end)


@given(programs(), st.integers(1, 6), st.integers(1, 9 * 24))
def test_a_program_a_whole_number_of_weeks_later_does_the_same(program: Program, weeks: int, length: int) -> None:
    later, span = START + timedelta(weeks=weeks), timedelta(hours=length)
    assert expand(program, START, START + span).segments == expand(program, later, later + span).segments


@given(flows(), st.sampled_from([500, 1000]), paths())
def test_twice_the_strength_at_half_the_flow_gives_the_same_once_flushed(flow: Flow, strength: int, path: Path) -> None:
    half = Flow.of([(span, rate / 2, what) for span, rate, what in flow.pieces()])
    one = deliver(flow, Supply(mcg_ml(Fraction(strength))), path)
    other = deliver(half, Supply(mcg_ml(Fraction(2 * strength))), path)
    flushed = other.arrival(0)
    if flushed is None or flushed >= other.end:
        return
    for delivery in (one, other):
        arrival = delivery.arrival(0)
        assert arrival is not None
        assert arrival <= flushed
    assert one.delivered(one.end, flushed) == other.delivered(other.end, flushed)
    assert one.rate_at(flushed) == other.rate_at(flushed)


@given(plans(), fractions("0", "1", 50))
def test_cumulative_dose_is_the_sum_of_its_parts_and_never_falls(plan: Plan, share: Fraction) -> None:
    delivery = deliver(*plan)
    at = Duration.exact(delivery.end.amount("h") * share, "h")
    assert delivery.delivered(at) + delivery.delivered(delivery.end, at) == delivery.total
    assert NONE <= delivery.delivered(at) <= delivery.total


@given(plans())
def test_neighboring_pieces_differ_and_tile_the_plan(plan: Plan) -> None:
    delivery = deliver(*plan)
    pieces = delivery.pieces
    assert pieces[0].start == R("0 h")
    assert pieces[-1].end == delivery.end == plan[0].end
    for early, late in itertools.pairwise(pieces):
        assert early.end == late.start
        assert (early.flow, early.strength) != (late.flow, late.strength)


def plain(span: str = "10 days") -> Delivery:
    """0.2 mL a day of 1000 mcg/mL through 0.34 mL that hold 500, refilled with 2000 after five days."""
    fills = (Fill(R("5 days"), V("1 mL"), V("19 mL"), C("2000 mcg/mL")),)
    flow = Flow.constant(FlowRate.read("0.2 mL/day"), R(span))
    return deliver(flow, Supply(C("1000 mcg/mL"), V("20 mL"), fills), Path.full(V("0.34 mL"), C("500 mcg/mL")))


def test_fronts_arrive_one_path_volume_later() -> None:
    delivery = plain()
    assert delivery.arrival(0) == R("40.8 h")
    assert delivery.arrival(1) == R("160.8 h")
    assert [str(piece.dose) for piece in delivery.pieces] == ["100 mcg/day", "200 mcg/day", "390 mcg/day"]
    assert delivery.standing(R("6 days")) == (
        Slug(V("0.14 mL"), C("1000 mcg/mL")),
        Slug(V("0.2 mL"), C("1950 mcg/mL")),
    )
    assert plain("6 days").arrival(1) is None


def test_a_rate_belongs_to_the_piece_that_begins() -> None:
    delivery = plain()
    assert str(delivery.rate_at(R("40.8 h"))) == "200 mcg/day"
    assert str(delivery.rate_at(R("40 h"))) == "100 mcg/day"
    assert str(delivery.rate_at(R("10 days"))) == "0 mcg/day"


@pytest.mark.parametrize("outside", ["10.5 days", "11 days"])
def test_nothing_is_said_about_times_outside_the_plan(outside: str) -> None:
    with pytest.raises(PlanError, match="outside of a plan from 0 h to 240 h"):
        plain().delivered(R(outside))


def test_a_reservoir_that_runs_dry_is_refused_with_its_hour() -> None:
    flow = Flow.constant(FlowRate.read("0.5 mL/day"), R("50 days"))
    path = Path.full(V("0.3 mL"), C("500 mcg/mL"))
    with pytest.raises(PlanError, match="empty at 960 h"):
        deliver(flow, Supply(C("500 mcg/mL"), V("20 mL")), path)
    with pytest.raises(PlanError, match="runs dry"):
        push(flow, Supply(C("500 mcg/mL"), V("20 mL")), path)
    late = Fill(R("41 days"), V("0 mL"), V("20 mL"), C("500 mcg/mL"))
    with pytest.raises(PlanError, match="empty at 960 h"):
        deliver(flow, Supply(C("500 mcg/mL"), V("20 mL"), (late,)), path)
    in_time = Fill(R("40 days"), V("0 mL"), V("20 mL"), C("500 mcg/mL"))
    assert deliver(flow, Supply(C("500 mcg/mL"), V("20 mL"), (in_time,)), path).balance.unaccounted == NONE


@pytest.mark.parametrize(
    ("fill", "words"),
    [
        (Fill(R("1 day"), V("19.6 mL"), V("1 mL"), C("500 mcg/mL")), "cannot be left"),
        (Fill(R("10 days"), V("1 mL"), V("1 mL"), C("500 mcg/mL")), "beyond the end"),
    ],
)
def test_an_impossible_refill_is_refused(fill: Fill, words: str) -> None:
    flow = Flow.constant(FlowRate.read("0.5 mL/day"), R("10 days"))
    plan = (flow, Supply(C("500 mcg/mL"), V("20 mL"), (fill,)), Path.full(V("0.3 mL"), C("500 mcg/mL")))
    with pytest.raises(PlanError, match=words):
        deliver(*plan)
    with pytest.raises(PlanError):
        push(*plan)


def test_refills_come_in_order_and_paths_hold_something() -> None:
    one = Fill(R("2 days"), V("1 mL"), V("1 mL"), C("500 mcg/mL"))
    with pytest.raises(PlanError, match="one after the other"):
        Supply(C("500 mcg/mL"), None, (one, one))
    with pytest.raises(PlanError, match="without volume"):
        Path(())
    with pytest.raises(PlanError, match="a slug of 0 mL"):
        Path.full(V("0 mL"), C("500 mcg/mL"))
    with pytest.raises(PlanError, match="cannot be"):
        Slug(V("1 mL"), C("0 mcg/mL") - C("1 mcg/mL"))
    with pytest.raises(PlanError, match="cannot be"):
        Supply(C("0 mcg/mL") - C("1 mcg/mL"))
    with pytest.raises(PlanError, match="make no mixture"):
        mixed(V("0 mL"), C("500 mcg/mL"), V("0 mL"), C("500 mcg/mL"))
    with pytest.raises(PlanError, match="cannot be"):
        Fill(R("2 days"), V("1 mL"), V("0 mL"), C("500 mcg/mL"))
