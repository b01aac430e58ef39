"""The product by name: made for the mouth, to be had, of known strength, and able to make the dose."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from lentus.course import State
from lentus.course.orders import OralOrder
from lentus.protocol.bounds import WHOLE
from lentus.protocol.finding import Finding, Value, find, needs
from lentus.protocol.oral.delivered import highest_day, product_called, product_of
from lentus.protocol.oral_doses import taken
from lentus.protocol.oral_taken import eases, taken_at
from lentus.quantity import show, show_percent

IN_CATALOGUE = "a product of the catalogue, with its strength"


def wrong_route(state: State, order: OralOrder) -> Iterable[Finding]:
    """A product for the mouth by another route, or a product for another route by mouth."""
    product, profile = product_of(order), state.patient.profile
    intrathecal = product is not None and product.route == "intrathecal"
    if product is not None and intrathecal and order.route != "intrathecal":
        yield find(
            "intrathecal.wrong-route",
            f"{product.name} is made for the spinal fluid and is ordered by another route ({order.route})",
            profile=profile,
            values={"product": product.key, "route": order.route},
            bound="intrathecal only",
        )
    elif order.route != "oral" or (product is not None and product.route != "oral"):
        named = "baclofen by mouth" if product is None else product.name
        made_for = "oral" if product is None else product.route
        yield find(
            "oral.wrong-route",
            f"{named} is made for the {made_for} route and is ordered as a dose by the {order.route} route",
            profile=profile,
            values={"route": order.route, "made_for": made_for},
            bound=f"{made_for} only",
        )


def not_orderable(state: State, order: OralOrder) -> Iterable[Finding]:
    """A product that cannot be had. What is at home may serve a reduction for toxicity."""
    product = product_of(order)
    if product is None or product.orderable or eases(order, taken_at(state, order.at), highest_day(order)):
        return
    yield find(
        "oral.product-not-orderable",
        f"{product.name} cannot be ordered: {product.reason}",
        profile=state.patient.profile,
        values={"product": product.key, "reason": product.reason},
    )


def unknown_product(state: State, order: OralOrder) -> Iterable[Finding]:
    """A product that the catalogue does not have: nothing is known about what it holds."""
    if order.product is not None and product_of(order) is None:
        yield needs(
            "record.cannot-assess", f"the product {order.product!r}", (IN_CATALOGUE,), profile=state.patient.profile
        )


def volume_without_strength(state: State, order: OralOrder) -> Iterable[Finding]:
    """A volume to draw up, of something whose strength the order does not say."""
    product = product_of(order)
    if order.volume_each is None or (product is not None and product.concentration is not None):
        return
    easing = eases(order, taken_at(state, order.at), highest_day(order))
    named = "no product is named" if product is None else f"{product.name} has no strength per mL"
    values: dict[str, Value] = {"volume": order.volume_each}
    yield find(
        "units.slip-in-reduction" if easing else "units.volume-without-strength",
        f"{show(order.volume_each, 'mL')} in each dose, and {named}",
        profile=state.patient.profile,
        values=values,
        missing=(IN_CATALOGUE,),
    )


def liquid_changes(state: State, order: OralOrder) -> Iterable[Finding]:
    """A liquid of another strength than the one taken until now: who keeps to the old volume takes another dose."""
    taking = state.oral_at(order.at)
    old, new = product_called(taking.value.product) if taking is not None else None, product_of(order)
    if old is None or new is None or old.concentration is None or new.concentration is None:
        return
    if old.concentration == new.concentration or not taken(order.doses):
        return
    times = new.concentration / old.concentration
    yield find(
        "oral.liquid-strength-changes",
        f"until now {old.name} was taken, with {show(old.concentration, 'mg/mL')}; {new.name} has "
        f"{show(new.concentration, 'mg/mL')}: the volume of before holds "
        f"{_share(times)} of the dose",
        profile=state.patient.profile,
        values={"before": old.concentration, "ordered": new.concentration, "times": times},
    )


def _share(times: Fraction) -> str:
    percent = times * WHOLE
    return show_percent(percent, None if percent.denominator == 1 else 1)


def cannot_make_dose(state: State, order: OralOrder) -> Iterable[Finding]:
    """Whole tablets or packets of the product do not make a dose of the order."""
    product = product_of(order)
    if product is None or product.unit_strength is None:
        return
    unit = product.unit_strength
    odd = [dose for dose in taken(order.doses) if (dose / unit).denominator != 1]
    if odd:
        yield find(
            "oral.product-cannot-make-dose",
            f"{show(odd[0], 'mg')} is not a whole number of {product.name}",
            profile=state.patient.profile,
            values={"dose": odd[0], "unit": unit, "product": product.key},
            bound=f"whole units of {show(unit, 'mg')}",
        )
