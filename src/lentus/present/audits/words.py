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
    left = found.orders - found.judged
    rest = f"; {number(left)} could not be judged" if left else ""
    return (
        f"{number(found.orders)} orders, {number(found.judged)} judged{rest}. "
        f"{number(found.grave)} of the judged break a rule that stops an order or asks for an owner."
    )


def examples(tally: Tally) -> str:
    """A few orders by their ids."""
    return ", ".join(tally.examples)
