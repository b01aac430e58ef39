"""Tablets and millilitres: exact, whole unless asked, from what can be had."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.errors import PlanError, UnknownFactError
from lentus.protocol.dispensing import (
    Way,
    days_of_supply,
    dispense_told,
    named,
    stock,
    to_dispense,
    volume_per_dose,
    ways_to_make,
)
from lentus.protocol.oral_doses import total
from lentus.protocol.oral_plan import plan_oral
from lentus.protocol.oral_taper_plan import plan_taper
from lentus.quantity import Concentration, DoseRate, Mass, Volume
from tests.protocol.oral_courses import mg

FIFTEEN = mg(15)[0]


def words(dose: str, **fields: bool) -> list[str]:
    return [way.words.replace("\u00a0", " ") for way in ways_to_make(Mass.read(dose), **fields)]


@pytest.mark.parametrize(
    ("product", "volume"),
    [("D1", "15 mL"), ("ozobax-473", "15 mL"), ("ozobax-ds-473", "7.5 mL"), ("fleqsuvy-120", "3 mL")],
)
def test_15_mg_in_each_strength(product: str, volume: str) -> None:
    assert volume_per_dose(product, FIFTEEN) == Volume.read(volume)


@pytest.mark.parametrize(
    ("doses", "a_day", "days", "full"),
    [((20, 20, 20), "60 mL", Fraction(473, 60), 7), ((20, 20, 20, 20), "80 mL", Fraction(473, 80), 5)],
)
def test_how_long_a_bottle_lasts(doses: tuple[int, ...], a_day: str, days: Fraction, full: int) -> None:
    supply = days_of_supply("D1", mg(*doses))
    assert (supply.a_day, supply.days, supply.full_days) == (Volume.read(a_day), days, full)
    assert supply.product == "D1"
    assert supply.keeps == ""


def test_a_bottle_that_is_discarded_says_when() -> None:
    assert days_of_supply("fleqsuvy-300", mg(5, 5, 5)).keeps == "2 months"
    # Exactly to the last drop is a full day.
    assert days_of_supply("fleqsuvy-120", mg(20, 20, 20)).full_days == 10


def test_which_products_make_15_mg() -> None:
    assert words("15 mg") == [
        "15 mL of 1 mg per mL oral solution",
        "3 x 5 mg tablet",
        "7.5 mL of 2 mg per mL oral solution",
        "3 mL of 5 mg per mL oral suspension",
        "1 x 15 mg tablet",
    ]


def test_mixed_tablets_are_offered_where_they_are_fewer() -> None:
    assert "1 x 20 mg tablet + 1 x 5 mg tablet" in words("25 mg")
    assert "1 x 20 mg tablet + 1 x 15 mg tablet" in words("35 mg")
    (mixed,) = [way for way in ways_to_make(mg(25)[0]) if len(way.parts) == 2]
    assert mixed.products[0][0] == "D4"
    assert mixed.products[1][0] == "D2"
    assert not [one for one in words("40 mg") if "+" in one]


def test_without_tablets_there_are_millilitres(monkeypatch: pytest.MonkeyPatch) -> None:
    liquids = tuple(one for one in stock() if one.concentration is not None)
    monkeypatch.setattr("lentus.protocol.dispensing.stock", lambda: liquids)
    assert [part.form for way in ways_to_make(FIFTEEN) for part in way.parts] == [
        "oral solution",
        "oral solution",
        "oral suspension",
    ]


def test_half_tablets_only_where_asked() -> None:
    assert not [one for one in words("7.5 mg") if "tablet" in one]
    assert [one for one in words("7.5 mg", halves=True) if "tablet" in one] == [
        "1 and a half x 5 mg tablet",
        "half x 15 mg tablet",
    ]
    assert "half x 5 mg tablet" in words("2.5 mg", halves=True)
    assert "half x 15 mg tablet + half x 10 mg tablet" not in words("12.5 mg")
    assert any("half" in one for one in words("12.5 mg", halves=True))


@given(st.integers(1, 800), st.booleans())
def test_every_way_makes_exactly_the_dose(tenths: int, halves: bool) -> None:
    dose = Mass.exact(Fraction(tenths, 10), "mg")
    for way in ways_to_make(dose, halves=halves):
        assert held(way) == dose
        assert len(way.products) == len(way.parts)
        for part in way.parts:
            if part.units is not None:
                assert part.units > 0
                assert (part.units * (2 if halves else 1)).denominator == 1


@given(st.integers(1, 16).map(lambda fives: 5 * fives))
def test_no_single_strength_needs_fewer_tablets_than_the_best_way(amount: int) -> None:
    tablets = [way for way in ways_to_make(mg(amount)[0]) if all(part.form == "tablet" for part in way.parts)]
    counts = [sum(part.units or 0 for part in way.parts) for way in tablets]
    # The fewest of 5, 10, 15 and 20 mg tablets: as many large ones as fit, and one for what is left.
    assert min(counts) == -(-amount // 20)


def held(way: Way) -> Mass:
    total = Mass.exact(0, "mg")
    for part in way.parts:
        if isinstance(part.strength, Concentration):
            assert part.volume is not None
            total = total + part.volume * part.strength
        else:
            assert part.units is not None
            total = total + part.strength * part.units
    return total


def test_how_much_to_dispense() -> None:
    tablets = to_dispense(30 * [mg(20, 20, 15)], "D2")
    assert tablets.units == 330
    assert (tablets.volume, tablets.containers) == (None, None)
    bottles = to_dispense(30 * [mg(20, 20, 20)], "D1")
    assert (bottles.volume, bottles.containers) == (Volume.read("1800 mL"), 4)
    assert to_dispense(10 * [mg(20, 20, 20)], "fleqsuvy-120").containers == 1
    assert to_dispense(10 * [mg(20, 20, 20)], "wilshire-suspension").containers is None
    assert to_dispense(2 * [mg("2.5", 5)], "D2", halves=True).units == 3


@given(st.lists(st.integers(1, 4).map(lambda fives: 5 * fives), min_size=1, max_size=4), st.integers(1, 183))
def test_dispensing_is_additive_in_days(doses: list[int], days: int) -> None:
    once, twice = to_dispense(days * [mg(*doses)], "D2"), to_dispense(2 * days * [mg(*doses)], "D2")
    assert once.units is not None
    assert twice.units == 2 * once.units


@given(st.lists(st.integers(1, 4).map(lambda fives: 5 * fives), min_size=1, max_size=4), st.integers(1, 60))
def test_what_a_taper_needs_holds_the_drug_of_all_its_days(doses: list[int], length: int) -> None:
    plan = plan_taper(date(2026, 3, 20), mg(*doses), length, product="D2")
    made = to_dispense([line.doses for line in plan.table], "D2")
    assert isinstance(made.strength, Mass)
    assert made.units is not None
    assert made.strength * made.units == sum((total(line.doses) for line in plan.table), start=Mass.exact(0, "mg"))
    assert dispense_told(plan.table, "D2").says.startswith(f"To dispense for days 1 to {length}: {made.words}")


def test_what_a_plan_needs_is_told_in_containers_or_why_it_is_not_counted() -> None:
    plan = plan_oral(date(2026, 3, 20), DoseRate.read("40 mg/day"))
    bottle = dispense_told(plan.days(), "fleqsuvy-120")
    assert "days 1 to 7: 35\u00a0mL of 5\u00a0mg per mL oral suspension, 1 x 120\u00a0mL" in bottle.says
    assert "D3" not in bottle.says
    uneven = dispense_told(plan.days(), "D3")
    assert "is not counted" in uneven.says
    assert "does not make 5\u00a0mg and 15\u00a0mg in whole units" in uneven.says
    assert dispense_told(plan.days(), "D3", halves=True).says.startswith("To dispense for days 1 to 7: ")


@pytest.mark.parametrize(
    ("attempt", "reason"),
    [
        (lambda: named("A2"), "not made for the mouth"),
        (lambda: named("lyvispah-5"), "cannot be ordered"),
        (lambda: volume_per_dose("D2", FIFTEEN), "no liquid|not a liquid"),
        (lambda: volume_per_dose("acella-cup", FIFTEEN), "known strength"),
        (lambda: days_of_supply("D3", mg(10)), "no known volume"),
        (lambda: days_of_supply("wilshire-suspension", mg(10)), "no known volume"),
        (lambda: days_of_supply("D1", ()), "no dose is taken"),
        (lambda: to_dispense(10 * [mg(15)], "D3"), "does not make 15\u00a0mg in whole units"),
        (lambda: to_dispense(10 * [mg("2.5")], "D3", halves=True), "whole or half units"),
        (lambda: to_dispense([], "D3"), "0 days"),
        (lambda: to_dispense(367 * [mg(10)], "D3"), "367 days"),
        (lambda: to_dispense(10 * [()], "D3"), "does not make"),
        (lambda: to_dispense(10 * [mg(10)], "acella-cup"), "no known strength"),
        (lambda: ways_to_make(mg(0)[0]), "a dose of nothing"),
        (lambda: ways_to_make(mg(81)[0]), "above the daily maximum"),
    ],
)
def test_what_cannot_be_made_says_why(attempt: object, reason: str) -> None:
    with pytest.raises(PlanError, match=reason):
        attempt()  # type: ignore[operator]


def test_an_unknown_product_is_named() -> None:
    with pytest.raises(UnknownFactError, match="mystery"):
        named("mystery")


def test_the_stock_is_what_can_be_had_for_the_mouth() -> None:
    keys = {one.key for one in stock()}
    assert {"D1", "D2", "D3", "D4"} <= keys
    assert all(one.route == "oral" and one.orderable and one.strength is not None for one in stock())
    assert not {one.key for one in monograph.products() if one.route != "oral"} & keys
