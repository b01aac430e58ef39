"""Doses as real senders write them, read to amounts or refused with the reason: `read_dosage`.

Mass and volume count by their UCUM codes. Tablets and the like count only through a strength that the product's code
tells. As needed, ranges, text alone and doses that differ from day to day tell no daily amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lentus.exchange.fhir.bounds import Bounds, bounds_of
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import Content, content_of
from lentus.exchange.fhir.naming import UCUM
from lentus.exchange.fhir.pieces import Resource, codings, listed
from lentus.exchange.fhir.rates import hours_of, read_rate
from lentus.exchange.fhir.routes import ordered_route
from lentus.exchange.fhir.steps import Step, in_sequence, number_of
from lentus.exchange.fhir.timing import times_a_day
from lentus.exchange.fhir.units import CODES, exact
from lentus.quantity import Concentration, Duration, Mass, Volume, canonical, show
from lentus.quantity.dimension import MASS_UNITS, VOLUME_UNITS
from lentus.quantity.numerals import fits, written

_TABLETS = re.compile(r"\{?(pills?|tab(let)?s?|tbl|tabs?)(\(s\))?\}?", re.IGNORECASE)
_COUNTED = re.compile(r"\{?(cap(sule)?s?|packets?|sachets?|each|unit|dose|patch)(\(s\))?\}?", re.IGNORECASE)
_PLAIN_UNITS = {"mg": "mg", "mcg": "ug", "ug": "ug", "g": "g", "ml": "mL", "mL": "mL"}
MOST_INSTRUCTIONS = 100
PARTS = 4
"""A tablet can be halved or quartered; a third of one is no number of milligrams that a decimal can say."""


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that an order's dosage tells: steps in their order, route as far as it is said, the product's key."""

    steps: tuple[Step, ...]
    route: str | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """A single dose as read, with the words that say it."""

    mass: Mass
    volume: Volume | None
    wording: str


def read_dosage(resource: Resource, zone: str = "", *, route: str | None = None) -> Read | CannotRead:
    """The steps of a MedicationRequest, a MedicationStatement or their like, or why they cannot be read.

    Moments that bound a step are on the clock of `zone`; as they are written, where none is given. `route` is that of
    the order where it is known already.
    """
    given = listed(resource.get("dosageInstruction", resource.get("dosage")))
    if not given:
        return CannotRead("the order has no dosage", ("each dose and how many a day",))
    if len(given) > MOST_INSTRUCTIONS:
        return CannotRead(f"the order has more than {MOST_INSTRUCTIONS} instructions", ("one order for each part",))
    by = route or ordered_route(resource)
    if isinstance(by, CannotRead):
        return by
    parts = [_step(one, resource, zone) for one in given]
    for part in parts:
        if isinstance(part, CannotRead):
            return part
    steps = in_sequence([part for part in parts if isinstance(part, Step)])
    if isinstance(steps, CannotRead):
        return steps
    content = content_of(resource)
    return Read(steps, by, content.product if isinstance(content, Content) else None)


def _step(dosage: Resource, resource: Resource, zone: str) -> Step | CannotRead:
    refused = _not_firm(dosage)
    bounds = bounds_of(dosage.get("timing"), zone)
    if refused or isinstance(bounds, CannotRead):
        return refused or bounds  # type: ignore[return-value]  # the second is a CannotRead where the first is None
    amount = _ordered_amount(dosage)
    if isinstance(amount, CannotRead):
        return amount
    if "rateQuantity" in amount or "rateRatio" in amount:
        rate = read_rate(amount)
        return rate if isinstance(rate, CannotRead) else Step(number_of(dosage), bounds, rate=rate)
    step = _dosed(dosage, amount, number_of(dosage), bounds, resource)
    return step if isinstance(step, CannotRead) else (_above_its_own_limit(step, dosage, resource) or step)


def _dosed(dosage: Resource, amount: Resource, sequence: int, bounds: Bounds, resource: Resource) -> Step | CannotRead:
    dose = read_dose(amount.get("doseQuantity"), resource)
    if isinstance(dose, CannotRead):
        return dose
    times = times_a_day(dosage.get("timing"))
    if isinstance(times, CannotRead):
        return times
    if dose.mass == Mass.exact(0, "mcg"):
        return Step(sequence, bounds)
    return Step(sequence, bounds, (dose.mass,) * times, volume_each=dose.volume, wording=(dose.wording,) * times)


def _above_its_own_limit(step: Step, dosage: Resource, resource: Resource) -> CannotRead | None:
    """A day's doses that come to more than the most that the instruction itself allows."""
    for most in listed(dosage.get("maxDosePerPeriod")):
        dose = read_dose(most.get("numerator"), resource)
        hours = hours_of(most.get("denominator"))
        if isinstance(dose, CannotRead) or hours is None:
            continue
        limit = dose.mass / Duration.exact(hours, "h")
        if step.daily > limit:
            return CannotRead(
                f"the doses of a day come to {show(step.daily)}, and the order allows {show(limit)} at most",
                ("doses and maximum that agree",),
                grave=True,
            )
    return None


def _not_firm(dosage: Resource) -> CannotRead | None:
    """What makes an instruction no firm daily amount."""
    if "modifierExtension" in dosage:
        return CannotRead("the dosage is modified in a way that is not known here", ("a plain dosage",))
    if dosage.get("asNeededBoolean") is True or "asNeededCodeableConcept" in dosage:
        return CannotRead("the dose is taken as needed", ("how many doses a day are taken",))
    if not listed(dosage.get("doseAndRate")):
        said = dosage.get("text") or dosage.get("patientInstruction")
        told = f"the dose is said in words alone: {said!r}" if said else "the dosage gives no dose"
        return CannotRead(told, ("the dose as a number with its unit",))
    return None


