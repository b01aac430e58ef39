"""A refill against the record: the pump that it is for, what its reservoir takes, and a change of strength.

A reservoir filled before the implant, in the sterile field, has no pump in the record yet and needs none.
"""

from __future__ import annotations

from collections.abc import Iterable

from lentus import monograph
from lentus.course import State
from lentus.course.orders import RefillOrder
from lentus.errors import MonographError
from lentus.monograph import Product
from lentus.protocol.bounds import at_most
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.models import figure_fact
from lentus.protocol.refill.bridging import before as in_path
from lentus.protocol.refill.filling import filled_strength
from lentus.quantity import Mass, Volume, show

RESERVOIR = "reservoir"
NOTHING = Mass.exact(0, "mcg")


def pump_in_place(state: State, order: RefillOrder) -> Iterable[Finding]:
    """A refill where the record has no pump, or where it was taken out."""
    profile = state.patient.profile
    if state.system is not None and state.system.explanted is not None:
        yield find("record.no-pump", "a refill is ordered, and the pump has been taken out", profile=profile)
    elif state.system is None and not state.pump and not order.sterile_field:
        yield find("record.no-pump", "a refill is ordered, and no implant is recorded", profile=profile)


def capacity(state: State, order: RefillOrder) -> Iterable[Finding]:
    """More than the reservoir takes, where its capacity is known; where it is not, `unsaid` asks for it."""
    most = capacity_of(state, order)
    if order.volume is None or most is None or at_most(order.volume, most):
        return
    yield find(
        "refill.above-capacity",
        f"{show(order.volume)} is ordered for a reservoir of {show(most)}.",
        profile=state.patient.profile,
        values={"volume": order.volume, "limit": most},
        bound=f"at most {show(most)}",
    )


def too_little(state: State, order: RefillOrder) -> Iterable[Finding]:
    """No more than the alarm volume: the alarm sounds at once, and the pump runs dry soon after."""
    read = [one.low_reservoir_alarm for one in state.interrogations if one.low_reservoir_alarm is not None]
    alarm = read[-1] if read else monograph.volume("pump.low-alarm", state.patient.profile)
    if order.volume is None or order.volume > alarm:
        return
    running = state.pump_at()
    filled = filled_strength(order)
    dose = running.value.daily_dose if running is not None and running.value.mode != "stopped" else None
    told = ""
    if dose is not None and filled is not None and filled * order.volume > NOTHING and dose > dose - dose:
        told = f" At the running {show(dose)} it is empty after {show(filled * order.volume / dose, 'h', 1)} at most."
    yield find(
        "refill.too-little",
        f"{show(order.volume)} is filled, and the alarm volume is {show(alarm)}.{told}",
        profile=state.patient.profile,
        values={"volume": order.volume, "alarm": alarm},
        bound=f"more than {show(alarm)}",
    )


def capacity_of(state: State, order: RefillOrder) -> Volume | None:
    """What the reservoir takes: as recorded, else as published for the pump that order or record name."""
    if state.system is not None and state.system.reservoir is not None:
        return state.system.reservoir
    fact = figure_fact(order.device or (state.system.device if state.system else ""), RESERVOIR)
    return None if fact is None else monograph.volume(fact)


def bridge_stated(state: State, order: RefillOrder) -> Iterable[Finding]:
    """Another strength for a running pump: until the path is flushed the old one flows at the new rate."""
    before, filled = in_path(state, order), filled_strength(order)
    if order.bridge is not None or not state.infusing or before is None or filled is None or before == filled:
        return
    yield find(
        "refill.bridge-not-stated",
        f"The strength changes from {show(before)} to {show(filled)} while the pump runs, and the order does not say "
        "whether a bridge bolus is programmed.",
        profile=state.patient.profile,
        values={"before": before, "filled": filled},
        bound="a bridge bolus for the volume of the path, or its flush",
        missing=("whether a bridge bolus is programmed for the change of strength",),
    )


def ndc_against_product(state: State, order: RefillOrder) -> Iterable[Finding]:
    """The code scanned against the product named: one of the two is not what is in hand."""
    if not order.product or not order.ndc:
        return
    profile = state.patient.profile
    try:
        named = monograph.product(order.product)
    except MonographError:
        return  # `unsaid` asks for a product of the catalogue.
    try:
        coded = monograph.find_ndc(order.ndc)
    except MonographError:
        missing = (f"an NDC of the catalogue in place of {order.ndc!r}",)
        yield needs("record.cannot-assess", "whether NDC and product agree", missing, profile=profile)
        return
    if not any(_is(named, one) for one in coded):
        names = ", ".join(one.name for one in coded)
        yield find(
            "refill.ndc-contradicts",
            f"The order names {named.name}; NDC {order.ndc} is {names}.",
            profile=profile,
            values={"product": named.key, "ndc": order.ndc, "coded": coded[0].key},
            bound="one product, by name and by code",
        )


def _is(named: Product, coded: Product) -> bool:
    """Whether a code may stand on the named product: its own, or for one without codes any of the same content."""
    return coded.key == named.key or (not named.ndcs and coded.key in named.same_as)
