"""Rounding to a device's grid: the result is on the grid, and never beyond where it may go."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.errors import DimensionError, QuantityError
from lentus.quantity import DoseRate, FlowRate, Mass, Volume
from tests.quantity.strategies import AMOUNTS, POSITIVE, of

if TYPE_CHECKING:
    from collections.abc import Callable


def mcg(text: str) -> DoseRate:
    return DoseRate.read(f"{text} mcg/day")


@pytest.mark.parametrize(
    ("value", "step", "toward", "reached"),
    [
        ("117.53", "0.1", "102.2", "117.5"),  # an increase stops short
        ("117.53", "0.1", "130", "117.6"),  # a decrease stops short too
        ("117.5", "0.1", "102.2", "117.5"),  # on the grid already
        ("117.5", "0.1", "117.5", "117.5"),
        ("117.53", "0.1", "117.5", "117.5"),  # the end is included
        ("117.53", "5", "100", "115"),
        ("117.53", "5", "0", "115"),
        ("1", "5", "0", "0"),
        ("0.1", "0.3", "1", "0.3"),  # floats make 0.1 * 3 more than 0.3
    ],
)
def test_toward_another_value(value: str, step: str, toward: str, reached: str) -> None:
    assert mcg(value).rounded_to(mcg(step), toward=mcg(toward)) == mcg(reached)


@pytest.mark.parametrize(
    ("value", "step", "down", "up"),
    [
        ("117.53", "0.1", "117.5", "117.6"),
        ("117.5", "0.1", "117.5", "117.5"),
        ("117.5", "5", "115", "120"),
        ("2.4", "5", "0", "5"),
        ("0", "5", "0", "0"),
        ("1000", "3", "999", "1002"),
    ],
)
def test_down_and_up(value: str, step: str, down: str, up: str) -> None:
    assert mcg(value).rounded_down(mcg(step)) == mcg(down)
    assert mcg(value).rounded_up(mcg(step)) == mcg(up)


def test_below_zero_down_is_still_down() -> None:
    change = mcg("0") - mcg("2.4")
    assert change.rounded_down(mcg("1")) == mcg("0") - mcg("3")
    assert change.rounded_up(mcg("1")) == mcg("0") - mcg("2")


@pytest.mark.parametrize(("value", "toward"), [("103", "102"), ("102", "103"), ("102", "102"), ("104.9", "100.1")])
def test_no_grid_point_on_the_way_is_said_and_not_overstepped(value: str, toward: str) -> None:
    with pytest.raises(QuantityError) as refused:
        mcg(value).rounded_to(mcg("5"), toward=mcg(toward))
    low, high = sorted([mcg(value), mcg(toward)])
    assert f"no multiple of 5 mcg/day lies between {low} and {high}" in str(refused.value)


@pytest.mark.parametrize("step", [mcg("0"), mcg("0") - mcg("5")], ids=str)
def test_a_step_is_above_zero(step: DoseRate) -> None:
    ways: list[Callable[[], DoseRate]] = [
        lambda: mcg("5").rounded_down(step),
        lambda: mcg("5").rounded_up(step),
        lambda: mcg("5").rounded_to(step, toward=mcg("0")),
    ]
    for rounded in ways:
        with pytest.raises(QuantityError, match=f"a rounding step is above zero, and this one is {step}"):
            rounded()


def test_a_grid_of_another_type_has_no_meaning() -> None:
    flow, mass = FlowRate.read("1 mL/day"), Mass.read("5 mcg")
    ways: list[Callable[[], DoseRate]] = [
        lambda: mcg("5").rounded_down(flow),  # type: ignore[arg-type]
        lambda: mcg("5").rounded_up(mass),  # type: ignore[arg-type]
        lambda: mcg("5").rounded_to(mass, toward=mcg("1")),  # type: ignore[arg-type]
        lambda: mcg("5").rounded_to(mcg("1"), toward=flow),  # type: ignore[arg-type]
        lambda: mcg("5").rounded_down(5),  # type: ignore[arg-type]
    ]
    for rounded in ways:
        with pytest.raises(DimensionError, match=r"dose rate 5 mcg/day (rounded by|toward) .* has no meaning"):
            rounded()


TRIPLES = st.sampled_from(AMOUNTS).flatmap(lambda kind: st.tuples(of(kind), of(kind, POSITIVE), of(kind)))


@given(TRIPLES)
def test_down_and_up_are_the_nearest_grid_points(triple: tuple[Any, Any, Any]) -> None:
    value, step, _ = triple
    down, up = value.rounded_down(step), value.rounded_up(step)
    assert (down / step).denominator == (up / step).denominator == 1
    assert down <= value <= up
    assert up - down in (step, step - step)
    assert (up == down) is ((value / step).denominator == 1)
    assert down.rounded_down(step) == down.rounded_up(step) == down
    assert type(down) is type(up) is type(value)


@given(TRIPLES)
def test_toward_is_on_the_grid_within_bounds_and_stable(triple: tuple[Any, Any, Any]) -> None:
    value, step, toward = triple
    try:
        reached = value.rounded_to(step, toward=toward)
    except QuantityError:
        low, high = min(value, toward), max(value, toward)
        assert low.rounded_up(step) > high
        return
    assert (reached / step).denominator == 1
    assert min(value, toward) <= reached <= max(value, toward)
    assert abs((reached - value) / step) < 1
    assert reached.rounded_to(step, toward=toward) == reached


@given(of(Volume, POSITIVE), st.integers(1, 1000), st.integers(0, 1000))
def test_toward_a_point_of_the_grid_always_succeeds(value: Any, parts: int, steps: int) -> None:
    step = Volume.exact(Fraction(1, parts), "mL")
    reached = value.rounded_to(step, toward=step * steps)
    assert min(value, step * steps) <= reached <= max(value, step * steps)
