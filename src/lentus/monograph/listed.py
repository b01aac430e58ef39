"""Lists beside the facts: other drugs, codes, the seed's statements, look-alikes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lentus.monograph.values import ByProfile
from lentus.quantity import Mass


@dataclass(frozen=True, slots=True)
class Partner:
    """A class of other drugs, with the names by which a record may call them."""

    id: str
    title: str
    names: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """What baclofen by some route does together with some classes of drugs."""

    id: str
    partners: tuple[str, ...]
    names: tuple[str, ...]
    routes: tuple[str, ...]
    partner_routes: tuple[str, ...]
    same_pump: bool
    effect: str
    severities: ByProfile[str]
    rule: str
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str

    @property
    def severity(self) -> str:
        """The severity in the default jurisdiction."""
        return self.severities.us

    def severity_in(self, profile: str) -> str:
        """The severity in that jurisdiction."""
        return self.severities.at(profile)


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a coding system; `code` is empty where none was found."""

    id: str
    system: str
    code: str
    meaning: str
    origin: str
    not_billable_from: date | None
    specific: tuple[str, ...]
    seventh: str
    not_with: tuple[str, ...]
    unit: Mass | None
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of the substance, a product set or a label document."""

    id: str
    system: str
    codes: tuple[str, ...]
    meaning: str
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class SeedStatement:
    """A statement of the seed beside what labels say, and what Lentus does about it."""

    number: int
    seed: str
    label: str
    does: str
    facts: tuple[str, ...]
    rules: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Trap:
    """Two things that look alike, or one that looks right, and what goes wrong."""

    id: str
    title: str
    says: str
    severity: str
    products: tuple[str, ...]
    facts: tuple[str, ...]
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str
