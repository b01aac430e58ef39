"""A nurse opens a calendar's address in a real browser, reads it once, and closes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.slow
def test_an_address_is_opened_read_once_and_closed(
    tab: Page, axe: Callable[[Page], list[str]], shots: Callable[[Page, str], None]
) -> None:
    tab.goto("/patients")
    tab.get_by_role("link", name="Refill dates in a calendar").click()
    tab.get_by_label("For whom or which calendar").fill("The ward's phone")
    tab.get_by_role("button", name="Open an address").click()
    address = tab.locator("code", has_text="/calendar/").inner_text()
    assert axe(tab) == []
    shots(tab, "calendar-opened")
    feed = tab.request.get(address)
    assert feed.status == 200
    assert feed.text().startswith("BEGIN:VCALENDAR\r\n")
    assert feed.text().count("BEGIN:VEVENT") > 0
    tab.goto("/calendars")
    assert address not in tab.content()
    tab.get_by_role("button", name="Close").first.click()
    tab.get_by_text("The address is closed.").wait_for()
    assert tab.request.get(address).status == 404
