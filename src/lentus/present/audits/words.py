"""The words that each way of showing an audit shares."""

from __future__ import annotations

from lentus import monograph
from lentus.audit import Audit, Share, Tally
from lentus.quantity import show_percent

NO_NAME = "not told"
MEANS = (
    "Each order is judged by the rules that a row of an orders table can decide, and by no other. A rule that found "
    "nothing says nothing about the rules that could not be asked: kidneys, interactions, the reservoir, the catheter."
)


def number(count: int) -> str:
    """A count as people read it."""
    return f"{count:,}"


def rate(one: Share | Tally) -> str:
    """A share in percent, to one decimal; "about" where it is rounded."""
    return show_percent(one.percent, 1)


def title(rule: str) -> str:
    """What a rule is about, in words."""
    return monograph.rule(rule).title


def summary(found: Audit) -> str:
    """The whole audit in a sentence."""
    if found.orders and not found.judged:
        return f"{number(found.orders)} orders, none of them judged."
    left = found.orders - found.judged
    rest = f"; {number(left)} could not be judged" if left else ""
    return (
        f"{number(found.orders)} orders, {number(found.judged)} judged{rest}. "
        f"{number(found.grave)} of the judged break a rule that stops an order or asks for an owner."
    )


def read_as(found: Audit) -> str:
    """What held where the table said nothing."""
    chosen = found.choices
    histories = "are whole" if chosen.from_start else "may have begun before the table"
    return (
        f"Where the table does not say: times are on the clock of {chosen.zone}, the texts of {chosen.profile.upper()} "
        f"apply, histories {histories}."
    )


NOTHING_JUDGED = "No order could be judged: this says nothing about any of them."


def nothing_found(found: Audit) -> str:
    """What to say where no rule spoke: a table of which nothing could be judged is not one without a fault."""
    return NOTHING_JUDGED if found.orders and not found.judged else "No rule found anything."


LONGEST_NAME = 36
"""Characters of a month's or unit's name where little room is; the report's tables have the whole of it."""


def name_of(share: Share) -> str:
    """The name of a month or unit, a long one without its middle: units of one house often begin alike."""
    name = share.name or NO_NAME
    ends = LONGEST_NAME // 2 - 1
    return name if len(name) <= LONGEST_NAME else f"{name[:ends].rstrip()} \u2026 {name[-ends:].lstrip()}"


def examples(tally: Tally) -> str:
    """A few orders by their ids."""
    return ", ".join(tally.examples)
