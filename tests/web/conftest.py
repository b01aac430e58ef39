"""A clinic for the tests of the pages: in memory for quick ones, really served for those in a browser.

`client("nurse")` is a person at a desk without a browser. `page` is a tab of real Chromium on `demo_server`;
`sign_in(page, "nurse")` signs in there, `axe(page)` lists what axe finds against the page.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from fastapi import FastAPI

from lentus.record import Store
from lentus.web.app import create_app
from lentus.web.serving import Address, listen
from tests.web.clinic import demo_store as make_store
from tests.web.desk import Desk
from tests.web.workbench import workbench_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SECRET = b"a secret of the tests"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A small demo clinic that all tests of one process share: look at it, and write only into charts of your own."""
    store = make_store(tmp_path_factory.mktemp("demo"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def app(demo_store: Store) -> FastAPI:
    """The application over the small demo clinic."""
    return create_app(demo_store, secret=SECRET)


@pytest.fixture
def client(app: FastAPI) -> Callable[[str], Desk]:
    """`client(role)`: a person of that role at a desk; `client("")` is nobody yet."""

    def at_desk(role: str = "") -> Desk:
        return Desk(app, role)

    return at_desk


class Served:
    """A server in a thread: its address, and a way to take it off the line."""

    def __init__(self, app: FastAPI, port: int = 0) -> None:
        import uvicorn

        self.app = app
        self.socket = listen(Address(port=port))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """Off the line."""
        self._server.should_exit = True
        self._thread.join(10)
        self.socket.close()


@pytest.fixture(scope="session")
def demo_server(app: FastAPI) -> Iterator[str]:
    """The address of the small demo clinic, really served."""
    served = Served(app)
    yield served.url
    served.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the test is skipped where there is none, unless LENTUS_REQUIRE_ALL=1 says that there must be."""
    if CHROMIUM is None:
        if os.environ.get("LENTUS_REQUIRE_ALL") == "1":
            pytest.fail("there is no chromium: install it (scripts/system-packages.sh names the package)")
        pytest.skip("there is no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, demo_server: str) -> Iterator[Page]:
    """A fresh tab with its own cookies, on the demo clinic. A word on the console or another host fails the test."""
    context = browser.new_context(base_url=demo_server, viewport=WIDE)  # type: ignore[arg-type]
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.said = said  # type: ignore[attr-defined]
    yield tab
    context.close()
    unexpected = [line for line in said if "Failed to load resource" not in line]
    assert unexpected == [], "the browser's console tells of a fault, or of something that the policy forbids"


class Tabs(Protocol):
    """`tabs(person)`: a tab in which that person is signed in, the same one each time."""

    def __call__(self, person: str) -> Page:
        """The tab of a demo person, or of nobody."""


@pytest.fixture(scope="session")
def tabs(browser: Browser, demo_server: str) -> Iterator[Tabs]:
    """Tabs for tests that only look: each person signs in once."""
    kept: dict[str, Page] = {}

    def tab_of(person: str) -> Page:
        if person not in kept:
            kept[person] = browser.new_context(base_url=demo_server).new_page()
            kept[person].set_default_timeout(30_000)
            if person:
                by_button(kept[person], person)
        return kept[person]

    yield tab_of
    for tab in kept.values():
        tab.context.close()


def by_button(tab: Page, person: str) -> None:
    """Sign in by the button of the demo clinic."""
    tab.goto("/sign-in")
    tab.locator(f"button[name=person][value={person}]").click()
    tab.wait_for_selector("form[action='/sign-out']")


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """`sign_in(page, "nurse")`: by the button of the demo clinic."""
    return by_button


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what axe finds, one line for each violation with the elements; empty where there is none."""
    from axe_playwright_python.sync_playwright import Axe

    def violations(tab: Page) -> list[str]:
        found: Any = Axe().run(tab).response["violations"]
        return [
            f"{one['id']} ({one['impact']}): {one['help']}: {[node['html'][:160] for node in one['nodes'][:4]]}"
            for one in found
        ]

    return violations


@pytest.fixture
def shots() -> Callable[[Page, str], None]:
    """`shots(page, name)`: a picture of the whole page into LENTUS_SHOTS, where that names a folder."""
    folder = os.environ.get("LENTUS_SHOTS", "")

    def taken(tab: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            tab.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return taken


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A demo clinic of the bundled examples, on a day on which each shows something: write into charts of your own."""
    store = workbench_store(tmp_path_factory.mktemp("workbench"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def workbench_app(workbench: Store) -> FastAPI:
    """The application over the clinic of examples."""
    return create_app(workbench, secret=SECRET)


@pytest.fixture
def desk(workbench_app: FastAPI) -> Callable[[str], Desk]:
    """`desk(role)`: a person of that role in the clinic of examples."""

    def at_desk(role: str = "nurse") -> Desk:
        return Desk(workbench_app, role)

    return at_desk


@pytest.fixture(scope="session")
def workbench_server(workbench_app: FastAPI) -> Iterator[str]:
    """The address of the clinic of examples, really served."""
    served = Served(workbench_app)
    yield served.url
    served.stop()


@pytest.fixture
def tab(browser: Browser, workbench_server: str, sign_in: Callable[[Page, str], None]) -> Iterator[Page]:
    """A tab on the clinic of examples, signed in as a nurse. A word on the console fails the test."""
    context = browser.new_context(base_url=workbench_server, viewport=WIDE)  # type: ignore[arg-type]
    made = context.new_page()
    made.set_default_timeout(30_000)
    said: list[str] = []
    made.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: said.append(str(error)))
    sign_in(made, "nurse")
    yield made
    context.close()
    assert [line for line in said if "Failed to load resource" not in line] == []
