"""What is measured on a patient: exact and comparable, without arithmetic.

They are apart from the amounts because none of them is one: a body weight is no dose, and an eGFR for a
standard body is no clearance, although both are written in mL/min.
"""

from __future__ import annotations

from typing import final

from lentus.quantity import dimension
from lentus.quantity.grammar import parse
from lentus.quantity.measured import Measured


class Reading(Measured):
    """A measurement on a patient."""

    __slots__ = ()


@final
class Weight(Reading):
    """A body weight; `70 kg`."""

    __slots__ = ()
    _kind = dimension.WEIGHT


@final
class Length(Reading):
    """A body height or the length of a catheter; `38 cm`."""

    __slots__ = ()
    _kind = dimension.LENGTH


@final
class Temperature(Reading):
    """A body temperature; `36.6 degC`."""

    __slots__ = ()
    _kind = dimension.TEMPERATURE


@final
class Egfr(Reading):
    """An estimated glomerular filtration rate, indexed to body surface; `90 mL/min/1.73 m2`."""

    __slots__ = ()
    _kind = dimension.EGFR


_TYPES: tuple[type[Reading], ...] = (Weight, Length, Temperature, Egfr)
_BY_KIND = {made.kind().name: made for made in _TYPES}


def read_reading(text: str) -> Reading:
    """Read a measurement whose unit decides its type: `70 kg` is a Weight.

    Raises GrammarError with a sentence and a stable code.
    """
    kind, value = parse(text, dimension.READINGS)
    return _BY_KIND[kind.name]._of(value)  # noqa: SLF001 - the grammar has made the value
