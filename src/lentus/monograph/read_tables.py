"""Records that are written as a head and its parts: band tables, scales, checklists.

TOML could nest the parts, but a flat list keeps each part short and its line easy to name.
The parts are joined here, and what only the whole can show is proved: bands that meet end to
end, steps and grades that count from their start without a hole.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from lentus.monograph.bands import Band, BandTable, fault_in
from lentus.monograph.chapter import Chapter, put
from lentus.monograph.checklists import Checklist, Step
from lentus.monograph.entry import Entry
from lentus.monograph.read_facts import read_band
from lentus.monograph.read_lists import read_step
from lentus.monograph.scales import Grade, Scale

Entries = dict[str, list[Entry]]

MEASURES = ("creatinine-clearance", "egfr", "ckd-stage")
TABLE_KINDS = ("above-upto", "from-below")


def read_tables(chapter: Chapter, entries: Entries) -> None:
    """The [[table]] heads with their [[band]] records, proved to meet end to end."""
    for entry in entries["table"]:
        parts = _parts(entries, "band", "table", entry.name)
        table = _table(chapter, entry, parts)
        put(chapter, chapter.tables, table.id, table, entry)
    _no_strays(entries["band"], "table", set(chapter.tables))


def _table(chapter: Chapter, entry: Entry, parts: list[Entry]) -> BandTable:
    evidence = entry.evidence()
    kind = entry.one_of("kind", TABLE_KINDS)
    placed = [(read_band(part, kind), part) for part in parts]
    for number, (band, part) in enumerate(placed, 1):
        put(chapter, chapter.bands, f"{entry.name} {number}", band, part)
    placed = _in_order(placed)
    table = BandTable(
        id=entry.text("id"),
        says=entry.text("says"),
        measure=entry.one_of("measure", MEASURES),
        kind=kind,
        boundary=entry.text_or("boundary"),
        partial=entry.flag("partial", otherwise=False),
        bands=tuple(band for band, _ in placed),
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )
    if not table.bands:
        raise entry.fault("has no bands")
    fault = fault_in(table)
    if fault is not None:
        position, reason = fault
        raise placed[position][1].fault(reason)
    return table


def _in_order(placed: list[tuple[Band, Entry]]) -> list[tuple[Band, Entry]]:
    """The bands from the lowest up; bounds of two kinds in one table are a fault."""
    kinds = {type(bound) for band, _ in placed for bound in (band.low, band.high) if bound is not None}
    for band, part in placed:
        if band.low is None and band.high is None:
            raise part.fault("has no end, and bounds nothing")
        if len(kinds) > 1:
            raise part.fault("stands in a table whose bounds are not of one kind")
    return sorted(placed, key=cmp_to_key(_lower_first))


def _lower_first(one: tuple[Band, Entry], other: tuple[Band, Entry]) -> int:
    low: Any = one[0].low
    also: Any = other[0].low
    if low is None or also is None:
        return int(low is not None) - int(also is not None)
    return int(low > also) - int(low < also)


def read_scales(chapter: Chapter, entries: Entries) -> None:
    """The [[scale]] heads with their [[grade]] records, in order."""
    for entry in entries["scale"]:
        grades = tuple(_grade(part, order) for order, part in enumerate(_parts(entries, "grade", "scale", entry.name)))
        scale = _scale(entry, grades)
        put(chapter, chapter.scales, scale.id, scale, entry)
    _no_strays(entries["grade"], "scale", set(chapter.scales))


def _grade(entry: Entry, order: int) -> Grade:
    number = entry.fraction(entry.raw("number"), "number") if entry.has("number") else None
    grade = Grade(entry.text("key"), order, number, entry.text("meaning"))
    entry.close()
    return grade


def _scale(entry: Entry, grades: tuple[Grade, ...]) -> Scale:
    evidence = entry.evidence()
    keys = [grade.key for grade in grades]
    for key in keys:
        if keys.count(key) > 1:
            raise entry.fault(f"has the grade {key} twice")
    if not grades:
        raise entry.fault("has no grades")
    skipped = entry.texts("skipped_when")
    if len(skipped) not in (0, 2):
        raise entry.fault("skipped_when is not [scale, grade]", "skipped_when")
    return Scale(
        id=entry.text("id"),
        title=entry.text("title"),
        grades=grades,
        skipped_when=(skipped[0], skipped[1]) if skipped else None,
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def read_checklists(chapter: Chapter, entries: Entries) -> None:
    """The [[checklist]] heads with their [[step]] records, numbered from 1 without a hole."""
    for entry in entries["checklist"]:
        steps = []
        for number, part in enumerate(_parts(entries, "step", "checklist", entry.name), 1):
            step = read_step(part)
            if step.number != number:
                raise part.fault(f"of {entry.name} stands where step {number} is due", "number")
            put(chapter, chapter.steps, f"{entry.name} {number}", step, part)
            steps.append(step)
        checklist = _checklist(entry, tuple(steps))
        put(chapter, chapter.checklists, checklist.id, checklist, entry)
    _no_strays(entries["step"], "checklist", set(chapter.checklists))


def _checklist(entry: Entry, steps: tuple[Step, ...]) -> Checklist:
    evidence = entry.evidence()
    if not steps:
        raise entry.fault("has no steps")
    return Checklist(
        id=entry.text("id"),
        title=entry.text("title"),
        when=entry.text("when"),
        order_note=entry.text_or("order_note"),
        steps=steps,
        evidence=evidence,
        sources=entry.sources(),
        verified=entry.verified(),
        note=entry.text_or("note"),
    )


def _parts(entries: Entries, kind: str, head: str, name: str) -> list[Entry]:
    """The parts that name this head."""
    return [part for part in entries[kind] if part.text(head) == name]


def _no_strays(parts: list[Entry], head: str, known: set[str]) -> None:
    for part in parts:
        if part.text(head) not in known:
            raise part.fault(f"names the {head} {part.text(head)}, which this file has not", head)
