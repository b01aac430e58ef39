"""Questions to the shipped monograph by a fact's id, one function for each kind of answer.

A rule that needs a dose asks `mass("screening.first-dose")` and gets a `Mass` or a
MonographError, never a text to be read again. `profile` is a jurisdiction: us, eu or uk.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from lentus.monograph.age import Age
from lentus.monograph.book import shipped
from lentus.monograph.values import Percent
from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    Egfr,
    FlowRate,
    Length,
    Mass,
    Temperature,
    Volume,
    Weight,
)


def mass(fact_id: str, profile: str = "us") -> Mass:
    """The mass that the fact holds."""
    return shipped().fact(fact_id).one(Mass, profile)


def volume(fact_id: str, profile: str = "us") -> Volume:
    """The volume that the fact holds."""
    return shipped().fact(fact_id).one(Volume, profile)


def concentration(fact_id: str, profile: str = "us") -> Concentration:
    """The concentration that the fact holds."""
    return shipped().fact(fact_id).one(Concentration, profile)


def dose_rate(fact_id: str, profile: str = "us") -> DoseRate:
    """The dose rate that the fact holds."""
    return shipped().fact(fact_id).one(DoseRate, profile)


def flow_rate(fact_id: str, profile: str = "us") -> FlowRate:
    """The flow rate that the fact holds."""
    return shipped().fact(fact_id).one(FlowRate, profile)


def duration(fact_id: str, profile: str = "us") -> Duration:
    """The duration that the fact holds."""
    return shipped().fact(fact_id).one(Duration, profile)


def weight(fact_id: str, profile: str = "us") -> Weight:
    """The body weight that the fact holds."""
    return shipped().fact(fact_id).one(Weight, profile)


def length(fact_id: str, profile: str = "us") -> Length:
    """The length that the fact holds."""
    return shipped().fact(fact_id).one(Length, profile)


def temperature(fact_id: str, profile: str = "us") -> Temperature:
    """The temperature that the fact holds."""
    return shipped().fact(fact_id).one(Temperature, profile)


def egfr(fact_id: str, profile: str = "us") -> Egfr:
    """The filtration rate that the fact holds."""
    return shipped().fact(fact_id).one(Egfr, profile)


def percent(fact_id: str, profile: str = "us") -> Fraction:
    """The percentage that the fact holds, as its number: 30 for 30 %."""
    return shipped().fact(fact_id).one(Percent, profile).amount


def fraction(fact_id: str, profile: str = "us") -> Fraction:
    """The pure number that the fact holds."""
    return shipped().fact(fact_id).one(Fraction, profile)


def count(fact_id: str, profile: str = "us") -> int:
    """The whole number that the fact holds."""
    return shipped().fact(fact_id).one(int, profile)


def flag(fact_id: str, profile: str = "us") -> bool:
    """The yes or no that the fact holds."""
    return shipped().fact(fact_id).one(bool, profile)


def text(fact_id: str, profile: str = "us") -> str:
    """The words that the fact holds as its value."""
    return shipped().fact(fact_id).one(str, profile)


def words(fact_id: str, profile: str = "us") -> tuple[str, ...]:
    """The words that the fact lists, by which a record may call one thing; its text divides them by semicolons."""
    return tuple(word.strip() for word in text(fact_id, profile).split(";"))


def age(fact_id: str, profile: str = "us") -> Age:
    """The age or calendar span that the fact holds."""
    return shipped().fact(fact_id).one(Age, profile)


def day(fact_id: str, profile: str = "us") -> date:
    """The calendar date that the fact holds."""
    return shipped().fact(fact_id).one(date, profile)


def concentration_range(fact_id: str, profile: str = "us") -> tuple[Concentration, Concentration]:
    """The closed range of concentrations, low first."""
    return shipped().fact(fact_id).pair(Concentration, profile)


def dose_rate_range(fact_id: str, profile: str = "us") -> tuple[DoseRate, DoseRate]:
    """The closed range of dose rates, low first."""
    return shipped().fact(fact_id).pair(DoseRate, profile)


def duration_range(fact_id: str, profile: str = "us") -> tuple[Duration, Duration]:
    """The closed range of durations, low first."""
    return shipped().fact(fact_id).pair(Duration, profile)


def percent_range(fact_id: str, profile: str = "us") -> tuple[Fraction, Fraction]:
    """The closed range of percentages as their numbers, low first."""
    low, high = shipped().fact(fact_id).pair(Percent, profile)
    return low.amount, high.amount


def masses(fact_id: str, profile: str = "us") -> tuple[Mass, ...]:
    """The listed masses."""
    return shipped().fact(fact_id).many(Mass, profile)


def concentrations(fact_id: str, profile: str = "us") -> tuple[Concentration, ...]:
    """The listed concentrations."""
    return shipped().fact(fact_id).many(Concentration, profile)
