"""What an instruction says in words, held against what it says in numbers.

People write and read the words; programs read the numbers. Where the words name other amounts, another number of
doses or another route, one of the two is wrong, and nobody here knows which.
"""

from __future__ import annotations

from dataclasses import dataclass

from lentus.exchange.fhir.cannot import CannotRead
from lentus.exchange.fhir.sig import HOURS, Said, said
from lentus.exchange.fhir.steps import Step
from lentus.quantity import Mass, show

NEEDS_AGREEMENT = ("words and numbers that agree",)
MOST_AT_ONCE = 8
"""Tablets of one dose; a larger number is what is handed out."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an instruction stands: whether alone in its order, and whether alone in its day; and the order's route."""

    only: bool
    alone: bool
    route: str | None


def against_words(step: Step, words: str, strengths: frozenset[Mass], place: Place) -> CannotRead | None:
    """What the words of an instruction say against its numbers; None where they fit, or say nothing of them.

    `strengths` are those of one tablet, of which words may count several. Words of several instructions may tell all
    of them, so each must only be among what is told; of the only one, they may tell nothing else.
    """
    told = said(words)
    if place.only and told.steps:
        return CannotRead("the words of the order tell of steps that its numbers do not", NEEDS_AGREEMENT)
    return _other_amounts(step, told, strengths, place) or _other_times(step, told, place) or _other_route(told, place)


def _other_amounts(step: Step, told: Said, strengths: frozenset[Mass], place: Place) -> CannotRead | None:
    read = _amounts(step)
    counted = {each * many for each in (told.masses | strengths) for many in told.tablets if many <= MOST_AT_ONCE}
    meant = told.masses | counted
    strange = told.masses - read - strengths
    if meant and (not meant & read or (place.only and strange)):
        named = " and ".join(sorted(_shown(one, place.route) for one in (strange or meant)))
        return _contradicted(f"the words of the order say {named}, and its numbers {_numbers(step, place.route)}")
    return None


def _other_times(step: Step, told: Said, place: Place) -> CannotRead | None:
    if step.rate is not None and told.times - {1}:
        return _contradicted("the order gives a rate, and its words say several times a day")
    read = {len(step.doses)}
    if place.alone and step.doses and told.times and (not told.times & read or (place.only and told.times - read)):
        named = " and ".join(str(one) for one in sorted(told.times))
        return _contradicted(f"the words of the order say {named} times a day, and its numbers {len(step.doses)}")
    return None


def _other_route(told: Said, place: Place) -> CannotRead | None:
    if place.route not in _ROUTES or not told.routes or place.route in told.routes:
        return None
    (other,) = told.routes
    return _contradicted(f"the words of the order say {_ROUTES[other]}, and its route is {_ROUTES[place.route]}")


_ROUTES = {"oral": "by mouth", "intrathecal": "intrathecal"}


def _contradicted(reason: str) -> CannotRead:
    return CannotRead(reason, NEEDS_AGREEMENT, grave=True)


def _amounts(step: Step) -> set[Mass]:
    """Every mass of which words about a step may speak: one dose, a day's doses; a day or an hour of a rate."""
    day = step.daily.amount("mcg/day")
    of_rate = {Mass.exact(day / HOURS, "mcg")} if step.rate is not None else set()
    return {*step.doses, Mass.exact(day, "mcg"), *of_rate}


def _numbers(step: Step, route: str | None) -> str:
    if step.rate is not None:
        return show(step.rate)
    return " and ".join(sorted({_shown(one, route) for one in step.doses})) or "no dose"


def _shown(mass: Mass, route: str | None) -> str:
    return show(mass, "mg") if route == "oral" else show(mass)
