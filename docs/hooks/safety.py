"""Requirements, what shows them, hazards and the software of others as pages, made from docs/safety at each build.

tests/house holds the same data, so a page can neither promise a test that is not there nor forget a rule.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from lentus import monograph

sys.path.insert(0, str(Path(__file__).parents[2]))

from scripts.safety.hazards import SEVERITIES, Hazard, hazards
from scripts.safety.parts import ROLES, Part, elsewhere, license_of, locked, vendored, written
from scripts.safety.requirements import LAWS, ORIGINS, Area, Requirement, areas, commands, requirements

UNVERIFIED = "**not verified**"
MANY = 5
"""Beyond so many tests, it is said in how many files they are."""


def cell(text: str) -> str:
    """Text that stays inside one cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").replace("*", "\\*")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table with a blank line on both sides."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n\n"


def tests_text(nodes: Iterable[str]) -> str:
    """Several tests, a line each, as ./check takes them."""
    return "<br>".join(f"`{node}`" for node in nodes) or "-"


def folded_tests(nodes: tuple[str, ...], said: str = "Shown by ") -> str:
    """Tests under a line to be opened."""
    files = {node.partition("::")[0] for node in nodes}
    count = f"{len(nodes)} test{'s' if len(nodes) > 1 else ''}"
    if len(nodes) > MANY:
        count += f" in {len(files)} file{'s' if len(files) > 1 else ''}"
    return f"<details><summary>{said}{count}</summary>{tests_text(nodes)}</details>" if nodes else ""


def rule_link(rule_id: str) -> str:
    """A rule, on the monograph's page."""
    return f"[`{rule_id}`](monograph/rules.md#{rule_id})"


def requirement_link(one: str) -> str:
    """A requirement, on its page."""
    return f"[{one}](requirements.md#{one})"


def links(ids: Iterable[str]) -> str:
    """Requirements, a line each."""
    return "<br>".join(map(requirement_link, ids)) or "-"


def rule_evidence(rules: Collection[str]) -> str:
    """The sources under the rules of a requirement, by their ids."""
    found = dict.fromkeys(source for one in monograph.rules() if one.id in rules for source in one.sources)
    return ", ".join(f"[{source}](monograph/sources.md#{source})" for source in found)


def origin_text(one: Requirement) -> str:
    """Where a requirement comes from: words, seed statements, laws, sources."""
    told = [word for word in one.origin if word != "seed"]
    if one.seed:
        numbers = ", ".join(map(str, one.seed))
        told.insert(0, f"[seed {numbers}](monograph/where-texts-differ.md)")
    sources = rule_evidence(one.rules)
    return ", ".join(told) + (f"; sources {sources}" if sources else "")


def requirement_row(one: Requirement) -> tuple[str, ...]:
    """One requirement: what it says, and under it where it comes from, what carries it out and what shows it."""
    carried = [rule_link(rule) for rule in one.rules] + [f"`lentus {name}`" for name in one.commands]
    told = [cell(one.shall), f"<small>From: {origin_text(one)}</small>"]
    if carried:
        told.append(f"<small>Carried out by: {', '.join(carried)}</small>")
    return (f'<span id="{one.id}">**{one.id}**</span>', "<br>".join(told) + folded_tests(one.tests))


def area_text(area: Area) -> str:
    """The requirements of one area."""
    return f"## {area.title}\n\n{area.about}\n{table(('id', 'requirement'), map(requirement_row, area.requirements))}"


def requirements_page() -> str:
    """Every requirement, area by area."""
    found = requirements()
    tests = {test for one in found for test in one.tests}
    means = "".join(f"- **{word}**: {meaning}\n" for word, meaning in ORIGINS.items())
    return (
        f"# Requirements\n\n{len(found)} requirements, shown by {len(tests)} tests. Each says what Lentus shall do, "
        "where that comes from, which rules or commands carry it out, and which tests show it. `./check` fails where "
        "one has no test, where its tests do not raise its rules, or where a rule, a command, a law or a statement of "
        "the seed text has none. The same the other way round: [what shows what](trace.md). What may go wrong all the "
        f"same: [hazards](hazards.md).\n\n{means}\n{''.join(map(area_text, areas()))}"
    )


