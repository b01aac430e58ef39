"""The six types of amounts, and which of them combine.

The overloads are for type checkers: what is not listed is an error before the program runs, and a
DimensionError when it does. The arithmetic itself follows from the dimensions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import final, overload

from lentus.quantity import dimension
from lentus.quantity.arithmetic import Amount, divided, multiplied
from lentus.quantity.dimension import Dimension
from lentus.quantity.grammar import parse


@final
class Mass(Amount):
    """An amount of drug; `50 mcg`."""

    __slots__ = ()
    _kind = dimension.MASS
    _dimension = Dimension(mass=1)

    def __mul__(self, other: int | Fraction) -> Mass:
        return self.scaled(other)

    @overload
    def __truediv__(self, other: int | Fraction) -> Mass: ...
    @overload
    def __truediv__(self, other: Mass) -> Fraction: ...
    @overload
    def __truediv__(self, other: Volume) -> Concentration: ...
    @overload
    def __truediv__(self, other: Concentration) -> Volume: ...
    @overload
    def __truediv__(self, other: Duration) -> DoseRate: ...
    @overload
    def __truediv__(self, other: DoseRate) -> Duration: ...
    def __truediv__(self, other: object) -> object:
        return divided(self, other)


@final
class Volume(Amount):
    """An amount of fluid; `0.34 mL`."""

    __slots__ = ()
    _kind = dimension.VOLUME
    _dimension = Dimension(volume=1)

    @overload
    def __mul__(self, other: int | Fraction) -> Volume: ...
    @overload
    def __mul__(self, other: Concentration) -> Mass: ...
    def __mul__(self, other: object) -> object:
        return multiplied(self, other)

    @overload
    def __truediv__(self, other: int | Fraction) -> Volume: ...
    @overload
    def __truediv__(self, other: Volume) -> Fraction: ...
    @overload
    def __truediv__(self, other: Duration) -> FlowRate: ...
    @overload
    def __truediv__(self, other: FlowRate) -> Duration: ...
    def __truediv__(self, other: object) -> object:
        return divided(self, other)


@final
class Concentration(Amount):
    """Drug in fluid; `500 mcg/mL`, also read as `10 mg/20 mL`."""

    __slots__ = ()
    _kind = dimension.CONCENTRATION
    _dimension = Dimension(mass=1, volume=-1)

    @overload
    def __mul__(self, other: int | Fraction) -> Concentration: ...
    @overload
    def __mul__(self, other: Volume) -> Mass: ...
    @overload
    def __mul__(self, other: FlowRate) -> DoseRate: ...
    def __mul__(self, other: object) -> object:
        return multiplied(self, other)

    @overload
    def __truediv__(self, other: int | Fraction) -> Concentration: ...
    @overload
    def __truediv__(self, other: Concentration) -> Fraction: ...
    def __truediv__(self, other: object) -> object:
        return divided(self, other)


@final
class DoseRate(Amount):
    """Drug in time; `120 mcg/day`."""

    __slots__ = ()
    _kind = dimension.DOSE_RATE
    _dimension = Dimension(mass=1, time=-1)

    @overload
    def __mul__(self, other: int | Fraction) -> DoseRate: ...
    @overload
    def __mul__(self, other: Duration) -> Mass: ...
    def __mul__(self, other: object) -> object:
        return multiplied(self, other)

    @overload
    def __truediv__(self, other: int | Fraction) -> DoseRate: ...
    @overload
    def __truediv__(self, other: DoseRate) -> Fraction: ...
    @overload
    def __truediv__(self, other: Concentration) -> FlowRate: ...
    @overload
    def __truediv__(self, other: FlowRate) -> Concentration: ...
    def __truediv__(self, other: object) -> object:
        return divided(self, other)


@final
class FlowRate(Amount):
    """Fluid in time; `0.2 mL/day`. Also a creatinine clearance, in `mL/min`."""

    __slots__ = ()
    _kind = dimension.FLOW_RATE
    _dimension = Dimension(volume=1, time=-1)

    @overload
    def __mul__(self, other: int | Fraction) -> FlowRate: ...
    @overload
    def __mul__(self, other: Concentration) -> DoseRate: ...
    @overload
    def __mul__(self, other: Duration) -> Volume: ...
    def __mul__(self, other: object) -> object:
        return multiplied(self, other)

    @overload
    def __truediv__(self, other: int | Fraction) -> FlowRate: ...
    @overload
    def __truediv__(self, other: FlowRate) -> Fraction: ...
    def __truediv__(self, other: object) -> object:
        return divided(self, other)


@final
class Duration(Amount):
    """A length of time; `24 h`. Ages in years are not durations: a year has no fixed length."""

    __slots__ = ()
    _kind = dimension.DURATION
    _dimension = Dimension(time=1)

    @overload
    def __mul__(self, other: int | Fraction) -> Duration: ...
    @overload
    def __mul__(self, other: DoseRate) -> Mass: ...
    @overload
    def __mul__(self, other: FlowRate) -> Volume: ...
    def __mul__(self, other: object) -> object:
        return multiplied(self, other)

    @overload
    def __truediv__(self, other: int | Fraction) -> Duration: ...
    @overload
    def __truediv__(self, other: Duration) -> Fraction: ...
    def __truediv__(self, other: object) -> object:
        return divided(self, other)


Quantity = Mass | Volume | Concentration | DoseRate | FlowRate | Duration

_TYPES: tuple[type[Quantity], ...] = (Mass, Volume, Concentration, DoseRate, FlowRate, Duration)
_BY_KIND = {made.kind().name: made for made in _TYPES}


def read(text: str, *, signed: bool = False) -> Quantity:
    """Read an amount whose unit decides its type: `120 mcg/day` is a DoseRate.

    Raises GrammarError with a sentence and a stable code.
    """
    kind, value = parse(text, dimension.AMOUNTS, signed=signed)
    return _BY_KIND[kind.name]._of(value)  # noqa: SLF001 - the grammar has made the value
