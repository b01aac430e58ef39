# ruff: noqa: SLF001 - amounts combine their hidden numbers here and nowhere else.
"""Arithmetic that follows from dimensions alone.

Base units are coherent (mcg, mL, h and their quotients), so a product of amounts is the product of their
hidden numbers, and its type is the one whose exponents fit. The types in `kinds` only say to a type checker
which combinations these are.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Self

from lentus.errors import QuantityError
from lentus.quantity.measured import Measured, is_exact, no_meaning, same

if TYPE_CHECKING:
    from fractions import Fraction

    from lentus.quantity.dimension import Dimension

_TYPE_OF: dict[Dimension, type[Amount]] = {}


class Amount(Measured):
    """A value with a dimension: it adds within its type and multiplies across types."""

    __slots__ = ()
    _dimension: ClassVar[Dimension]

    def __init_subclass__(cls) -> None:
        _TYPE_OF[cls._dimension] = cls

    def __add__(self, other: Self) -> Self:
        return self._of(self._base + same(self, other, "+")._base)

    def __sub__(self, other: Self) -> Self:
        return self._of(self._base - same(self, other, "-")._base)

    def __rmul__(self, factor: int | Fraction) -> Self:
        return self.scaled(factor)

    def scaled(self, factor: int | Fraction) -> Self:
        """Return so many times this value. Raises DimensionError for what is no int or Fraction."""
        if not is_exact(factor):
            raise no_meaning(self, factor, "*")
        return self._of(self._base * factor)

    def rounded_down(self, step: Self) -> Self:
        """Return the largest multiple of `step` that is not above this value.

        Raises QuantityError unless the step is above zero.
        """
        return self._of(math.floor(self._steps(step)) * step._base)

    def rounded_up(self, step: Self) -> Self:
        """Return the smallest multiple of `step` that is not below this value.

        Raises QuantityError unless the step is above zero.
        """
        return self._of(math.ceil(self._steps(step)) * step._base)

    def rounded_to(self, step: Self, toward: Self) -> Self:
        """Return the first multiple of `step` on the way from this value to `toward`, ends included.

        Raises QuantityError where no multiple lies between the two: the device can give neither, and
        stepping past `toward` would turn an increase into a decrease.
        """
        reached = self.rounded_down(step) if self > same(self, toward, "toward") else self.rounded_up(step)
        low, high = sorted((self, toward))
        if not low <= reached <= high:
            raise QuantityError(f"no multiple of {step} lies between {low} and {high}, so none can be set")
        return reached

    def _steps(self, step: Self) -> Fraction:
        if same(self, step, "rounded by")._base <= 0:
            raise QuantityError(f"a rounding step is above zero, and this one is {step}")
        return self._base / step._base


def multiplied(left: Amount, right: object) -> object:
    """Return the product with an exact number or an amount. Raises DimensionError where it has no type."""
    if isinstance(right, Amount):
        result = _TYPE_OF.get(left._dimension.times(right._dimension))
        if result:
            return result._of(left._base * right._base)
    elif is_exact(right):
        return left.scaled(right)
    raise no_meaning(left, right, "*")


def divided(left: Amount, right: object) -> object:
    """Return the quotient by an exact number or an amount, a Fraction within one type.

    Raises DimensionError where it has no type, QuantityError for a division by zero.
    """
    if isinstance(right, Amount):
        if type(left) is type(right):
            return _quotient(left, right._base)
        result = _TYPE_OF.get(left._dimension.over(right._dimension))
        if result:
            return result._of(_quotient(left, right._base))
    elif is_exact(right):
        return left._of(_quotient(left, right))
    raise no_meaning(left, right, "/")


def _quotient(left: Amount, divisor: int | Fraction) -> Fraction:
    if not divisor:
        raise QuantityError(f"{left.kind().name} {left} cannot be divided by zero")
    return left._base / divisor
