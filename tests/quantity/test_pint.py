"""Every unit against every other of its type, with pint as a second opinion."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pint
import pytest

from lentus.quantity import Egfr, Quantity
from tests.quantity.strategies import TYPES

PINT: pint.UnitRegistry[Fraction] = pint.UnitRegistry(non_int_type=Fraction)
NAMES = {"mcg": "microgram", "day": "day", "degC": "delta_degC", "s": "second", "h": "hour", "min": "minute"}
UNIT_PAIRS = [
    (kind, one, other)
    for kind in TYPES
    if kind is not Egfr
    for one, other in product(sorted(kind.kind().units), repeat=2)
]


def in_pint(unit: str) -> str:
    return " / ".join(NAMES.get(part, part) for part in unit.split("/"))


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind is not Egfr], ids=lambda kind: kind.__name__)
def test_conversions_agree_with_pint(kind: type[Quantity]) -> None:
    for _, one, other in (pair for pair in UNIT_PAIRS if pair[0] is kind):
        theirs = PINT.Quantity(Fraction(1), in_pint(one)).to(in_pint(other)).magnitude
        assert kind.exact(1, one).amount(other) == theirs, (one, other)


def test_there_are_enough_pairs() -> None:
    # 4 masses, 4 volumes, 16 strengths, 20 dose rates, 20 flow rates, 7 times, 2 weights, 3 lengths, 1 degree
    assert len(UNIT_PAIRS) == 16 + 16 + 256 + 400 + 400 + 49 + 4 + 9 + 1
