"""Questions to the monograph: products, handling, codes, scales, checklists, facts."""

from __future__ import annotations

from lentus import monograph
from lentus.monograph.billing import billing_units, not_together, origin_hint
from lentus.monograph.handling import drawn_and_believed, sterile_field_ok
from lentus.protocol import Finding, handling
from lentus.protocol.dispensing import days_of_supply, volume_per_dose
from lentus.qualify.answers import Answer, Arguments
from lentus.quantity import Duration, Mass, Temperature, Volume


def facts_of(given: Arguments) -> Answer:
    """What a product holds and is for."""
    one = monograph.product(given.text("product"))
    return Answer(
        {
            "route": one.route,
            "role": one.role,
            "strength": one.strength,
            "fill": one.fill,
            "total": one.total,
            "orderable": one.orderable,
            "preservative_free": one.preservative_free,
            "same_as": one.same_as,
            "container": one.container,
        }
    )


def found(given: Arguments) -> Answer:
    """The products of a national drug code."""
    return Answer({"products": tuple(one.key for one in monograph.find_ndc(given.text("ndc")))})


def normal_ndc(given: Arguments) -> Answer:
    """A national drug code in its one normal form."""
    return Answer({"ndc": monograph.normal_ndc(given.text("ndc"))})


def volume(given: Arguments) -> Answer:
    """The volume of a product that holds a dose."""
    return Answer({"volume": volume_per_dose(given.text("product"), given.amount("dose", Mass))})


def units(given: Arguments) -> Answer:
    """How many whole tablets or packets of a product make a dose."""
    product = monograph.product(given.text("product"))
    return Answer({"units": product.units_for(given.amount("dose", Mass), halves=given.flag("halves", default=False))})


def delivered(given: Arguments) -> Answer:
    """What a drawn volume of one product holds, and what it was believed to hold."""
    product, believed = monograph.product(given.text("product")), monograph.product(given.text("believed"))
    real, meant = drawn_and_believed(product, believed, given.amount("drawn", Volume))
    return Answer({"delivered": real, "believed": meant, "factor": real / meant})


def supply(given: Arguments) -> Answer:
    """How long a bottle lasts at a day's doses."""
    made = days_of_supply(given.text("product"), [Mass.read(text) for text in given.texts("doses")])
    return Answer({"a_day": made.a_day, "days": made.days, "full_days": made.full_days})


def kept(given: Arguments) -> Answer:
    """Whether a product may be kept at a temperature."""
    product = monograph.product(given.text("product"))
    return _findings(handling.kept(product, given.amount("at", Temperature)))


def opened(given: Arguments) -> Answer:
    """Whether a bottle that was opened on one day may be used on another."""
    product = monograph.product(given.text("product"))
    return _findings(handling.opened(product, given.day("opened"), given.day("day")))


def mixed(given: Arguments) -> Answer:
    """Whether a dose that was mixed some time ago may be given."""
    product = monograph.product(given.text("product"))
    return _findings(handling.mixed(product, given.amount("since", Duration)))


def tube(given: Arguments) -> Answer:
    """Whether a product may go through a feeding tube."""
    product = monograph.product(given.text("product"))
    return _findings(handling.through_tube(product, given.text("kind"), given.number("french")))


def sterile_field(given: Arguments) -> Answer:
    """Whether a container may enter a sterile field."""
    return Answer({"allowed": sterile_field_ok(monograph.product(given.text("product")))})


def billed(given: Arguments) -> Answer:
    """The billing units of a mass."""
    return Answer({"units": billing_units(given.text("code"), given.amount("mass", Mass))})


def claimed(given: Arguments) -> Answer:
    """Whether a diagnosis code is billable on a day of service."""
    return _findings(handling.claimed(given.text("code"), given.day("day")))


def together(given: Arguments) -> Answer:
    """Which procedure codes may not be reported together."""
    return Answer({"pairs": tuple(" with ".join(pair) for pair in not_together(given.texts("codes")))})


def origin(given: Arguments) -> Answer:
    """What a diagnosis code hints at; it never decides."""
    hint = origin_hint(given.text("code"))
    return Answer({"hint": hint.origin if hint else None})


def grade(given: Arguments) -> Answer:
    """A grade of a scale: its place in the order, and the number for averages only."""
    one = monograph.scale(given.text("scale")).grade(given.text("grade"))
    return Answer({"key": one.key, "order": one.order, "number": one.number})


def skipped(given: Arguments) -> Answer:
    """Whether a scale is asked at a grade of another."""
    rule = monograph.scale(given.text("scale")).skipped_when
    asked = (given.text("other"), given.text("grade"))
    return Answer({"asked": rule != asked})


def checklist(given: Arguments) -> Answer:
    """An emergency's checklist: its steps, the doses that it quotes, and whether each has its warning."""
    one = monograph.checklist(given.text("id"))
    doses = tuple(step.dose for step in one.steps if step.dose)
    offered = [step for step in one.steps if step.default]
    return Answer(
        {
            "steps": len(one.steps),
            "doses": doses,
            "every_dose_warned": all(step.warning for step in one.steps if step.dose),
            "quotes_bridge": any("10 mg to 20 mg by mouth every 6 hours" in step.dose for step in offered),
            "names_physostigmine": any("physostigmine" in f"{step.does} {step.dose}".casefold() for step in offered),
        }
    )


def fact(given: Arguments) -> Answer:
    """What a fact holds in a jurisdiction."""
    held = monograph.fact(given.text("id"))
    at = held.holds.at(given.text("profile", "us"))
    return Answer({"holds": at.items if len(at.items) != 1 else at.items[0], "verified": held.verified})


def _findings(found_now: tuple[Finding, ...]) -> Answer:
    return Answer({"allowed": not found_now}, found_now)


QUESTIONS = {
    "product.facts": facts_of,
    "product.find": found,
    "product.volume": volume,
    "product.units": units,
    "product.delivered": delivered,
    "product.supply": supply,
    "handling.kept": kept,
    "handling.opened": opened,
    "handling.mixed": mixed,
    "handling.tube": tube,
    "handling.sterile-field": sterile_field,
    "ndc": normal_ndc,
    "billing.units": billed,
    "billing.billable": claimed,
    "billing.together": together,
    "origin": origin,
    "scale.grade": grade,
    "scale.asked": skipped,
    "emergency.checklist": checklist,
    "fact": fact,
}
"""By name."""
