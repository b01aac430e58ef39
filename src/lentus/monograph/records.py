"""The records of the monograph: facts, rules, sources and the lists beside them.

Plain frozen data without behavior beyond small look-ups, so that any layer may hold, compare
and show them. `sources` are ids of `Source`; `verified` is False where the source's text was
not seen in full or its address was not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from lentus.errors import MonographError, UnknownFactError
from lentus.monograph.values import ByProfile, Held, Value, is_kind, kind_of
from lentus.quantity import Mass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """Where knowledge comes from.

    `kept` is False where its address was not kept, `in_full` where only an abstract or excerpts were read.
    """

    id: str
    title: str
    address: str
    kind: str
    kept: bool
    in_full: bool
    note: str
    reference_only: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known, in own words, with its value and its sources."""

    id: str
    says: str
    holds: ByProfile[Held]
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str

    @property
    def topic(self) -> str:
        """The part of the id before its first dot."""
        return self.id.partition(".")[0]

    @property
    def differs(self) -> bool:
        """Whether jurisdictions hold different things."""
        return len(set(self.holds)) > 1

    def one(self, kind: type[T], profile: str = "us") -> T:
        """The single value, which must be of that kind; MonographError where it is not."""
        return self._checked(self._items("one", profile)[0], kind)

    def pair(self, kind: type[T], profile: str = "us") -> tuple[T, T]:
        """The closed range, low first; MonographError where the fact is no such range."""
        low, high = self._items("range", profile)
        return self._checked(low, kind), self._checked(high, kind)

    def many(self, kind: type[T], profile: str = "us") -> tuple[T, ...]:
        """The listed values; MonographError where the fact is no such list."""
        return tuple(self._checked(item, kind) for item in self._items("several", profile))

    def _items(self, shape: str, profile: str) -> tuple[Value, ...]:
        held = self.holds.at(profile)
        if held.shape == "not known":
            raise MonographError(f"{self.id}: published sources give no figure ({profile})")
        if held.shape != shape:
            raise MonographError(f"{self.id} holds {held.shape}, not {shape} ({profile})")
        return held.items

    def _checked(self, item: Value, kind: type[T]) -> T:
        if not is_kind(item, kind):
            raise MonographError(f"{self.id} holds a {kind_of(item)}, not a {kind.__name__}")
        return item


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the protocol: what it is called, how hard it is, why, and what resolves it.

    `sources` and `verified` join the rule's own with those of the facts that it names. `waits` says what has
    to be built before the rule can judge; it is empty for a rule that judges.
    """

    id: str
    severities: ByProfile[str]
    title: str
    why: str
    resolve: str
    when: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    verified: bool
    waits: str
    note: str

    @property
    def severity(self) -> str:
        """The severity in the default jurisdiction: stop, override, warn or info."""
        return self.severities.us

    def severity_in(self, profile: str) -> str:
        """The severity in that jurisdiction."""
        return self.severities.at(profile)

    @property
    def area(self) -> str:
        """The part of the id before its first dot."""
        return self.id.partition(".")[0]


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
class Grade:
    """One grade of a scale. `number` is for averages only: None where none is defined."""

    key: str
    order: int
    number: Fraction | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordinal scale. `skipped_when` names (scale, grade) at which it is not asked."""

    id: str
    title: str
    grades: tuple[Grade, ...]
    skipped_when: tuple[str, str] | None
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str

    def grade(self, key: str) -> Grade:
        """The grade as written by the scorer; UnknownFactError with the grades there are."""
        for grade in self.grades:
            if grade.key == key:
                return grade
        there = ", ".join(grade.key for grade in self.grades)
        raise UnknownFactError(f"{self.title} has no grade {key!r}; its grades are {there}")

    def asked(self, answered: Mapping[str, str]) -> bool:
        """Whether to ask it, after the grades already given on other scales, by scale id."""
        return self.skipped_when is None or self.skipped_when not in answered.items()


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


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a checklist. A quoted `dose` always has its `warning` beside it."""

    number: int
    does: str
    why: str
    dose: str
    dose_facts: tuple[str, ...]
    warning: str
    default: bool
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str

    @property
    def amounts_at(self) -> str:
        """Where the amounts of a step stand that is not offered: a page that is printed does not carry them."""
        if self.default or not self.dose:
            return ""
        facts = ", ".join(f"lentus monograph {one}" for one in self.dose_facts)
        return f"Its amounts are not printed here; see {facts}."


@dataclass(frozen=True, slots=True)
class Checklist:
    """An ordered list of steps for an emergency; nothing in it is computed."""

    id: str
    title: str
    when: str
    order_note: str
    steps: tuple[Step, ...]
    evidence: str
    sources: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A profile of label texts, and which facts and rules differ in it."""

    id: str
    title: str
    default: bool
    says: str
    facts: tuple[str, ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    verified: bool
    note: str
