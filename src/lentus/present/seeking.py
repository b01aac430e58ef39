"""Any words looked for in the whole monograph: facts, rules, tables, products, devices, interactions, sources and more.

Every word must be found in a record; an id that is typed whole comes first. Nothing is ranked beyond that, so that the
same words give the same list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from lentus import monograph
from lentus.present.products import product_line

KINDS = {
    "fact": "Facts",
    "rule": "Rules",
    "table": "Tables",
    "product": "Products",
    "device": "Devices",
    "interaction": "Interactions",
    "trap": "Look-alikes",
    "checklist": "Emergencies",
    "seed": "The text that Lentus starts from",
    "source": "Sources",
}
"""What is looked through, by kind, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: its kind, its id, what it says in a line, and whether its source was seen in full."""

    kind: str
    id: str
    says: str
    verified: bool


def seek(words: str) -> dict[str, tuple[Hit, ...]]:
    """What holds every one of the words, by kind, in the order of KINDS; kinds without any are left out."""
    wanted = words.casefold().split()
    if not wanted:
        return {}
    hits = [hit for hit, text in _everything() if all(word in text for word in wanted)]
    whole = words.strip().casefold()
    hits.sort(key=lambda hit: hit.id.casefold() != whole)
    return {kind: tuple(hit for hit in hits if hit.kind == kind) for kind in _kinds(hits)}


def _kinds(hits: Iterable[Hit]) -> list[str]:
    there = {hit.kind for hit in hits}
    return [kind for kind in KINDS if kind in there]


@cache
def _everything() -> tuple[tuple[Hit, str], ...]:
    return tuple((hit, f"{hit.id} {hit.says} {more}".casefold()) for hit, more in _records())


def _records() -> Iterator[tuple[Hit, str]]:
    for fact in monograph.facts():
        yield Hit("fact", fact.id, fact.says, fact.verified), fact.note
    for rule in monograph.rules():
        yield Hit("rule", rule.id, rule.title, rule.verified), f"{rule.why} {rule.resolve} {rule.when}"
    for table in monograph.tables().values():
        yield Hit("table", table.id, table.says, table.verified), " ".join(band.says for band in table.bands)
    yield from _things()
    for listed in monograph.checklists():
        steps = " ".join(f"{step.does} {step.why}" for step in listed.steps)
        yield Hit("checklist", listed.id, listed.title, listed.verified), f"{listed.when} {steps}"
    for one in monograph.seed_statements():
        yield Hit("seed", str(one.number), one.seed, one.verified), f"{one.label} {one.does}"
    for source in monograph.sources():
        yield Hit("source", source.id, source.title, source.kept and source.in_full), f"{source.note} {source.address}"


def _things() -> Iterator[tuple[Hit, str]]:
    for product in monograph.products():
        more = (product.name, product.brand, product.labeler, product.wording, *product.ndcs, *product.ndcs_printed)
        yield Hit("product", product.key, product_line(product), product.verified), " ".join(more)
    for device in monograph.devices():
        says = f"{device.name}; {device.maker}"
        yield Hit("device", device.key, says, device.verified), f"{' '.join(device.models)} {device.note}"
    for interaction in monograph.interactions():
        more = (*interaction.partners, *interaction.names)
        yield Hit("interaction", interaction.id, interaction.effect, interaction.verified), " ".join(more)
    for trap in monograph.traps():
        yield Hit("trap", trap.id, trap.title, trap.verified), trap.says
