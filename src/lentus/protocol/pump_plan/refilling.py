"""The refill itself: what was aspirated, what goes in, and whether it went where it should.

What goes in is judged by the rules about a refill order, so that a plan file and a course never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator

from lentus.course import Patient, State
from lentus.course.orders import RefillOrder
from lentus.errors import LentusError
from lentus.protocol import checking  # as a module: the rules of orders ask this package in their turn
from lentus.protocol.finding import Finding, find, needs
from lentus.protocol.pump_plan.worked import Worked
from lentus.protocol.refill.filling import in_hand
from lentus.pump import MIDNIGHT, BridgePlan, Pump, Tested, Visit, pocket_fill, residual_tests
from lentus.quantity import Concentration, Volume, show, show_percent

_NOBODY = "plan"
_ONE_RULE = ("refill.strength-mismatch", "refill.no-bridge-bolus", "refill.bridge-not-stated", "refill.above-capacity")
"""Rules that the plan itself answers with more knowledge."""


def aspirated(worked: Worked) -> Iterator[Finding]:
    """Every published test of expected against aspirated, in one finding with its side."""
    fill, before, device = worked.plan.fill, worked.plan.reservoir, worked.pump
    if fill is None or fill.aspirated is None or device is None:
        return
    if before.filled is None or before.programmed_since is None:
        return
    try:
        visit = Visit(before.filled, before.programmed_since, fill.aspirated)
    except LentusError as error:
        yield find("pump.cannot-be", f"{error}.", profile=worked.plan.patient.profile)
        return
    fired = [one for one in residual_tests(visit, device, first_visit=fill.first_visit) if one.fires]
    if not fired:
        return
    over = visit.side == "over"
    yield find(
        "pump.less-than-expected" if over else "pump.more-than-expected",
        f"{show(visit.expected) if visit.expected > Volume.exact(0, 'mL') else 'Nothing'} was expected and "
        f"{show(fill.aspirated)} aspirated; beyond its bound: {', '.join(one.name for one in fired)}.",
        profile=worked.plan.patient.profile,
        values={
            "expected": visit.expected,
            "aspirated": fill.aspirated,
            "discrepancy": visit.discrepancy,
            "ratio": visit.ratio,
            "ratio_of_one_ml": visit.ratio_of_one_ml,
            "fired": len(fired),
        },
        bound="; ".join(_bound(one) for one in fired),
    )


def _bound(one: Tested) -> str:
    if isinstance(one.bound, Volume):
        return f"{one.name}: {show(one.bound)}"
    if one.bound is None:
        return one.name
    percent = one.bound * 100
    return f"{one.name}: {show_percent(percent, None if percent.denominator == 1 else 1)}"


def pocket(worked: Worked) -> Iterator[Finding]:
    """A volume that is missing right after the fill."""
    fill, device = worked.plan.fill, worked.pump
    if fill is None or fill.added is None or fill.measured_after is None or device is None:
        return
    tested = pocket_fill(fill.added, fill.measured_after, device)
    if not tested.fires:
        return
    assert isinstance(tested.measured, Volume)
    assert isinstance(tested.bound, Volume)
    yield find(
        "pump.pocket-fill",
        f"{show(fill.added)} were injected and {show(fill.measured_after)} measured afterwards: "
        f"{show(tested.measured)} are missing.",
        profile=worked.plan.patient.profile,
        values={"missing_volume": tested.measured, "limit": tested.bound},
        bound=f"at most {show(tested.bound)}",
    )


def contents(worked: Worked) -> Iterator[Finding]:
    """Product, strength, diluent, lot, port and company, by the rules about a refill order."""
    order = refill_order(worked)
    if order is None:
        return
    patient = worked.plan.patient
    state = State(Patient(id=patient.id or _NOBODY, name=patient.name, born=patient.born, profile=patient.profile))
    hand = in_hand(order)
    if hand.asked and hand.product is None:
        missing = (f"a product of the catalog in place of {hand.asked!r}",)
        yield needs("record.cannot-assess", "what is filled in", missing, profile=patient.profile)
    for one in checking.check(state, order):
        if one.rule.startswith(("refill.", "emergencies.overdose")) and not _answered(one, order):
            yield one


def _answered(found: Finding, order: RefillOrder) -> bool:
    """Whether the plan answers it itself. That a product is not of the strength written for it, only the order sees."""
    of_product = found.rule == "refill.strength-mismatch" and order.concentration == order.programmed
    return found.rule in _ONE_RULE and not of_product


_OF_STRENGTH = (
    "pump.tenfold-entry",
    "pump.unit-exchanged",
    "refill.screening-strength",
    "refill.above-highest-strength",
    "refill.outside-usual-strengths",
    "refill.outside-device-range",
)
"""Rules about a refill that ask for no more than its strength and its pump."""


def of_strength(strength: Concentration, device: str | None) -> tuple[Finding, ...]:
    """What the rules about a refill say of a strength in a pump of that name, where nothing else is asked."""
    order = RefillOrder(at=MIDNIGHT, zone="UTC", concentration=strength, device=device)
    found = checking.check(State(Patient(id=_NOBODY)), order)
    return tuple(one for one in found if one.rule in _OF_STRENGTH)


def refill_order(worked: Worked) -> RefillOrder | None:
    """The order that the plan's fill amounts to; None where nothing is filled."""
    plan, fill = worked.plan, worked.plan.fill
    if fill is None:
        return None
    return RefillOrder(
        at=plan.at,
        zone=plan.zone,
        concentration=fill.concentration,
        programmed=plan.program.concentration,
        volume=fill.added,
        product=fill.product,
        ndc=fill.ndc,
        lot=fill.lot,
        expires=fill.expires,
        diluent=fill.diluent,
        other_drugs=fill.other_drugs,
        opened_before=fill.opened_before,
        bridge=_bridge(worked),
        sterile_field=fill.sterile_field,
        port=fill.port,
        device=_name(worked.pump, plan.device.name),
    )


def _bridge(worked: Worked) -> bool | None:
    """Whether a bridge is programmed; None where nothing is known to change."""
    if worked.bridge is not None:
        return True
    return False if isinstance(worked.change, BridgePlan) else None


def _name(device: Pump | None, written: str | None) -> str | None:
    return device.name if device is not None else written
