"""The golden table of the printer, and what holds for any value that it prints."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    canonical,
    read,
    show,
    show_percent,
)
from tests.quantity.strategies import ANY_VALUE, NUMBERS, TYPED_TEXTS

THIRD = Volume.exact(Fraction(1, 3), "mL")
DEBT = Mass.read("0 mcg") - Mass.read("1500 mcg")

# value, stored form, display form ("_" stands for the no-break space)
GOLDEN = [
    (Mass.read("50 mcg"), "50 mcg", "50_mcg"),
    (Mass.read("1,500 mcg"), "1500 mcg", "1,500_mcg"),
    (Mass.read("5.0 mg"), "5000 mcg", "5,000_mcg"),
    (Mass.read("1 g"), "1000000 mcg", "1,000,000_mcg"),
    (Mass.read("0.50 mcg"), "0.5 mcg", "0.5_mcg"),
    (Mass.read("1 ng"), "0.001 mcg", "0.001_mcg"),
    (Mass.read("0 g"), "0 mcg", "0_mcg"),
    (Mass.read("999 mcg"), "999 mcg", "999_mcg"),
    (Mass.read("1000.05 mcg"), "1000.05 mcg", "1,000.05_mcg"),
    (DEBT, "-1500 mcg", "-1,500_mcg"),
    (Mass.read("0.000000001 ng"), "0.000000001 ng", "0.000000001_ng"),
    (Mass.read("1,000,000 g"), "1000000000 mg", "1,000,000,000_mg"),
    (Mass.read("999,999,999,999 g"), "999999999999 g", "999,999,999,999_g"),
    (Volume.read("0.34 mL"), "0.34 mL", "0.34_mL"),
    (Volume.read("1 L"), "1000 mL", "1,000_mL"),
    (THIRD, "about 0.333333 mL", "about 0.333_mL"),
    (Volume.exact(Fraction(2, 3), "mL"), "about 0.666667 mL", "about 0.667_mL"),
    (Volume.exact(Fraction(1, 3000), "mL"), "about 0.000333333 mL", "about 0.000333_mL"),
    (Volume.exact(Fraction(10000, 3), "mL"), "about 3333.333333 mL", "about 3,333.33_mL"),
    (Concentration.read("500 mcg/mL"), "500 mcg/mL", "500_mcg per mL"),
    (Concentration.read("2 mg/mL"), "2000 mcg/mL", "2,000_mcg per mL"),
    (Concentration.read("10 mg/3 mL"), "10000 mcg/3 mL", "10,000_mcg in 3_mL"),
    (Concentration.read("1 mg/7 L"), "1 mcg/7 mL", "1_mcg in 7_mL"),
    (Concentration.exact(Fraction(10**12 - 1, 17), "mcg/mL"), "999999999999 mcg/17 mL", "999,999,999,999_mcg in 17_mL"),
    (
        Concentration.exact(Fraction(10**12, 7), "mcg/mL"),  # a mass with too many digits to be read
        "about 142857142857.142857 mcg/mL",
        "about 142,857,142,857.14_mcg per mL",
    ),
    (
        Concentration.exact(Fraction(1, 3 * 10**12), "mcg/mL"),  # a volume with too many digits
        "about 0.000000000000333333 mcg/mL",
        "about 0.000000000000333_mcg per mL",
    ),
    (DoseRate.read("120 mcg/day"), "120 mcg/day", "120_mcg per day"),
    (DoseRate.read("5 mcg/h"), "120 mcg/day", "120_mcg per day"),
    (DoseRate.read("80 mg/day"), "80000 mcg/day", "80,000_mcg per day"),
    (DoseRate.read("5 mg/week"), "5000 mcg/week", "5,000_mcg per week"),
    (DoseRate.exact(Fraction(1, 11), "mg/day"), "about 90.909091 mcg/day", "about 90.91_mcg per day"),
    (FlowRate.read("0.2 mL/day"), "0.2 mL/day", "0.2_mL per day"),
    (FlowRate.read("90 mL/min"), "129600 mL/day", "129,600_mL per day"),
    (Duration.read("40.8 h"), "40.8 h", "40.8_h"),
    (Duration.read("1 day"), "24 h", "24_h"),
    (Duration.read("1 min"), "1 min", "1_min"),
    (Duration.read("1 s"), "1 s", "1_s"),
    (Duration.read("90 min"), "1.5 h", "1.5_h"),
    (Duration.read("0 min"), "0 h", "0_h"),
    (Duration.read("999,999,999,999 days"), "999999999999 days", "999,999,999,999_days"),
    (Duration.read("999,999,999,999 weeks"), "999999999999 weeks", "999,999,999,999_weeks"),
    (Weight.read("70 kg"), "70 kg", "70_kg"),
    (Weight.read("3,250 g"), "3.25 kg", "3.25_kg"),
    (Length.read("1.7 m"), "170 cm", "170_cm"),
    (Temperature.read("36.6 degC"), "36.6 degC", "36.6_\u00b0C"),
    (Egfr.read("90 mL/min/1.73 m2"), "90 mL/min/1.73 m2", "90_mL per min per 1.73 m\u00b2"),
]


@pytest.mark.parametrize(("value", "stored", "displayed"), GOLDEN, ids=str)
def test_golden(value: Quantity, stored: str, displayed: str) -> None:
    assert canonical(value) == stored
    assert str(value) == stored
    assert f"{value}" == stored
    assert show(value) == displayed.replace("_", "\u00a0")


IN_A_UNIT = [
    (Mass.read("5 mg"), "mg", None, "5_mg"),
    (Mass.read("50 mcg"), "mg", None, "0.05_mg"),
    (Mass.read("1500 mg"), "g", None, "1.5_g"),
    (Mass.read("117.5 mcg"), "mcg", 0, "about 118_mcg"),
    (Mass.read("116.5 mcg"), "mcg", 0, "about 116_mcg"),
    (Mass.read("117.5 mcg"), "mcg", 1, "117.5_mcg"),
    (Mass.read("117.50 mcg"), "mcg", 3, "117.5_mcg"),
    (Mass.read("120 mcg"), "mcg", 0, "120_mcg"),
    (Mass.read("0.004 mcg"), None, 2, "0.004_mcg"),
    (Mass.read("0.0044 mcg"), None, 2, "about 0.004_mcg"),
    (Mass.read("0.004 mcg"), None, 3, "0.004_mcg"),
    (Mass.read("0.996 mcg"), None, 2, "about 1_mcg"),
    (Mass.read("999.999 mcg"), None, 2, "about 1,000_mcg"),
    (Mass.read("0 mcg"), None, 2, "0_mcg"),
    (DEBT, "mg", None, "-1.5_mg"),
    (DEBT, "mg", 0, "about -2_mg"),
    (THIRD, None, 0, "about 0.3_mL"),
    (THIRD, None, 4, "about 0.3333_mL"),
    (THIRD, "uL", None, "about 333.33_uL"),
    (Volume.exact(Fraction(1, 3000), "mL"), None, 2, "about 0.0003_mL"),
    (DoseRate.read("120 mcg/day"), "mcg/h", None, "5_mcg per h"),
    (DoseRate.read("100 mcg/day"), "mcg/h", 2, "about 4.17_mcg per h"),
    (DoseRate.read("80 mg/day"), "mg/day", None, "80_mg per day"),
    (DoseRate.read("5 mg/week"), "mcg/day", 1, "about 714.3_mcg per day"),
    (FlowRate.read("90 mL/min"), "mL/min", None, "90_mL per min"),
    (Concentration.read("10 mg/3 mL"), "mg/mL", 2, "about 3.33_mg per mL"),
    (Concentration.read("10 mg/3 mL"), None, 2, "about 3,333.33_mcg per mL"),
    (Concentration.read("10 mg/20 mL"), "mg/mL", None, "0.5_mg per mL"),
    (Duration.read("72 h"), "day", None, "3_days"),
    (Duration.read("72 h"), "days", None, "3_days"),
    (Duration.read("24 h"), "days", None, "1_day"),
    (Duration.read("24 h"), "day", None, "1_day"),
    (Duration.read("12 h"), "day", None, "0.5_days"),
    (Duration.read("0 h"), "day", None, "0_days"),
    (Duration.read("336 h"), "week", None, "2_weeks"),
    (Duration.read("168 h"), "weeks", None, "1_week"),
    (Duration.read("25 h"), "days", 0, "about 1_days"),
    (Duration.read("40.8 h"), "h min", None, "40_h 48_min"),
    (Duration.read("40 h"), "h min", None, "40_h"),
    (Duration.read("48 min"), "h min", None, "48_min"),
    (Duration.read("60 min"), "h min", None, "1_h"),
    (Duration.read("61 min"), "h min", None, "1_h 1_min"),
    (Duration.read("1,000 h"), "h min", None, "1,000_h"),
    (Duration.read("40.81 h"), "h min", None, "about 40_h 49_min"),
    (Duration.read("90.5 min"), "h min", None, "about 1_h 30_min"),
    (Duration.read("30 s"), "h min", None, "0.5_min"),
    (Duration.read("1 s"), "h min", None, "about 0.0167_min"),
    (Duration.read("0 h"), "h min", None, "0_min"),
    (Duration.read("0 h") - Duration.read("61 min"), "h min", None, "-1_h 1_min"),
    (Weight.read("3.25 kg"), "g", None, "3,250_g"),
    (Length.read("170 cm"), "m", 1, "1.7_m"),
]


@pytest.mark.parametrize(("value", "unit", "places", "displayed"), IN_A_UNIT)
def test_shown_in_a_chosen_unit(value: Mass, unit: str | None, places: int | None, displayed: str) -> None:
    assert show(value, unit, places) == displayed.replace("_", "\u00a0")


@pytest.mark.parametrize(
    ("number", "places", "displayed"),
    [
        (30, None, "30_%"),
        (Fraction(25, 2), None, "12.5_%"),
        (Fraction(100, 3), None, "about 33.33_%"),
        (Fraction(100, 3), 0, "about 33_%"),
        (Fraction(1, 3000), None, "about 0.000333_%"),
        (1234, None, "1,234_%"),
        (-5, None, "-5_%"),
        (0, 0, "0_%"),
    ],
)
def test_percentages(number: int | Fraction, places: int | None, displayed: str) -> None:
    assert show_percent(number, places) == displayed.replace("_", "\u00a0")


@pytest.mark.parametrize("given_number", [0.3, True, "30", None])
def test_a_percentage_is_exact(given_number: object) -> None:
    with pytest.raises(DimensionError, match=f"int or a Fraction, not {type(given_number).__name__}"):
        show_percent(given_number)  # type: ignore[arg-type]


def test_places_are_not_negative() -> None:
    with pytest.raises(QuantityError, match="places is -1: decimals to print are 0 or more"):
        show(THIRD, None, -1)
    with pytest.raises(QuantityError, match="places is -1: decimals to print are 0 or more"):
        show_percent(5, -1)


@pytest.mark.parametrize("unit", ["mL", "MCG", "h min", ""])
def test_a_unit_of_another_type_is_refused(unit: str) -> None:
    with pytest.raises(QuantityError, match=f"{unit!r} is not a unit of a mass; use one of mcg, ng, mg, g"):
        show(Mass.read("50 mcg"), unit)


REPRS = [
    (Mass.read("50 mcg"), "Mass.read('50 mcg')"),
    (Mass.read("0 mg"), "Mass.read('0 mcg')"),
    (DEBT, "Mass.read('-1500 mcg', signed=True)"),
    (Mass.exact(Fraction(1, 3), "mcg"), "Mass.exact(Fraction(1, 3), 'mcg')"),
    (Mass.exact(Fraction(-1, 3), "mcg", signed=True), "Mass.exact(Fraction(-1, 3), 'mcg', signed=True)"),
    (DoseRate.exact(Fraction(1, 11), "mcg/day"), "DoseRate.exact(Fraction(1, 11), 'mcg/day')"),
    (Weight.read("70 kg"), "Weight.read('70 kg')"),
]


@pytest.mark.parametrize(("value", "code"), REPRS)
def test_repr_is_code(value: Quantity, code: str) -> None:
    assert repr(value) == code


@given(ANY_VALUE, st.booleans())
def test_repr_makes_the_same_value(value: Quantity, negative: bool) -> None:
    if negative and isinstance(value, Mass):
        value = Mass.read("0 mcg") - value
    names = {type(value).__name__: type(value), "Fraction": Fraction}
    assert eval(repr(value), names) == value


@given(TYPED_TEXTS)
def test_whatever_was_read_has_a_stored_form_that_reads_back(typed: tuple[type[Mass], str]) -> None:
    kind, text = typed
    value = kind.read(text)
    stored = canonical(value)
    assert kind.read(stored) == value
    assert canonical(kind.read(stored)) == stored
    assert stored.isascii()
    assert "," not in stored


@given(ANY_VALUE)
def test_the_stored_form_is_exact_or_refused(value: Quantity) -> None:
    stored = canonical(value)
    if stored.startswith("about "):
        with pytest.raises(GrammarError) as refused:
            type(value).read(stored)
        assert refused.value.code == "approximate"
    else:
        assert type(value).read(stored) == value


@given(ANY_VALUE, st.none() | st.integers(0, 12), st.data())
def test_the_display_form_is_never_read_back(value: Quantity, places: int | None, data: st.DataObject) -> None:
    unit = data.draw(st.none() | st.sampled_from(sorted(value.kind().units)))
    with pytest.raises(GrammarError):
        type(value).read(show(value, unit, places))


@given(ANY_VALUE, st.none() | st.integers(0, 12), st.data())
def test_the_display_form_is_safe_and_honest(value: Quantity, places: int | None, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from(sorted(value.kind().units)))
    shown = show(value, unit, places)
    match = re.fullmatch(r"(about )?((?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})*)(?:\.[0-9]*[1-9])?)\u00a0[^\d].*", shown)
    assert match, shown
    printed = Fraction(match[2].replace(",", ""))
    meant = value.amount(unit)
    assert (printed == meant) is (match[1] is None)
    assert bool(printed) is bool(meant)
    assert abs(printed - meant) <= Fraction(1, 2 * 10 ** (2 if places is None else places))


@given(NUMBERS)
def test_a_shown_percentage_is_honest(number: Fraction) -> None:
    shown = show_percent(number)
    printed = Fraction(shown.removeprefix("about ").removesuffix("\u00a0%").replace(",", ""))
    assert (printed == number) is not shown.startswith("about ")


def test_read_and_show_agree_on_the_seed_example() -> None:
    arrival = Volume.read("0.34 mL") / (DoseRate.read("100 mcg/day") / Concentration.read("500 mcg/mL"))
    assert canonical(arrival) == "40.8 h"
    assert show(arrival, "h min") == "40\u00a0h 48\u00a0min"
    assert canonical(read("0.2 mL/day") * read("500 mcg/mL")) == "100 mcg/day"  # type: ignore[operator]
