"""What to draw up: never mixed when it is sold, never 50 mcg per mL, never above the strongest, least opened first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.errors import PlanError
from lentus.pump import DrawUp, blend, dilute, draw_up
from lentus.quantity import Concentration, Mass, Volume
from tests.pump.plans import fractions, mcg_ml, ml

C, V = Concentration.read, Volume.read
STRENGTHS = st.sampled_from([500, 1000, 2000]).map(lambda number: mcg_ml(Fraction(number)))
ANY = fractions("60", "2000", 3).map(mcg_ml)
VOLUMES = fractions("1", "40", 10).map(ml)


def content(way: DrawUp) -> tuple[Volume, Mass]:
    """All fluid and all drug in the opened containers."""
    volume, drug = V("0 mL"), Mass.exact(0, "mcg")
    for taken in way.containers:
        assert taken.product.fill is not None
        assert taken.product.concentration is not None
        volume += taken.product.fill * taken.count
        drug += taken.product.fill * taken.product.concentration * taken.count
    return volume, drug


@given(ANY, VOLUMES)
def test_every_way_holds_the_drug_and_the_volume(target: Concentration, volume: Volume) -> None:
    for way in draw_up(target, volume):
        opened, drug = content(way)
        strength = drug / opened
        assert way.stock + way.diluent == volume
        assert way.stock + way.discarded == opened
        assert way.stock * strength == volume * target == way.drug
        assert way.discarded >= V("0 mL")
        assert len({(t.product.brand, t.product.labeler) for t in way.containers}) == 1
        assert all(t.product.orderable and t.product.role == "pump" for t in way.containers)


@given(STRENGTHS, VOLUMES)
def test_a_sold_strength_is_never_mixed(target: Concentration, volume: Volume) -> None:
    ways = draw_up(target, volume)
    assert all(way.ready_made and way.diluent == V("0 mL") for way in ways)


@given(ANY, VOLUMES)
def test_the_best_way_comes_first(target: Concentration, volume: Volume) -> None:
    ways = draw_up(target, volume)
    orders = [(way.count, way.discarded) for way in ways]
    assert orders == sorted(orders)


@given(VOLUMES)
def test_no_other_containers_of_one_maker_are_fewer_or_waste_less(volume: Volume) -> None:
    lioresal = [monograph.product("lioresal-2000-5-ml"), monograph.product("lioresal-2000-20-ml")]
    (way,) = draw_up(C("2000 mcg/mL"), volume, products=lioresal)
    tries = [(small + large, 5 * small + 20 * large) for small in range(9) for large in range(3)]
    enough = [(count, ml(Fraction(held)) - volume) for count, held in tries if ml(Fraction(held)) >= volume]
    assert (way.count, way.discarded) == min(enough)


@pytest.mark.parametrize(
    ("target", "volume", "words"),
    [
        ("50 mcg/mL", "20 mL", "never goes into a pump"),
        ("2001 mcg/mL", "20 mL", "above 2000 mcg/mL, the strongest stock, and not reachable by dilution"),
        ("500 mcg/mL", "0 mL", "nothing to draw up"),
        ("500 mcg/mL", "21 mL", "exceeds the reservoir of 20 mL"),
    ],
)
def test_refusals(target: str, volume: str, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        draw_up(C(target), V(volume), V("20 mL"))


def test_a_sold_strength_that_is_not_at_hand_is_obtained_not_mixed() -> None:
    only = [monograph.product("maia-2000")]
    with pytest.raises(PlanError, match="sold ready-made and not at hand"):
        draw_up(C("1000 mcg/mL"), V("20 mL"), products=only)
    assert draw_up(C("750 mcg/mL"), V("20 mL"), products=only)[0].diluent == V("12.5 mL")
    with pytest.raises(PlanError, match="nothing at hand makes"):
        draw_up(C("1500 mcg/mL"), V("20 mL"), products=[monograph.product("maia-1000")])


def test_a_full_reservoir_is_within_its_capacity() -> None:
    assert draw_up(C("500 mcg/mL"), V("20 mL"), V("20 mL"))[0].discarded == V("0 mL")


def test_screening_bulk_and_oral_products_are_never_taken() -> None:
    kept = [product for product in monograph.products() if product.role != "pump" or product.route != "intrathecal"]
    with pytest.raises(PlanError):
        draw_up(C("1500 mcg/mL"), V("20 mL"), products=kept)


@given(ANY, VOLUMES, fractions("1", "4", 9))
def test_dilution_keeps_the_drug(target: Concentration, volume: Volume, times: Fraction) -> None:
    stock = target * times
    made = dilute(target, volume, stock)
    assert made.stock * stock == volume * target
    assert made.stock + made.diluent == volume


@given(VOLUMES, fractions("501", "1999", 7).map(mcg_ml))
def test_a_blend_keeps_the_drug(volume: Volume, target: Concentration) -> None:
    made = blend(target, volume, C("500 mcg/mL"), C("2000 mcg/mL"))
    assert made.weaker * C("500 mcg/mL") + made.stronger * C("2000 mcg/mL") == volume * target
    assert made.weaker + made.stronger == volume


def test_a_blend_lies_between() -> None:
    with pytest.raises(PlanError, match="does not lie between"):
        blend(C("2000 mcg/mL"), V("20 mL"), C("500 mcg/mL"), C("2000 mcg/mL"))
    with pytest.raises(PlanError, match="nothing to make"):
        dilute(C("500 mcg/mL"), V("0 mL"), C("2000 mcg/mL"))
