"""One data file as records: which kinds of table there are, and where each may stand.

Each kind that is looked up by itself has one home file, so that `lentus products` reads the
products and little else; facts and bands may stand in any file, together with their topic.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from lentus.errors import MonographError
from lentus.monograph.chapter import Chapter, put
from lentus.monograph.datafile import DataFile
from lentus.monograph.entry import Entry
from lentus.monograph.read_devices import read_device, read_tubing
from lentus.monograph.read_facts import read_fact, read_rule, read_source
from lentus.monograph.read_lists import (
    read_code,
    read_identifier,
    read_interaction,
    read_jurisdiction,
    read_partner,
    read_statement,
    read_trap,
)
from lentus.monograph.read_products import merged, read_family, read_product
from lentus.monograph.read_tables import read_checklists, read_scales, read_tables

T = TypeVar("T")

SOURCES = "sources.toml"
HOMES = {
    "trap": "traps.toml",
    "identifier": "identifiers.toml",
    "code": "codes.toml",
    "scale": "scales.toml",
    "grade": "scales.toml",
    "partner": "interactions.toml",
    "interaction": "interactions.toml",
    "checklist": "checklists.toml",
    "step": "checklists.toml",
    "statement": "seed.toml",
    "jurisdiction": "jurisdictions.toml",
}
FOLDERS = {"rule": "rules/", "product": "products/", "family": "products/", "device": "devices/", "tubing": "devices/"}
NAME_KEYS = {
    "product": "key",
    "family": "key",
    "device": "key",
    "statement": "number",
    "step": "number",
    "band": "table",
    "grade": "key",
}
KINDS = ("fact", "table", "band", *FOLDERS, *HOMES)


def open_chapter(folder: Path, name: str) -> Chapter:
    """Read one file of the folder; MonographError with file, line and record for any fault."""
    file = DataFile.open(folder, name)
    chapter = Chapter(name)
    if name == SOURCES:
        _read_sources(file, chapter)
        return chapter
    entries = _entries(file)
    _simple_kinds(chapter, entries)
    read_tables(chapter, entries)
    read_scales(chapter, entries)
    read_checklists(chapter, entries)
    _read_products(file, chapter, entries)
    return chapter


def _read_sources(file: DataFile, chapter: Chapter) -> None:
    for source_id, table in file.tables.items():
        whole = {"id": source_id, **_as_table(file, source_id, table)}
        entry = Entry(file, "source", 0, whole, header=source_id)
        put(chapter, chapter.sources, source_id, read_source(entry), entry)


def _as_table(file: DataFile, name: str, found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        line = file.line_of_key(name)
        raise MonographError(f"{file.name}, line {line}, {name}: stands outside of any table")
    return found


def _entries(file: DataFile) -> dict[str, list[Entry]]:
    """The records of a file by kind, after refusing kinds that are unknown or not at home."""
    entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for kind, tables in file.tables.items():
        if kind not in KINDS:
            raise _misplaced(file, kind, "is no kind of record")
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise _misplaced(file, kind, f"is not written as [[{kind}]]")
        if not _at_home(file.name, kind):
            raise _misplaced(file, kind, f"belongs in {_home(kind)}")
        key = NAME_KEYS.get(kind, "id")
        entries[kind] = [Entry(file, kind, n, table, name_key=key) for n, table in enumerate(tables)]
    return entries


def _at_home(name: str, kind: str) -> bool:
    """Whether that kind of record may stand in that file."""
    folder, slash, _ = name.rpartition("/")
    return folder + slash == FOLDERS.get(kind, "") and HOMES.get(kind, name) == name


def _home(kind: str) -> str:
    if kind in HOMES:
        return HOMES[kind]
    return f"a file of {FOLDERS[kind]}" if kind in FOLDERS else "a file that is in no folder"


def _misplaced(file: DataFile, kind: str, reason: str) -> MonographError:
    line = max(file.line(kind, 0), file.line_of_key(kind))
    return MonographError(f"{file.name}, line {line}, {kind}: {reason}")


def _simple_kinds(chapter: Chapter, entries: dict[str, list[Entry]]) -> None:
    """The kinds of which one table is one record."""

    def shelve(kind: str, shelf: dict[str, T], read: Callable[[Entry], T]) -> None:
        for entry in entries[kind]:
            put(chapter, shelf, entry.name, read(entry), entry)

    shelve("fact", chapter.facts, read_fact)
    shelve("rule", chapter.rules, read_rule)
    shelve("partner", chapter.partners, read_partner)
    shelve("interaction", chapter.interactions, read_interaction)
    shelve("code", chapter.codes, read_code)
    shelve("identifier", chapter.identifiers, read_identifier)
    shelve("statement", chapter.statements, read_statement)
    shelve("trap", chapter.traps, read_trap)
    shelve("jurisdiction", chapter.jurisdictions, read_jurisdiction)
    shelve("device", chapter.devices, read_device)
    shelve("tubing", chapter.tubings, read_tubing)


def _read_products(file: DataFile, chapter: Chapter, entries: dict[str, list[Entry]]) -> None:
    families: dict[str, Entry] = {}
    for entry in entries["family"]:
        put(chapter, families, read_family(entry), entry, entry)
    tables = {key: entry.table for key, entry in families.items()}
    for n, entry in enumerate(entries["product"]):
        whole = Entry(file, "product", n, merged(entry.table, tables), name_key="key")
        product = read_product(whole, tuple(families))
        put(chapter, chapter.products, product.key, product, whole)
