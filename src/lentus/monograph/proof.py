"""The proofs that need the whole monograph at once.

Reading a file proves each record by itself. Here the records are held against each other:
every reference leads somewhere, what rests only on a source without an address, or on one that
was read in part, is not called verified, no code names two products, nothing is registered and then unused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from lentus.monograph.book import Monograph, shipped
from lentus.monograph.chapter import Chapter
from lentus.monograph.entry import Entry
from lentus.monograph.opening import SOURCES
from lentus.monograph.proof_devices import prove_devices


class Sourced(Protocol):
    """What every record with sources has."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of sources."""

    @property
    def verified(self) -> bool:
        """Whether the text was seen."""


def prove(book: Monograph) -> None:
    """Prove the whole monograph; MonographError names file, line and id of the first fault."""
    # Rules last: what is wrong with a fact is told at the fact, not at the rule that rests on it.
    chapters = sorted(book.chapters(), key=lambda chapter: bool(chapter.rules))
    _prove_unique(chapters)
    used: set[str] = set()
    for chapter in chapters:
        for entry, record in sourced(book, chapter):
            _prove_sources(book, entry, record)
            used.update(record.sources)
    book.interactions()
    for chapter in chapters:
        _prove_references(book, chapter)
    _prove_ndcs(chapters)
    _prove_numbers(book)
    prove_devices(book)
    _prove_used(book, used)


def check(folder: Path | None = None) -> None:
    """Prove the shipped monograph, or the one in another folder of data files."""
    prove(shipped() if folder is None else Monograph(folder))


def sourced(book: Monograph, chapter: Chapter) -> Iterator[tuple[Entry, Sourced]]:
    """Every record of a file that names sources, with its place; a rule has its facts' too."""
    rules = {rule.id: rule for rule in book.rules()} if chapter.rules else {}
    shelves: tuple[tuple[str, Iterable[tuple[str, Sourced]]], ...] = (
        ("fact", chapter.facts.items()),
        ("rule", ((name, rules[name]) for name in chapter.rules)),
        ("table", chapter.tables.items()),
        ("partner", chapter.partners.items()),
        ("interaction", chapter.interactions.items()),
        ("code", chapter.codes.items()),
        ("identifier", chapter.identifiers.items()),
        ("scale", chapter.scales.items()),
        ("statement", chapter.statements.items()),
        ("trap", chapter.traps.items()),
        ("checklist", chapter.checklists.items()),
        ("jurisdiction", chapter.jurisdictions.items()),
        ("product", chapter.products.items()),
        ("band", chapter.bands.items()),
        ("step", chapter.steps.items()),
        ("device", chapter.devices.items()),
        ("tubing", chapter.tubings.items()),
    )
    for kind, shelf in shelves:
        for name, record in shelf:
            yield chapter.entries[kind, name], record


def _prove_sources(book: Monograph, entry: Entry, record: Sourced) -> None:
    register = book.chapter(SOURCES).sources
    for source in record.sources:
        if source not in register:
            raise entry.fault(f"names the source {source}, which is not registered", "sources")
    seen = [register[source].kept and register[source].in_full for source in record.sources]
    if record.verified and seen and not any(seen):
        reason = "rests only on sources whose address was not kept or that were read in part: write verified = false"
        raise entry.fault(reason, "sources")


def _prove_unique(chapters: Iterable[Chapter]) -> None:
    """What rules may rest on shares one space of names: no two of it are called the same."""
    seen: dict[str, str] = {}
    for chapter in chapters:
        for kind, name in chapter.entries:
            if kind not in ("fact", "table", "interaction", "checklist"):
                continue
            if name in seen:
                raise chapter.entries[kind, name].fault(f"stands twice, also in {seen[name]}")
            seen[name] = chapter.name


def _prove_references(book: Monograph, chapter: Chapter) -> None:
    """Every name that a record of this file gives leads to something."""
    known = {
        "facts": set(book.support()),
        "rules": {rule.id for rule in book.rules()},
        "products": {product.key for product in book.products()},
        "scales": {scale.id for scale in book.scales()},
        "codes": {code.code for code in book.codes()},
        "devices": {device.key for device in book.devices()},
    }
    for (kind, name), key, what, targets in _references(chapter):
        for target in targets:
            if target not in known[what]:
                raise chapter.entries[kind, name].fault(f"names {target}, which nothing states", key)


Reference = tuple[tuple[str, str], str, str, tuple[str, ...]]


def _references(chapter: Chapter) -> Iterator[Reference]:
    """(record, key, kind of target, targets) for every key that names other records."""
    for name, statement in chapter.statements.items():
        yield ("statement", name), "facts", "facts", statement.facts
        yield ("statement", name), "rules", "rules", statement.rules
    for name, place in chapter.jurisdictions.items():
        yield ("jurisdiction", name), "facts", "facts", place.facts
        yield ("jurisdiction", name), "rules", "rules", place.rules
    for name, interaction in chapter.interactions.items():
        yield ("interaction", name), "rule", "rules", (interaction.rule,)
    for name, step in chapter.steps.items():
        yield ("step", name), "dose_facts", "facts", step.dose_facts
    for name, trap in chapter.traps.items():
        yield ("trap", name), "products", "products", trap.products
        yield ("trap", name), "facts", "facts", trap.facts
    for name, product in chapter.products.items():
        yield ("product", name), "handling", "facts", product.handling
    for name, scale in chapter.scales.items():
        yield ("scale", name), "skipped_when", "scales", (scale.skipped_when or ())[:1]
    for name, code in chapter.codes.items():
        yield ("code", name), "not_with", "codes", code.not_with
    yield from _device_references(chapter)


def _device_references(chapter: Chapter) -> Iterator[Reference]:
    for name, device in chapter.devices.items():
        yield ("device", name), "key", "facts", (*(fact for _, fact in device.figures), *device.told)
    for name, tubing in chapter.tubings.items():
        yield ("tubing", name), "volume", "facts", (tubing.fact,)
        yield ("tubing", name), "devices", "devices", tubing.devices


def _prove_ndcs(chapters: Iterable[Chapter]) -> None:
    """No NDC names two products."""
    owners: dict[str, str] = {}
    for chapter in chapters:
        for product in chapter.products.values():
            for code in product.ndcs:
                if code in owners:
                    entry = chapter.entries["product", product.key]
                    raise entry.fault(f"has the NDC {code} of {owners[code]}", "ndcs")
                owners[code] = product.key


def _prove_numbers(book: Monograph) -> None:
    """The seed's statements count from 1 without a hole."""
    for number, statement in enumerate(book.seed_statements(), 1):
        if statement.number != number:
            entry = book.chapter("seed.toml").entries["statement", str(statement.number)]
            raise entry.fault(f"stands where statement {number} is due", "number")


def _prove_used(book: Monograph, used: set[str]) -> None:
    for source in book.sources():
        entry = book.chapter(SOURCES).entries["source", source.id]
        if source.id not in used and not source.reference_only:
            raise entry.fault("has nothing resting on it: use it, or write reference_only = true")
