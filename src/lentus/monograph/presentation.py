"""A product as it is sold or compounded: what is in it, by which route, and what to mind.

Strength stands in two forms. A liquid has a concentration and a fill, a tablet or a packet a
mass per unit. The type keeps both so that the arithmetic at the bedside (`volume_for`,
`mass_for`, `units_for`) refuses the wrong one with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lentus.errors import MonographError
from lentus.monograph.age import Age
from lentus.quantity import Concentration, Mass, Temperature, Volume

ROUTES = ("oral", "intrathecal", "transdermal")
ROLES = ("pump", "screening", "oral", "transdermal", "for further processing", "not marketed")
FORMS = (
    "intrathecal solution",
    "oral solution",
    "oral suspension",
    "tablet",
    "granules",
    "cream",
    "kit",
)
CONTAINERS = (
    "vial",
    "ampule",
    "prefilled syringe",
    "bottle",
    "cup",
    "tablet",
    "packet",
    "bag",
    "kit",
    "compounded",
    "not stated",
)
PRESERVATIVE_FREE = (
    "stated in the seed",
    "not stated in the seed; the reference says preservative-free",
    "yes",
    "not applicable",
)


@dataclass(frozen=True, slots=True)
class Rxcui:
    """An RxNorm concept; `verified` is False where its meaning was recalled or inferred."""

    code: str
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Storage:
    """How to keep a product. An open side of the temperature range is None."""

    fact: str
    says: str
    minimum: Temperature | None
    maximum: Temperature | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Product:
    """One presentation. Facts about it are data; see data/products/.

    `ndcs` are in the 11-digit 5-4-2 form, `ndcs_printed` as the source prints them, in the
    same order; a code of two parts names the labeler and product only. `same_as` holds the
    keys of the other products with the same content, `traps` the ids of the traps that name it: both
    are derived and never typed. `handling` holds ids of facts; `discard_after` is what the one about
    opening says.
    """

    key: str
    wording: str
    name: str
    brand: str
    labeler: str
    route: str
    form: str
    container: str
    strength: Mass | Concentration | None
    fill: Volume | None
    total: Mass | None
    role: str
    orderable: bool
    reason: str
    preservative_free: str
    ndcs: tuple[str, ...]
    ndcs_printed: tuple[str, ...]
    rxcuis: tuple[Rxcui, ...]
    storage: Storage | None
    discard_after: Age | None
    handling: tuple[str, ...]
    traps: tuple[str, ...]
    same_as: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str

    @property
    def in_seed(self) -> bool:
        """Whether the seed names it."""
        return bool(self.wording)

    @property
    def concentration(self) -> Concentration | None:
        """The concentration of a liquid; None for a tablet, a packet or an unknown one."""
        return self.strength if isinstance(self.strength, Concentration) else None

    @property
    def unit_strength(self) -> Mass | None:
        """The mass in one tablet or packet; None for a liquid."""
        return self.strength if isinstance(self.strength, Mass) else None

    def volume_for(self, mass: Mass) -> Volume:
        """The exact volume that holds a mass; MonographError where there is no concentration."""
        return mass / self._concentration()

    def mass_for(self, volume: Volume) -> Mass:
        """The exact mass in a volume drawn up; MonographError where there is no concentration."""
        return volume * self._concentration()

    def units_for(self, mass: Mass, *, halves: bool = False) -> Fraction:
        """How many whole tablets or packets make a mass.

        The sources do not say which tablets may be split, so halves count only where the
        caller takes that on itself. MonographError where the mass is not reached exactly.
        """
        if self.unit_strength is None:
            raise MonographError(f"{self.name} is not counted in units")
        count = mass / self.unit_strength
        if (count * (2 if halves else 1)).denominator == 1:
            return count
        parts = "whole or half units" if halves else "whole units"
        rest = "" if halves else "; whether they may be split is not in the sources"
        raise MonographError(f"{mass} is not a number of {parts} of {self.unit_strength} ({self.name}){rest}")

    def _concentration(self) -> Concentration:
        if self.concentration is None:
            raise MonographError(f"{self.name} has no known concentration")
        return self.concentration


def content(product: Product) -> tuple[object, ...] | None:
    """What must be equal for two products to hold the same; None where it is not known.

    The route and the role are part of it: 1 mg per mL by mouth and 1,000 mcg per mL for a
    pump are the same number, and never the same product.
    """
    if product.strength is None or (product.concentration and product.fill is None):
        return None
    return (product.route, product.role, product.form, product.strength, product.fill)
