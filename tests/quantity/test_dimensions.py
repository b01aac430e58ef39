"""Which amounts combine, over all pairs and operators: what is not in the table below has no meaning."""

from __future__ import annotations

import operator
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import DimensionError, QuantityError
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Quantity, Volume, Weight, read
from lentus.quantity.dimension import composed
from tests.quantity.strategies import AMOUNTS, POSITIVE, READINGS, TYPES, of

if TYPE_CHECKING:
    from collections.abc import Callable

    Operation = Callable[[Any, Any], Any]

M, V, C, D, F, T = (
    Mass.read("100 mcg"),
    Volume.read("2 mL"),
    Concentration.read("500 mcg/mL"),
    DoseRate.read("100 mcg/day"),
    FlowRate.read("0.2 mL/day"),
    Duration.read("24 h"),
)
ONE_OF_EACH: tuple[Any, ...] = (M, V, C, D, F, T)
READ = tuple(kind.read(kind.kind().example) for kind in READINGS)

PRODUCTS = {
    (Volume, Concentration): "1000 mcg",
    (DoseRate, Duration): "100 mcg",
    (FlowRate, Duration): "0.2 mL",
    (FlowRate, Concentration): "100 mcg/day",
}
QUOTIENTS = {
    (Mass, Volume): "50 mcg/mL",
    (Mass, Concentration): "0.2 mL",
    (Mass, Duration): "100 mcg/day",
    (Mass, DoseRate): "24 h",
    (Volume, Duration): "2 mL/day",
    (Volume, FlowRate): "10 days",
    (DoseRate, Concentration): "0.2 mL/day",
    (DoseRate, FlowRate): "500 mcg/mL",
}
MEANINGFUL: set[tuple[Any, Any, Any]] = {
    *((operator.mul, left, right) for left, right in PRODUCTS),
    *((operator.mul, right, left) for left, right in PRODUCTS),
    *((operator.truediv, left, right) for left, right in QUOTIENTS),
    *((same, kind, kind) for same in (operator.add, operator.sub, operator.truediv) for kind in AMOUNTS),
    *((order, kind, kind) for order in (operator.lt, operator.le, operator.gt, operator.ge) for kind in TYPES),
}
NAMED = (operator.add, operator.sub, operator.mul, operator.truediv)
ORDERS = (operator.lt, operator.le, operator.gt, operator.ge)
UNDEFINED: tuple[Any, ...] = (operator.floordiv, operator.mod, operator.pow, operator.matmul, operator.and_, divmod)


def label(part: object) -> str:
    return getattr(part, "__name__", None) or str(part)


@pytest.mark.parametrize("left", [*ONE_OF_EACH, *READ], ids=label)
@pytest.mark.parametrize("operation", [*NAMED, *ORDERS, *UNDEFINED], ids=label)
def test_every_other_pair_is_refused(operation: Operation, left: Quantity) -> None:
    for right in (*ONE_OF_EACH, *READ):
        if (operation, type(left), type(right)) in MEANINGFUL:
            operation(left, right)
        else:
            with pytest.raises(TypeError):
                operation(left, right)


@pytest.mark.parametrize("left", ONE_OF_EACH, ids=label)
@pytest.mark.parametrize("operation", [*NAMED, *ORDERS], ids=label)
def test_a_refused_pair_of_amounts_is_explained(operation: Operation, left: Quantity) -> None:
    for right in (*ONE_OF_EACH, *READ):
        if (operation, type(left), type(right)) not in MEANINGFUL:
            with pytest.raises(DimensionError, match="has no meaning") as refused:
                operation(left, right)
            assert f"{left.kind().name} {left} " in str(refused.value)
            assert f" {right.kind().name} {right} " in str(refused.value)


@pytest.mark.parametrize(
    ("operation", "sign"),
    [
        (operator.add, "+"),
        (operator.sub, "-"),
        (operator.mul, "*"),
        (operator.lt, "<"),
        (operator.le, "<="),
        (operator.gt, ">"),
        (operator.ge, ">="),
    ],
)
def test_the_refusal_names_both_amounts_and_the_operation(operation: Operation, sign: str) -> None:
    with pytest.raises(DimensionError) as refused:
        operation(D, V)
    assert str(refused.value) == f"dose rate 100 mcg/day {sign} volume 2 mL has no meaning"


