"""Mistakes that a type checker must see. Never run: `mypy --strict` finds each ignore needed or fails.

`warn_unused_ignores` makes the proof: where a wrong pair became legal, its ignore would be unused.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, assert_type

from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Mass, Volume, Weight

if TYPE_CHECKING:
    from lentus.quantity import Quantity


def right_pairs(m: Mass, v: Volume, c: Concentration, d: DoseRate, f: FlowRate, t: Duration) -> None:
    assert_type(m + m, Mass)
    assert_type(t - t, Duration)
    assert_type(m * 2, Mass)
    assert_type(2 * m, Mass)
    assert_type(m * Fraction(1, 2), Mass)
    assert_type(c / 2, Concentration)
    assert_type(m / m, Fraction)
    assert_type(m / v, Concentration)
    assert_type(m / c, Volume)
    assert_type(m / t, DoseRate)
    assert_type(m / d, Duration)
    assert_type(v * c, Mass)
    assert_type(c * v, Mass)
    assert_type(v / t, FlowRate)
    assert_type(v / f, Duration)
    assert_type(f * c, DoseRate)
    assert_type(c * f, DoseRate)
    assert_type(d / c, FlowRate)
    assert_type(d / f, Concentration)
    assert_type(d * t, Mass)
    assert_type(t * d, Mass)
    assert_type(f * t, Volume)
    assert_type(t * f, Volume)
    assert_type(m.rounded_to(m, toward=m), Mass)
    assert_type(m.amount("mg"), Fraction)
    assert_type(m < m, bool)


def wrong_sums(m: Mass, v: Volume, c: Concentration, d: DoseRate, f: FlowRate, t: Duration) -> None:
    _ = m + v  # type: ignore[operator]
    _ = m - d  # type: ignore[operator]
    _ = v + f  # type: ignore[operator]
    _ = c + d  # type: ignore[operator]
    _ = d - f  # type: ignore[operator]
    _ = f + t  # type: ignore[operator]
    _ = t - m  # type: ignore[operator]
    _ = m + 5  # type: ignore[operator]
    _ = 5 + m  # type: ignore[operator]
    _ = m - 0.5  # type: ignore[operator]


def wrong_products(m: Mass, v: Volume, c: Concentration, d: DoseRate, f: FlowRate, t: Duration) -> None:
    _ = m * m  # type: ignore[operator]
    _ = m * v  # type: ignore[operator]
    _ = m * c  # type: ignore[operator]
    _ = m * d  # type: ignore[operator]
    _ = m * f  # type: ignore[operator]
    _ = m * t  # type: ignore[operator]
    _ = v * v  # type: ignore[operator]
    _ = v * m  # type: ignore[operator]
    _ = v * d  # type: ignore[operator]
    _ = v * f  # type: ignore[operator]
    _ = v * t  # type: ignore[operator]
    _ = c * c  # type: ignore[operator]
    _ = c * m  # type: ignore[operator]
    _ = c * d  # type: ignore[operator]
    _ = c * t  # type: ignore[operator]
    _ = d * d  # type: ignore[operator]
    _ = d * m  # type: ignore[operator]
    _ = d * v  # type: ignore[operator]
    _ = d * c  # type: ignore[operator]
    _ = d * f  # type: ignore[operator]
    _ = f * f  # type: ignore[operator]
    _ = f * m  # type: ignore[operator]
    _ = f * v  # type: ignore[operator]
    _ = f * d  # type: ignore[operator]
    _ = t * t  # type: ignore[operator]
    _ = t * m  # type: ignore[operator]
    _ = t * v  # type: ignore[operator]
    _ = t * c  # type: ignore[operator]


def wrong_quotients(m: Mass, v: Volume, c: Concentration, d: DoseRate, f: FlowRate, t: Duration) -> None:
    _ = m / f  # type: ignore[operator]
    _ = v / m  # type: ignore[operator]
    _ = v / c  # type: ignore[operator]
    _ = v / d  # type: ignore[operator]
    _ = c / m  # type: ignore[operator]
    _ = c / v  # type: ignore[operator]
    _ = c / d  # type: ignore[operator]
    _ = c / f  # type: ignore[operator]
    _ = c / t  # type: ignore[operator]
    _ = d / m  # type: ignore[operator]
    _ = d / v  # type: ignore[operator]
    _ = d / t  # type: ignore[operator]
    _ = f / m  # type: ignore[operator]
    _ = f / v  # type: ignore[operator]
    _ = f / c  # type: ignore[operator]
    _ = f / d  # type: ignore[operator]
    _ = f / t  # type: ignore[operator]
    _ = t / m  # type: ignore[operator]
    _ = t / v  # type: ignore[operator]
    _ = t / c  # type: ignore[operator]
    _ = t / d  # type: ignore[operator]
    _ = t / f  # type: ignore[operator]
    _ = 1 / m  # type: ignore[operator]


def wrong_numbers(m: Mass, d: DoseRate) -> None:
    _ = m * 1.15  # type: ignore[operator]
    _ = 1.15 * m  # type: ignore[operator]
    _ = m / 2.0  # type: ignore[operator]
    _ = d * Decimal("1.15")  # type: ignore[operator]
    Mass(50)  # type: ignore[arg-type]
    Mass("50 mcg")  # type: ignore[arg-type]
    Mass.exact(0.5, "mcg")  # type: ignore[arg-type]
    Mass.exact("50", "mcg")  # type: ignore[arg-type]
    Mass.exact(Decimal(50), "mcg")  # type: ignore[arg-type]
    Mass.read(50)  # type: ignore[arg-type]


def wrong_orders(m: Mass, d: DoseRate, t: Duration, w: Weight) -> None:
    _ = m < d  # type: ignore[operator]
    _ = d >= m  # type: ignore[operator]
    _ = m > 5  # type: ignore[operator]
    _ = m <= w  # type: ignore[operator]
    m.rounded_to(t, toward=m)  # type: ignore[arg-type]
    m.rounded_to(m, toward=d)  # type: ignore[arg-type]
    m.rounded_down(1)  # type: ignore[arg-type]


def wrong_readings(w: Weight, m: Mass, unknown: Quantity) -> None:
    _ = w + w  # type: ignore[operator]
    _ = w * 2  # type: ignore[operator]
    _ = m / w  # type: ignore[operator]
    _ = unknown + m  # type: ignore[operator]
