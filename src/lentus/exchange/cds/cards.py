"""The cards of a response, in the shape that the specification allows and no other.

A summary stays below 140 characters; one that would not fit gives way to a shorter one, and is not cut. Where the
calling record asks the same again (a retry of one call) it gets the same card with the same id; a later call is a card
of its own, so that feedback on either is kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

from lentus import monograph
from lentus.exchange.cds.markdown import address_of

Card = dict[str, Any]
LONGEST_SUMMARY = 139
"""The specification: less than 140 characters."""
_CARDS = UUID("6f1c7f6e-2f0c-5b0a-9a53-3a9d8f6f1f10")
TOPICS = "urn:lentus:rule"
REASONS = "urn:lentus:override-reason"

OVERRIDE_REASONS = (
    ("benefit-outweighs", "The benefit outweighs the risk for this patient"),
    ("known-to-prescriber", "The missing fact is known to the prescriber"),
    ("established-dose", "The patient is established on this dose"),
    ("specialist-advice", "On the advice of a specialist"),
    ("does-not-apply", "The rule does not apply to this patient"),
)
"""Why a prescriber goes on against a card: code and words."""


def reason_words(code: str) -> str:
    """The words of a coded reason; the code itself where a later version no longer offers it."""
    return dict(OVERRIDE_REASONS).get(code, code)


def card(
    instance: str,
    subject: str,
    indicator: str,
    summary: str,
    detail: str,
    *,
    rule: str = "",
    sources: Iterable[str] = ("project",),
    link: tuple[str, str] | None = None,
    suggestions: Iterable[Card] = (),
    overridable: bool = False,
) -> Card:
    """One card. `subject` is what it is about; `link` a label and an absolute address."""
    made: Card = {
        "uuid": card_id(instance, subject, indicator, summary, detail),
        "summary": summary,
        "indicator": indicator,
        "detail": detail,
        "source": dict(_source(tuple(sources), rule)),
    }
    offered = list(suggestions)
    if offered:
        made["suggestions"] = offered
        made["selectionBehavior"] = "at-most-one"
    if overridable:
        made["overrideReasons"] = [
            {"code": code, "system": REASONS, "display": display} for code, display in OVERRIDE_REASONS
        ]
    if link is not None:
        made["links"] = [{"label": link[0], "url": link[1], "type": "absolute"}]
    return made


def card_id(instance: str, *parts: str) -> str:
    """The id of a card or a suggestion: the same for the same call and content."""
    return str(uuid5(_CARDS, "\n".join((instance, *parts))))


def fitting(*summaries: str) -> str:
    """The first of these summaries that fits whole: a dose that is cut off would be another dose."""
    for summary in summaries:
        if len(summary) <= LONGEST_SUMMARY:
            return summary
    last = summaries[-1][: LONGEST_SUMMARY - 2]
    return f"{last[: last.rfind(' ')]} \u2026"


def with_page(made: Card, base: str) -> Card:
    """The card, its source linked to Lentus's own page of the rule where no source has a page to open."""
    source = made["source"]
    if base and "url" not in source:
        rule = source.get("topic", {}).get("code")
        source["url"] = f"{base}/monograph/rules/{rule}" if rule else f"{base}/monograph"
    return made


@lru_cache(maxsize=2_000)
def _source(sources: tuple[str, ...], rule: str) -> Card:
    """Where the card comes from: Lentus, and the first source that has a page of its own to open."""
    opened = next((one for one in sources if address_of(one)), None)
    made: Card = {"label": "Lentus"}
    if opened is not None:
        made = {"label": f"Lentus: {monograph.source(opened).title}", "url": address_of(opened)}
    if rule:
        made["topic"] = {"system": TOPICS, "code": rule, "display": monograph.rule(rule).title}
    return made
