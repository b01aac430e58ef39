"""A whole visit without a mouse: every place is reached by Tab, seen when it is reached, and left again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.clinic import FIRST

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
MOST_STOPS = 200
_STANDING = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {
        text: (at.innerText || at.value || at.getAttribute('aria-label') || at.name || at.tagName).trim().slice(0, 40),
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0,
        inside: box.right > 0 && box.left < innerWidth,
    };
}"""


def stops(tab: Page) -> list[str]:
    """Every place that Tab reaches until the page begins again; each must be seen."""
    found: list[str] = []
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        at = tab.evaluate(_STANDING)
        if at is None:
            return found
        assert at["seen"], f"{at['text']!r} is reached and not seen"
        assert at["inside"], f"{at['text']!r} is reached outside of the page"
        found.append(at["text"])
        if len(found) > 3 and found[:2] == found[-2:]:
            return found[:-2]
    raise AssertionError(f"Tab never comes around: {found[-8:]}")


def walk_to(tab: Page, text: str) -> None:
    """Press Tab until `text` is reached."""
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        at = tab.evaluate(_STANDING)
        if at is not None and at["text"].startswith(text):
            return
    raise AssertionError(f"{text!r} is not reached by Tab")


def test_a_visit_by_keyboard_alone(page: Page) -> None:
    page.goto("/sign-in")
    walk_to(page, "Continue as administrator")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin")
    page.keyboard.press("Tab")
    assert page.evaluate(_STANDING)["text"] == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    walk_to(page, "Settings")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/settings")
    walk_to(page, "Sign out")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")


@pytest.mark.parametrize("path", ["/admin", "/admin/people", "/admin/record"])
def test_no_place_keeps_the_keyboard(page: Page, path: str) -> None:
    page.goto("/sign-in")
    page.click("button[value=administrator]")
    page.wait_for_url("**/admin")
    page.goto(path)
    found = stops(page)
    assert found[0] == "Skip to the content"
    assert "Sign out" in found


@pytest.mark.parametrize(
    "path", ["/", "/patients", "/p/{chart}", "/p/{chart}/do/weight", "/calculators/refill", "/compare", "/monograph"]
)
def test_no_place_of_the_clinic_keeps_the_keyboard(page: Page, path: str) -> None:
    page.goto("/sign-in")
    page.click("button[value=nurse]")
    page.wait_for_selector("form[action='/sign-out']")
    page.goto(path.format(chart=FIRST))
    found = stops(page)
    assert found[0] == "Skip to the content"
    assert "Emergency" in found


def test_nothing_moves_where_somebody_asked_for_that(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/sign-in")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert moving == 0
