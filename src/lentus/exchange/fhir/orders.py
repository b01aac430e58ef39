"""An order of another sender as an order of a course: the one that is checked before it is signed.

Only what the message says for certain becomes an order. A titration is one order for each of its steps; a taper is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from lentus.course import AnyOrder, days_later, order_from, zone_named
from lentus.errors import CourseError
from lentus.exchange.fhir.bounds import Bounds
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import content_of
from lentus.exchange.fhir.doses import Read, read_dosage
from lentus.exchange.fhir.drug_names import is_baclofen, naming_conflict
from lentus.exchange.fhir.one_dose import counts_doses, read_one_dose
from lentus.exchange.fhir.pieces import Resource, listed
from lentus.exchange.fhir.routes import ordered_route
from lentus.exchange.fhir.steps import Step
from lentus.quantity import Concentration, canonical

LONGEST_DAYS = 3_660
"""What begins or lasts beyond that is a slip of the sender's, and no date that a calendar must be able to hold."""
STANDING = (None, "active", "draft")
"""An order that stands or may come to stand; on hold, it is not given, and what is no status of R4 is not known."""


def order_of_request(resource: Resource, moment: datetime, zone: str) -> AnyOrder | CannotRead:
    """The order that a MedicationRequest asks for, taking effect at `moment` on the clock of `zone`.

    CannotRead where it tells no dose for certain, is not about baclofen, or asks for several orders one after another.
    """
    found = orders_of_request(resource, moment, zone)
    if isinstance(found, CannotRead):
        return found
    if len(found) > 1:
        return CannotRead("the order has several steps upward", ("one order for each step",))
    return found[0]


def orders_of_request(resource: Resource, moment: datetime, zone: str) -> tuple[AnyOrder, ...] | CannotRead:
    """The orders that a MedicationRequest asks for: one, or one for each step of a titration, in their order."""
    found = asked_of_request(resource, moment, zone)
    return found if isinstance(found, CannotRead) else found.orders


@dataclass(frozen=True, slots=True)
class Asked:
    """What a MedicationRequest asks for; `ends` where it has an end and says nothing of what is taken after it."""

    orders: tuple[AnyOrder, ...]
    ends: bool = False


def asked_of_request(resource: Resource, moment: datetime, zone: str) -> Asked | CannotRead:
    """The orders that a MedicationRequest asks for, and whether it leaves open what follows."""
    refused = _no_order(resource)
    if refused is not None:
        return refused
    stamp = {"at": moment.isoformat(), "zone": zone}
    try:
        return _orders(resource, moment, stamp)
    except CourseError as error:
        return CannotRead(f"what was sent makes no order: {error}", ("an order that can be read",))


def _no_order(resource: Resource) -> CannotRead | None:
    about = is_baclofen(resource)
    if about is None:
        return CannotRead("the order names no medicine for certain", ("the medicine, by name or by a known code",))
    if not about:
        return CannotRead("the order is for another medicine", ("an order for baclofen",))
    if resource.get("status") not in STANDING:
        return CannotRead(f"the status of the order is {resource['status']!r}", ("an order that stands",))
    if resource.get("intent") == "option":
        return CannotRead("the order is one option of several", ("the one that is chosen",))
    if resource.get("doNotPerform") not in (None, False):
        return CannotRead("the order says that the medicine is not to be given", ("an order to give it",))
    if "modifierExtension" in resource or "implicitRules" in resource:
        return CannotRead("the order is modified in a way that is not known here", ("a plain order",))
    return naming_conflict(resource)


def _orders(resource: Resource, moment: datetime, stamp: dict[str, Any]) -> Asked | CannotRead:
    dosage = listed(resource.get("dosageInstruction"))
    route = ordered_route(resource)
    if isinstance(route, CannotRead):
        return route
    if len(dosage) == 1 and route == "intrathecal" and counts_doses(dosage[0]):
        return _asked(_screening(resource, moment, stamp))
    read = read_dosage(resource, stamp["zone"], route=route)
    if isinstance(read, CannotRead):
        return read
    if read.route is None:
        return CannotRead("neither the order nor its product says by which route it is given", ("the route",))
    if any(step.rate is not None for step in read.steps):
        return _asked(_pump(read, moment, stamp))
    if read.route == "intrathecal":
        return CannotRead(
            "intrathecal doses that are repeated each day are no program of a pump", ("the rate as mcg a day by UCUM",)
        )
    found = _asked(_oral(read, moment, stamp))
    open_end = read.steps[-1].bounds.ends and bool(read.steps[-1].doses)
    if isinstance(found, CannotRead) or found.orders[0].kind != "oral":
        return found
    return replace(found, ends=open_end)


def _asked(found: tuple[AnyOrder, ...] | CannotRead) -> Asked | CannotRead:
    return found if isinstance(found, CannotRead) else Asked(found)


def _screening(resource: Resource, moment: datetime, stamp: dict[str, Any]) -> tuple[AnyOrder, ...] | CannotRead:
    one = read_one_dose(resource, stamp["zone"], "intrathecal")
    if isinstance(one, CannotRead):
        return one
    at = _takes_effect(one.bounds, one.bounds, moment, stamp["zone"])
    if isinstance(at, CannotRead):
        return at
    over = {"over": one.over} if one.over else {}
    told = {**stamp, "at": at.isoformat(), "kind": "screening", "dose": one.dose.wording, **over}
    return (order_from({**told, **_strength(resource)}),)


