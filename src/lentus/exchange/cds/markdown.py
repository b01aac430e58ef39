"""Findings as the markdown of a card's detail.

Texts of the calling record can come back in a finding's words. They are written as words: nothing that was sent can
become a link, a heading or a tag on a clinician's screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lentus import monograph
from lentus.course.names import hidden_marked
from lentus.protocol import Finding

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_BLANKS = re.compile(r"[\r\n\t]+")
_RULE = re.compile(r"Rule `([a-z0-9.-]+)`\.")
NOT_SEEN = "The text of this rule's source was not seen in full."


@lru_cache(maxsize=20_000)
def words(text: str) -> str:
    """A text with every sign that markdown would take for its own written as itself, on one line, nothing hidden."""
    return _SPECIAL.sub(r"\\\1", hidden_marked(_BLANKS.sub(" ", text)))


def address_of(source_id: str) -> str:
    """The first web address of a source; empty where it has none."""
    first = monograph.source(source_id).address.split(" ; ")[0].strip()
    return first if first.startswith(("https://", "http://")) else ""


def told(finding: Finding) -> str:
    """One finding: what it says, its bound, why, what would resolve it, and where it stands."""
    lines = [f"**{words(finding.title)}.** {_sentence(finding.says)}"]
    if finding.bound:
        lines.append(f"- Bound: {words(finding.bound)}")
    if finding.missing:
        lines.append(f"- Needs: {words(', '.join(finding.missing))}")
    lines.append(_of_rule(finding.rule, finding.why, finding.resolve, finding.sources, finding.verified))
    return "\n".join(lines)


@lru_cache(maxsize=2_000)
def _of_rule(rule: str, why: str, resolve: str, named: tuple[str, ...], verified: bool) -> str:
    """What stays the same from finding to finding: a hospital asks about the same few rules all day."""
    lines = [
        f"- Why: {words(why)}",
        f"- What would resolve it: {words(resolve)}",
        f"- Source: {sources(named)}. Rule `{rule}`.",
    ]
    return "\n".join(lines if verified else [*lines, f"- {NOT_SEEN}"])


def all_told(findings: Iterable[Finding]) -> str:
    """Several findings, a blank line between them."""
    return "\n\n".join(told(one) for one in findings)


def rules_in(detail: str) -> tuple[str, ...]:
    """The rules that a detail of ours speaks of. A sent text cannot name one: its backticks are escaped."""
    return tuple(dict.fromkeys(_RULE.findall(detail)))


def sources(ids: Iterable[str]) -> str:
    """The titles of sources, as links where they have an address."""
    return "; ".join(_source(one) for one in ids)


def _source(source_id: str) -> str:
    address, title = address_of(source_id), words(monograph.source(source_id).title)
    return f"[{title}]({address})" if address else title


def _sentence(text: str) -> str:
    # eGFR is written with a small letter wherever it stands.
    whole = words(text if text[1:2].isupper() else text[:1].upper() + text[1:])
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."
