"""The path from the reservoir to the tip, and the fluid that stands in it as slugs.

Fluid moves through the path like beads on a string: what enters at the pump leaves at the tip after exactly one path
volume. At the rates of a pump this is right to about 2 %; a fast priming bolus is bracketed in `laminar` instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus.errors import PlanError
from lentus.quantity import Concentration, Mass, Volume

_NOTHING = Volume.exact(0, "mL")


@dataclass(frozen=True, slots=True)
class Slug:
    """A volume of one strength; 0 mcg/mL is fluid without drug."""

    volume: Volume
    strength: Concentration

    def __post_init__(self) -> None:
        if self.volume <= _NOTHING:
            raise PlanError(f"a slug of {self.volume} is none")
        if self.strength.amount("mcg/mL") < 0:
            raise PlanError(f"a strength of {self.strength} cannot be")

    @property
    def drug(self) -> Mass:
        """The drug in it."""
        return self.volume * self.strength


@dataclass(frozen=True, slots=True)
class Path:
    """Everything between reservoir and tip at the start, the slug at the tip first."""

    slugs: tuple[Slug, ...]

    def __post_init__(self) -> None:
        if not self.slugs:
            raise PlanError("a path without volume cannot be: state tubing and catheter")

    @classmethod
    def full(cls, volume: Volume, strength: Concentration) -> Path:
        """A path that holds one strength throughout. PlanError for a volume of nothing or less."""
        return cls((Slug(volume, strength),))

    @property
    def volume(self) -> Volume:
        """What it holds in all."""
        return sum((slug.volume for slug in self.slugs), start=_NOTHING)

    @property
    def drug(self) -> Mass:
        """The drug that stands in it."""
        return sum((slug.drug for slug in self.slugs), start=Mass.exact(0, "mcg"))
