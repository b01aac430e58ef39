"""Each page of tests/web/pages.py in real Chromium: for everybody, on a phone, with large text, and readable safely."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from tests.house.test_writing import faults
from tests.web.pages import PAGES, PageSpec

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.web.conftest import Tabs

PHONE = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
TWO_LINES = 80


@pytest.mark.slow
@pytest.mark.parametrize("spec", PAGES, ids=lambda one: f"{one.name}-{one.person or 'nobody'}")
def test_page(spec: PageSpec, tabs: Tabs, axe: Callable[[Page], list[str]], shots: Callable[[Page, str], None]) -> None:
    tab = tabs(spec.person)
    tab.set_viewport_size(WIDE)  # type: ignore[arg-type]
    answer = tab.goto(spec.url)
    assert answer is not None
    assert answer.status == spec.status
    assert tab.locator("h1").count() == 1, "one title"
    assert axe(tab) == []
    assert faults(tab.inner_text("body")) == []
    _whole_width(tab)
    places = tab.locator("nav.places").bounding_box()
    assert places is not None
    assert places["height"] < TWO_LINES, "the way to every other page is one line, and not a list before the page"
    shots(tab, f"{spec.name}-{spec.person or 'nobody'}-wide")
    tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
    _whole_width(tab)
    if "/do/" not in spec.path:  # the actions share one form: its phone is looked at once, on /do
        assert axe(tab) == []
    shots(tab, f"{spec.name}-{spec.person or 'nobody'}-phone")
    tab.set_viewport_size({"width": 640, "height": 800})
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    _whole_width(tab)


def _whole_width(tab: Page) -> None:
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page scrolls sideways by {wide} px: {_widest(tab)}"


def _widest(tab: Page) -> str:
    found: str = tab.evaluate(
        """() => {
            const all = [...document.querySelectorAll('body *')].filter(e => !e.closest('.wide'));
            const far = all.map(e => [e.getBoundingClientRect().right, e.outerHTML.slice(0, 120)]);
            far.sort((a, b) => b[0] - a[0]);
            return far.slice(0, 3).map(one => one.join(' ')).join(' | ');
        }"""
    )
    return found


ELSEWHERE = {
    "/first": "test_serving.py opens it with its link",
    "/admin/record/work": "a part of /admin/record, asked for while work goes on: test_administration.py",
    "/p/{chart_id}/orders/{order_id}": "actions/test_browser.py, as each of the people who open it",
    "/p/{chart_id}/orders/{order_id}/do/{action}": "the form of its action, filled in from the order",
    "/p/{chart_id}/verify/{event_id}": "actions/test_orders.py; the form of the second entry",
}
"""Pages that need more than a chart to be there, and where they are held."""


def test_no_page_is_left_out(app: FastAPI) -> None:
    """Every address that a browser can open has its line in pages.py: a new page cannot stay unseen by axe."""
    opened = [spec.url for spec in PAGES if spec.status == 200]
    paths = [path for path, operations in app.openapi()["paths"].items() if "get" in operations]
    pages = [path for path in paths if not path.endswith((".pdf", ".ics")) and path not in ELSEWHERE]
    patterns = {path: re.compile(re.sub(r"\{\w+\}", r"[^/?]+", path) + r"(\?.*)?") for path in pages}
    assert [path for path, known in patterns.items() if not any(map(known.fullmatch, opened))] == []
    assert set(ELSEWHERE) <= set(paths)
