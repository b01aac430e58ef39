"""Look-ups about a product in the hand, at their limits and just beyond; unknown is an answer."""

from __future__ import annotations

from datetime import date

import pytest

from lentus import monograph
from lentus.errors import CannotAssess, MonographError
from lentus.monograph import handling
from lentus.quantity import Duration, Mass, Temperature, Volume


@pytest.mark.parametrize(
    ("key", "degrees", "fine"),
    [
        ("ozobax-473", 22, False),
        ("ozobax-ds-473", 22, True),
        ("ozobax-473", 5, True),
        ("ozobax-473", 2, True),
        ("ozobax-473", 1, False),
        ("ozobax-473", 8, True),
        ("ozobax-473", 9, False),
        ("ozobax-ds-237", 5, False),
        ("D3", 20, True),
        ("D3", 19, False),
        ("D3", 25, True),
        ("D3", 26, False),
        ("lioresal-500", 30, True),
        ("lioresal-500", 31, False),
        ("lioresal-500", 4, True),
        ("maia-500", 28, False),
    ],
)
def test_storage(key: str, degrees: int, fine: bool) -> None:
    assert handling.storage_ok(monograph.product(key), Temperature.exact(degrees, "degC")) is fine


def test_unknown_storage_is_not_fine() -> None:
    with pytest.raises(
        CannotAssess, match=r"cannot assess the storage of .*Trifluent.*: needs the storage range on its"
    ):
        handling.storage_ok(monograph.product("trifluent-473"), Temperature.exact(5, "degC"))


@pytest.mark.parametrize(
    ("opened", "day", "usable"),
    [
        (date(2026, 1, 10), date(2026, 3, 16), False),  # 65 days
        (date(2026, 1, 10), date(2026, 3, 9), True),
        (date(2026, 1, 10), date(2026, 3, 10), False),
        (date(2026, 12, 31), date(2027, 2, 28), True),
        (date(2026, 12, 31), date(2027, 3, 1), False),
        (date(2026, 1, 10), date(2026, 1, 10), True),
    ],
)
def test_an_opened_bottle(opened: date, day: date, usable: bool) -> None:
    assert handling.opened_usable(monograph.product("fleqsuvy-120"), opened, day) is usable


def test_the_day_to_discard_an_opened_bottle() -> None:
    assert handling.discard_day(monograph.product("fleqsuvy-300"), date(2026, 1, 10)) == date(2026, 3, 10)
    with pytest.raises(CannotAssess, match=r"how long Ozobax .* keeps once opened: needs the time after opening on"):
        handling.discard_day(monograph.product("ozobax-473"), date(2026, 1, 10))
    with pytest.raises(MonographError, match="2026-01-09 lies before the opening on 2026-01-10"):
        handling.opened_usable(monograph.product("fleqsuvy-120"), date(2026, 1, 10), date(2026, 1, 9))


@pytest.mark.parametrize(
    ("mixed_for", "usable"), [("3 h", False), ("121 min", False), ("120 min", True), ("0 h", True)]
)
def test_a_mixed_dose(mixed_for: str, usable: bool) -> None:
    assert handling.mixed_usable(monograph.product("lyvispah-10"), Duration.read(mixed_for)) is usable


def test_what_is_never_mixed_cannot_be_assessed() -> None:
    with pytest.raises(CannotAssess, match="cannot assess a time after mixing for Baclofen tablet 5 mg: needs a time"):
        handling.mixed_usable(monograph.product("D2"), Duration.read("1 h"))


@pytest.mark.parametrize(
    ("key", "kind", "least"),
    [
        ("lyvispah-20", "nasogastric", 8),
        ("lyvispah-20", "gastrostomy", 12),
        ("lyvispah-20", "peg", 14),
        ("lyvispah-20", "gastrojejunal", 16),
        ("fleqsuvy-120", "nasogastric", 8),
    ],
)
def test_tubes(key: str, kind: str, least: int) -> None:
    product = monograph.product(key)
    assert not handling.tube_ok(product, kind, least - 1)
    assert handling.tube_ok(product, kind, least)
    assert handling.tube_ok(product, kind, least + 1)


def test_tubes_that_nobody_tried() -> None:
    with pytest.raises(CannotAssess, match=r"cannot assess a size of peg tube for Fleqsuvy"):
        handling.tube_ok(monograph.product("fleqsuvy-120"), "peg", 20)
    with pytest.raises(
        MonographError, match="no kind of tube 'nasal'; there are nasogastric, gastrostomy, peg, gastro"
    ):
        handling.tube_ok(monograph.product("lyvispah-5"), "nasal", 8)


@pytest.mark.parametrize(
    ("key", "fine"),
    [("C2", False), ("gablofen-500-syringe", False), ("maia-50", False), ("A1", True), ("lioresal-500", True)],
)
def test_a_sterile_field(key: str, fine: bool) -> None:
    assert handling.sterile_field_ok(monograph.product(key)) is fine


@pytest.mark.parametrize("key", ["D1", "bond-4000-bag", "lioresal-kit", "gablofen-former-1000", "D2"])
def test_a_sterile_field_where_the_container_does_not_tell(key: str) -> None:
    with pytest.raises(
        CannotAssess, match=r"may enter a sterile field: needs an intrathecal product and its container$"
    ):
        handling.sterile_field_ok(monograph.product(key))


@pytest.mark.parametrize(
    ("held", "believed", "drawn", "real", "thought"),
    [("fleqsuvy-120", "D1", 15, 75, 15), ("D1", "fleqsuvy-120", 3, 3, 15)],
)
def test_a_volume_drawn_from_the_wrong_bottle(held: str, believed: str, drawn: int, real: int, thought: int) -> None:
    found = handling.drawn_and_believed(monograph.product(held), monograph.product(believed), Volume.exact(drawn, "mL"))
    assert found == (Mass.exact(real, "mg"), Mass.exact(thought, "mg"))