def test_the_refused_quotient_is_named() -> None:
    with pytest.raises(DimensionError) as refused:
        _ = V / M  # type: ignore[operator]
    assert str(refused.value) == "volume 2 mL / mass 100 mcg has no meaning"


def test_the_refused_factor_is_named() -> None:
    with pytest.raises(DimensionError) as refused:
        _ = M * V  # type: ignore[operator]
    assert str(refused.value) == "mass 100 mcg * volume 2 mL has no meaning"
    for scale in (lambda: V * 0.5, lambda: 0.5 * V):  # type: ignore[operator]
        with pytest.raises(DimensionError) as refused:
            scale()  # type: ignore[no-untyped-call]
        assert str(refused.value) == "volume 2 mL * float 0.5 has no meaning"


@pytest.mark.parametrize("pair", PRODUCTS, ids=str)
def test_products(pair: tuple[type[Quantity], type[Quantity]]) -> None:
    left, right = (next(amount for amount in ONE_OF_EACH if type(amount) is kind) for kind in pair)
    expected = read(PRODUCTS[pair])
    for product in (operator.mul(left, right), operator.mul(right, left)):
        assert product == expected
        assert type(product) is type(expected)


@pytest.mark.parametrize("pair", QUOTIENTS, ids=str)
def test_quotients(pair: tuple[type[Quantity], type[Quantity]]) -> None:
    left, right = (next(amount for amount in ONE_OF_EACH if type(amount) is kind) for kind in pair)
    quotient = operator.truediv(left, right)
    assert quotient == read(QUOTIENTS[pair])
    assert type(quotient) is type(read(QUOTIENTS[pair]))


def test_a_pump_by_hand() -> None:
    # 0.2 mL a day of 500 mcg per mL is 100 mcg a day; 0.34 mL of path then takes 40.8 h.
    assert FlowRate.read("0.2 mL/day") * Concentration.read("500 mcg/mL") == DoseRate.read("100 mcg/day")
    assert Volume.read("0.34 mL") / FlowRate.read("0.2 mL/day") == Duration.read("40.8 h")
    # A 20 mL reservoir of 500 mcg per mL holds 10 mg, which lasts 100 days at 100 mcg a day.
    assert Volume.read("20 mL") * Concentration.read("500 mcg/mL") == Mass.read("10 mg")
    assert Mass.read("10 mg") / DoseRate.read("100 mcg/day") == Duration.read("100 days")
    # 15 % more than 90 mcg a day, where floats give 103.49999999999999.
    assert DoseRate.read("90 mcg/day") * Fraction(115, 100) == DoseRate.read("103.5 mcg/day")


@pytest.mark.parametrize("amount", ONE_OF_EACH, ids=label)
def test_scaling_by_exact_numbers(amount: Any) -> None:
    doubled = amount + amount
    assert amount * 2 == 2 * amount == amount * Fraction(2) == Fraction(2) * amount == doubled
    assert doubled / 2 == doubled / Fraction(2) == amount
    assert type(amount * 2) is type(2 * amount) is type(amount / 2) is type(amount)
    assert doubled / amount == 2
    assert type(doubled / amount) is Fraction


@pytest.mark.parametrize("amount", ONE_OF_EACH, ids=label)
@pytest.mark.parametrize("factor", [0.5, 2.0, True, False, Decimal(2), "2", None, 1j, float("nan")], ids=repr)
def test_other_numbers_do_not_scale(amount: Any, factor: Any) -> None:
    for operation in (operator.mul, operator.truediv):
        with pytest.raises(DimensionError, match=re.escape(f"{type(factor).__name__} {factor!r} has no meaning")):
            operation(amount, factor)
    with pytest.raises(DimensionError, match="has no meaning"):
        factor * amount
    for operation in (operator.add, operator.sub, *ORDERS):
        with pytest.raises(DimensionError):
            operation(amount, factor)
        with pytest.raises(TypeError):
            operation(factor, amount)
    with pytest.raises(TypeError):
        factor / amount


@pytest.mark.parametrize("number", [1, Fraction(1, 2)])
@pytest.mark.parametrize("amount", ONE_OF_EACH, ids=label)
def test_bare_numbers_neither_add_nor_compare(amount: Any, number: Any) -> None:
    for operation in (operator.add, operator.sub, *ORDERS):
        with pytest.raises(DimensionError):
            operation(amount, number)
        with pytest.raises(TypeError):
            operation(number, amount)
    with pytest.raises(TypeError):
        number / amount
    assert amount != number


