"""Two numbers side by side: by how much they differ, and whether by a slip of the decimal point or of the unit."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

from lentus.errors import PlanError
from lentus.quantity import Concentration, DoseRate, Mass, Volume

AmountT = TypeVar("AmountT", Mass, Volume, DoseRate, Concentration)


def ratio(found: AmountT, meant: AmountT) -> Fraction:
    """How many times the meant amount was found. QuantityError where nothing was meant."""
    return found / meant


def percent_change(old: AmountT, new: AmountT) -> Fraction:
    """The change from old to new as a percentage of the old. QuantityError where the old is nothing."""
    return (new / old - 1) * 100


def power_of_ten(factor: Fraction) -> int:
    """The power of ten that a factor is exactly: -3 for mcg entered as mg the wrong way round; 0 for no such slip.

    PlanError for a factor that is not above zero.
    """
    if factor <= 0:
        raise PlanError(f"{factor} is no factor between two doses")
    power = 0
    while factor >= 10:
        factor, power = factor / 10, power + 1
    while factor < 1:
        factor, power = factor * 10, power - 1
    return power if factor == 1 else 0


def delivered_with(dose: DoseRate, programmed: Concentration, filled: Concentration) -> DoseRate:
    """The dose rate that arrives where the pump is set to one strength and holds another."""
    return dose / programmed * filled