def _strength(resource: Resource) -> dict[str, str]:
    content = content_of(resource)
    if isinstance(content, CannotRead) or not isinstance(content.strength, Concentration):
        return {}
    return {"concentration": canonical(content.strength)}


def _pump(read: Read, moment: datetime, stamp: dict[str, Any]) -> tuple[AnyOrder, ...] | CannotRead:
    step = read.steps[0]
    if read.route != "intrathecal" or len(read.steps) != 1 or step.rate is None:
        return CannotRead("a rate is read for one intrathecal infusion at a time", ("one rate, intrathecal",))
    at = _takes_effect(step.bounds, step.bounds, moment, stamp["zone"])
    if isinstance(at, CannotRead):
        return at
    told = {**stamp, "at": at.isoformat(), "kind": "pump dose", "reason": "other", **_ending(step)}
    return (order_from({**told, "daily_dose": canonical(step.rate)}),)


def _oral(read: Read, moment: datetime, stamp: dict[str, Any]) -> tuple[AnyOrder, ...] | CannotRead:
    route = {} if read.route == "oral" else {"route": read.route}
    product = {"product": read.product} if read.product else {}
    at = _takes_effect(read.steps[0].bounds, read.steps[-1].bounds, moment, stamp["zone"], read.steps)
    if isinstance(at, CannotRead):
        return at
    moment, stamp = at, {**stamp, "at": at.isoformat()}
    if len(read.steps) == 1:
        return _one(read.steps[0], {**stamp, **route, **product})
    begins = _begins(read.steps, moment, stamp["zone"])
    if isinstance(begins, CannotRead):
        return begins
    if _ends_in_nothing(read.steps) and not route:
        return (_taper(read.steps, begins, stamp),)
    made: list[AnyOrder] = []
    for step, day in zip(read.steps, begins, strict=True):
        begin = days_later(moment, stamp["zone"], day - 1)
        one = _one(step, {**stamp, **route, **product, "at": begin.isoformat()})
        if isinstance(one, CannotRead):
            return one
        made += one
    return tuple(made)


def _ends_in_nothing(steps: tuple[Step, ...]) -> bool:
    """Whether steps go down and then end: a way down whose last step goes on is a smaller dose, and no taper."""
    daily = [step.daily for step in steps]
    down = daily[-1] < daily[0] and all(later <= earlier for earlier, later in pairwise(daily))
    return down and (steps[-1].bounds.length is not None or not steps[-1].doses)


def _takes_effect(
    begin: Bounds, end: Bounds, moment: datetime, zone: str, steps: tuple[Step, ...] = ()
) -> datetime | CannotRead:
    """When the order takes effect: later where its first step says so, and never earlier."""
    today = moment.astimezone(zone_named(zone)).date()
    first, last = begin.first, end.last
    if last is not None and last < today:
        return CannotRead(f"the order ended on {last}", ("an order that still holds",))
    if first is not None and first < today and len(steps) > 1:
        return CannotRead(f"the first step began on {first}, before the order", ("steps from the order's day on",))
    wait = 0 if first is None else max(0, (first - today).days)
    if wait + sum(one.bounds.length or 0 for one in steps) > LONGEST_DAYS:
        return CannotRead("the order reaches further than ten years", ("the bounds of each step",))
    return days_later(moment, zone, wait) if wait else moment


def _ending(step: Step) -> dict[str, str]:
    """What an order with an end leaves open."""
    days = step.bounds.length
    return {"note": f"For {days} {'day' if days == 1 else 'days'}; what follows is not said."} if days else {}


def _one(step: Step, given: dict[str, Any]) -> tuple[AnyOrder, ...] | CannotRead:
    if not step.doses:
        return CannotRead("a step gives no dose", ("a dose, or an order to stop",))
    volume = {"volume_each": canonical(step.volume_each)} if step.volume_each is not None else {}
    return (order_from({"kind": "oral", **given, "doses": list(step.wording), **volume, **_ending(step)}),)


def _begins(steps: tuple[Step, ...], moment: datetime, zone: str) -> list[int] | CannotRead:
    """The day on which each step begins, 1 being that of the order; without gaps, or refused."""
    first = moment.astimezone(zone_named(zone)).date()
    days = [1]
    for step in steps[:-1]:
        length = step.bounds.length
        if length is None:
            return CannotRead("a step before the last has no end", ("how long each step lasts",))
        days.append(days[-1] + length)
    for step, day in zip(steps, days, strict=True):
        begins = step.bounds.first
        if begins is not None and begins != _day(first, day):
            return CannotRead(
                f"a step begins on {begins} and not on {_day(first, day)}, when the one before ends",
                ("steps without gaps",),
            )
    return days


def _day(first: date, number: int) -> date:
    return first + timedelta(days=number - 1)


def _taper(steps: tuple[Step, ...], begins: list[int], stamp: dict[str, Any]) -> AnyOrder:
    made: list[dict[str, Any]] = [
        {"day": day, "doses": list(step.wording)} for step, day in zip(steps, begins, strict=True)
    ]
    last = steps[-1].bounds.length
    if last is not None and steps[-1].doses:
        made.append({"day": begins[-1] + last, "doses": []})
    return order_from({**stamp, "kind": "oral taper", "steps": made})
