"""The monograph's facts as whole numbers in SQL.

A fact is asked for in each jurisdiction; where they differ, the number becomes a CASE over the row's `profile`. A fact
that is no whole number of nanograms, microseconds or days cannot be compared exactly and is refused here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from lentus import monograph
from lentus.course.words import Profile
from lentus.errors import MonographError
from lentus.monograph import Age
from lentus.quantity import DoseRate, Duration, Mass

PROFILES: tuple[Profile, ...] = ("us", "eu", "uk")
_US_PER_SECOND = 1_000_000
DAY_US = 24 * 3600 * _US_PER_SECOND


def by_profile(number: Callable[[Profile], int]) -> str:
    """The number of each jurisdiction as one SQL expression."""
    numbers = {profile: number(profile) for profile in PROFILES}
    if len(set(numbers.values())) == 1:
        return str(numbers[PROFILES[0]])
    cases = " ".join(f"WHEN profile = '{profile}' THEN {value}" for profile, value in numbers.items())
    return f"(CASE {cases} END)"


def whole(number: Fraction, what: str) -> int:
    """The number as an integer; MonographError where it is none."""
    if number.denominator != 1:
        raise MonographError(f"{what} is not a whole number ({number}), so the audit cannot compare it exactly")
    return number.numerator


def mass_ng(amount: Mass) -> int:
    """A mass in nanograms."""
    return whole(amount.amount("ng"), "a mass in ng")


def rate_ng(amount: DoseRate) -> int:
    """A dose rate in nanograms a day."""
    return whole(amount.amount("mcg/day") * 1000, "a daily dose in ng")


def span_us(span: Duration) -> int:
    """A duration in microseconds."""
    return whole(span.amount("s") * _US_PER_SECOND, "a duration in microseconds")


def mass(fact: str) -> str:
    """A fact that is a mass, in ng."""
    return by_profile(lambda profile: mass_ng(monograph.mass(fact, profile)))


def dose_rate(fact: str) -> str:
    """A fact that is a daily dose, in ng a day."""
    return by_profile(lambda profile: rate_ng(monograph.dose_rate(fact, profile)))


def range_mass(fact: str, end: int) -> str:
    """The low (0) or high (1) end of a range of single doses, in ng."""
    return by_profile(lambda profile: mass_ng(monograph.fact(fact).pair(Mass, profile)[end]))


def range_end(fact: str, end: int) -> str:
    """The low (0) or high (1) end of a range of daily doses, in ng a day."""
    return by_profile(lambda profile: rate_ng(monograph.dose_rate_range(fact, profile)[end]))


def duration(fact: str) -> str:
    """A fact that is a duration, in microseconds."""
    return by_profile(lambda profile: span_us(monograph.duration(fact, profile)))


def shortest(fact: str) -> str:
    """The low end of a range of durations, in microseconds."""
    return by_profile(lambda profile: span_us(monograph.duration_range(fact, profile)[0]))


def days(fact: str) -> str:
    """A fact that is a duration, in days begun."""
    return by_profile(lambda profile: math.ceil(monograph.duration(fact, profile).amount("day")))


def count(fact: str) -> str:
    """A fact that is a whole number."""
    return by_profile(lambda profile: monograph.count(fact, profile))


def age(fact: str) -> str:
    """A fact that is an age, in months."""
    return by_profile(lambda profile: _months(monograph.age(fact, profile)))


def _months(age_: Age) -> int:
    return age_.total_months


def product(left: str, right: str) -> str:
    """Two bounds multiplied."""
    return f"({left} * {right})"


def longest(fact: str, *, days: bool = False) -> int:
    """The longest that a fact is in any jurisdiction: in microseconds, or in days begun."""
    spans = [monograph.duration(fact, profile) for profile in PROFILES]
    return max(math.ceil(one.amount("day")) if days else span_us(one) for one in spans)


def longest_of_shortest(fact: str) -> int:
    """The longest that the low end of a range of durations is in any jurisdiction, in microseconds."""
    return max(span_us(monograph.duration_range(fact, profile)[0]) for profile in PROFILES)
