"""One line of the worklist: what somebody needs, when, and by which rule.

An item holds moments and no clock. Whether it is late, due or still ahead is asked when the list is read, so that
nothing has to be worked out again because an hour has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

Kind = Literal[
    "wrong",
    "observation",
    "refill",
    "order",
    "unverified",
    "holiday",
    "taper",
    "override",
    "replacement",
    "review",
    "step",
]
"""What an item is about, gravest first."""

KINDS: tuple[Kind, ...] = get_args(Kind)
BEGAN: tuple[Kind, ...] = ("wrong", "unverified", "step")
"""Kinds whose moment is when something began, and not when it should have been done."""

GRADES = 10
"""How many grades of urgency fit within one kind."""


def rank_of(kind: Kind, grade: int = 0) -> int:
    """The place of a kind among all, and of a grade within it; a smaller one is graver."""
    return KINDS.index(kind) * GRADES + grade


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that one patient needs.

    `due` is when it should be done, `opens` from when it is on the list (at latest `due`, unless something held it
    back or it was worded otherwise until then), `until` when time alone takes it off the list, None where only a new
    entry does. All three are UTC. `says` is one whole sentence in the engine's words; `rule` is the id of the rule or
    fact behind it, empty where the record itself asks; `subject` names the order or event that it is about.
    """

    kind: Kind
    rank: int
    opens: datetime
    due: datetime
    until: datetime | None
    says: str
    rule: str = ""
    sources: tuple[str, ...] = ()
    subject: str = ""

    def open_at(self, moment: datetime) -> bool:
        """Whether the item is on the list at `moment`."""
        return self.opens <= moment and (self.until is None or moment < self.until)

    def late_at(self, moment: datetime) -> bool:
        """Whether it should have been done before `moment`."""
        return self.kind not in BEGAN and self.due < moment


def item(
    kind: Kind,
    due: datetime,
    says: str,
    *,
    grade: int = 0,
    opens: datetime | None = None,
    until: datetime | None = None,
    rule: str = "",
    sources: tuple[str, ...] = (),
    subject: str = "",
) -> WorkItem:
    """An item with its moments in UTC; one that opens after it is due opens when it is due."""
    when = due.astimezone(UTC)
    first = when if opens is None else min(opens.astimezone(UTC), when)
    last = None if until is None else until.astimezone(UTC)
    return WorkItem(kind, rank_of(kind, grade), first, when, last, says, rule, sources, subject)


def gravest_first(items: list[WorkItem]) -> tuple[WorkItem, ...]:
    """The items in one fixed order: gravest kind first, then what is due first, then by their words."""
    return tuple(sorted(items, key=lambda one: (one.rank, one.due, one.opens, one.says, one.subject)))
