"""What the grammar reads, held against facts from outside: 1 mg is 1,000 mcg, a day has 24 h."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lentus.errors import DimensionError, GrammarError, QuantityError
from lentus.quantity import (
    Concentration,
    DoseRate,
    Duration,
    Egfr,
    FlowRate,
    Length,
    Mass,
    Quantity,
    Temperature,
    Volume,
    Weight,
    read,
    read_percent,
    read_reading,
)

SAME_MASS = [
    ("1 mg", 1000),
    ("1 mcg", 1),
    ("1 g", 1_000_000),
    ("1000 ng", 1),
    ("5.0 mg", 5000),
    ("0.05 mg", 50),
    ("1,500 mcg", 1500),
    ("1500 mcg", 1500),
    ("20,000 mcg", 20_000),
    ("1,234,567.5 mcg", Fraction(2_469_135, 2)),
    ("0 mg", 0),
    ("0.0 mg", 0),
    ("999,999,999,999 mcg", 999_999_999_999),
    ("999999999999 mcg", 999_999_999_999),
    ("100,000,000,000 mcg", 100_000_000_000),
    ("0.000000001 mcg", Fraction(1, 10**9)),
    ("10 mcg", 10),
    ("123 mcg", 123),
    ("1.123456789 mcg", Fraction(1_123_456_789, 10**9)),
]


@pytest.mark.parametrize(("text", "mcg"), SAME_MASS)
def test_masses_are_read(text: str, mcg: int | Fraction) -> None:
    assert Mass.read(text).amount("mcg") == mcg


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Volume.read("1 L"), Volume.read("1000 mL")),
        (Volume.read("1 dL"), Volume.read("100 mL")),
        (Volume.read("1 mL"), Volume.read("1000 uL")),
        (Duration.read("1 day"), Duration.read("24 h")),
        (Duration.read("1 week"), Duration.read("7 days")),
        (Duration.read("2 weeks"), Duration.read("336 h")),
        (Duration.read("1 h"), Duration.read("60 min")),
        (Duration.read("1 min"), Duration.read("60 s")),
        (Duration.read("1 days"), Duration.read("1 day")),
        (Concentration.read("0.5 mg/mL"), Concentration.read("500 mcg/mL")),
        (Concentration.read("10 mg/20 mL"), Concentration.read("500 mcg/mL")),
        (Concentration.read("10 mg/5 mL"), Concentration.read("2000 mcg/mL")),
        (Concentration.read("40,000 mcg/20 mL"), Concentration.read("2 mg/mL")),
        (Concentration.read("0.05 mg/1 mL"), Concentration.read("50 mcg/mL")),
        (Concentration.read("12.5 mg/2.5 mL"), Concentration.read("5 g/L")),
        (Concentration.read("1 g/1,000 mL"), Concentration.read("1 mg/mL")),
        (Concentration.read("1 mg/dL"), Concentration.read("10 mcg/mL")),
        (DoseRate.read("5 mcg/h"), DoseRate.read("120 mcg/day")),
        (DoseRate.read("1 mcg/min"), DoseRate.read("1.44 mg/day")),
        (DoseRate.read("1 ng/s"), DoseRate.read("3.6 mcg/h")),
        (DoseRate.read("7 mg/week"), DoseRate.read("1 mg/day")),
        (FlowRate.read("1 mL/h"), FlowRate.read("24 mL/day")),
        (FlowRate.read("0.2 mL/day"), FlowRate.read("1.4 mL/week")),
        (FlowRate.read("1 L/day"), FlowRate.read("1000 mL/day")),
        (FlowRate.read("60 mL/min"), FlowRate.read("1 mL/s")),
        (Weight.read("70 kg"), Weight.read("70,000 g")),
        (Length.read("1.7 m"), Length.read("170 cm")),
        (Length.read("38 cm"), Length.read("380 mm")),
    ],
    ids=str,
)
def test_two_ways_to_write_one_value(one: object, other: object) -> None:
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("120 mcg/day", DoseRate),
        ("50 mcg", Mass),
        ("0.34 mL", Volume),
        ("500 mcg/mL", Concentration),
        ("10 mg/20 mL", Concentration),
        ("0.2 mL/day", FlowRate),
        ("24 h", Duration),
        ("3 days", Duration),
    ],
)
def test_the_unit_decides_the_type(text: str, kind: type[Quantity]) -> None:
    amount = read(text)
    assert type(amount) is kind
    assert amount == kind.read(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("70 kg", Weight), ("38 cm", Length), ("36.6 degC", Temperature), ("90 mL/min/1.73 m2", Egfr)],
)
def test_the_unit_decides_the_reading(text: str, kind: type[Weight]) -> None:
    reading = read_reading(text)
    assert type(reading) is kind
    assert reading == kind.read(text)


def test_amounts_in_a_unit_of_the_type() -> None:
    assert Mass.read("50 mcg").amount("mg") == Fraction(1, 20)
    assert DoseRate.read("120 mcg/day").amount("mcg/h") == 5
    assert Duration.read("36 h").amount("days") == Fraction(3, 2)
    assert Duration.read("36 h").amount("day") == Fraction(3, 2)
    assert Temperature.read("36.6 degC").amount("degC") == Fraction(183, 5)
    assert type(Mass.read("50 mcg").amount("mcg")) is Fraction


@pytest.mark.parametrize("unit", ["mL", "MG", "ug", "", "mcg/day", "mg "])
def test_an_amount_in_a_unit_of_another_type_is_refused(unit: str) -> None:
    with pytest.raises(QuantityError, match="is not a unit of a mass; use one of mcg, ng, mg, g"):
        Mass.read("50 mcg").amount(unit)
    with pytest.raises(QuantityError, match="is not a unit of a mass"):
        Mass.exact(50, unit)


def test_a_minus_is_read_only_where_it_is_asked_for() -> None:
    assert Mass.read("-5 mg", signed=True) == Mass.read("0 mg") - Mass.read("5 mg")
    assert Mass.read("5 mg", signed=True) == Mass.read("5 mg")
    assert read("-1,500 mcg", signed=True) == Mass.read("-1.5 mg", signed=True)
    assert Temperature.read("-5 degC", signed=True).amount("degC") == -5
    for reader in (Mass.read, read):
        with pytest.raises(GrammarError, match="not negative"):
            reader("-5 mg")


def test_the_longest_text_has_forty_characters() -> None:
    longest = "999,999,999,999.999999999 mL/min/1.73 m2"
    assert len(longest) == 40
    assert Egfr.read(longest).amount("mL/min/1.73 m2") == 10**12 - Fraction(1, 10**9)
    with pytest.raises(GrammarError) as refused:
        Egfr.read(f"-{longest}", signed=True)
    assert refused.value.code == "too-long"
    padded = "1.000000000 mcg/100000.00000000 mL"
    assert Concentration.read(padded) == Concentration.read("0.01 ng/mL")


def test_exact_takes_whole_numbers_and_fractions() -> None:
    assert Mass.exact(50, "mcg") == Mass.read("50 mcg")
    assert Mass.exact(Fraction(1, 3), "mg").amount("mg") == Fraction(1, 3)
    assert Mass.exact(0, "mg") == Mass.read("0 mcg")
    assert DoseRate.exact(5, "mcg/h") == DoseRate.read("120 mcg/day")
    assert Weight.exact(70, "kg") == Weight.read("70 kg")
    assert Duration.exact(3, "days") == Duration.read("72 h")


@pytest.mark.parametrize("kind", [Mass, Weight])
def test_exact_below_zero_only_where_it_is_asked_for(kind: type[Mass]) -> None:
    with pytest.raises(QuantityError, match=r"\.exact: -1 g is below zero"):
        kind.exact(-1, "g")
    assert kind.exact(-1, "g", signed=True) == kind.read("-1 g", signed=True)


def test_percentages() -> None:
    assert read_percent("30 %") == 30
    assert read_percent("30%") == 30
    assert read_percent("12.5 %") == Fraction(25, 2)
    assert read_percent("1,000%") == 1000
    assert read_percent("0 %") == 0
    assert type(read_percent("30%")) is Fraction


@pytest.mark.parametrize("kind", [Mass, Volume, Concentration, DoseRate, FlowRate, Duration, Weight, Egfr])
def test_there_is_no_constructor(kind: type[Mass]) -> None:
    for given in ((), (5,), (5.0,), ("5 mg",), (Fraction(5),), (5, "mg")):
        with pytest.raises(DimensionError, match=rf"{kind.__name__} is not made from a bare number: use") as no:
            kind(*given)
        assert f"{kind.__name__}.read({kind.kind().example!r})" in str(no.value)
        assert f"{kind.__name__}.exact" in str(no.value)
