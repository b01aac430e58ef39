"""Overrides that answer nothing: of a rule that does not exist, or of one that has nothing to say about the order.

A decision written under a wrong name leaves the finding that it was meant for without an owner, and nobody notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lentus import monograph
from lentus.course.orders import Order
from lentus.course.words import Profile
from lentus.errors import UnknownFactError
from lentus.protocol.finding import Finding, find


def unanswering(found: Iterable[Finding], order: Order, profile: Profile) -> Iterator[Finding]:
    """What is to be said about the overrides of `order`, where `found` is what its rules have said; each rule once."""
    spoken = {one.rule for one in found}
    for override in {one.rule: one for one in order.overrides}.values():
        name = override.rule
        if name in spoken:
            continue
        if not _known(name):
            says = f"{override.by} overrides {name!r}, which is no rule of the monograph"
            yield find("record.override-unknown", says, profile=profile, values={"rule": name, "by": override.by})
        else:
            says = f"{override.by} overrides {name}, which finds nothing about this order"
            yield find("record.override-unneeded", says, profile=profile, values={"rule": name, "by": override.by})


def _known(rule_id: str) -> bool:
    try:
        monograph.rule(rule_id)
    except UnknownFactError:
        return False
    return True
