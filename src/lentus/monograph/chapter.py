"""The records of one data file, by id, with the place of each.

`entries` keeps where every record was written, so that a fault found later, when files are
held against each other, still names its file and line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from lentus.monograph.bands import Band, BandTable
from lentus.monograph.checklists import Checklist, Step
from lentus.monograph.device import Device, Tubing
from lentus.monograph.entry import Entry
from lentus.monograph.listed import Code, Identifier, Interaction, Partner, SeedStatement, Trap
from lentus.monograph.presentation import Product
from lentus.monograph.records import Fact, Jurisdiction, Rule, Source
from lentus.monograph.scales import Scale

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chapter:
    """The records of one file by id, and in `entries` the place of each for fault messages."""

    name: str
    sources: dict[str, Source] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    tables: dict[str, BandTable] = field(default_factory=dict)
    bands: dict[str, Band] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    identifiers: dict[str, Identifier] = field(default_factory=dict)
    scales: dict[str, Scale] = field(default_factory=dict)
    statements: dict[str, SeedStatement] = field(default_factory=dict)
    traps: dict[str, Trap] = field(default_factory=dict)
    checklists: dict[str, Checklist] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    jurisdictions: dict[str, Jurisdiction] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    tubings: dict[str, Tubing] = field(default_factory=dict)
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)


def put(chapter: Chapter, shelf: dict[str, T], name: str, record: T, entry: Entry) -> None:
    """Shelve a record whose entry is now read to its end; a second one of that name is a fault."""
    entry.close()
    first = chapter.entries.get((entry.kind, name))
    if first is not None:
        raise entry.fault(f"stands twice, first on line {first.line()}")
    shelf[name] = record
    chapter.entries[entry.kind, name] = entry
