"""The hazards as data: what may go wrong, whom it hurts, what answers it, and what remains; held against the tree.

Read from docs/safety/hazards by the docs and by tests/house/test_hazards.py, which fails where a hazard names no
control, or one that is not there.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lentus import monograph
from scripts.safety.requirements import ROOT, requirements

FOLDER = ROOT / "docs" / "safety" / "hazards"

SEVERITIES = {
    "may kill": "death, or harm that lasts",
    "may harm badly": "treatment in a hospital, or harm that needs a procedure",
    "may harm": "harm that passes, or a delay of care",
    "no direct harm": "trust, privacy or work, with a patient hurt only by what follows",
}
"""How bad it can be, from the worst down; how often is not said, since nobody has counted."""

_ID = re.compile(r"HAZ-\d{3}")


@dataclass(frozen=True, slots=True)
class Hazard:
    """One thing that may go wrong.

    `requirements` and `rules` are the controls, `facts` are what the monograph holds about it, with evidence
    and sources.
    """

    id: str
    group: str
    title: str
    cause: str
    harm: str
    who: str
    severity: str
    requirements: tuple[str, ...]
    rules: tuple[str, ...]
    facts: tuple[str, ...]
    remains: str

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests of its requirements and of those that carry its rules, each once."""
        found = [one for one in requirements() if one.id in self.requirements or set(one.rules) & set(self.rules)]
        return tuple(dict.fromkeys(test for one in found for test in one.tests))


@functools.cache
def hazards() -> tuple[Hazard, ...]:
    """Every hazard, group by group."""
    return tuple(
        Hazard(
            one["id"],
            data["title"],
            one["title"],
            one["cause"],
            one["harm"],
            one["who"],
            one["severity"],
            tuple(one.get("requirements", ())),
            tuple(one.get("rules", ())),
            tuple(one.get("facts", ())),
            one["remains"],
        )
        for data in (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
        for one in data["hazard"]
    )


def own_faults(one: Hazard, known: dict[str, set[str]]) -> Iterator[str]:
    """What is wrong with one hazard; `known` has the ids of requirements, rules and facts that there are."""
    if _ID.fullmatch(one.id) is None:
        yield f"{one.id}: write HAZ-001 and so on"
    if one.severity not in SEVERITIES:
        yield f"{one.id}: severity {one.severity!r} is none of {', '.join(SEVERITIES)}"
    if not one.requirements:
        yield f"{one.id}: no requirement answers it"
    if not all((one.title, one.cause, one.harm, one.who, one.remains)):
        yield f"{one.id}: say cause, harm, who is hurt and what remains"
    for kind, named in (("requirement", one.requirements), ("rule", one.rules), ("fact", one.facts)):
        yield from (f"{one.id}: there is no {kind} {name}" for name in named if name not in known[kind])


def faults(found: Iterable[Hazard]) -> list[str]:
    """Everything that is wrong with a list of hazards, a sentence each."""
    every = tuple(found)
    known = {
        "requirement": {one.id for one in requirements()},
        "rule": {one.id for one in monograph.rules()},
        "fact": {one.id for one in monograph.facts()},
    }
    ids = [one.id for one in every]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    return [
        *(f"{one}: this id stands twice" for one in twice),
        *(fault for one in every for fault in own_faults(one, known)),
    ]
