"""Facts, rules and the sources that they stand on.

Plain frozen data without behavior beyond small look-ups, so that any layer may hold, compare
and show them. `sources` are ids of `Source`; `verified` is False where the source's text was
not seen in full or its address was not kept. The same holds of the lists beside them (`listed`,
`scales`, `checklists`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from lentus.errors import MonographError
from lentus.monograph.values import ByProfile, Held, Value, is_kind, kind_of

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
