"""The catheter's volume: computed from what was implanted, never stored as a number alone.

Volume is the length that is left after trimming times the volume of each centimeter, piece by piece. Where a trimmed
length was not recorded, the volume is bounded by nothing and by the untrimmed catheter, and the bounds are carried on.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from lentus.errors import CannotAssess, PlanError
from lentus.quantity import Length, Volume

PI = Fraction(31415926535897932384626433832795, 10**31)
"""Pi to 31 decimals: far finer than any bore is known."""


@dataclass(frozen=True, slots=True)
class Bore:
    """How much one centimeter holds; `source` says who stated it."""

    per_cm: Volume
    source: str

    def __post_init__(self) -> None:
        if self.per_cm <= Volume.exact(0, "mL"):
            raise PlanError(f"a catheter holds more than {self.per_cm} in each centimeter")

    def volume(self, length: Length) -> Volume:
        """The exact volume of a length."""
        return self.per_cm * length.amount("cm")

    def diameter_mm(self, places: int = 4) -> Fraction:
        """The inner diameter in millimeters, rounded to so many decimals (1 mL in 1 cm is 100 mm2)."""
        area = self.per_cm.amount("mL") * 100
        return root(4 * area / PI, places)


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of catheter: its length as sold, what was cut off in all, and its bore.

    `trimmed` None means that the cut was not recorded. PlanError where nothing is left.
    """

    name: str
    length: Length
    trimmed: tuple[Length, ...] | None
    bore: Bore

    def __post_init__(self) -> None:
        if self.length.amount("cm") <= 0:
            raise PlanError(f"{self.name}: a catheter of {self.length} does not exist")
        if self.trimmed is not None and self._cut() >= self.length.amount("cm"):
            raise PlanError(
                f"{self.name}: {_cm(self._cut())} cut off {self.length} leaves no catheter; correct one of the lengths"
            )

    def _cut(self) -> Fraction:
        return sum((cut.amount("cm") for cut in self.trimmed or ()), Fraction(0))

    @property
    def implanted(self) -> Length | None:
        """The length in the body; None where the cut was not recorded."""
        return None if self.trimmed is None else Length.exact(self.length.amount("cm") - self._cut(), "cm")

    @property
    def bounds(self) -> tuple[Volume, Volume]:
        """The least and the most that it can hold: equal where the cut is known, from nothing where it is not."""
        left = self.implanted
        if left is None:
            return Volume.exact(0, "mL"), self.bore.volume(self.length)
        return self.bore.volume(left), self.bore.volume(left)


@dataclass(frozen=True, slots=True)
class Catheter:
    """A catheter of one or more segments, or one whose volume is only stated, with who stated it."""

    segments: tuple[Segment, ...] = ()
    stated: Volume | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if bool(self.segments) == (self.stated is not None):
            raise PlanError("a catheter is described by its segments or by a stated volume: give one of the two")
        if self.stated is not None and self.stated <= Volume.exact(0, "mL"):
            raise PlanError(f"a catheter of {self.stated} does not exist")
        if self.stated is not None and not self.source:
            raise PlanError("a stated catheter volume needs its source: the implant record, or who measured it")

    @property
    def bounds(self) -> tuple[Volume, Volume]:
        """The least and the most that it can hold."""
        if self.stated is not None:
            return self.stated, self.stated
        zero = Volume.exact(0, "mL")
        low = sum((segment.bounds[0] for segment in self.segments), start=zero)
        return low, sum((segment.bounds[1] for segment in self.segments), start=zero)

    @property
    def length(self) -> Length:
        """The implanted length; CannotAssess where it is not known."""
        lengths = [segment.implanted for segment in self.segments]
        known = [length.amount("cm") for length in lengths if length is not None]
        if not self.segments or len(known) < len(lengths):
            raise CannotAssess("the length of the catheter", self._missing())
        return Length.exact(sum(known, Fraction(0)), "cm")

    @property
    def volume(self) -> Volume:
        """The exact volume; CannotAssess, with what is missing, where a cut was not recorded."""
        low, high = self.bounds
        if low != high:
            raise CannotAssess(f"the volume of the catheter ({low} to {high})", self._missing())
        return low

    def _missing(self) -> tuple[str, ...]:
        unknown = tuple(f"the length cut off {s.name}" for s in self.segments if s.trimmed is None)
        return unknown or ("the lengths of its segments",)


def volume_error(per_cm: Volume, wrong_by: Length) -> Volume:
    """How much volume a wrongly recorded length makes: 1 cm of a Prometra catheter is 0.0026 mL."""
    return per_cm * wrong_by.amount("cm")


def root(number: Fraction, places: int) -> Fraction:
    """The square root, rounded to so many decimals with a half going up; exact integers inside."""
    scale = 10 ** (2 * places + 2)
    tenfold = isqrt(number.numerator * scale // number.denominator)
    return Fraction((tenfold + 5) // 10, 10**places)


def _cm(number: Fraction) -> str:
    return str(Length.exact(number, "cm"))
