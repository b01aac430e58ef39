"""A session that ends and a line that breaks cost nobody what they typed: shown in real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from sqlalchemy import delete

from lentus.errors import StoreUnavailable
from lentus.record import Store
from lentus.record.settings import settings
from lentus.record.tables import SESSIONS
from lentus.web.app import create_app
from tests.web.clinic import demo_store as make_store
from tests.web.conftest import SECRET, Served, by_button

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
NAME = "Clinic <of> the \u00e9vening & more"
Tab = tuple["Page", "Clinic"]


class Clinic:
    """A clinic of one test's own, which can be taken off the line and put back at the same address."""

    def __init__(self, folder: Path) -> None:
        self.store: Store = make_store(folder)
        self.served = Served(create_app(self.store, secret=SECRET))

    def gone(self) -> None:
        """Off the line."""
        self.served.stop()

    def back(self) -> None:
        """On the line again, as a new process would be: with a new secret."""
        self.served = Served(create_app(self.store, secret=b"another"), self.served.port)

    def end_sessions(self) -> None:
        """Everybody's session ends, as by the clock."""
        with self.store.transaction() as writing:
            writing.execute(delete(SESSIONS))


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.gone()
    made.store.close()


@pytest.fixture
def opened(browser: Browser, clinic: Clinic) -> Iterator[Callable[[bool], Page]]:
    """`opened(script)`: the settings form, filled in and not sent."""
    contexts = []

    def form(script: bool) -> Page:
        contexts.append(browser.new_context(base_url=clinic.served.url, java_script_enabled=script))
        tab = contexts[-1].new_page()
        tab.set_default_timeout(30_000)
        by_button(tab, "administrator")
        tab.goto("/admin/settings")
        tab.fill("#name", NAME)
        tab.fill("#reason", "the evening clinic opens")
        return tab

    yield form
    for context in contexts:
        context.close()


def test_the_session_ends_and_the_form_stays(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    tab = opened(True)
    clinic.end_sessions()
    tab.click("text=Save as a new version")
    tab.wait_for_selector("#again[open]")
    assert tab.input_value("#name") == NAME
    assert settings(clinic.store).name == ""
    tab.click("#again button[value=administrator]")
    tab.click("text=Back to the form")
    assert not tab.is_visible("#again")
    assert tab.input_value("#name") == NAME
    _saved(tab, clinic)


def test_a_refused_password_in_place_loses_nothing_either(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    tab = opened(True)
    clinic.end_sessions()
    tab.click("text=Save as a new version")
    tab.click("#again summary")
    tab.fill("#sign-in-name", "administrator")
    tab.fill("#sign-in-password", "wrong words here")
    tab.press("#sign-in-password", "Enter")
    tab.wait_for_selector("#again .refused")
    assert tab.input_value("#name") == NAME
    tab.click("#again button[value=administrator]")
    tab.click("text=Back to the form")
    _saved(tab, clinic)


def test_the_server_is_away_and_the_form_stays(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    tab = opened(True)
    clinic.gone()
    tab.click("text=Save as a new version")
    tab.wait_for_selector("#line-lost:visible")
    assert "nothing is lost" in tab.inner_text("#line-lost")
    assert tab.input_value("#name") == NAME
    clinic.back()
    _saved(tab, clinic)


def test_the_network_is_away_and_the_form_stays(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    tab = opened(True)
    tab.context.set_offline(True)
    tab.wait_for_selector("#line-lost:visible")
    tab.click("text=Save as a new version")
    assert tab.is_visible("#line-lost")
    assert tab.input_value("#name") == NAME
    tab.context.set_offline(False)
    _saved(tab, clinic)


def test_without_script_the_form_comes_back_after_sign_in(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    tab = opened(False)
    clinic.end_sessions()
    tab.click("text=Save as a new version")
    assert "Sign in again" in tab.inner_text("h1")
    tab.click("button[value=administrator]")
    assert "Not sent yet" in tab.inner_text("h1")
    assert NAME in tab.inner_text("main")
    tab.click("text=Send it now")
    assert settings(clinic.store).name == NAME


def test_a_refused_form_keeps_what_was_typed_and_shows_where(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    tab = opened(True)
    tab.fill("#idle_minutes", "many")
    tab.click("text=Save as a new version")
    tab.wait_for_selector(".refused")
    assert tab.evaluate("document.activeElement.className") == "refused"
    assert tab.input_value("#name") == NAME
    assert tab.input_value("#idle_minutes") == "many"
    tab.click(".refused a")
    assert tab.evaluate("document.activeElement.id") == "idle_minutes"
    tab.fill("#idle_minutes", "20")
    _saved(tab, clinic)


def test_somebody_else_was_faster_and_the_form_stays(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    first, second = opened(True), opened(True)
    second.fill("#name", "The faster one")
    second.click("text=Save as a new version")
    second.wait_for_selector(".done")
    first.click("text=Save as a new version")
    first.wait_for_selector(".refused")
    assert "meanwhile" in first.inner_text(".refused")
    assert first.input_value("#name") == NAME
    assert settings(clinic.store).name == "The faster one"
    _saved(first, clinic)


def test_the_record_is_away_and_the_form_stays(
    clinic: Clinic, opened: Callable[[bool], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    tab, bare = opened(True), opened(False)
    with monkeypatch.context() as away:
        away.setattr(Store, "transaction", _away)
        tab.click("text=Save as a new version")
        tab.wait_for_selector("#line-lost:visible")
        assert "disk is full" in tab.inner_text("#line-lost")
        assert tab.input_value("#name") == NAME
        bare.click("text=Save as a new version")
        assert "disk is full" in bare.inner_text("main")
        assert NAME in bare.inner_text("main")
    bare.click('button:has-text("Send it again")')
    assert settings(clinic.store).name == NAME
    tab.click("text=Save as a new version")
    tab.wait_for_selector(".refused")
    assert "meanwhile" in tab.inner_text(".refused")


def _away(_: Store) -> NoReturn:
    raise StoreUnavailable("The disk is full.")


def test_a_page_that_nobody_uses_is_covered(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    tab = opened(True)
    tab.clock.install()
    tab.goto("/admin/settings")
    tab.fill("#name", NAME)
    tab.fill("#reason", "the evening clinic opens")
    tab.clock.fast_forward("10:00")
    assert tab.is_visible("#name")
    tab.clock.fast_forward("10:00")
    assert not tab.is_visible("#name")
    tab.keyboard.press("Escape")
    assert not tab.is_visible("#name")
    tab.click("text=Show the page")
    tab.wait_for_selector("#name")
    assert tab.input_value("#name") == NAME
    tab.clock.fast_forward("20:00")
    clinic.end_sessions()
    tab.click("text=Show the page")
    tab.click("#again button[value=administrator]")
    tab.click("text=Back to the form")
    assert tab.input_value("#name") == NAME
    _saved(tab, clinic)


def test_nothing_is_left_in_the_browser(clinic: Clinic, opened: Callable[[bool], Page]) -> None:
    tab = opened(True)
    tab.click("text=Save as a new version")
    tab.wait_for_selector(".done")
    assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert tab.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert tab.evaluate("document.cookie") == ""
    assert clinic.store.demo


def _saved(tab: Page, clinic: Clinic) -> None:
    tab.click("text=Save as a new version")
    tab.wait_for_selector(".done")
    assert settings(clinic.store).name == NAME
