"""In real Chromium: a form that answers while it is typed, and every way in which typing could get lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from sqlalchemy import delete, select

from lentus.record import Store, chart
from lentus.record.tables import SESSIONS
from tests.web.actions.scenes import ORAL, PUMP
from tests.web.conftest import WIDE, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
Charts = Callable[..., str]
People = Callable[..., "Page"]
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def acting_server(acting_app: FastAPI) -> Iterator[str]:
    served = Served(acting_app)
    yield served.url
    served.stop()


@pytest.fixture
def people(browser: Browser, acting_server: str) -> Iterator[People]:
    """`people("nurse")`: a browser of that person's own, signed in."""
    with ExitStack() as stack:

        def person(name: str, size: dict[str, int] = WIDE) -> Page:
            context = browser.new_context(base_url=acting_server, viewport=size)  # type: ignore[arg-type]
            stack.callback(context.close)
            tab = context.new_page()
            tab.set_default_timeout(30_000)
            tab.on("dialog", lambda box: box.accept())
            tab.goto("/sign-in")
            tab.locator(f"button[name=person][value={name}]").click()
            tab.wait_for_selector("form[action='/sign-out']")
            return tab

        yield person


def confirmed(tab: Page) -> None:
    tab.locator("#identified").check()


def send(tab: Page) -> None:
    tab.locator("#the-form button.button").click()


def test_findings_and_words_follow_the_typing(
    people: People, new_chart: Charts, axe: Callable[[Page], list[str]]
) -> None:
    tab = people("nurse")
    tab.goto(f"/p/{new_chart(PUMP)}/do/program")
    dose = tab.locator("[name=daily_dose]")
    dose.press_sequentially("1,5 mcg/day", delay=10)
    said = tab.locator("#f-daily-dose-said")
    said.locator(".echo-fault").wait_for()
    assert "comma" in said.inner_text()
    assert tab.locator("#live .findings").count() == 0
    dose.fill("240 mcg/day")
    said.locator(".echo-words").wait_for()
    assert "240\u00a0mcg per day, intrathecal" in said.inner_text()
    tab.locator("#live .finding--override").first.wait_for()
    assert tab.locator("#offered button").count() == 0
    assert dose.evaluate("one => one === document.activeElement")
    before = tab.locator("#live .sketch-area").nth(1).get_attribute("points")
    dose.fill("165 mcg/day")
    tab.locator("#offered button").first.wait_for()
    assert tab.locator("#live .sketch-area").nth(1).get_attribute("points") != before
    assert tab.locator("#live .finding--stop, #live .finding--override").count() == 0
    dose.fill("100 mg/day")
    tab.locator("#live .finding--stop").first.wait_for()
    assert tab.locator("#live svg, #offered button").count() == 0
    assert axe(tab) == []


def test_an_option_and_a_plan_fill_the_form(people: People, new_chart: Charts) -> None:
    tab = people("nurse")
    tab.goto(f"/p/{new_chart((*PUMP, *ORAL))}/do/program")
    tab.locator("[name=note]").evaluate("one => one.value = 'kept'")
    tab.locator("#offered button").first.click()
    tab.locator("[name=chosen]:not([value=''])").wait_for(state="attached")
    assert tab.locator("[name=daily_dose]").input_value().endswith(" mcg/day")
    assert tab.locator("[name=note]").input_value() == "kept"
    assert tab.url.endswith("/do/program")
    tab.goto(tab.url.replace("program", "oral-taper"))
    tab.locator("[name=length]").fill("3")
    tab.locator("button[name=plan]").click()
    tab.locator("[name='steps.day'][value='2']").wait_for()
    assert tab.locator(".error-summary").count() == 0


