"""Names of sources, facts, rules and tables as links to their own pages, wherever an answer shows them.

A finding names the rule that spoke and what it rests on; one tap should show both, whichever page the finding is on.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from markupsafe import Markup, escape

from lentus import monograph
from lentus.web.addresses import fact_path, rule_path, source_path, table_path

LABELS = ("Source", "Sources", "Rule", "Fact", "Facts", "Table", "Rests on")
"""Labels of rows that hold such names and nothing that could be taken for one."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]|[A-Za-z0-9]")
_CITED = re.compile(r"(\s*\[)([^\[\]]+)(\])")
_RULE_LINE = re.compile(r"(Rule\s+)(\S+)(.*)", re.DOTALL)


@functools.cache
def _paths() -> dict[str, str]:
    kinds: tuple[tuple[tuple[str, ...], Callable[[str], str]], ...] = (
        (tuple(monograph.tables()), table_path),
        (tuple(one.id for one in monograph.facts()), fact_path),
        (tuple(one.id for one in monograph.rules()), rule_path),
        (tuple(one.id for one in monograph.sources()), source_path),
    )
    return {name: path(name) for names, path in kinds for name in names}


def linked(text: str) -> Markup:
    """The text with each name that it holds as a link."""
    known = _paths()
    made, end = Markup(""), 0
    for found in _NAME.finditer(text):
        if found.group() in known:
            made += escape(text[end : found.start()]) + _link(found.group())
            end = found.end()
    return made + escape(text[end:])


def source_label(label: str) -> Markup:
    """A label of a row, as a link where it is a source's name."""
    path = _paths().get(label, "")
    return _link(label) if path.startswith("/monograph/sources/") else escape(label)


def quiet_text(text: str) -> Markup:
    """Text that stands back: names in brackets, `[L1, E4]`, and a rule's own line become links."""
    rule = _RULE_LINE.fullmatch(text)
    if rule is not None and rule[2] in _paths():
        return escape(rule[1]) + _link(rule[2]) + quiet_text(rule[3])
    cited = _CITED.fullmatch(text)
    if cited is not None and all(name in _paths() for name in cited[2].split(", ")):
        return escape(cited[1]) + linked(cited[2]) + escape(cited[3])
    return _link(text) if text in _paths() else escape(text)


def _link(name: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(_paths()[name], name)
