"""The pages that are made from the code and from docs/safety hold all of it."""

from __future__ import annotations

import re

import pytest

from docs.hooks import actions, safety
from lentus.record.orders.figures import SECOND_FACTS, SECOND_ORDERS
from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.printing import SHEETS
from scripts.safety.hazards import hazards
from scripts.safety.parts import locked
from scripts.safety.requirements import requirements
from tests.house.test_writing import faults


def test_every_action_has_its_place_and_says_whether_two_people_are_needed() -> None:
    page = actions.actions_page()
    assert [one for one in ACTIONS if f"{{ #{one} }}" not in page] == []
    two = {key for key, one in ACTIONS.items() if "figures" in actions.second_text(one)}
    kinds = {kind for key in two for kind in ACTIONS[key].kinds}
    assert kinds == {*SECOND_ORDERS, *SECOND_FACTS}


def test_every_check_of_an_order_stands_beside_it() -> None:
    for one in ACTIONS.values():
        told = actions.checks_text(one)
        assert ("What is checked (" in told) is (one.makes == "order")
        assert "(0)" not in told


def test_every_sheet_is_told() -> None:
    page = actions.sheets_page()
    assert [one.name for one in SHEETS if one.title not in page] == []
    assert set(actions.ON_SHEET) == {one.name for one in SHEETS}


def test_requirements_hazards_and_parts_are_all_on_their_pages() -> None:
    told = safety.requirements_page()
    assert [one.id for one in requirements() if f'id="{one.id}"' not in told] == []
    told = safety.hazards_page()
    assert [one.id for one in hazards() if f"{{ #{one.id} }}" not in told] == []
    told = safety.parts_page()
    assert [name for name in locked() if f"**{name}**" not in told] == []


def test_a_link_inside_the_safety_case_leads_somewhere() -> None:
    ids = {one.id for one in requirements()} | {one.id for one in hazards()}
    for make in safety.PAGES.values():
        assert set(re.findall(r"#((?:REQ|HAZ)-[\w-]+)", make())) <= ids


@pytest.mark.parametrize("make", [*safety.PAGES.values(), actions.actions_page, actions.sheets_page])
def test_no_made_page_can_be_misread(make: object) -> None:
    assert callable(make)
    assert faults(make()) == []
