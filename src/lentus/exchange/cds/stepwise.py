"""Several orders of one draft, judged in turn: each as if those before it had been taken as they were written.

A step that fits today's patient says nothing about the step after it. What one step leaves behind, its dose and its
day, is what the next one is held against; a stranger's first dose is unknown, but not what this very order makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lentus.course import AnyOrder, State, advance
from lentus.course.events import OralRegimen
from lentus.course.orders import OralOrder
from lentus.protocol import Finding, check
from lentus.protocol.oral_doses import words
from lentus.quantity.dates import day as shown_day

AUTHOR = "draft order"


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing that a rule says, and the places of the steps about which it says it."""

    finding: Finding
    places: list[int]


def check_in_turn(state: State, orders: tuple[AnyOrder, ...]) -> tuple[Finding, ...]:
    """What the rules find about each order of one draft, gravest first within a step; each says which step it is about.

    One order is judged as it stands. What is said of every step in the same words is said once, and of none by number.
    """
    if len(orders) == 1:
        return check(state, orders[0])
    told: dict[tuple[str, str], _Told] = {}
    for place, order in enumerate(orders):
        for finding in check(state, order):
            same = told.setdefault((finding.rule, finding.says), _Told(finding, []))
            same.places.append(place)
        state = _taken(state, order, place)
    return tuple(_labelled(one, orders) for one in told.values())


def _taken(state: State, order: AnyOrder, place: int) -> State:
    """The state once an order has been carried out. Only doses by mouth come in several steps here."""
    if not isinstance(order, OralOrder):
        return state
    event = OralRegimen(
        id=f"draft-step-{place + 1}",
        at=order.at,
        zone=order.zone,
        author=AUTHOR,
        doses=order.doses,
        product=order.product,
        reason=order.reason,
    )
    return advance(state, event)


def _labelled(told: _Told, orders: tuple[AnyOrder, ...]) -> Finding:
    if len(told.places) == len(orders):
        return told.finding
    numbers = [str(place + 1) for place in told.places]
    first = orders[told.places[0]]
    many = f"steps {', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else f"step {numbers[0]}"
    return replace(
        told.finding,
        title=f"{told.finding.title}, {many} of {len(orders)}",
        says=f"from {shown_day(first.at)} on: {told.finding.says}",
    )


def steps_told(orders: Iterable[AnyOrder]) -> str:
    """How a draft of several steps was read, in one sentence."""
    read = [f"from {shown_day(one.at)} {words(one.doses)}" for one in orders if isinstance(one, OralOrder)]
    return f"Read as {len(read)} steps: {'; '.join(read)}."
