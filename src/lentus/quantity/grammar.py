"""The one grammar of amounts: a plain ASCII number, one space, a known unit.

It is strict on purpose. Lenient readers have turned 1,5 into 15 and .05 into 5; here such a text is
refused, and the refusal says how to write it. Reading is one match; only a refused text costs more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lentus.quantity import dimension
from lentus.quantity.numerals import MOST_CHARACTERS, NUMBER, number
from lentus.quantity.printing import stored

if TYPE_CHECKING:
    from fractions import Fraction

    from lentus.quantity.dimension import Kind

_AMOUNT = re.compile(rf"(-?)({NUMBER}) ([A-Za-z%].*)")
# The rest of a strength as vials print it: "mg/20 mL" of "10 mg/20 mL".
_PER_VOLUME = re.compile(rf"([A-Za-z]+)/({NUMBER}) ([A-Za-z]+)")


class Parsed(NamedTuple):
    """A kind, and a value in that kind's base unit."""

    kind: Kind
    value: Fraction


def parse(text: object, kinds: tuple[Kind, ...], *, signed: bool = False) -> Parsed:
    """Read an amount of one of these kinds; a minus sign only where `signed`.

    Raises GrammarError, whose sentence says what is wrong and how to write it.
    """
    parsed = _amount(text, kinds, signed=signed) if isinstance(text, str) else None
    if parsed is None:
        # Imported late: most programs never refuse a text, and the tables take time to compile.
        from lentus.quantity.faults import explain

        raise explain(text, kinds, signed=signed)
    return parsed


def _amount(text: str, kinds: tuple[Kind, ...], *, signed: bool) -> Parsed | None:
    match = _AMOUNT.fullmatch(text)
    if match is None or len(text) > MOST_CHARACTERS or (match[1] and not signed):
        return None
    parsed = _with_unit(number(match[2]), match[3], kinds)
    return Parsed(parsed.kind, -parsed.value) if parsed and match[1] else parsed


def _with_unit(value: Fraction, unit: str, kinds: tuple[Kind, ...]) -> Parsed | None:
    for kind in kinds:
        size = kind.units.get(unit)
        if size is not None:
            return Parsed(kind, value * size)
    if dimension.CONCENTRATION in kinds:
        return _strength(value, unit)
    return None


def _strength(value: Fraction, unit: str) -> Parsed | None:
    match = _PER_VOLUME.fullmatch(unit)
    if not match:
        return None
    mass = dimension.MASS_UNITS.get(match[1])
    volume = number(match[2]) * dimension.VOLUME_UNITS.get(match[3], 0)
    if mass is None or not volume:
        return None
    strength = value * mass / volume
    # What is read must also be writable, or storing it would lose it.
    return Parsed(dimension.CONCENTRATION, strength) if stored(strength, dimension.CONCENTRATION) else None
