"""Doses as real senders write them, read to amounts or refused with the reason: `read_dosage`.

As needed, ranges, text alone and doses that differ from day to day tell no daily amount. Numbers that the sender's own
words contradict tell none either.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus.exchange.fhir.agreement import Place, against_words
from lentus.exchange.fhir.bounds import Bounds, bounds_of
from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.codes import Content, content_of, words_of_medicine
from lentus.exchange.fhir.firm import instructions_of, not_firm, ordered_amount
from lentus.exchange.fhir.limits import above_its_own_limit
from lentus.exchange.fhir.pieces import Resource
from lentus.exchange.fhir.rates import read_rate
from lentus.exchange.fhir.routes import ordered_route
from lentus.exchange.fhir.sig import words_of_instruction
from lentus.exchange.fhir.single_dose import read_dose
from lentus.exchange.fhir.steps import UNNUMBERED, Step, in_sequence, number_of
from lentus.exchange.fhir.strengths import said_strengths
from lentus.exchange.fhir.timing import times_a_day
from lentus.quantity import Mass


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that an order's dosage tells: steps in their order, route as far as it is said, the product's key."""

    steps: tuple[Step, ...]
    route: str | None = None
    product: str | None = None


def read_dosage(resource: Resource, zone: str = "", *, route: str | None = None) -> Read | CannotRead:
    """The steps of a MedicationRequest, a MedicationStatement or their like, or why they cannot be read.

    Moments that bound a step are on the clock of `zone`; as they are written, where none is given. `route` is that of
    the order where it is known already.
    """
    given = instructions_of(resource)
    if isinstance(given, CannotRead):
        return given
    by = route or ordered_route(resource)
    if isinstance(by, CannotRead):
        return by
    parts: list[Step] = []
    for one in given:
        part = _step(one, resource, zone)
        if isinstance(part, Step):
            part = against(part, one, resource, Place(len(given) == 1, _is_alone(one, given), by)) or part
        if isinstance(part, CannotRead):
            return part
        parts.append(part)
    steps = in_sequence(parts)
    if isinstance(steps, CannotRead):
        return steps
    content = content_of(resource)
    return Read(steps, by, content.product if isinstance(content, Content) else None)


def _is_alone(one: Resource, given: list[Resource]) -> bool:
    """Whether no other instruction belongs to the same day, as far as the numbers of the instructions tell."""
    number = number_of(one)
    return len(given) == 1 or (number != UNNUMBERED and sum(number_of(other) == number for other in given) == 1)


def against(step: Step, dosage: Resource, resource: Resource, place: Place) -> CannotRead | None:
    """What an instruction itself says against the numbers that were read from it: a maximum, or words."""
    above = above_its_own_limit(step, dosage, resource, place.route)
    words = words_of_instruction(dosage)
    if above is not None or not words:
        return above
    tablets = frozenset(one for one in said_strengths(words_of_medicine(resource)) if isinstance(one, Mass))
    content = content_of(resource)
    if isinstance(content, Content) and isinstance(content.strength, Mass):
        tablets |= {content.strength}
    return against_words(step, words, tablets, place)


def _step(dosage: Resource, resource: Resource, zone: str) -> Step | CannotRead:
    refused = not_firm(dosage)
    bounds = bounds_of(dosage.get("timing"), zone)
    if refused or isinstance(bounds, CannotRead):
        return refused or bounds  # type: ignore[return-value]  # the second is a CannotRead where the first is None
    amount = ordered_amount(dosage)
    if isinstance(amount, CannotRead):
        return amount
    if "rateQuantity" in amount or "rateRatio" in amount:
        rate = read_rate(amount, dosage.get("timing"))
        return rate if isinstance(rate, CannotRead) else Step(number_of(dosage), bounds, rate=rate)
    return _dosed(dosage, amount, bounds, resource)


def _dosed(dosage: Resource, amount: Resource, bounds: Bounds, resource: Resource) -> Step | CannotRead:
    dose = read_dose(amount.get("doseQuantity"), resource)
    if isinstance(dose, CannotRead):
        return dose
    times = times_a_day(dosage.get("timing"))
    if isinstance(times, CannotRead):
        return times
    sequence = number_of(dosage)
    if dose.mass == Mass.exact(0, "mcg"):
        return Step(sequence, bounds)
    return Step(sequence, bounds, (dose.mass,) * times, volume_each=dose.volume, wording=(dose.wording,) * times)
