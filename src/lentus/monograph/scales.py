"""Ordinal scales by which a clinician scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lentus.errors import UnknownFactError


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
