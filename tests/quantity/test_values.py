"""Values are values: equal ones are one in a set, nothing changes them, copies are equal."""

from __future__ import annotations

import copy
import operator
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.quantity import Duration, Egfr, FlowRate, Length, Mass, Quantity, Volume, Weight
from tests.quantity.strategies import ANY_VALUE, TYPES, of

if TYPE_CHECKING:
    from collections.abc import Callable


@given(ANY_VALUE, st.data())
def test_equal_values_have_equal_hashes_in_whatever_unit(value: Quantity, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(sorted(value.kind().units)))
    again = type(value).exact(value.amount(unit), unit)
    assert again == value
    assert hash(again) == hash(value)
    assert len({again, value}) == 1


@given(st.sampled_from(TYPES).flatmap(lambda kind: st.tuples(of(kind), of(kind))))
def test_equality_implies_the_same_hash(pair: tuple[Quantity, Quantity]) -> None:
    one, other = pair
    assert one != other or hash(one) == hash(other)


def test_equal_numbers_of_different_types_differ() -> None:
    unequal: list[object] = [kind.exact(1, kind.kind().canonical) for kind in TYPES]
    for index, one in enumerate(unequal):
        assert [one == other for other in unequal] == [place == index for place in range(len(TYPES))]
        assert one != 1
        assert one != Fraction(1)
        assert one != str(one)
        assert one is not None
    assert len(set(unequal)) == len(TYPES)
    assert hash(Mass.read("1 mcg")) != hash(Volume.read("1 mL"))
    # A clearance is not an indexed rate, and a short person is not a small volume.
    assert FlowRate.read("90 mL/min") != Egfr.read("90 mL/min/1.73 m2")
    assert Weight.read("5 g") != Mass.read("5 g")
    assert Length.read("1 m") != Duration.read("1 min")


@pytest.mark.parametrize("value", [Mass.read("50 mcg"), Weight.read("70 kg")])
@pytest.mark.parametrize("name", ["_base", "_kind", "value", "amount"])
def test_values_are_frozen(value: Any, name: str) -> None:
    with pytest.raises(AttributeError, match=f"{type(value).__name__} is frozen; make a new one"):
        setattr(value, name, 5)
    with pytest.raises(AttributeError, match=f"{type(value).__name__} is frozen; make a new one"):
        delattr(value, name)
    assert not hasattr(value, "__dict__")


def test_operations_leave_their_operands_alone() -> None:
    dose, more = Mass.read("50 mcg"), Mass.read("25 mcg")
    kept = dose
    dose += more
    assert (kept, dose, more) == (Mass.read("50 mcg"), Mass.read("75 mcg"), Mass.read("25 mcg"))


@given(ANY_VALUE)
def test_copies_and_pickles_are_equal(value: Quantity) -> None:
    ways: list[Callable[[Any], Any]] = [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))]
    for way in ways:
        assert way(value) == value
        assert type(way(value)) is type(value)


@pytest.mark.parametrize("convert", [float, int, complex, round, abs, operator.neg, operator.index, len, iter])
def test_nothing_turns_an_amount_into_a_bare_number(convert: Callable[[Any], Any]) -> None:
    for kind in TYPES:
        with pytest.raises(TypeError):
            convert(kind.read(kind.kind().example))


def test_numeric_formats_are_refused() -> None:
    with pytest.raises(TypeError):
        f"{Mass.read('50 mcg'):.2f}"


def test_each_kind_says_what_it_is() -> None:
    described = [kind.kind().described for kind in TYPES]
    assert described == [
        "a mass",
        "a volume",
        "a concentration",
        "a dose rate",
        "a flow rate",
        "a duration",
        "a body weight",
        "a length",
        "a temperature",
        "an eGFR",
    ]
    for kind in TYPES:
        example = kind.read(kind.kind().example)
        assert str(example) == kind.kind().example
        assert kind.kind().printable[0] == kind.kind().canonical
        assert set(kind.kind().printable) == set(kind.kind().units) - {"days", "weeks"}
