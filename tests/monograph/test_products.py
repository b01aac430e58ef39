"""The products: the seed's sixteen, what is marketed, and what must never be taken for what."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lentus import monograph
from lentus.errors import MonographError, UnknownFactError
from lentus.monograph import Product
from lentus.quantity import Concentration, Mass, Temperature, Volume

UNSTATED = "not stated in the seed; the reference says preservative-free"

# key, mcg per mL, mL, mg, container, role, preservative
LIQUIDS = [
    ("A1", 500, 20, "10", "vial", "pump", UNSTATED),
    ("A2", 1000, 20, "20", "vial", "pump", UNSTATED),
    ("A3", 2000, 20, "40", "vial", "pump", UNSTATED),
    ("B1", 50, 1, "0.05", "vial", "screening", "stated in the seed"),
    ("B2", 2000, 5, "10", "vial", "pump", "stated in the seed"),
    ("B3", 500, 20, "10", "vial", "pump", "stated in the seed"),
    ("B4", 2000, 20, "40", "vial", "pump", "stated in the seed"),
    ("B5", 1000, 20, "20", "vial", "pump", "stated in the seed"),
    ("C1", 50, 1, "0.05", "prefilled syringe", "screening", UNSTATED),
    ("C2", 500, 20, "10", "prefilled syringe", "pump", UNSTATED),
    ("C3", 1000, 20, "20", "prefilled syringe", "pump", UNSTATED),
    ("C4", 2000, 20, "40", "prefilled syringe", "pump", UNSTATED),
    ("D1", 1000, 473, "473", "bottle", "oral", "not applicable"),
]
TABLETS = [("D2", 5), ("D3", 10), ("D4", 20)]


def keys(products: tuple[Product, ...]) -> list[str]:
    return [product.key for product in products]


def test_the_sixteen_of_the_seed_come_first_and_in_its_order() -> None:
    seed = [product for product in monograph.products() if product.in_seed]
    expected = ["A1", "A2", "A3", "B1", "B2", "B3", "B4", "B5", "C1", "C2", "C3", "C4", "D1", "D2", "D3", "D4"]
    assert [product.key for product in seed] == expected == keys(monograph.products())[:16]
    assert len({product.wording for product in seed}) == 16
    assert all(product.orderable and "seed" in product.sources and not product.ndcs for product in seed)


@pytest.mark.parametrize(("key", "strength", "fill", "total", "container", "role", "preservative"), LIQUIDS)
def test_liquids_of_the_seed(
    key: str, strength: int, fill: int, total: str, container: str, role: str, preservative: str
) -> None:
    product = monograph.product(key)
    assert product.strength == product.concentration == Concentration.exact(strength, "mcg/mL")
    assert product.unit_strength is None
    assert product.fill == Volume.exact(fill, "mL")
    assert product.total == Mass.read(f"{total} mg")
    assert (product.container, product.role, product.preservative_free) == (container, role, preservative)
    assert product.route == ("oral" if key == "D1" else "intrathecal")
    assert product.form == ("oral solution" if key == "D1" else "intrathecal solution")


@pytest.mark.parametrize(("key", "strength"), TABLETS)
def test_tablets_of_the_seed(key: str, strength: int) -> None:
    product = monograph.product(key)
    assert product.strength == product.unit_strength == product.total == Mass.exact(strength, "mg")
    assert product.concentration is None
    assert product.fill is None
    assert (product.route, product.form, product.container) == ("oral", "tablet", "tablet")


@pytest.mark.parametrize(
    ("one", "others"), [("A1", {"B3", "C2"}), ("A2", {"B5", "C3"}), ("A3", {"B4", "C4"}), ("B1", {"C1"})]
)
def test_identities_of_the_seed(one: str, others: set[str]) -> None:
    same = set(monograph.product(one).same_as)
    assert {key for key in same if monograph.product(key).in_seed} == others
    for other in others:
        assert one in monograph.product(other).same_as


def test_identity_is_symmetric_and_never_of_itself() -> None:
    for product in monograph.products():
        assert product.key not in product.same_as
        for key in product.same_as:
            other = monograph.product(key)
            assert product.key in other.same_as
            assert (other.route, other.role, other.form) == (product.route, product.role, product.form)
            assert (other.strength, other.fill) == (product.strength, product.fill)


def test_identity_needs_a_known_fill() -> None:
    assert monograph.product("emerald-500").same_as == ()
    assert monograph.product("lioresal-kit").same_as == ()
    assert monograph.product("sintetica-2000-5-ml").same_as == ()
    assert "lioresal-2000-5-ml" in monograph.product("B2").same_as
    assert {"chartwell-5", "zydus-5"} <= set(monograph.product("D2").same_as)
    assert {"ozobax-473", "trifluent-473"} <= set(monograph.product("D1").same_as)


def test_the_same_mass_is_not_the_same_strength() -> None:
    small, large = monograph.product("B2"), monograph.product("B3")
    assert small.total == large.total == Mass.read("10 mg")
    assert small.concentration is not None
    assert large.concentration is not None
    assert small.concentration / large.concentration == 4
    assert "B3" not in small.same_as
    assert "same-mass-fourfold" in small.traps
    assert "same-mass-fourfold" in large.traps


def test_the_same_number_is_not_the_same_route() -> None:
    oral, pump = monograph.product("D1"), monograph.product("A2")
    assert oral.concentration == pump.concentration
    assert (oral.route, pump.route) == ("oral", "intrathecal")
    assert "A2" not in oral.same_as
    assert "same-number-other-route" in oral.traps
    assert "same-number-other-route" in pump.traps


def test_fifty_mcg_per_ml_is_for_screening_only() -> None:
    screening = Concentration.read("50 mcg/mL")
    found = [p for p in monograph.products() if p.concentration == screening and p.orderable]
    assert found
    assert all(p.role == "screening" and "screening-only" in p.traps for p in found)


def test_every_prefilled_syringe_that_may_be_ordered_carries_its_trap() -> None:
    syringes = [p for p in monograph.products() if p.container == "prefilled syringe" and p.orderable]
    assert syringes
    assert all("syringe-outside-not-sterile" in p.traps for p in syringes)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("bond-4000-bag", "bulk for further processing"),
        ("gablofen-3000", "studied in 153 patients"),
        ("sintetica-2000-5-ml", "listed for further processing"),
        ("gablofen-former-50", "former labeler"),
        ("gablofen-former-2000", "former labeler"),
        ("lyvispah-5", "distribution ended on 30-Jun-2025"),
        ("lyvispah-10-relisted", "marketing start of 01-Sep-2026"),
        ("transdermal-lipoderm", "compounded and unapproved, without dose guidance"),
    ],
)
def test_what_may_not_be_ordered_says_why(key: str, reason: str) -> None:
    product = monograph.product(key)
    assert not product.orderable
    assert reason in product.reason


def test_only_what_has_a_reason_cannot_be_ordered() -> None:
    barred = [product for product in monograph.products() if not product.orderable]
    assert barred
    assert all(bool(product.reason) == (not product.orderable) for product in monograph.products())
    pump = {p.concentration for p in monograph.products() if p.orderable and p.role == "pump" and p.concentration}
    assert pump == set(monograph.concentrations("pump.strengths"))


def test_every_total_is_its_concentration_times_its_fill() -> None:
    filled = [p for p in monograph.products() if p.concentration and p.fill]
    assert filled
    for product in filled:
        assert product.concentration is not None
        assert product.fill is not None
        assert product.total is not None
        assert product.total.amount("mcg") == product.concentration.amount("mcg/mL") * product.fill.amount("mL")
    assert monograph.product("ozobax-ds-237").total == Mass.read("474 mg")
    assert monograph.product("fleqsuvy-300").total == Mass.read("1500 mg")
    assert monograph.product("bond-4000-bag").total == Mass.read("500 mg")


@pytest.mark.parametrize(
    ("key", "dose", "volume"),
    [
        ("D1", 5, "5 mL"),
        ("D1", 15, "15 mL"),
        ("ozobax-ds-473", 15, "7.5 mL"),
        ("ozobax-ds-473", 5, "2.5 mL"),
        ("fleqsuvy-120", 15, "3 mL"),
        ("ani-300", 20, "4 mL"),
        ("wilshire-suspension", 10, "2 mL"),
        ("advagen-oral-237", 20, "10 mL"),
    ],
)
def test_the_volume_for_a_dose_and_back(key: str, dose: int, volume: str) -> None:
    product = monograph.product(key)
    assert product.volume_for(Mass.exact(dose, "mg")) == Volume.read(volume)
    assert product.mass_for(Volume.read(volume)) == Mass.exact(dose, "mg")


@pytest.mark.parametrize(("dose", "volume"), [(25, "0.5 mL"), (50, "1 mL"), (75, "1.5 mL"), (100, "2 mL")])
def test_screening_volumes(dose: int, volume: str) -> None:
    assert monograph.product("C1").volume_for(Mass.exact(dose, "mcg")) == Volume.read(volume)


def test_a_tablet_has_no_volume_and_a_liquid_no_count() -> None:
    with pytest.raises(MonographError, match=r"^Baclofen tablet 5 mg has no known concentration$"):
        monograph.product("D2").volume_for(Mass.read("5 mg"))
    with pytest.raises(MonographError, match="has no known concentration"):
        monograph.product("acella-cup").mass_for(Volume.read("5 mL"))
    with pytest.raises(MonographError, match=r"473 mL bottle is not counted in units$"):
        monograph.product("D1").units_for(Mass.read("5 mg"))


def test_units_are_whole_unless_the_caller_takes_halves_on_itself() -> None:
    ten = monograph.product("D3")
    assert ten.units_for(Mass.read("20 mg")) == 2
    assert ten.units_for(Mass.read("5 mg"), halves=True) == Fraction(1, 2)
    assert ten.units_for(Mass.read("15 mg"), halves=True) == Fraction(3, 2)
    with pytest.raises(
        MonographError, match=r"15000 mcg is not a number of whole units of 10000 mcg .*not in the sources"
    ):
        ten.units_for(Mass.read("15 mg"))
    with pytest.raises(
        MonographError, match=r"7500 mcg is not a number of whole or half units .*\(Baclofen tablet 10 mg\)$"
    ):
        ten.units_for(Mass.read("7.5 mg"), halves=True)


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("ozobax-473", 2, 8),
        ("ozobax-ds-237", 20, 25),
        ("fleqsuvy-120", 20, 25),
        ("maia-2000", 20, 25),
        ("sintetica-500", 20, 25),
        ("D4", 20, 25),
        ("lioresal-500", None, 30),
    ],
)
def test_storage(key: str, low: int | None, high: int) -> None:
    storage = monograph.product(key).storage
    assert storage is not None
    assert storage.minimum == (None if low is None else Temperature.exact(low, "degC"))
    assert storage.maximum == Temperature.exact(high, "degC")
    fact = monograph.fact(storage.fact)
    assert (storage.says, storage.verified) == (fact.says, fact.verified)


def test_storage_is_not_known_for_all() -> None:
    assert monograph.product("trifluent-473").storage is None
    assert monograph.product("D1").storage is None
    ozobax = monograph.product("ozobax-473").storage
    double = monograph.product("ozobax-ds-473").storage
    assert ozobax is not None
    assert double is not None
    assert ozobax.verified
    assert not double.verified


def test_identifiers_on_products_are_marked_as_they_were_seen() -> None:
    seen = {(p.key, r.code): r.verified for p in monograph.products() for r in p.rxcuis}
    assert seen["D1", "250976"]
    assert seen["A2", "1300890"]
    assert seen["A3", "1666613"]
    assert seen["fleqsuvy-120", "2593376"]
    assert seen["ozobax-ds-237", "2667943"]
    for key, code in (("D2", "430902"), ("D3", "197391"), ("D4", "197392"), ("tablet-15", "2679605")):
        assert not seen[key, code]
    assert not seen["maia-50", "1047437"]
    assert not seen["lioresal-500", "308517"]


def test_an_unknown_product() -> None:
    with pytest.raises(UnknownFactError, match=r"^the monograph has no product 'Z9'$"):
        monograph.product("Z9")


def test_transdermal_products_have_nothing_to_compute_with() -> None:
    found = [p for p in monograph.products() if p.route == "transdermal"]
    assert found
    assert all(p.role == "transdermal" for p in found)
    assert all(p.strength is None and p.total is None and not p.orderable for p in found)
