# ruff: noqa: SLF001 - values of one type read each other's hidden number; nothing outside does.
"""What every exact value has: one hidden Fraction, one way in, one way out, equality by value.

There is no constructor that takes a number, so that no float and no number without a unit can slip in.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Never, Self, TypeGuard, TypeVar

from lentus.errors import DimensionError, QuantityError
from lentus.quantity.grammar import parse
from lentus.quantity.printing import stored, stored_or_about

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core.core_schema import CoreSchema

    from lentus.quantity.dimension import Kind


class Measured:
    """An exact, frozen, hashable value of one kind, ordered only within its type.

    As a pydantic field it takes an instance or a text of the grammar, and is written as its exact text.
    """

    __slots__ = ("_base",)
    _base: Fraction
    _kind: ClassVar[Kind]

    def __init__(self, *_refused: Never) -> None:
        name = type(self).__name__
        raise DimensionError(
            f"{name} is not made from a bare number: use {name}.read({self._kind.example!r}), or "
            f"{name}.exact with an int or a Fraction and a unit"
        )

    @classmethod
    def _of(cls, base: Fraction) -> Self:
        made = object.__new__(cls)
        object.__setattr__(made, "_base", base)
        return made

    @classmethod
    def kind(cls) -> Kind:
        """Return the type's words and units, as the grammar and the printer use them."""
        return cls._kind

    @classmethod
    def read(cls, text: str, *, signed: bool = False) -> Self:
        """Read a text such as `1,500 mcg`. Only a `signed` one may begin with a minus.

        Raises GrammarError with a sentence and a stable code.
        """
        return cls._of(parse(text, (cls._kind,), signed=signed).value)

    @classmethod
    def exact(cls, number: int | Fraction, unit: str, *, signed: bool = False) -> Self:
        """Make a value from an exact number and a unit of the type; below zero only where `signed`.

        Raises DimensionError for a float, Decimal, bool or text, QuantityError for an unknown unit or sign.
        """
        if not is_exact(number):
            raise DimensionError(
                f"{cls.__name__}.exact takes an int or a Fraction, not {type(number).__name__} {number!r}; "
                f"read a text with {cls.__name__}.read"
            )
        if number < 0 and not signed:
            raise QuantityError(f"{cls.__name__}.exact: {number} {unit} is below zero")
        return cls._of(number * cls._size(unit))

    @classmethod
    def _size(cls, unit: str) -> Fraction:
        size = cls._kind.units.get(unit)
        if size is None:
            units = ", ".join(cls._kind.printable)
            raise QuantityError(f"{unit!r} is not a unit of {cls._kind.described}; use one of {units}")
        return size

    def amount(self, unit: str) -> Fraction:
        """Return the exact number of `unit` in this value. Raises QuantityError for another kind's unit."""
        return self._base / self._size(unit)

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"{type(self).__name__} is frozen; make a new one")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError(f"{type(self).__name__} is frozen; make a new one")

    def __reduce__(self) -> tuple[object, tuple[Fraction]]:
        return type(self)._of, (self._base,)

    def __str__(self) -> str:
        return stored_or_about(self._base, self._kind)

    def __repr__(self) -> str:
        name = type(self).__name__
        sign = ", signed=True" if self._base < 0 else ""
        text = stored(self._base, self._kind)
        if text:
            return f"{name}.read({text!r}{sign})"
        unit = self._kind.canonical
        return f"{name}.exact({self.amount(unit)!r}, {unit!r}{sign})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._base.as_integer_ratio() == other._base.as_integer_ratio()

    def __hash__(self) -> int:
        # A fraction's own hash finds an inverse modulo a prime so as to agree with floats, which no value here equals.
        return hash((type(self), *self._base.as_integer_ratio()))

    def __lt__(self, other: Self) -> bool:
        mine, its = _crossed(self._base, same(self, other, "<")._base)
        return mine < its

    def __le__(self, other: Self) -> bool:
        mine, its = _crossed(self._base, same(self, other, "<=")._base)
        return mine <= its

    def __gt__(self, other: Self) -> bool:
        mine, its = _crossed(self._base, same(self, other, ">")._base)
        return mine > its

    def __ge__(self, other: Self) -> bool:
        mine, its = _crossed(self._base, same(self, other, ">=")._base)
        return mine >= its

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Imported late: commands that validate nothing need not wait for pydantic.
        from lentus.quantity.schema import field_schema

        return field_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        from lentus.quantity.schema import json_schema

        return json_schema(cls)


MeasuredT = TypeVar("MeasuredT", bound=Measured)


def _crossed(one: Fraction, other: Fraction) -> tuple[int, int]:
    """Two whole numbers that lie to each other as the fractions do.

    A rule compares hundreds of values for one order; a fraction asks each time what it is compared with.
    """
    top, bottom = one.as_integer_ratio()
    its_top, its_bottom = other.as_integer_ratio()
    return top * its_bottom, its_top * bottom


def is_exact(number: object) -> TypeGuard[int | Fraction]:
    """Whether a number is an int or a Fraction; a bool is neither."""
    return isinstance(number, (int, Fraction)) and not isinstance(number, bool)


def same(left: MeasuredT, right: object, sign: str) -> MeasuredT:
    """Return the right operand, proved to be of the left one's type."""
    if type(right) is not type(left):
        raise no_meaning(left, right, sign)
    return right


def no_meaning(left: object, right: object, sign: str) -> DimensionError:
    """Return the error for an operation on values of the wrong kinds."""
    return DimensionError(f"{_named(left)} {sign} {_named(right)} has no meaning")


def _named(value: object) -> str:
    if isinstance(value, Measured):
        return f"{value.kind().name} {value}"
    return f"{type(value).__name__} {value!r}"
