"""What a rule rests on, joined to the rule.

A rule is as well founded as the weakest of the facts that it names, so its sources and its
verification are its own together with theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lentus.monograph.bands import Band, BandTable
from lentus.monograph.chapter import Chapter
from lentus.monograph.checklists import Checklist, Step
from lentus.monograph.listed import Interaction
from lentus.monograph.records import Fact, Rule

Stated = Fact | BandTable | Band | Interaction | Checklist | Step
Support = tuple[tuple[str, ...], bool]


def support(
    facts: Iterable[Fact],
    tables: Iterable[BandTable],
    interactions: Iterable[Interaction],
    checklists: Iterable[Checklist],
) -> dict[str, Support]:
    """Sources and verification of all that a rule may rest on, by id."""
    found = {fact.id: _of_parts(fact, ()) for fact in facts}
    found |= {table.id: _of_parts(table, table.bands) for table in tables}
    found |= {interaction.id: _of_parts(interaction, ()) for interaction in interactions}
    found |= {checklist.id: _of_parts(checklist, checklist.steps) for checklist in checklists}
    return found


def joined_rules(chapters: Iterable[Chapter], under: Mapping[str, Support]) -> dict[str, Rule]:
    """Every rule by id, joined to what it rests on."""
    found: dict[str, Rule] = {}
    for chapter in chapters:
        for key, rule in chapter.rules.items():
            entry = chapter.entries["rule", key]
            if key in found:
                raise entry.fault("stands in two files")
            for name in rule.facts:
                if name not in under:
                    raise entry.fault(f"rests on {name}, which nothing states", "facts")
            found[key] = _joined(rule, [under[name] for name in rule.facts])
    return found


def _joined(rule: Rule, under: Iterable[Support]) -> Rule:
    sources = dict.fromkeys(rule.sources)
    verified = rule.verified
    for more, seen in under:
        sources |= dict.fromkeys(more)
        verified = verified and seen
    return replace(rule, sources=tuple(sources), verified=verified)


def _of_parts(head: Stated, parts: Sequence[Stated]) -> Support:
    """A head's sources and verification together with its parts'."""
    stated = (head, *parts)
    sources = dict.fromkeys(source for one in stated for source in one.sources)
    return tuple(sources), all(one.verified for one in stated)
