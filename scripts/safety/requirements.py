"""The requirements as data: read from docs/safety/requirements, and held against rules, seed, commands, laws and tests.

A list of requirements that nothing holds is a wish. This one is read by the docs, which draw the tables from it, and by
tests/house/test_requirements.py, which fails where a requirement has no test, or a rule no requirement.
"""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import typer

from lentus import monograph

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "safety" / "requirements"
LAWS = range(1, 14)
"""The laws of docs/architecture.md, by number."""

ORIGINS = {
    "seed": "the text that Lentus started from",
    "label": "official labeling",
    "paper": "published papers and panels",
    "device": "makers' texts and safety notices of pumps and catheters",
    "standard": "a published standard, named in the sentence",
    "law": "a law of the house, by its number",
    "choice": "the project's own choice",
}
"""Where a requirement comes from, and what the word means."""

SAID_AS = {"stop": r"\bstops?\b", "override": "named (prescriber|specialist)", "warn": r"\bwarn\b"}
"""How a sentence says the severity of its rules, so that it goes stale aloud where one changes."""

_ID = re.compile(r"REQ-([A-Z]+)-\d{3}")
_LAW = re.compile(r"law (\d+)")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One sentence that Lentus has to keep, where it comes from, and what shows that it does.

    `area` is the file's name, `seed` numbers statements of the seed text, `rules` and `commands` are those that carry
    it out, `tests` are node ids: a file, or a file and a function.
    """

    id: str
    area: str
    shall: str
    origin: tuple[str, ...]
    seed: tuple[int, ...]
    rules: tuple[str, ...]
    commands: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def laws(self) -> tuple[int, ...]:
        """The laws among its origins."""
        return tuple(int(found[1]) for found in map(_LAW.fullmatch, self.origin) if found)


@dataclass(frozen=True, slots=True)
class Area:
    """One file: a heading, a sentence about it, and its requirements."""

    name: str
    title: str
    about: str
    requirements: tuple[Requirement, ...]


def area_of(name: str, text: str) -> Area:
    """One file of requirements as it is written."""
    data = tomllib.loads(text)
    prefix = "tests/"
    read = tuple(
        Requirement(
            one["id"],
            name,
            one["shall"],
            tuple(one.get("origin", ())),
            tuple(one.get("seed", ())),
            tuple(one.get("rules", ())),
            tuple(one.get("commands", ())),
            tuple(prefix + test for test in one.get("tests", ())),
        )
        for one in data["requirement"]
    )
    return Area(name, data["title"], data["about"], read)


@functools.cache
def areas() -> tuple[Area, ...]:
    """Every file, from the lowest floor up, in the order that each file's number gives."""
    return tuple(
        area_of(path.stem.partition("-")[2], path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))
    )


def requirements() -> tuple[Requirement, ...]:
    """Every requirement."""
    return tuple(one for area in areas() for one in area.requirements)


def commands(group: typer.core.TyperGroup | None = None, before: str = "") -> Iterator[str]:
    """Every command of `lentus`, such as `pump change`."""
    if group is None:
        from lentus.cli.app import app

        made = typer.main.get_command(app)
        group = made if isinstance(made, typer.core.TyperGroup) else None
    for name, one in (group.commands if group is not None else {}).items():
        if isinstance(one, typer.core.TyperGroup):
            yield from commands(one, f"{before}{name} ")
        else:
            yield before + name


@functools.cache
def tests_of(path: Path) -> frozenset[str]:
    """The test functions of a file; none where there is no file."""
    if not path.is_file():
        return frozenset()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(one.name for one in body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"))


def wrong_test(node: str) -> str:
    """Why a node id is no test of this tree, or nothing."""
    name, _, function = node.partition("::")
    path = ROOT / name
    if not path.is_file():
        return f"{name} is not there"
    if function and function not in tests_of(path):
        return f"{name} has no {function}"
    return ""


def own_faults(one: Requirement) -> Iterator[str]:
    """What is wrong with one requirement by itself."""
    named = _ID.fullmatch(one.id)
    if named is None or named[1].lower() != one.area:
        yield f"{one.id}: write REQ-{one.area.upper()}-001 and so on"
    if " shall " not in one.shall or not one.shall.endswith("."):
        yield f"{one.id}: say in a sentence what Lentus shall do"
    if not one.tests:
        yield f"{one.id}: no test shows it"
    yield from (f"{one.id}: {why}" for why in map(wrong_test, one.tests) if why)
    if not one.origin:
        yield f"{one.id}: say where it comes from"
    for word in one.origin:
        if word.partition(" ")[0] not in ORIGINS:
            yield f"{one.id}: origin {word!r} is none of {', '.join(ORIGINS)}"
    if bool(one.seed) != ("seed" in one.origin):
        yield f"{one.id}: what comes from the seed names its statements, and the other way round"


def wrongly_said(one: Requirement) -> Iterator[str]:
    """Where the sentence and the severities of its rules tell different things: each stop and override is said."""
    held = {severity for rule in one.rules for severity in monograph.rule(rule).severities}
    for severity, words in SAID_AS.items():
        said = re.search(words, one.shall) is not None
        if severity in held and not said and severity != "warn":
            yield f"{one.id}: a rule is of severity {severity}, and the sentence does not say so"
        if one.rules and said and severity not in held:
            yield f"{one.id}: the sentence says {severity}, and none of its rules is one"


def uncovered(kind: str, all_of: Iterable[object], named: Iterable[tuple[str, object]]) -> Iterator[str]:
    """What has no requirement, and what a requirement names that is not there."""
    wanted, seen = set(all_of), list(named)
    yield from (f"{requirement}: there is no {kind} {one}" for requirement, one in seen if one not in wanted)
    have = {one for _, one in seen}
    where = "no requirement names it; add it in docs/safety/requirements"
    yield from sorted(f"{kind} {one}: {where}" for one in wanted - have)


def faults(found: Iterable[Requirement]) -> list[str]:
    """Everything that is wrong with a list of requirements, a sentence each."""
    every = tuple(found)
    ids = [one.id for one in every]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    known = {one.id for one in monograph.rules()}
    seed = (one.number for one in monograph.seed_statements())
    return [
        *(f"{one}: this id stands twice" for one in twice),
        *(fault for one in every for fault in own_faults(one)),
        *(fault for one in every if known.issuperset(one.rules) for fault in wrongly_said(one)),
        *uncovered("rule", known, ((one.id, rule) for one in every for rule in one.rules)),
        *uncovered("seed statement", seed, ((one.id, number) for one in every for number in one.seed)),
        *uncovered("command", commands(), ((one.id, name) for one in every for name in one.commands)),
        *uncovered("law", LAWS, ((one.id, law) for one in every for law in one.laws)),
    ]


def not_raised(found: Iterable[Requirement], raised: Mapping[str, set[str]]) -> list[str]:
    """Rules of a requirement that none of its own test files raised, a sentence each.

    `raised` gives the test files that raised a rule. Held by file: a fixture that several tests share raises its rules
    in whichever comes first.
    """
    return [
        f"{one.id}: none of its tests raised {rule}"
        for one in found
        for rule in one.rules
        if not raised.get(rule, set()) & {test.partition("::")[0] for test in one.tests}
    ]
