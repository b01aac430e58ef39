"""The arithmetic of making a strength: dilution of one stock, or a blend of two.

Only preservative-free saline dilutes, and diluting only weakens. These are volumes, not instructions: what may be made
at all is decided in `drawup`.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus.errors import PlanError
from lentus.quantity import Concentration, Volume


@dataclass(frozen=True, slots=True)
class Dilution:
    """So much stock and so much diluent make the volume."""

    stock: Volume
    diluent: Volume


@dataclass(frozen=True, slots=True)
class Blend:
    """So much of the weaker and of the stronger solution make the volume."""

    weaker: Volume
    stronger: Volume


def dilute(target: Concentration, volume: Volume, stock: Concentration) -> Dilution:
    """The stock and diluent for a volume of the target. PlanError where the target cannot be reached by dilution."""
    _positive(target, volume)
    if target > stock:
        raise PlanError(f"{target} is not reachable by dilution of {stock}: diluting only weakens")
    taken = volume * (target / stock)
    return Dilution(taken, volume - taken)


def blend(target: Concentration, volume: Volume, weaker: Concentration, stronger: Concentration) -> Blend:
    """The parts of two stocks, a < target < b, without diluent. PlanError where the target is not between them."""
    _positive(target, volume)
    if not weaker < target < stronger:
        raise PlanError(f"{target} does not lie between {weaker} and {stronger}: these two cannot make it")
    part = volume * ((target - weaker) / (stronger - weaker))
    return Blend(volume - part, part)


def _positive(target: Concentration, volume: Volume) -> None:
    if target.amount("mcg/mL") <= 0 or volume.amount("mL") <= 0:
        raise PlanError(f"{volume} of {target} is nothing to make")
