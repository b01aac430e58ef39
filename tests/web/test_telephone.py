"""On a telephone: whose page it is stays in sight, and what cannot wait stands on the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lentus.record import Store, chart
from lentus.record.readmodels.today import of_chart
from tests.web.workbench import EXAMPLES, chart_id

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
PHONE = {"width": 360, "height": 760}
HALF = 0.5
"""The share of the first screen above which the first thing that cannot wait begins."""

_TOP = "one => one.getBoundingClientRect().top"
_BOTTOM = "one => one.getBoundingClientRect().bottom"


@pytest.mark.parametrize("path", ["", "/history", "/do/weight", "/forecast", "/emergency/withdrawal"])
def test_both_identifiers_stay_in_sight_on_every_page_of_a_patient(workbench: Store, tab: Page, path: str) -> None:
    name = chart_id("spinal-adult-pump")
    patient = chart(workbench, name).patient
    tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
    tab.goto(f"/p/{name}{path}")
    banner = tab.locator(".patient-banner")
    for _ in range(2):
        assert banner.evaluate(_TOP) >= 0
        words = banner.inner_text()
        assert patient.name in words
        assert patient.id in words
        assert banner.get_by_text(patient.name).evaluate(_TOP) >= 0
        for way in ("Withdrawal?", "Overdose?"):
            assert banner.get_by_role("link", name=way).is_visible(), "one tap from anywhere"
        tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert banner.evaluate("one => one.getBoundingClientRect().height") < PHONE["height"] / 6


def test_the_first_thing_that_cannot_wait_is_on_the_first_screen(workbench: Store, tab: Page) -> None:
    tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
    grave = [name for name in EXAMPLES if any(one.kind == "wrong" for one in of_chart(workbench, chart_id(name)))]
    assert grave
    for name in grave:
        tab.goto(f"/p/{chart_id(name)}")
        first = tab.locator(".worklist--own > li").first
        assert first.evaluate(_TOP) < HALF * PHONE["height"], name
    tab.goto("/")
    assert tab.locator(".worklist > li").first.evaluate(_TOP) < PHONE["height"] * 2 / 3
    assert tab.locator(".work").first.locator("h2").inner_text().startswith("Something wrong")


@pytest.mark.parametrize("path", ["", "/do/weight"])
def test_what_is_reached_by_keyboard_is_never_under_the_banner(tab: Page, path: str) -> None:
    tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
    tab.goto(f"/p/{chart_id('spinal-adult-pump')}{path}")
    banner = tab.locator(".patient-banner")
    for key in ["Tab"] * 25 + ["Shift+Tab"] * 12:
        tab.keyboard.press(key)
        inside = tab.evaluate("document.querySelector('main').contains(document.activeElement)")
        if inside and tab.evaluate("document.activeElement !== document.querySelector('main')"):
            at = tab.evaluate("document.activeElement.getBoundingClientRect().bottom")
            assert at > banner.evaluate(_BOTTOM), tab.evaluate("document.activeElement.outerHTML.slice(0, 80)")
