"""Checklists of an emergency: quoted, never computed."""

from __future__ import annotations

from dataclasses import dataclass


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
