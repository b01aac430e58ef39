"""What an option or a note rests on: the sources of the facts that it uses, and whether all of it was seen in full."""

from __future__ import annotations

from lentus import monograph
from lentus.protocol.advice import Told


def resting_on(*fact_ids: str) -> tuple[tuple[str, ...], bool]:
    """The sources of these facts, each once, and whether every fact is verified."""
    facts = [monograph.fact(one) for one in fact_ids]
    sources = dict.fromkeys(source for fact in facts for source in fact.sources)
    return tuple(sources), all(fact.verified for fact in facts)


def told(fact_id: str, says: str = "") -> Told:
    """A fact as something to know, in its own words or in the given ones."""
    fact = monograph.fact(fact_id)
    return Told(fact_id, says or fact.says, fact.sources, fact.verified)
