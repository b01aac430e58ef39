"""Around the fill: what else goes in, through which port, from which lot, and when."""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.course import State
from lentus.course.orders import RefillOrder
from lentus.protocol.bounds import longer
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.refill.due import overdue
from lentus.protocol.refill.filling import filled_strength, in_hand
from lentus.protocol.refill.record import capacity_of
from lentus.protocol.spans import elapsed
from lentus.quantity import show
from lentus.quantity.dates import day

CAPACITY = "the reservoir volume of this pump"


def company(state: State, order: RefillOrder) -> Iterable[Finding]:
    """Nothing else goes into the same reservoir."""
    if order.other_drugs:
        drugs = ", ".join(order.other_drugs)
        yield find(
            "refill.other-drug",
            f"Another drug in the same pump: {drugs}.",
            profile=state.patient.profile,
            values={"other_drugs": drugs},
            bound="baclofen alone",
        )


def port(state: State, order: RefillOrder) -> Iterable[Finding]:
    """The catheter access port leads straight into the spinal canal."""
    if order.port != "catheter access port":
        return
    profile = state.patient.profile
    yield find(
        "refill.access-port",
        "The order goes into the catheter access port: the whole amount reaches the spinal fluid at once.",
        profile=profile,
        values={"port": order.port},
        bound="reservoir fill port",
    )
    yield find(
        "emergencies.overdose-suspected",
        "If anything was injected through the catheter access port, treat it as an overdose: open the checklist.",
        profile=profile,
        values={"port": order.port},
    )


def expiry(state: State, order: RefillOrder) -> Iterable[Finding]:
    """A lot is good through its last day."""
    if order.expires is not None and order.expires < order.at.date():
        yield find(
            "refill.expired",
            f"Lot {order.lot or 'without a number'} expired on {day(order.expires)}.",
            profile=state.patient.profile,
            values={"expires": order.expires, "lot": order.lot},
            bound=f"through {day(order.expires)}",
        )


def container(state: State, order: RefillOrder) -> Iterable[Finding]:
    """A container that was opened before is not sterile any more; one nobody spoke of is asked for with the rest."""
    if order.opened_before:
        yield find(
            "refill.used-container",
            "The container was opened before, and holds nothing that keeps it sterile.",
            profile=state.patient.profile,
            values={"opened_before": True},
            bound="a new container",
        )


def unsaid(state: State, order: RefillOrder) -> Iterable[Finding]:
    """What the order leaves open and a rule needs, in one finding."""
    missing = []
    hand = in_hand(order)
    if not hand.asked:
        missing.append("product")
    elif hand.product is None:
        missing.append(f"a product of the catalogue in place of {hand.asked!r}")
    if order.expires is None:
        missing.append("expiry date of the lot")
    if order.volume is not None and state.system is not None and capacity_of(state, order) is None:
        missing.append(CAPACITY)
    held, filled = state.reservoir_holds, filled_strength(order)
    changes = held is not None and filled is not None and held.concentration != filled
    if order.bridge is None and not state.infusing and changes:
        missing.append("whether a bridge bolus is programmed for the change of strength")
    if missing:
        yield needs("record.cannot-assess", "this refill", tuple(missing), profile=state.patient.profile)


def interval(state: State, order: RefillOrder) -> Iterable[Finding]:
    """A refill planned later than the longest interval after the last one."""
    held = state.filled[-1] if state.filled else None
    if held is None or held.start >= order.at:
        return
    limit = monograph.duration("pump.refill-interval", state.patient.profile)
    waits = elapsed(held.start, order.at)
    if longer(waits, limit):
        yield find(
            "refill.interval-too-long",
            f"The last fill was on {day(held.start)}, {show(waits, 'day', 0)} before this refill.",
            profile=state.patient.profile,
            values={"last_fill": held.start, "interval": waits, "limit": limit},
            bound=f"at most {show(limit, 'day')}",
        )


def standing(state: State) -> Iterable[Finding]:
    """A refill that is overdue, with the boxed warning."""
    late = overdue(state)
    if late is None:
        return
    profile = state.patient.profile
    yield find(
        "refill.overdue",
        f"{late.why} The pump may run dry, or is dry.",
        profile=profile,
        values={"due": late.due},
    )
    fact = monograph.fact("emergencies.boxed-warning")
    yield find("emergencies.withdrawal-warning", fact.says, profile=profile)