def test_a_table_grows_while_it_is_filled_in(people: People, new_chart: Charts) -> None:
    tab = people("nurse")
    tab.goto(f"/p/{new_chart(PUMP)}/do/program")
    table = tab.locator("details", has=tab.locator("summary", has_text="Steps"))
    table.locator("summary").click()
    rows = table.locator(".rows > .row")
    shown = rows.count()
    rows.last.locator("input").first.fill("20:00")
    assert rows.count() == shown + 1
    ids = tab.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_two_people_at_one_patient(people: People, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    first, second = people("nurse"), people("pharmacist")
    for tab, weight in ((first, "63 kg"), (second, "64 kg")):
        tab.goto(f"/p/{chart_id}/do/weight")
        tab.locator("[name=weight]").fill(weight)
        confirmed(tab)
    send(first)
    first.wait_for_url(f"**/p/{chart_id}")
    send(second)
    told = second.locator(".conflict")
    told.wait_for()
    assert "nurse" in told.inner_text()
    assert "63\u00a0kg" in told.inner_text()
    assert told.evaluate("one => one === document.activeElement")
    assert second.locator("[name=weight]").input_value() == "64 kg"
    send(second)
    second.wait_for_url(f"**/p/{chart_id}")
    assert [one.kind for one in chart(clinic_store, chart_id).told[-2:]] == ["weight", "weight"]


def test_a_second_person_who_has_not_seen_the_first_entry(
    people: People, new_chart: Charts, axe: Callable[[Page], list[str]], shots: Callable[[Page, str], None]
) -> None:
    chart_id = new_chart(PUMP)
    nurse, prescriber, second = people("nurse"), people("prescriber"), people("nurse2", NARROW)
    nurse.goto(f"/p/{chart_id}/do/program")
    nurse.locator("[name=daily_dose]").fill("165 mcg/day")
    confirmed(nurse)
    send(nurse)
    nurse.wait_for_url("**/orders/*")
    path = nurse.url
    prescriber.goto(path)
    assert axe(prescriber) == []
    prescriber.locator("#identified").check()
    prescriber.locator("text=Sign this order").click()
    prescriber.locator(".verdict", has_text="Signed").wait_for()
    second.goto(path)
    assert "165" not in second.content()
    assert axe(second) == []
    shots(second, "second-person-320")
    second.locator("[name='again.daily_dose']").fill("156 mcg/day")
    confirmed(second)
    send(second)
    second.locator(".conflict").wait_for()
    assert "Daily dose" in second.locator(".conflict").inner_text()
    assert "165" not in second.content()
    second.locator("[name='again.daily_dose']").fill("165 mcg/day")
    confirmed(second)
    send(second)
    second.wait_for_url(f"**/p/{chart_id}")
    nurse.goto(path)
    assert "Ready" in nurse.locator(".verdict").first.inner_text()
    assert axe(nurse) == []
    shots(nurse, "order-ready")


def sessions(store: Store) -> list[str]:
    with store.reading() as connection:
        return [row.token_hash for row in connection.execute(select(SESSIONS))]


def test_typing_survives_the_end_of_the_session_and_of_the_line(
    people: People, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    others = sessions(clinic_store)
    tab = people("nurse")
    tab.goto(f"/p/{chart_id}/do/side-effect")
    tab.locator("[name=effect]").fill("drowsy since the morning")
    tab.locator("[name=severity][value=mild]").check()
    confirmed(tab)
    tab.context.set_offline(True)
    send(tab)
    tab.locator("#line-lost:not([hidden])").wait_for()
    assert tab.locator("[name=effect]").input_value() == "drowsy since the morning"
    tab.context.set_offline(False)
    with clinic_store.transaction() as writing:
        # This session alone ends: the desks of other tests stay signed in.
        writing.execute(delete(SESSIONS).where(SESSIONS.c.token_hash.notin_(others)))
    # The live findings may meet the ended session first; then the dialog already stands over the button.
    tab.evaluate("document.querySelector('#the-form').requestSubmit()")
    again = tab.locator("#again[open]")
    again.wait_for()
    assert tab.locator("[name=effect]").input_value() == "drowsy since the morning"
    again.locator("button[name=person][value=nurse]").click()
    again.locator("[data-signed-in]").wait_for(state="attached")
    tab.keyboard.press("Escape")
    send(tab)
    tab.wait_for_url(f"**/p/{chart_id}")
    assert [one.kind for one in chart(clinic_store, chart_id).told[-1:]] == ["side effect"]


def test_by_keyboard_alone_on_a_narrow_screen(people: People, new_chart: Charts, clinic_store: Store) -> None:
    chart_id = new_chart(PUMP)
    tab = people("nurse", NARROW)
    tab.goto(f"/p/{chart_id}/do/weight")
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    def reach(selector: str) -> None:
        for _ in range(60):
            if tab.evaluate("name => document.activeElement.matches(name)", selector):
                return
            tab.keyboard.press("Tab")
        raise AssertionError(f"no way to {selector} by the keyboard")

    reach("[name=weight]")
    tab.keyboard.type("70 kg")
    reach("#identified")
    tab.keyboard.press("Space")
    reach("#the-form button.button")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/p/{chart_id}")
    assert chart(clinic_store, chart_id).told[-1].kind == "weight"


def test_the_other_pages_have_nothing_against_them(
    people: People, new_chart: Charts, axe: Callable[[Page], list[str]], shots: Callable[[Page, str], None]
) -> None:
    chart_id = new_chart(PUMP)
    tab = people("nurse")
    for name, path in (("actions", "do"), ("waiting", "do/verify")):
        tab.goto(f"/p/{chart_id}/{path}")
        assert axe(tab) == []
        shots(tab, name)
    tab.goto(f"/p/{chart_id}/do/program")
    send(tab)
    tab.locator(".error-summary").wait_for()
    assert axe(tab) == []
    tab.goto(f"/p/{chart_id}/do/concentration")
    typed = {
        "concentration": "2000 mcg/mL",
        "volume": "18 mL",
        "programmed": "2000 mcg/mL",
        "bridge_dose": "150 mcg/day",
    }
    for name, text in typed.items():
        tab.locator(f"[name={name}]").fill(text)
    tab.locator("[name=product]").select_option("gablofen-2000-vial")
    tab.locator("#live svg").first.wait_for()
    assert axe(tab) == []
    shots(tab, "concentration")
