"""Today and the list of patients: gravest first, honest counts, nothing of a patient in an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lentus.record import Store
from lentus.record.readmodels.today import counts, listed
from lentus.record.readmodels.worklist import KINDS
from lentus.web.app import create_app
from lentus.web.pages.patients import read_born
from lentus.web.pages.today import AHEAD, TITLES
from tests.web.desk import Desk
from tests.web.workbench import EXAMPLES, TODAY, chart_id, example, workbench_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

WRONG = "ten-mistakes"


def test_the_gravest_comes_first_and_every_count_is_what_is_listed(
    workbench: Store, desk: Callable[[str], Desk]
) -> None:
    text = desk("nurse").get("/").text
    shown = [TITLES[kind] for kind in KINDS if f'id="work-{kind}"' in text]
    positions = [text.index(f"{title} <span") for title in shown]
    assert positions == sorted(positions)
    assert shown[0] == TITLES["wrong"]
    assert text.index(chart_id(WRONG)) == min(text.index(one) for one in re.findall(r"/p/(\w{32})", text))
    for one in counts(workbench, TODAY, TODAY):
        every = listed(workbench, one.kind, TODAY, TODAY, limit=1000)
        assert len(every) == one.open
        assert sum(each.item.due < TODAY for each in every) == one.late
        assert [each.item.rank for each in every] == sorted(each.item.rank for each in every)
        halves = [listed(workbench, one.kind, TODAY, TODAY, limit=1, offset=at)[0] for at in range(one.open)]
        assert tuple(halves) == every


def test_a_line_has_two_identifiers_and_both_ways_to_say_when(desk: Callable[[str], Desk]) -> None:
    text = desk("nurse").get("/?kind=wrong&ahead=now").text
    patient = example(WRONG).patient
    assert patient.name in text
    assert patient.id in text
    assert f"{patient.born:%d-%b-%Y}" in text
    assert re.search(r"<strong>for \d+ months</strong> <time datetime=\"2025-08-11", text)
    assert 'id="work-refill"' not in text


@pytest.mark.parametrize("path", ["/?kind=nothing", "/?ahead=year", "/?part=0", "/?kind=wrong&part=99999"])
def test_a_list_that_is_none_is_said_to_be_none(desk: Callable[[str], Desk], path: str) -> None:
    answer = desk("nurse").get(path)
    assert answer.status_code == 404
    assert "There is no such list" in answer.text or "nothing at this address" in answer.text


def test_an_empty_list_is_a_sentence(tmp_path: Path) -> None:
    # A store of its own: in the shared one other tests write facts that wait for a second person.
    store = workbench_store(tmp_path)
    try:
        text = Desk(create_app(store, secret=b"a secret of the tests"), "nurse").get("/?kind=unverified").text
    finally:
        store.close()
    assert "Nothing of this kind is open" in text
    assert set(AHEAD) == {"now", "week", "month"}


def test_who_sees_no_charts_is_taken_to_the_work_there_is(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("administrator")
    answer = at_desk.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
    for path in ("/patients", f"/p/{chart_id(WRONG)}", f"/p/{chart_id(WRONG)}/history"):
        assert at_desk.get(path).status_code == 403


def test_a_patient_is_found_by_words_in_the_body_alone(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("nurse")
    patient = example(WRONG).patient
    for words in (patient.id, patient.name.casefold(), f"{patient.born:%d-%b-%Y}", f"{patient.born:%Y-%m-%d}"):
        found = at_desk.post("/patients/find", {"words": words})
        assert found.headers.get("location") == f"/p/{chart_id(WRONG)}", words
    many = at_desk.post("/patients/find", {"words": "generated"})
    assert all(example(name).patient.id in many.text for name in EXAMPLES)
    assert "No open chart holds all of these words" in at_desk.post("/patients/find", {"words": "nobody % _"}).text
    assert "words" not in str(many.url.query)
    assert 'method="post"' in at_desk.get("/patients").text


def test_a_new_patient_needs_both_identifiers_and_a_number_of_their_own(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("nurse")
    page = at_desk.get("/patients/new").text
    key = re.search(r'name="key" value="([^"]+)"', page)[1]  # type: ignore[index]
    empty = at_desk.post("/patients/new", {"key": key, "profile": "us"})
    assert empty.status_code == 422
    for name in ("number", "name", "born"):
        assert f'href="#{name}"' in empty.text
    typed = {"number": "N-1", "name": "Ann <New>", "born": "17-Jun-1984", "profile": "us", "sex": "", "key": key}
    twin = at_desk.post("/patients/new", {**typed, "number": example(WRONG).patient.id})
    assert twin.status_code == 422
    assert "has an open chart already" in twin.text
    assert 'value="Ann &lt;New&gt;"' in twin.text
    long = at_desk.post("/patients/new", {**typed, "number": "N" * 65})
    assert (long.status_code, long.text.count('id="number-fault"')) == (422, 1)
    made = at_desk.post("/patients/new", typed)
    assert made.status_code == 303
    again = at_desk.post("/patients/new", typed)
    assert again.headers["location"] == made.headers["location"], "the same form sent twice opens one chart"
    assert "Nothing is recorded yet" in at_desk.get(made.headers["location"]).text
    assert desk("viewer").get("/patients/new").status_code == 403


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("17-Jun-1984", True),
        ("17-jun-1984", True),
        ("1984-06-17", True),
        ("20-May-2026", True),
        ("21-May-2026", False),
        ("17-Jun-1884", False),
        ("17-06-1984", False),
        ("17-Jun-84", False),
        ("31-Jun-1984", False),
        ("06/17/1984", False),
        ("\uff11\uff17-Jun-1984", False),
    ],
)
def test_a_date_of_birth_is_read_or_refused_with_a_remedy(text: str, ok: bool) -> None:
    born, fault = read_born(text, TODAY.date())
    assert (born is not None) == ok
    assert bool(fault) != ok
    assert not fault or "write it as" in fault or "correct the year" in fault


def test_in_a_browser_by_keyboard_wide_and_on_a_phone(
    tab: Page, axe: Callable[[Any], list[str]], shots: Callable[[Any, str], None]
) -> None:
    pages = (
        ("/", "today"),
        ("/?kind=step", "today-steps"),
        ("/patients", "patients"),
        ("/patients/new", "new"),
    )
    for path, name in pages:
        tab.goto(path)
        for width in (1280, 320):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert axe(tab) == [], (path, width)
            shots(tab, f"{name}-{width}")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/patients")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.focus("#words")
    tab.keyboard.type(example(WRONG).patient.id)
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/p/{chart_id(WRONG)}")
    assert "words" not in tab.url
