"""What somebody typed, kept exactly: a refused form must come back with every character where it stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lentus.web.pages.actions.fields import Field


@dataclass(frozen=True, slots=True)
class Typed:
    """The texts of a form by name; a name may stand several times."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Typed:
        """From the pairs of a sent form, in their order."""
        found: dict[str, list[str]] = {}
        for name, text in pairs:
            found.setdefault(name, []).append(text)
        return cls({name: tuple(texts) for name, texts in found.items()})

    def one(self, name: str) -> str:
        """The first text of a name; empty where there is none."""
        texts = self.texts.get(name, ())
        return texts[0] if texts else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Every text of a name."""
        return self.texts.get(name, ())

    def said(self, name: str) -> bool:
        """Whether anything but blanks stands there."""
        return any(text.strip() for text in self.all(name))

    def row_count(self, field: Field) -> int:
        """How many rows were sent of a table."""
        return max((len(self.all(f"{field.name}.{column.name}")) for column in field.columns), default=0)

    def cell(self, field: Field, row: int, column: Field) -> str:
        """The text of one cell of a table."""
        texts = self.all(f"{field.name}.{column.name}")
        return texts[row] if row < len(texts) else ""

    def with_texts(self, changed: Mapping[str, tuple[str, ...]]) -> Typed:
        """The same form with other texts in some places."""
        return Typed({**self.texts, **changed})
