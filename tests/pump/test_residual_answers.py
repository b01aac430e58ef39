"""The whole answer of each published test of what was left: figure, bound, side, what it rests on, how sure that is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lentus import monograph
from lentus.errors import PlanError
from lentus.monograph import Percent
from lentus.pump import Entered, Trend, Visit, device_of, pocket_fill, residual_tests, trend
from lentus.pump.residual import DIFFERENCE, FIRST_VISIT
from lentus.pump.residual import Tested as Answer  # a class of a name that pytest would take for its own
from lentus.quantity import Volume

PUMP = device_of("synchromed-ii-20")
SILENT = device_of("synchromed-iii")
UNKNOWN = "not known for this pump"
V = Volume.read
VISIT = Visit(V("20 mL"), V("10 mL"), V("7 mL"))
"""13 mL gone of 10 programmed: too much."""
OTHER = Visit(V("20 mL"), V("10 mL"), V("12 mL"))
"""8 mL gone of 10 programmed: too little."""


def accuracy(name: str, sign: int) -> Fraction:
    return 1 + sign * PUMP.percent(name) / 100


@pytest.mark.parametrize(("visit", "side", "ratio"), [(VISIT, "over", "13/10"), (OTHER, "under", "4/5")])
def test_each_test_answers_in_full(visit: Visit, side: str, ratio: str) -> None:
    difference, above, below, first = residual_tests(visit, PUMP, first_visit=True)
    size = abs((visit.aspirated - visit.expected).amount("mL"))
    bound = monograph.volume(DIFFERENCE)
    told = monograph.fact(DIFFERENCE).verified
    assert difference == Answer(
        "difference", Volume.exact(size, "mL"), bound, size > bound.amount("mL"), visit.side, DIFFERENCE, told
    )
    assert visit.side == side
    for tested, name, sign, whose in ((above, "accuracy-above", 1, "over"), (below, "accuracy-below", -1, "under")):
        figure = PUMP.figure(name)
        assert figure.published is not None
        wanted = Fraction(ratio) > accuracy(name, sign) if sign > 0 else Fraction(ratio) < accuracy(name, sign)
        assert (tested.name, tested.measured, tested.bound) == (name, Fraction(ratio), accuracy(name, sign))
        assert (tested.fires, tested.side, tested.basis) == (wanted, whose, figure.published.id)
        assert tested.verified is figure.verified
    share = monograph.percent(FIRST_VISIT) / 100
    part = Fraction(size) / visit.expected.amount("mL")
    marked = monograph.fact(FIRST_VISIT).verified
    assert first == Answer("first visit", part, share, part > share, visit.side, FIRST_VISIT, marked)


def test_a_first_visit_with_nothing_expected_cannot_be_judged_and_says_on_what() -> None:
    empty = Visit(V("20 mL"), V("20 mL"), V("1 mL"))
    found = residual_tests(empty, PUMP, first_visit=True)[-1]
    assert (found.name, found.measured, found.fires) == ("first visit", None, None)
    assert (found.bound, found.side, found.basis) == (monograph.percent(FIRST_VISIT) / 100, "under", FIRST_VISIT)
    assert found.verified is monograph.fact(FIRST_VISIT).verified


def test_what_is_not_known_of_a_pump_is_named_and_never_sure() -> None:
    _, above, below = residual_tests(VISIT, SILENT)
    assert above == Answer("accuracy-above", Fraction(13, 10), None, None, "over", UNKNOWN, False)
    assert below == Answer("accuracy-below", Fraction(13, 10), None, None, "under", UNKNOWN, False)
    pocket = pocket_fill(V("20 mL"), V("15 mL"), SILENT)
    assert pocket == Answer("pocket fill", V("5 mL"), None, None, "none", UNKNOWN, False)


def test_a_figure_that_the_clinic_entered_is_told_by_its_own_source() -> None:
    own = device_of("synchromed-iii", {"accuracy-above": Entered(Percent(Fraction(20)), "our service letter")})
    above = residual_tests(VISIT, own)[1]
    assert (above.bound, above.fires, above.basis) == (Fraction(6, 5), True, "our service letter")


@pytest.mark.parametrize(("measured", "missing"), [("19 mL", "1 mL"), ("18.9 mL", "1.1 mL"), ("20 mL", "0 mL")])
def test_a_pocket_fill_is_suspected_by_what_is_missing(measured: str, missing: str) -> None:
    figure, bound = PUMP.figure("pocket-fill"), PUMP.volume("pocket-fill")
    found = pocket_fill(V("20 mL"), V(measured), PUMP)
    gone = V(missing)
    assert found == Answer("pocket fill", gone, bound, gone > bound, "none", figure.source, figure.verified)


@pytest.mark.parametrize("volumes", [("0 mL", "10 mL", "1 mL"), ("20 mL", "0 mL", "1 mL")])
def test_a_visit_without_a_fill_or_a_program_is_none(volumes: tuple[str, str, str]) -> None:
    with pytest.raises(PlanError, match="a refill visit needs a filled and a programmed volume"):
        Visit(*(V(one) for one in volumes))
    assert Visit(V("20 mL"), V("10 mL"), V("0 mL")).aspirated == V("0 mL")


def test_a_trend_counts_from_the_last_visit_back() -> None:
    assert trend([VISIT, OTHER]) == Trend((Fraction(13, 10), Fraction(4, 5)), Fraction(21, 20), "under", 1)
    assert trend([OTHER, VISIT, VISIT]).in_a_row == 2
    with pytest.raises(PlanError, match="at least one refill"):
        trend([])