def _ordered_amount(dosage: Resource) -> Resource | CannotRead:
    """The one dose or rate that was ordered, where several kinds of it are listed."""
    listed_amounts = listed(dosage.get("doseAndRate"))
    ordered = [
        one for one in listed_amounts if any(coding.get("code") == "ordered" for coding in codings(one.get("type")))
    ]
    chosen = ordered or listed_amounts
    if len(chosen) != 1:
        return CannotRead("the dosage gives several doses at once", ("one dose for each instruction",))
    if "doseRange" in chosen[0] or "rateRange" in chosen[0]:
        return CannotRead("the dose is given as a range", ("one dose",))
    if "doseQuantity" in chosen[0] and ("rateQuantity" in chosen[0] or "rateRatio" in chosen[0]):
        return CannotRead("the dosage gives a dose and a rate", ("one of the two",))
    return chosen[0]


def read_dose(given: Any, resource: Resource) -> Dose | CannotRead:
    """A single dose, in mass; through the product's strength where it counts mL or tablets."""
    unit = unit_of(given)
    if isinstance(unit, CannotRead):
        return unit
    value = exact(given.get("value"))
    if value is None or value < 0 or "comparator" in given:
        return CannotRead("the dose is not one number", ("the dose as one number",))
    if unit in MASS_UNITS:
        mass = Mass.exact(value, unit)
        return Dose(mass, None, _written(value, unit, mass))
    content = content_of(resource)
    if isinstance(content, CannotRead):
        return CannotRead(f"the dose counts {unit}, and {content.reason}", content.needs)
    return _in_volume(value, unit, content) if unit in VOLUME_UNITS else _in_tablets(value, unit, content)


def _written(value: Fraction, unit: str, mass: Mass) -> str:
    return f"{written(value)} {unit}" if fits(value) else canonical(mass)


def _counted_out(mass: Mass, content: Content) -> str:
    """A mass that nobody wrote, in the unit of its product's route: mcg for tablets would read as a slip."""
    if any(one.route != "oral" for one in content.products):
        return canonical(mass)
    return _written(mass.amount("mg"), "mg", mass)


def _in_volume(value: Fraction, unit: str, content: Content) -> Dose | CannotRead:
    if not isinstance(content.strength, Concentration):
        return CannotRead(
            f"the dose is a volume, and the product has {content.strength} in each unit", ("the dose as mg",)
        )
    volume = Volume.exact(value, unit)
    mass = volume * content.strength
    return Dose(mass, volume, _counted_out(mass, content))


def _in_tablets(value: Fraction, unit: str, content: Content) -> Dose | CannotRead:
    forms = {one.form for one in content.products}
    if not isinstance(content.strength, Mass):
        return CannotRead(f"the dose counts {unit}, and the product is a liquid", ("the dose as mg or mL",))
    if unit != "tablets" or forms != {"tablet"}:
        return CannotRead(
            f"the dose counts {unit}, and the product is {' or '.join(sorted(forms))}", ("the dose as mg",)
        )
    if (value * PARTS).denominator != 1:
        return CannotRead(f"{float(value):g} tablets are no halves or quarters", ("the dose as mg",))
    mass = content.strength * value
    return Dose(mass, None, _counted_out(mass, content))


def unit_of(given: Any) -> str | CannotRead:
    """The unit of a Quantity: mcg, mg, g, ng, mL, L, or `tablets` and other counted forms."""
    if not isinstance(given, dict):
        return CannotRead("the dosage gives no dose", ("the dose as a number with its unit",))
    code, system, said = (_text_of(given.get(name)) for name in ("code", "system", "unit"))
    code = {"ml": "mL", "l": "L"}.get(code, code)  # UCUM knows the liter by both letters
    if not code and not said:
        return CannotRead("the dose is a number without a unit", ("the unit of the dose",))
    by_words = _PLAIN_UNITS.get(said.strip())
    if code and system == UCUM and code in CODES:
        if by_words and by_words != code:
            return CannotRead(f"the unit says {said} and its code {code}", ("unit and code that agree",))
        return _mass_or_volume(CODES[code])
    if code and system == UCUM and "{" not in code:
        return CannotRead(f"{code} is no UCUM code of a dose", ("a dose in mg, ug or mL by UCUM",))
    if by_words and (not code or _PLAIN_UNITS.get(code) == by_words):
        return CODES[by_words]
    return _counted(code or said, said or code)


def _text_of(given: Any) -> str:
    return given if isinstance(given, str) else ""


def _mass_or_volume(unit: str) -> str | CannotRead:
    if unit in MASS_UNITS or unit in VOLUME_UNITS:
        return unit
    return CannotRead(f"{unit} is no unit of a dose", ("a dose in mg, ug or mL by UCUM",))


def _counted(code: str, said: str) -> str | CannotRead:
    for one in (code.strip(), said.strip()):
        if _TABLETS.fullmatch(one):
            return "tablets"
    for one in (code.strip(), said.strip()):
        if _COUNTED.fullmatch(one):
            return one.strip("{}").casefold()
    return CannotRead(f"the unit {said} is not known", ("a dose in mg, ug or mL by UCUM",))