def by_key(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Requirements by what they name."""
    found: dict[str, list[str]] = {}
    for key, requirement in pairs:
        found.setdefault(key, []).append(requirement)
    return found


def trace_rows() -> Mapping[str, Iterable[tuple[str, ...]]]:
    """The tables of the trace: from rule, seed, law, command and test file to requirements."""
    every = requirements()
    rules = by_key((rule, one.id) for one in every for rule in one.rules)
    seed = by_key((str(number), one.id) for one in every for number in one.seed)
    laws = by_key((str(law), one.id) for one in every for law in one.laws)
    named = by_key((name, one.id) for one in every for name in one.commands)
    files = by_key((test.partition("::")[0], one.id) for one in every for test in one.tests)
    return {
        "Rules": ((rule_link(one.id), cell(one.title), links(rules.get(one.id, ()))) for one in monograph.rules()),
        "Statements of the seed text": (
            (str(one.number), cell(one.seed), links(seed.get(str(one.number), ())))
            for one in monograph.seed_statements()
        ),
        "Laws": ((str(law), "[the house](architecture.md#laws)", links(laws.get(str(law), ()))) for law in LAWS),
        "Commands": ((f"`lentus {name}`", "-", links(named.get(name, ()))) for name in commands()),
        "Test files": ((f"`{name}`", str(len(ids)), links(dict.fromkeys(ids))) for name, ids in sorted(files.items())),
    }


def trace_page() -> str:
    """From what carries out or shows a requirement back to it."""
    heads = {
        "Rules": ("rule", "title", "requirements"),
        "Statements of the seed text": ("no.", "what it says", "requirements"),
        "Laws": ("law", "where", "requirements"),
        "Commands": ("command", "", "requirements"),
        "Test files": ("file", "times named", "requirements"),
    }
    parts = (f"## {title}\n{table(heads[title], rows)}" for title, rows in trace_rows().items())
    return (
        "# What shows what\n\nThe [requirements](requirements.md) the other way round: for each rule, statement, law, "
        f"command and test file the requirements that name it.\n\n{''.join(parts)}"
    )


def fact_text(fact_id: str) -> str:
    """A fact about a hazard with its evidence and sources."""
    fact = monograph.fact(fact_id)
    marks = " ".join(filter(None, (fact.evidence, "" if fact.verified else UNVERIFIED)))
    sources = ", ".join(f"[{source}](monograph/sources.md#{source})" for source in fact.sources)
    return f"[`{fact_id}`](monograph/{fact.topic}.md#{fact_id}) ({marks}; {sources})"


def hazard_text(one: Hazard) -> str:
    """One hazard: a heading, what it is, what answers it, what remains."""
    answers = ", ".join(map(requirement_link, one.requirements))
    rules = ", ".join(map(rule_link, one.rules))
    facts = ", ".join(map(fact_text, one.facts))
    rows = (
        ("Cause", cell(one.cause)),
        ("Harm", f"*{one.severity}*. {cell(one.harm)}"),
        ("Who", cell(one.who)),
        ("Answered by", answers + (f"; rules {rules}" if rules else "")),
        (
            "Shown by",
            "the tests of these, and of those that carry the rules" + folded_tests(one.tests, ""),
        ),
        ("What is known", facts or "nothing in the monograph: the design of software"),
        ("What remains", cell(one.remains)),
    )
    lines = "".join(f"- **{name}**: {text}\n" for name, text in rows)
    return f"### {one.id} {one.title} {{ #{one.id} }}\n\n{lines}\n"


def hazards_page() -> str:
    """Every hazard, after a table of all."""
    every = hazards()
    rows = (
        (f"[{one.id}](#{one.id})", cell(one.title), one.severity)
        for one in sorted(every, key=lambda one: list(SEVERITIES).index(one.severity))
    )
    means = "".join(f"- **{name}**: {meaning}\n" for name, meaning in SEVERITIES.items())
    groups = "".join(
        f"## {group}\n\n{''.join(hazard_text(one) for one in every if one.group == group)}"
        for group in dict.fromkeys(one.group for one in every)
    )
    return (
        f"# Hazards\n\n{len(every)} things that may go wrong with baclofen or with Lentus: cause, harm, who is hurt, "
        "what answers it, and what remains. How often each happens is not said: no clinic has used Lentus yet, and "
        "published counts by kind were not found. A hospital adds its own hazards and judges what remains. Evidence "
        f"letters are those of [the monograph](monograph/evidence.md).\n\n{means}\n## All of them, gravest first\n"
        f"{table(('id', 'hazard', 'how bad'), rows)}{groups}"
    )


def part_row(one: Part, version: str, license_text: str) -> tuple[str, ...]:
    """One part of others."""
    told = (
        cell(one.purpose),
        f"Where it fails: {cell(one.fails)}",
        f"Found by: {cell(one.found)}",
    )
    what = f"**{cell(one.name)}**<br>{version}<br>{cell(license_text)}<br>*{one.role}*"
    return (what, "<br>".join(told) + folded_tests(one.tests))


def version_of(name: str) -> str:
    """The versions of a package in the lock, and where it is not installed."""
    versions = locked()[name]
    return " or ".join(versions) + (" (other systems)" if elsewhere(name) else "")


def license_here(name: str) -> str:
    """Its license; told by the package only where it is installed."""
    return "see the package" if elsewhere(name) else license_of(name)


def parts_page() -> str:
    """The software of others."""
    said = written()
    order = list(ROLES)
    packages = sorted(said["package"], key=lambda one: (order.index(one.role), one.name))
    head = ("part", "what it is for")
    means = "".join(f"- **{role}**: {meaning}\n" for role, meaning in ROLES.items())
    rows = (part_row(one, version_of(one.name), license_here(one.name)) for one in packages)
    files = (part_row(one, vendored()[one.name], "MIT") for one in said["file"])
    beside = (part_row(one, "the machine's own", "its own") for one in said["beside"])
    return (
        "# Software of others\n\nWhat Lentus runs on and did not write: its software of unknown provenance. Names and "
        "versions are those of `requirements/run.lock`, where each stands with its hashes; licenses are what the "
        "installed packages state. `./check` fails where a package in the lock is missing here. What only the checks "
        f"and these pages need is in `requirements/check.lock` and not listed.\n\n{means}\n"
        f"## Packages\n{table(head, rows)}"
        f"## Vendored in the pages\n\nFetched by `scripts/vendor.sh`, held by `SHA256SUMS`.\n{table(head, files)}"
        f"## Beside Lentus\n{table(head, beside)}"
    )


PAGES = {
    "requirements.md": requirements_page,
    "trace.md": trace_page,
    "hazards.md": hazards_page,
    "software-of-others.md": parts_page,
}


def on_files(files: Files, config: MkDocsConfig, **_: object) -> Files:
    """Make the pages."""
    for name, make in PAGES.items():
        files.append(File.generated(config, name, content=make()))
    return files
