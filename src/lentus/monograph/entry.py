"""One record of a data file, read strictly.

Every reader takes what it needs by name and type. A missing key, a wrong type and a key that
nobody asked for are all faults that name the file, the line and the record: a misspelled
`orderable` must never pass as the default.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from lentus.errors import GrammarError, MonographError, QuantityError
from lentus.monograph.datafile import DataFile
from lentus.monograph.values import (
    PROFILES,
    ByProfile,
    Value,
    is_kind,
    kind_of,
    read_fraction,
    read_value,
)

T = TypeVar("T")

EVIDENCE = ("L", "F", "S", "P", "D", "X", "seed", "project")
"""Label, product record, secondary summary, paper, derived, recalled, the seed, own choice."""


class Entry:
    """A record under reading. `fault` makes the error that names its place."""

    __slots__ = ("_asked", "_header", "_index", "_name_key", "file", "kind", "table")

    def __init__(
        self,
        file: DataFile,
        kind: str,
        index: int,
        table: dict[str, Any],
        *,
        name_key: str = "id",
        header: str = "",
    ) -> None:
        self.file = file
        self.kind = kind
        self._header = header or kind
        self._index = index
        self.table = table
        self._name_key = name_key
        self._asked: set[str] = set()

    @property
    def name(self) -> str:
        """The id, key or number by which the record calls itself."""
        return str(self.table.get(self._name_key, f"number {self._index + 1}"))

    def line(self, key: str | None = None) -> int:
        """The line of the record, or of one key in it."""
        return self.file.line(self._header, self._index, key)

    def fault(self, reason: str, key: str | None = None) -> MonographError:
        """The error for this record: file, line, kind, name, reason."""
        return MonographError(f"{self.file.name}, line {self.line(key)}, {self.kind} {self.name}: {reason}")

    def has(self, key: str) -> bool:
        """Whether the record writes that key; counts as having asked for it."""
        self._asked.add(key)
        return key in self.table

    def raw(self, key: str) -> object:
        """What the record writes for a required key."""
        if not self.has(key):
            raise self.fault(f"needs {key}")
        return self.table[key]

    def text(self, key: str) -> str:
        """A required text that says something."""
        found = self.raw(key)
        if not isinstance(found, str):
            raise self.fault(f"{key} is not text", key)
        if not found or found != found.strip():
            raise self.fault(f"{key} is empty or has spaces at an end", key)
        return found

    def text_or(self, key: str, otherwise: str = "") -> str:
        """An optional text; an empty one counts as absent."""
        if not self.has(key) or self.table[key] == "":
            return otherwise
        return self.text(key)

    def flag(self, key: str, otherwise: bool) -> bool:
        """An optional true or false."""
        found = self.table[key] if self.has(key) else otherwise
        if not isinstance(found, bool):
            raise self.fault(f"{key} is neither true nor false", key)
        return found

    def integer(self, key: str) -> int:
        """A required whole number."""
        found = self.raw(key)
        if isinstance(found, bool) or not isinstance(found, int):
            raise self.fault(f"{key} is not a whole number", key)
        return found

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        """A required word of a closed list."""
        found = self.text(key)
        words = tuple(allowed)
        if found not in words:
            raise self.fault(f"{key} {found!r} is none of {', '.join(words)}", key)
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """An optional list of texts, without repeats."""
        found = self.table[key] if self.has(key) else []
        if not isinstance(found, list) or not all(isinstance(item, str) and item for item in found):
            raise self.fault(f"{key} is not a list of texts", key)
        for item in found:
            if found.count(item) > 1:
                raise self.fault(f"{key} names {item} twice", key)
        return tuple(found)

    def value(self, key: str, kind: type[T]) -> T:
        """A required value of one kind, read by the grammar."""
        found = self.read(self.raw(key), key)
        if not is_kind(found, kind):
            raise self.fault(f"{key} is a {kind_of(found)} where a {kind.__name__} is needed", key)
        return found

    def value_or_none(self, key: str, kind: type[T]) -> T | None:
        """An optional value of one kind."""
        return self.value(key, kind) if self.has(key) else None

    def read(self, raw: object, key: str) -> Value:
        """Read a raw item, turning a refusal of the grammar into a fault of this record."""
        try:
            return read_value(raw)
        except QuantityError as error:
            raise self.fault(f"{key}: {error}", key) from None

    def date_or_none(self, key: str) -> date | None:
        """An optional calendar date."""
        return self.value_or_none(key, date)

    def fraction(self, raw: object, key: str) -> Fraction:
        """Read a pure number written as text."""
        if not isinstance(raw, str):
            raise self.fault(f'{key} is not text; write it like "2/3"', key)
        try:
            return read_fraction(raw)
        except GrammarError as error:
            raise self.fault(f"{key}: {error}", key) from None

    def word_by_profile(self, key: str, allowed: Iterable[str]) -> ByProfile[str]:
        """A word of a closed list, one for all or a table with one for each jurisdiction."""
        words = tuple(allowed)
        found = self.raw(key)
        if not isinstance(found, dict):
            return ByProfile.same(self.one_of(key, words))
        if set(found) != set(PROFILES):
            raise self.fault(f"{key} by jurisdiction needs each of {', '.join(PROFILES)}", key)
        for word in found.values():
            if word not in words:
                raise self.fault(f"{key} {word!r} is none of {', '.join(words)}", key)
        return ByProfile(*(str(found[profile]) for profile in PROFILES))

    def evidence(self) -> str:
        """The required evidence tag."""
        return self.one_of("evidence", EVIDENCE)

    def sources(self) -> tuple[str, ...]:
        """The required, non-empty list of source ids."""
        found = self.texts("sources")
        if not found:
            raise self.fault("has no source", "sources")
        return found

    def verified(self, *, otherwise: bool | None = None) -> bool:
        """Whether the text was seen; what is only recalled ([X]) never was.

        Each record says so itself. Only a rule, whose facts say it, has a default.
        """
        if otherwise is None and not self.has("verified"):
            raise self.fault("needs verified: true where the text of a source was seen, else false")
        found = self.flag("verified", otherwise=bool(otherwise))
        if found and self.table.get("evidence") == "X":
            raise self.fault("is evidence X, recalled and not seen: write verified = false", "id")
        return found

    def close(self) -> None:
        """Refuse any key that no reader asked for."""
        for key in self.table:
            if key not in self._asked:
                raise self.fault(f"has an unknown key {key}", key)
