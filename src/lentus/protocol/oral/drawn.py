"""A measured volume that is not the ordered dose: too much is refused, too little is a warning of withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lentus.course import State
from lentus.course.orders import OralOrder
from lentus.protocol.finding import Finding, Value, find
from lentus.protocol.oral.delivered import delivered_each, highest_day
from lentus.protocol.oral_doses import NONE, taken
from lentus.protocol.oral_taken import eases, taken_at
from lentus.quantity import Mass, show


def measured_too_much(state: State, order: OralOrder) -> Iterable[Finding]:
    """The volume holds more than a dose of the order. Where it is still a reduction for toxicity, it only warns."""
    each, least = delivered_each(order), min(taken(order.doses), default=None)
    if each is None or least is None or each <= least:
        return
    easing = eases(order, taken_at(state, order.at), highest_day(order))
    yield find(
        "units.slip-in-reduction" if easing else "oral.measured-too-much",
        f"{_volume(order)} of this product holds {show(each, 'mg')}, more than the ordered dose of {show(least, 'mg')}",
        profile=state.patient.profile,
        values=_values(order, each, least),
        bound=f"{show(least, 'mg')} in each dose, as ordered",
    )


def measured_too_little(state: State, order: OralOrder) -> Iterable[Finding]:
    """The volume holds less than a dose of the order."""
    each, most = delivered_each(order), max(taken(order.doses), default=None)
    if each is None or most is None or each >= most:
        return
    yield find(
        "oral.measured-too-little",
        f"{_volume(order)} of this product holds {show(each, 'mg')}, less than the ordered dose of {show(most, 'mg')}; "
        "a sudden fall can bring withdrawal",
        profile=state.patient.profile,
        values=_values(order, each, most),
        bound=f"{show(most, 'mg')} in each dose, as ordered",
    )


def _volume(order: OralOrder) -> str:
    return "" if order.volume_each is None else show(order.volume_each, "mL")


def _values(order: OralOrder, each: Mass, ordered: Mass) -> dict[str, Value]:
    values: dict[str, Value] = {"ordered_each": ordered, "delivered_each": each}
    if order.volume_each is not None:
        values["volume"] = order.volume_each
    if each > NONE:
        high, low = max(each, ordered), min(each, ordered)
        values["times"] = Fraction(high / low)
    return values