@pytest.mark.parametrize("made", [0.5, 1.0, float("nan"), True, False, Decimal(1), "1", "50 mcg", None, b"1"], ids=repr)
@pytest.mark.parametrize("kind", TYPES, ids=label)
def test_exact_is_not_made_from_inexact_numbers(kind: type[Mass], made: Any) -> None:
    with pytest.raises(DimensionError) as refused:
        kind.exact(made, kind.kind().canonical)
    expected = f"{kind.__name__}.exact takes an int or a Fraction, not {type(made).__name__} {made!r}"
    assert str(refused.value).startswith(expected)
    assert f"{kind.__name__}.read" in str(refused.value)
    assert isinstance(refused.value, TypeError)
    assert isinstance(refused.value, QuantityError)


@pytest.mark.parametrize("amount", ONE_OF_EACH, ids=label)
def test_nothing_is_divided_by_zero(amount: Any) -> None:
    message = f"{amount.kind().name} {amount} cannot be divided by zero"
    divisors = [kind for sign, left, kind in MEANINGFUL if (sign, left) == (operator.truediv, type(amount))]
    zeros = [kind.exact(0, kind.kind().canonical) for kind in divisors]
    for zero in (0, Fraction(0), *zeros):
        with pytest.raises(QuantityError, match=message) as refused:
            amount / zero
        assert not isinstance(refused.value, DimensionError)


@given(of(Mass, POSITIVE), of(Volume, POSITIVE), of(Duration, POSITIVE))
def test_what_is_divided_multiplies_back(m: Any, v: Any, t: Any) -> None:
    assert (m / v) * v == m
    assert v * (m / v) == m
    assert m / (m / v) == v
    assert (m / t) * t == m
    assert t * (m / t) == m
    assert m / (m / t) == t
    assert (v / t) * t == v
    assert t * (v / t) == v
    assert v / (v / t) == t
    assert (m / v) * (v / t) == m / t
    assert (v / t) * (m / v) == m / t
    assert (m / t) / (m / v) == v / t
    assert (m / t) / (v / t) == m / v


@given(st.sampled_from(AMOUNTS).flatmap(lambda kind: st.tuples(of(kind), of(kind), of(kind, POSITIVE))))
def test_sums_and_ratios_within_a_type(amounts: tuple[Any, Any, Any]) -> None:
    a, b, c = amounts
    zero = a - a
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert (a + b) - b == a
    assert a - b == zero - (b - a)
    assert a + zero == a
    assert (a / c) * c == a
    assert (a + b) / c == a / c + b / c
    assert (a + b) * 3 == a * 3 + b * 3
    assert type(a + b) is type(a - b) is type(a)


@pytest.mark.parametrize("kind", TYPES, ids=label)
def test_order_at_equality(kind: type[Any]) -> None:
    less, more, again = (kind.exact(number, kind.kind().canonical) for number in (1, 2, 2))
    assert [less < more, more < again, more < less] == [True, False, False]
    assert [less <= more, more <= again, more <= less] == [True, True, False]
    assert [less > more, more > again, more > less] == [False, False, True]
    assert [less >= more, more >= again, more >= less] == [False, True, True]


def test_a_quotient_of_units_is_the_quotient_of_their_sizes() -> None:
    units = composed({"mg": Fraction(1000)}, {"day": Fraction(24)})
    assert units == {"mg/day": Fraction(125, 3)}


@given(st.sampled_from(TYPES).flatmap(lambda kind: st.tuples(of(kind), of(kind))))
def test_order_within_a_type(pair: tuple[Any, Any]) -> None:
    a, b = pair
    unit = a.kind().canonical
    assert (a < b) is (a.amount(unit) < b.amount(unit))
    assert (a <= b) is (a < b or a == b)
    assert (a > b) is (b < a)
    assert (a >= b) is (b <= a)
    assert (a == b) is (a.amount(unit) == b.amount(unit))
    assert (a != b) is not (a == b)
    assert a <= a
    assert a >= a
    assert not a < a
    assert not a > a


def test_readings_have_no_arithmetic() -> None:
    for operation in (*NAMED, *UNDEFINED):
        for right in (Weight.read("70 kg"), 2, Fraction(1, 2)):
            with pytest.raises(TypeError):
                operation(Weight.read("70 kg"), right)
