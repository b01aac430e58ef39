"""The product in hand at a refill: its route, its readiness, its container, and what looks like it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lentus import monograph
from lentus.course import State
from lentus.course.orders import RefillOrder
from lentus.monograph import Product
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.naming import names
from lentus.protocol.refill.filling import PUMP_ROUTE, in_hand, mismatch
from lentus.quantity import show


def route(state: State, order: RefillOrder) -> Iterable[Finding]:
    """A reservoir is filled for the spinal canal and for nothing else."""
    if order.route != PUMP_ROUTE:
        yield find(
            "intrathecal.wrong-route",
            f"The route of this order is {order.route}; a pump solution is for the spinal fluid alone.",
            profile=state.patient.profile,
            values={"route": order.route},
            bound=PUMP_ROUTE,
        )


def product(state: State, order: RefillOrder) -> Iterable[Finding]:
    """The product in hand: made for a pump, orderable, free of preservative."""
    profile = state.patient.profile
    found = in_hand(order).product
    if found is None:
        return
    values: dict[str, Value] = {"product": found.key}
    if found.route != PUMP_ROUTE:
        strength = found.concentration
        told = (
            f" Its {show(strength)} is the same number as a pump solution's and means nothing here." if strength else ""
        )
        yield find(
            "refill.oral-product",
            f"{found.name} is a product for the {found.route} route.{told}",
            profile=profile,
            values=values | ({"concentration": strength} if strength else {}),
            bound="intrathecal products only",
        )
        return
    if not found.orderable:
        says = f"{found.name}: {found.role}. {found.reason}".strip()
        yield find("refill.not-patient-ready", says, profile=profile, values=values)
    if found.preservative_free.startswith("not stated"):
        says = f"{found.name}: freedom from preservative is {found.preservative_free}."
        yield find("refill.preservative-not-stated", says, profile=profile, values=values)
    elif found.preservative_free.startswith("contains"):
        says = f"{found.name} is recorded as containing a preservative."
        yield find("refill.preservative", says, profile=profile, values=values)


def look_alike(state: State, order: RefillOrder) -> Iterable[Finding]:
    """The same mass is sold in another volume: the strength is the second check, and settles it where both are said."""
    found = in_hand(order).product
    if found is None:
        yield from _unnamed(state, order)
        return
    told = _twins(found) if found.route == PUMP_ROUTE and found.concentration is not None else ""
    if not told or found.total is None or found.concentration is None:
        return
    agrees = order.concentration == found.concentration and mismatch(state, order) is None
    yield find(
        "refill.same-mass-strength-agrees" if agrees else "refill.same-mass-other-strength",
        f"{show(found.total, 'mg')} in {show(found.fill) if found.fill else 'this volume'} is "
        f"{show(found.concentration)}; the same mass is sold as {told}. Read the strength on the container.",
        profile=state.patient.profile,
        values={"product": found.key, "concentration": found.concentration},
    )


def _unnamed(state: State, order: RefillOrder) -> Iterable[Finding]:
    """No product named: a strength of which the same mass is sold at another one."""
    sold = (one for one in monograph.products() if one.route == PUMP_ROUTE and one.concentration is not None)
    named = next((one for one in sold if one.concentration == order.concentration and _twins(one)), None)
    if named is None or named.total is None or named.fill is None or order.concentration is None:
        return
    yield find(
        "refill.same-mass-other-strength",
        f"No product is named. {show(order.concentration)} is sold as {show(named.total, 'mg')} in {show(named.fill)}; "
        f"the same mass is sold as {_twins(named)}. Read the strength on the container.",
        profile=state.patient.profile,
        values={"concentration": order.concentration},
    )


@cache
def _twins(product: Product) -> str:
    """The volumes in which the same mass is sold at another strength; empty where there is none."""
    others = {
        one.concentration: f"{show(one.total, 'mg')} in {show(one.fill)}"
        for one in monograph.products()
        if one.route == PUMP_ROUTE and one.total == product.total and one.concentration != product.concentration
        if one.total is not None and one.fill is not None
    }
    return ", ".join(others.values())


def sterile_field(state: State, order: RefillOrder) -> Iterable[Finding]:
    """No prefilled syringe in a sterile field."""
    rule, profile = "refill.syringe-in-sterile-field", state.patient.profile
    if not order.sterile_field:
        return
    found = in_hand(order).product
    if found is None or found.container == "not stated":
        yield needs(rule, "the container in the sterile field", ("product and its container",), profile=profile)
    elif names(found.container, "syringe"):
        yield find(
            rule,
            f"{found.name}: the outside of a prefilled syringe is not sterile.",
            profile=profile,
            values={"product": found.key, "container": found.container},
            bound="an ampule or a vial",
        )
