"""What stands against a product in the hand, or a code on a claim: the monograph's look-ups, with their rules.

No order carries these facts, so they are asked one by one; each answer is empty where nothing stands against it.
"""

from __future__ import annotations

from datetime import date

from lentus import monograph
from lentus.course.words import Profile
from lentus.monograph import Product
from lentus.monograph.billing import billable
from lentus.monograph.handling import discard_day, mixed_usable, opened_usable, storage_ok, tube_ok
from lentus.protocol.finding import Finding, Value, find
from lentus.quantity import Duration, Temperature, show
from lentus.quantity.dates import day as shown_day


def kept(product: Product, at: Temperature, *, profile: Profile = "us") -> tuple[Finding, ...]:
    """A product that is kept at a temperature."""
    if storage_ok(product, at):
        return ()
    says = f"{product.name} is kept at {show(at)}"
    bound = product.storage.says if product.storage else ""
    return (find("oral.storage-temperature", says, profile=profile, values={"kept_at": at}, bound=bound),)


def opened(product: Product, since: date, day: date, *, profile: Profile = "us") -> tuple[Finding, ...]:
    """A bottle that was opened on one day, on another."""
    if opened_usable(product, since, day):
        return ()
    until = discard_day(product, since)
    says = f"{product.name} was opened on {shown_day(since)} and is past its time since {shown_day(until)}"
    values: dict[str, Value] = {"opened": since, "discard": until}
    return (
        find(
            "oral.opened-too-long", says, profile=profile, values=values, bound=f"{product.discard_after} after opening"
        ),
    )


def mixed(product: Product, since: Duration, *, profile: Profile = "us") -> tuple[Finding, ...]:
    """A dose that was mixed some time ago."""
    if mixed_usable(product, since):
        return ()
    says = f"{product.name} was mixed {show(since)} ago"
    bound = _said(product, "-mixed-usable")
    return (find("oral.mixed-too-long", says, profile=profile, values={"mixed_for": since}, bound=bound),)


def through_tube(product: Product, kind: str, french: int, *, profile: Profile = "us") -> tuple[Finding, ...]:
    """A product given through a feeding tube of a kind and size."""
    if tube_ok(product, kind, french):
        return ()
    bound = _said(product, f"-tube-{kind}")
    says = f"{product.name} through a {kind} tube of {french} French"
    return (find("oral.tube-too-narrow", says, profile=profile, values={"french": french}, bound=bound),)


def _said(product: Product, ending: str) -> str:
    """What the product's handling fact of that ending says, with its figure."""
    fact = next(monograph.fact(name) for name in product.handling if name.endswith(ending))
    return f"{fact.says.rstrip('.')}: {', '.join(fact.holds.us.written)}"


def claimed(icd10: str, day: date, *, profile: Profile = "us") -> tuple[Finding, ...]:
    """A diagnosis code on a date of service."""
    answer = billable(icd10, day)
    if answer.ok:
        return ()
    values: dict[str, Value] = {"code": icd10, "day": day}
    return (find("record.code-not-billable", answer.says, profile=profile, values=values),)
