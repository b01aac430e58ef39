"""`lentus monograph`: topics, facts, rules and tables with their sources, or any words in them."""

from __future__ import annotations

from dataclasses import dataclass

from lentus import monograph
from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.errors import UnknownFactError
from lentus.monograph import BandTable, Fact, Rule
from lentus.present.knowledge import seed_page, topic_page, topics_page
from lentus.present.knowledge_data import monograph_data


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found."""

    title: str
    facts: tuple[Fact, ...] = ()
    tables: tuple[BandTable, ...] = ()
    rules: tuple[Rule, ...] = ()


def run(about: str, *, seed: bool, as_json: bool) -> int:
    """Show part of the monograph."""
    if seed:
        statements = monograph.seed_statements()
        if as_json:
            show_json(monograph_data("seed", statements=statements))
        else:
            show_pieces(seed_page(statements))
    elif not about:
        if as_json:
            show_json(monograph_data(""))
        else:
            show_pieces(topics_page())
    else:
        _show(find(about), about, as_json=as_json)
    return FINE


def _show(found: Found, about: str, *, as_json: bool) -> None:
    if as_json:
        show_json(monograph_data(about, facts=found.facts, tables=found.tables, rules=found.rules))
    else:
        show_pieces(topic_page(found.title, found.facts, found.rules, found.tables))


def find(about: str) -> Found:
    """A topic or an area of rules, an id, else everything that holds all the words."""
    facts, rules = monograph.facts(), monograph.rules()
    tables = tuple(monograph.tables().values())
    exact = Found(
        about,
        tuple(one for one in facts if about in (one.topic, one.id)),
        tuple(one for one in tables if about in (one.id.partition(".")[0], one.id)),
        tuple(one for one in rules if about in (one.area, one.id)),
    )
    if exact.facts or exact.tables or exact.rules:
        return exact
    words = about.casefold().split()
    found = Found(
        f"What the monograph says about: {about}",
        tuple(one for one in facts if _holds(words, one.id, one.says, one.note)),
        tuple(one for one in tables if _holds(words, one.id, one.says)),
        tuple(one for one in rules if _holds(words, one.id, one.title, one.why)),
    )
    if found.facts or found.tables or found.rules:
        return found
    raise UnknownFactError(f"the monograph has nothing about {about!r}: lentus monograph lists its topics")


def _holds(words: list[str], *texts: str) -> bool:
    text = " ".join(texts).casefold()
    return all(word in text for word in words)
