"""What the product makes of an order by mouth: its route, its strength, and the volume that is really drawn up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.protocol.oral import AREA
from lentus.quantity import Mass
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import a_day, by_mouth, mg, on, refuses, spoken, takes, words

AT = "2026-03-20T09:00"


def test_15_ml_of_the_strong_suspension_is_five_doses_in_one() -> None:
    found = spoken(AREA, on(15, 15, 15), by_mouth(AT, 15, 15, 15, product="fleqsuvy-120", volume_each="15 mL"))
    much = found["oral.measured-too-much"]
    assert much.severity.word == "stop"
    assert much.value("delivered_each") == mg(75)[0]
    assert much.value("ordered_each") == mg(15)[0]
    assert much.value("times") == 5
    assert str(much.value("volume")) == "15 mL"
    assert much.says == "15\u00a0mL of this product holds 75\u00a0mg, more than the ordered dose of 15\u00a0mg"
    assert much.bound == "15\u00a0mg in each dose, as ordered"
    assert found["oral.single-dose"].value("single") == mg(75)[0]
    assert found["oral.daily-maximum"].severity.word == "stop"
    assert found["oral.daily-maximum"].value("ordered") == a_day(225)


def test_3_ml_of_the_weak_solution_is_a_fifth_of_the_dose() -> None:
    found = spoken(AREA, on(15, 15, 15), by_mouth(AT, 15, 15, 15, product="D1", volume_each="3 mL"))
    assert {rule: one.severity.word for rule, one in found.items()} == {
        "oral.measured-too-little": "warn",
        "oral.drop-outside-taper": "warn",
    }
    little = found["oral.measured-too-little"]
    assert little.value("delivered_each") == mg(3)[0]
    assert little.value("ordered_each") == mg(15)[0]
    assert little.value("times") == 5
    assert "withdrawal" in little.says
    assert found["oral.drop-outside-taper"].value("ordered") == a_day(9)


@pytest.mark.parametrize(
    ("product", "volume"), [("D1", "15 mL"), ("ozobax-ds-473", "7.5 mL"), ("fleqsuvy-120", "3 mL")]
)
def test_the_volume_that_holds_the_dose_is_accepted(product: str, volume: str) -> None:
    assert spoken(AREA, on(15, 15, 15), by_mouth(AT, 15, 15, 15, product=product, volume_each=volume)) == {}


def test_a_volume_of_nothing_holds_nothing() -> None:
    found = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, product="D1", volume_each="0 mL"))
    assert set(found) == {"oral.measured-too-little"}
    assert found["oral.measured-too-little"].value("times") is None
    assert found["oral.measured-too-little"].value("delivered_each") == mg(0)[0]


@given(st.sampled_from(["D1", "ozobax-ds-473", "fleqsuvy-120"]), st.integers(1, 300))
def test_the_volume_decides(key: str, tenths: int) -> None:
    """Any volume is either the dose, too much or too little, by the strength on the bottle."""
    strength = monograph.product(key).concentration
    assert strength is not None
    whole, part = divmod(tenths, 10)
    ordered = by_mouth(AT, 10, 10, 10, product=key, volume_each=f"{whole}.{part} mL")
    found = spoken(AREA, on(10, 10, 10), ordered)
    holds = Mass.exact(tenths, "mg") * (strength.amount("mg/mL") / 10)
    assert ("oral.measured-too-much" in found) is (holds > mg(10)[0])
    assert ("oral.measured-too-little" in found) is (holds < mg(10)[0])
    assert ("oral.daily-maximum" in found) is (holds * 3 > mg(80)[0])
    assert ("oral.single-dose" in found) is (holds > mg(20)[0])


def test_an_ordered_excess_is_not_hidden_by_a_small_volume() -> None:
    found = words(AREA, on(20, 20, 20), by_mouth(AT, 40, 40, 40, product="D1", volume_each="20 mL"))
    assert found["oral.daily-maximum"] == "stop"
    assert found["oral.measured-too-little"] == "warn"


def test_uneven_doses_are_not_made_by_one_volume() -> None:
    found = words(AREA, on(20, 20, 10), by_mouth(AT, 20, 20, 10, product="D1", volume_each="15 mL"))
    assert {"oral.measured-too-much", "oral.measured-too-little"} <= set(found)


def test_a_reduction_for_toxicity_with_a_wrong_volume_is_told_and_not_held_up() -> None:
    easing = by_mouth(AT, 5, 5, 5, product="fleqsuvy-120", volume_each="2 mL", reason="toxicity")
    found = words(AREA, on(20, 20, 20), easing)
    assert found == {"units.slip-in-reduction": "warn", "oral.drop-outside-taper": "warn"}
    # Drawn up so, the patient would get more than before: no reduction, whatever the order calls itself.
    rising = by_mouth(AT, 5, 5, 5, product="fleqsuvy-120", volume_each="5 mL", reason="toxicity")
    assert words(AREA, on(20, 20, 20), rising)["oral.measured-too-much"] == "stop"


def test_a_volume_without_a_strength_is_refused() -> None:
    for fields in ({}, {"product": "D2"}, {"product": "acella-cup"}, {"product": "nobody's"}):
        found = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, volume_each="10 mL", **fields))
        assert found["units.volume-without-strength"].severity.word == "stop"
        assert found["units.volume-without-strength"].missing
    easing = by_mouth(AT, 5, 5, 5, volume_each="10 mL", reason="toxicity")
    assert not refuses(AREA, on(10, 10, 10), easing)
    assert "units.slip-in-reduction" in spoken(AREA, on(10, 10, 10), easing)


def test_an_intrathecal_product_by_mouth_is_refused() -> None:
    one = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, product="A2"))["intrathecal.wrong-route"]
    assert one.severity.word == "stop"
    assert one.value("product") == "A2"


@pytest.mark.parametrize("route", ["intravenous", "intramuscular", "intrathecal", "transdermal", "epidural"])
def test_a_dose_for_the_mouth_by_another_route_is_refused(route: str) -> None:
    for fields in ({}, {"product": "D1"}):
        one = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, route=route, **fields))["oral.wrong-route"]
        assert one.severity.word == "stop"
        assert one.value("route") == route
    by_vein = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, route="intravenous", product="A2"))
    assert by_vein["intrathecal.wrong-route"].value("route") == "intravenous"


def test_a_cream_is_no_dose_for_the_mouth() -> None:
    found = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, product="transdermal-lipoderm"))
    assert found["oral.wrong-route"].value("made_for") == "transdermal"


def test_an_intrathecal_dose_of_an_intrathecal_product_is_no_order_by_mouth() -> None:
    found = words(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, product="A2", route="intrathecal"))
    assert found["oral.wrong-route"] == "stop"


def test_what_cannot_be_had_cannot_be_ordered() -> None:
    one = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, product="lyvispah-10"))["oral.product-not-orderable"]
    assert one.severity.word == "stop"
    assert monograph.product("lyvispah-10").reason in one.says
    # What is left at home may serve a reduction for toxicity.
    easing = by_mouth(AT, 10, 10, product="lyvispah-10", reason="toxicity")
    assert not refuses(AREA, on(10, 10, 10), easing)


def test_an_unknown_product_cannot_be_assessed() -> None:
    one = spoken(AREA, on(10, 10, 10), by_mouth(AT, 10, 10, 10, product="mystery"))["record.cannot-assess"]
    assert one.missing == ("a product of the catalogue, with its strength",)
    assert "'mystery'" in one.says


def test_whole_tablets_make_a_dose_or_the_order_says_that_they_do_not() -> None:
    one = spoken(AREA, on(15, 15, 15), by_mouth(AT, 20, 20, 15, product="D3"))["oral.product-cannot-make-dose"]
    assert one.severity.word == "warn"
    assert (one.value("dose"), one.value("unit")) == (mg(15)[0], mg(10)[0])
    assert spoken(AREA, on(15, 15, 15), by_mouth(AT, 20, 20, 15, product="D2")) == {}


def test_missed_days_are_shown_and_change_nothing() -> None:
    missed = event("doses missed", "2026-03-18T08:00", days=4)
    known = state(takes(20, 20, 20), missed)
    found = spoken(AREA, known, by_mouth(AT, 20, 20, 20))
    assert {rule: one.severity.word for rule, one in found.items()} == {"oral.missed-days": "warn"}
    assert found["oral.missed-days"].value("days") == 4
    looked = state(takes(20, 20, 20), missed, event("assessment", "2026-03-19T08:00", responding=True))
    assert spoken(AREA, looked, by_mouth(AT, 20, 20, 20)) == {}
    before = state(event("doses missed", "2026-03-01T08:00", days=4), takes(20, 20, 20))
    assert spoken(AREA, before, by_mouth(AT, 20, 20, 20)) == {}
    later = order("oral", "2026-03-17T08:00", doses=["20 mg"] * 3)
    assert spoken(AREA, known, later) == {}
