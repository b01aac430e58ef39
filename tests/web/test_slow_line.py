"""On a slow line a form that is sent twice is recorded once, and what was typed for a patient outlives a lost line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lentus.record import chart
from tests.web.clinic import FIRST
from tests.web.conftest import by_button
from tests.web.test_keyboard import walk_to
from tests.web.test_typed_text_is_kept import Clinic

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
"""A bad day of 3G: milliseconds, and bytes a second."""


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.gone()
    made.store.close()


@pytest.fixture
def nurse(browser: Browser, clinic: Clinic) -> Iterator[Page]:
    """A nurse's tab on the form of a weight."""
    context = browser.new_context(base_url=clinic.served.url, viewport={"width": 360, "height": 760})
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    by_button(tab, "nurse")
    tab.goto(f"/p/{FIRST}/do/weight")
    yield tab
    context.close()


def weights(clinic: Clinic) -> list[str]:
    return [str(one.weight) for one in chart(clinic.store, FIRST).told if one.kind == "weight"]


def fill(tab: Page) -> None:
    tab.fill("[name=weight]", "70 kg")
    tab.check("#identified")


def test_a_form_sent_twice_on_a_slow_line_is_recorded_once(clinic: Clinic, nurse: Page) -> None:
    nurse.context.new_cdp_session(nurse).send("Network.emulateNetworkConditions", SLOW)
    fill(nurse)
    send = nurse.locator("#the-form button[type=submit]:not(.unseen)").first
    send.click(no_wait_after=True)
    send.click(no_wait_after=True, force=True)
    nurse.wait_for_url(f"**/p/{FIRST}")
    assert weights(clinic) == ["70 kg"]
    assert "70\u00a0kg" in nurse.inner_text("main")


def test_what_was_typed_for_a_patient_outlives_a_lost_line(clinic: Clinic, nurse: Page) -> None:
    fill(nurse)
    clinic.gone()
    nurse.locator("#the-form button[type=submit]:not(.unseen)").first.click()
    nurse.wait_for_selector("#line-lost:visible")
    assert nurse.input_value("[name=weight]") == "70 kg"
    assert weights(clinic) == []
    clinic.back()
    nurse.locator("#the-form button[type=submit]:not(.unseen)").first.click()
    nurse.wait_for_url(f"**/p/{FIRST}")
    assert weights(clinic) == ["70 kg"]


def test_a_weight_is_recorded_by_keyboard_alone(clinic: Clinic, nurse: Page) -> None:
    nurse.set_viewport_size({"width": 1280, "height": 900})
    nurse.goto("/")
    walk_to(nurse, "Patients")
    nurse.keyboard.press("Enter")
    nurse.wait_for_url("**/patients")
    walk_to(nurse, "Ida Example")
    nurse.keyboard.press("Enter")
    nurse.wait_for_url(f"**/p/{FIRST}")
    walk_to(nurse, "Weight")
    nurse.keyboard.press("Enter")
    nurse.wait_for_url("**/do/weight")
    until(nurse, "weight")
    nurse.keyboard.type("70 kg")
    until(nurse, "identified")
    nurse.keyboard.press("Space")
    nurse.keyboard.press("Enter")
    nurse.wait_for_url(f"**/p/{FIRST}")
    assert weights(clinic) == ["70 kg"]


def until(tab: Page, name: str) -> None:
    """Press Tab until the field of this name is reached."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"the field {name!r} is not reached by Tab")
