"""A bracket around a fast bolus, where fluid does not move like beads on a string.

In a narrow tube the middle runs at twice the mean speed. Without any mixing across the tube, drug pushed into a path
of volume V arrives after V/2 already. With v = pushed / V, the strength that leaves is 1 - 1/(4 v^2) of what was
pushed in, and v - 1 + 1/(4 v) path volumes of it have left, both from v = 1/2 on. Plug flow is the other end of the
bracket: nothing before v = 1, everything after. The truth lies between; a maker describes such mixing for priming.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lentus.errors import PlanError
from lentus.quantity import Concentration, Mass, Volume


@dataclass(frozen=True, slots=True)
class Bracket:
    """What a bolus of `pushed` has done at its end in a path of `path`, by plug flow and without mixing."""

    path: Volume
    pushed: Volume

    def __post_init__(self) -> None:
        if self.path.amount("mL") <= 0 or self.pushed.amount("mL") < 0:
            raise PlanError(f"a bolus of {self.pushed} through a path of {self.path} cannot be")

    @property
    def ratio(self) -> Fraction:
        """Path volumes pushed."""
        return self.pushed / self.path

    @property
    def first_drug(self) -> tuple[Volume, Volume]:
        """The pushed volume at which the first of it can arrive: without mixing, by plug flow."""
        return self.path / 2, self.path

    @property
    def outlet(self) -> tuple[Fraction, Fraction]:
        """The share of the pushed strength that leaves at the end: (plug, laminar)."""
        laminar = 1 - 1 / (4 * self.ratio**2) if self.ratio >= Fraction(1, 2) else Fraction(0)
        return Fraction(int(self.ratio >= 1)), laminar

    @property
    def left(self) -> tuple[Volume, Volume]:
        """How much of what was pushed in has left at the end: (plug, laminar)."""
        plug = max(self.ratio - 1, Fraction(0))
        laminar = self.ratio - 1 + 1 / (4 * self.ratio) if self.ratio >= Fraction(1, 2) else Fraction(0)
        return self.path * plug, self.path * laminar

    def delivered(self, before: Concentration, pushed: Concentration) -> tuple[Mass, Mass]:
        """The dose at the tip by the end, where the path held `before`: (plug, laminar), not sorted."""
        plug, laminar = self.left
        return (
            plug * pushed + (self.pushed - plug) * before,
            laminar * pushed + (self.pushed - laminar) * before,
        )
