"""Base units, and the derived units that follow from them.

Only mass, volume and time have factors written down. Everything else (mcg/mL, mg/day, mL/week, ...)
is composed from those three, because a derived factor typed by hand is wrong by 3,600 sooner or later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Dimension(NamedTuple):
    """Exponents of mass, volume and time."""

    mass: int = 0
    volume: int = 0
    time: int = 0

    def times(self, other: Dimension) -> Dimension:
        """Dimension of a product."""
        return Dimension(self.mass + other.mass, self.volume + other.volume, self.time + other.time)

    def over(self, other: Dimension) -> Dimension:
        """Dimension of a quotient."""
        return Dimension(self.mass - other.mass, self.volume - other.volume, self.time - other.time)


MASS_UNITS: Mapping[str, Fraction] = {
    "mcg": Fraction(1),
    "ng": Fraction(1, 1000),
    "mg": Fraction(1000),
    "g": Fraction(1_000_000),
}
VOLUME_UNITS: Mapping[str, Fraction] = {
    "mL": Fraction(1),
    "uL": Fraction(1, 1000),
    "dL": Fraction(100),
    "L": Fraction(1000),
}
TIME_UNITS: Mapping[str, Fraction] = {
    "h": Fraction(1),
    "min": Fraction(1, 60),
    "s": Fraction(1, 3600),
    "day": Fraction(24),
    "week": Fraction(7 * 24),
}
PLURALS: Mapping[str, str] = {"day": "days", "week": "weeks"}
SINGULARS: Mapping[str, str] = {plural: unit for unit, plural in PLURALS.items()}


@dataclass(frozen=True, slots=True)
class Kind:
    """What the grammar and the printer must know of one type: its words and its units.

    `units` maps each unit text to its size in the kind's base unit (mcg, mL, h and their quotients);
    `canonical` is the unit in which the type is stored as text, `printable` the units without plurals,
    the canonical one first.
    """

    name: str
    article: str
    example: str
    canonical: str
    units: Mapping[str, Fraction]
    printable: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        rest = (unit for unit in self.units if unit != self.canonical and unit not in SINGULARS)
        object.__setattr__(self, "printable", (self.canonical, *rest))

    @property
    def described(self) -> str:
        """The name with its article, for a sentence."""
        return f"{self.article} {self.name}"


def composed(over: Mapping[str, Fraction], under: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """Units such as mcg/mL, each with the quotient of its parts as factor."""
    return {
        f"{top}/{bottom}": top_size / bottom_size
        for top, top_size in over.items()
        for bottom, bottom_size in under.items()
    }


_READ_TIME_UNITS = {**TIME_UNITS, **{many: TIME_UNITS[one] for one, many in PLURALS.items()}}

MASS = Kind("mass", "a", "50 mcg", "mcg", MASS_UNITS)
VOLUME = Kind("volume", "a", "0.34 mL", "mL", VOLUME_UNITS)
DURATION = Kind("duration", "a", "24 h", "h", _READ_TIME_UNITS)
CONCENTRATION = Kind("concentration", "a", "500 mcg/mL", "mcg/mL", composed(MASS_UNITS, VOLUME_UNITS))
DOSE_RATE = Kind("dose rate", "a", "120 mcg/day", "mcg/day", composed(MASS_UNITS, TIME_UNITS))
FLOW_RATE = Kind("flow rate", "a", "0.2 mL/day", "mL/day", composed(VOLUME_UNITS, TIME_UNITS))
AMOUNTS = (MASS, VOLUME, CONCENTRATION, DOSE_RATE, FLOW_RATE, DURATION)

WEIGHT = Kind("body weight", "a", "70 kg", "kg", {"kg": Fraction(1), "g": Fraction(1, 1000)})
LENGTH = Kind("length", "a", "38 cm", "cm", {"cm": Fraction(1), "mm": Fraction(1, 10), "m": Fraction(100)})
TEMPERATURE = Kind("temperature", "a", "36.6 degC", "degC", {"degC": Fraction(1)})
EGFR = Kind("eGFR", "an", "90 mL/min/1.73 m2", "mL/min/1.73 m2", {"mL/min/1.73 m2": Fraction(1)})
READINGS = (WEIGHT, LENGTH, TEMPERATURE, EGFR)
PERCENT = Kind("percentage", "a", "30 %", "%", {"%": Fraction(1)})
