"""The catheter: volume follows from what was implanted; what was not recorded stays between its bounds."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import CannotAssess, PlanError
from lentus.pump import Bore, Catheter, Segment, bore_of, length_of, volume_error
from lentus.pump.catheter import root
from lentus.quantity import Length, Volume
from tests.pump.plans import fractions

L, V = Length.read, Volume.read
BORE = Bore(V("0.0026 mL"), "manual")
CUTS = st.lists(fractions("0", "30", 10), max_size=4)


def cm(number: Fraction) -> Length:
    return Length.exact(number, "cm")


@given(CUTS, CUTS)
def test_each_cut_takes_its_own_volume_in_any_order(first: list[Fraction], second: list[Fraction]) -> None:
    whole = L("300 cm")
    one = Segment("a", whole, tuple(map(cm, [*first, *second])), BORE)
    other = Segment("a", whole, (cm(sum([*second, *first], Fraction(0))),), BORE)
    assert one.bounds == other.bounds
    assert one.bounds[0] == BORE.volume(whole) - BORE.volume(cm(sum([*first, *second], Fraction(0))))


def test_an_unrecorded_cut_leaves_bounds_and_no_volume() -> None:
    known = Segment("the pump segment", L("40 cm"), (L("10 cm"),), BORE)
    unknown = Segment("the spinal segment", L("60 cm"), None, BORE)
    catheter = Catheter((known, unknown))
    assert catheter.bounds == (V("0.078 mL"), V("0.234 mL"))
    with pytest.raises(CannotAssess, match="needs the length cut off the spinal segment"):
        _ = catheter.volume
    with pytest.raises(CannotAssess):
        _ = catheter.length


def test_a_stated_volume_is_taken_with_its_source() -> None:
    stated = Catheter(stated=V("0.2 mL"), source="implant record")
    assert stated.volume == V("0.2 mL")
    with pytest.raises(CannotAssess, match="the lengths of its segments"):
        _ = stated.length


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: Segment("it", L("110 cm"), (L("110 cm"),), BORE), "leaves no catheter"),
    (lambda: Segment("it", L("0 cm"), None, BORE), "does not exist"),
    (lambda: Bore(V("0 mL"), "manual"), "holds more than"),
    (lambda: Catheter(), "give one of the two"),
    (lambda: Catheter((Segment("it", L("9 cm"), (), BORE),), V("0.2 mL"), "record"), "give one of the two"),
    (lambda: Catheter(stated=V("0.2 mL")), "needs its source"),
    (lambda: Catheter(stated=V("0 mL"), source="record"), "does not exist"),
]


@pytest.mark.parametrize(("make", "words"), REFUSED)
def test_refusals(make: Callable[[], object], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        make()


def test_published_catheters() -> None:
    assert (length_of("prometra-catheter"), bore_of("prometra-catheter").per_cm) == (L("110 cm"), V("0.0026 mL"))
    assert length_of("indura-1p") == L("89 cm")
    with pytest.raises(CannotAssess, match="the volume of each centimeter, entered with its source"):
        bore_of("ascenda")


def test_one_centimeter_of_error() -> None:
    assert volume_error(V("0.0026 mL"), L("1 cm")) == V("0.0026 mL")


@given(fractions("0", "5000", 999), st.integers(0, 9))
def test_a_root_is_the_nearest_decimal(number: Fraction, places: int) -> None:
    found, half = root(number, places), Fraction(1, 2 * 10**places)
    slack = Fraction(1, 10 ** (places + 1))
    assert max(found - half - slack, Fraction(0)) ** 2 <= number <= (found + half + slack) ** 2
