"""History: every entry in its order, the wrong struck through with the right beside it, two moments compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from lentus.course import Patient
from lentus.present.entries import entry_says
from lentus.present.pieces import plain
from lentus.record import SYSTEM, Chart, Store, chart, open_chart
from lentus.record.chart import stream_of
from lentus.record.entry import Entry
from tests.protocol.courses import event, order
from tests.web.desk import Desk
from tests.web.test_patient import text_of
from tests.web.workbench import EXAMPLES, chart_id, recorded

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOLIDAY = "tolerance-holiday-restart"


@pytest.fixture(scope="module")
def mended(workbench: Store) -> Chart:
    """A chart with a weight that was corrected and an allergy that was struck out."""
    made = open_chart(workbench, Patient(id="H-1", name="Hale"), actor=SYSTEM, generated=True)
    weight = event("weight", "2026-05-01T09:00", weight="700 kg")
    allergy = event("allergy", "2026-05-01T09:05", substance="latex")
    right = weight.model_dump(mode="json", exclude_none=True) | {"weight": "70 kg"}
    events = [
        weight,
        allergy,
        event("correction", "2026-05-02T09:00", corrects=weight.id, replacement=right, reason="one zero too many"),
        event("entered in error", "2026-05-02T09:05", retracts=allergy.id, reason="another patient"),
    ]
    workbench.append(stream_of(made.id), [recorded(one) for one in events], expected=None, actor=SYSTEM)
    return chart(workbench, made.id)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_entry_has_its_line_newest_first(workbench: Store, desk: Callable[[str], Desk], name: str) -> None:
    page = desk("nurse").get(f"/p/{chart_id(name)}/history").text
    numbers = [int(one) for one in re.findall(r'<li value="(\d+)"', page)]
    entries = chart(workbench, chart_id(name)).entries
    assert numbers == [one.version for one in reversed(entries)]
    assert "chart opened: number" in text_of(page)


def test_its_pages_together_hold_every_entry_once(
    workbench: Store, desk: Callable[[str], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lentus.web.pages.history.PAGE", 4)
    path, entries = f"/p/{chart_id(HOLIDAY)}/history", chart(workbench, chart_id(HOLIDAY)).entries
    parts = -(-len(entries) // 4)
    assert parts > 2
    shown = [
        re.findall(r'<li value="(\d+)"', desk("nurse").get(f"{path}?part={one}").text) for one in range(1, parts + 1)
    ]
    assert [int(one) for page in shown for one in page] == [one.version for one in reversed(entries)]
    assert re.findall(r'<li value="(\d+)"', desk("nurse").get(f"{path}?part={parts + 9}").text) == shown[-1]


def test_the_wrong_stands_struck_through_with_the_right_beside_it(mended: Chart, desk: Callable[[str], Desk]) -> None:
    page = desk("nurse").get(f"/p/{mended.id}/history").text
    struck = re.findall(r"<del>(.*?)</del>\s*</p>\s*<p><ins>(.*?)</ins> <span class=\"quiet\">(.*?)</span>", page)
    assert len(struck) == 2
    words = text_of(page)
    assert "weight: weight 700 kg weight: weight 70 kg one zero too many (A. Nurse, 02-May-2026)" in _spaced(words)
    assert "allergy: substance latex entered in error another patient (A. Nurse, 02-May-2026)" in _spaced(words)
    assert "corrected: weight: weight 700 kg. Reason: one zero too many" in _spaced(words)


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_orders_and_second_looks_are_told_in_words() -> None:
    """Each type of entry that is no event, as the record writes it."""
    weight = event("weight", "2026-05-01T09:00", weight="70 kg")
    ordered = order("pump dose", "2026-05-01T08:00", daily_dose="110 mcg/day", reason="titration")
    override = {"rule": "titration.too-soon", "reason": "seen daily"}
    cases: tuple[tuple[str, dict[str, Any], str], ...] = (
        (
            "order proposed",
            {"order": ordered.model_dump(mode="json", exclude_none=True)},
            "intrathecal 110 mcg per day",
        ),
        ("order proposed", {"order": {"kind": "of another time"}}, "an order of an older form"),
        ("order signed", {"overrides": []}, "order signed"),
        ("order signed", {"overrides": [override]}, "titration.too-soon overridden: seen daily"),
        ("order second entry", {"mismatched": []}, "second entry agrees"),
        ("order second entry", {"mismatched": ["dose"]}, "second entry does not agree in dose"),
        ("order withdrawn", {"reason": "entered twice"}, "order withdrawn: entered twice"),
        ("order carried out", {}, "order carried out"),
        (
            "event verified",
            {"event_id": weight.id, "mismatched": []},
            "verified by a second person: weight: weight 70 kg",
        ),
        ("event verified", {"event_id": weight.id, "mismatched": ["weight"]}, "does not agree in weight"),
        ("patient changed", {"patient": {"id": "H-2", "name": "Hale"}}, "number H-2, name Hale"),
        ("chart closed", {}, "chart closed"),
    )
    for kind, body, wanted in cases:
        entry = Entry(1, "chart/x", 1, kind, 1, weight.at, "a", "nurse", "", body, "", "")
        assert wanted in _spaced(plain(entry_says(entry, {weight.id: weight}))), kind


def test_two_moments_differ_in_what_happened_between_them(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("nurse")
    path = f"/p/{chart_id(HOLIDAY)}/history"
    at_desk.get(path)
    answer = at_desk.post(path, {"first": "2026-02-04T12:00", "second": "2026-02-09T12:00", "known": "today"})
    words = _spaced(text_of(answer.text))
    assert "baclofen intrathecal 640 mcg per day" in words
    assert re.search(
        r"<td>baclofen intrathecal 640.*?<ins>baclofen intrathecal 440", answer.text.replace("\u00a0", " "), re.DOTALL
    )
    between = words[words.index("What happened in between") :]
    assert "540 mcg per day" in between.split("33")[0]
    same = at_desk.post(path, {"first": "2026-02-09T12:00", "second": "2026-02-09T13:00", "known": "today"})
    assert "Nothing differs" in same.text


def test_what_was_known_then_is_another_question(mended: Chart, desk: Callable[[str], Desk]) -> None:
    """All was written down today, so nothing of it was known in May."""
    at_desk = desk("nurse")
    at_desk.get(f"/p/{mended.id}/history")
    moments = {"first": "2026-04-30T09:00", "second": "2026-05-10T09:00"}
    today = at_desk.post(f"/p/{mended.id}/history", {**moments, "known": "today"})
    assert "<ins>70\u00a0kg</ins>" in today.text
    then = at_desk.post(f"/p/{mended.id}/history", {**moments, "known": "then"})
    assert "Nothing differs" in then.text


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("", "2026-02-09T12:00", "Enter a day and a time"),
        ("2026-02-09", "2026-02-10T12:00", "has no hour"),
        ("2026-03-08T02:30", "2026-03-10T12:00", "never was on the clock"),
        ("2026-02-10T12:00", "2026-02-09T12:00", "must be later"),
        ("yesterday", "2026-02-09T12:00", "cannot be read"),
    ],
)
def test_a_moment_that_is_none_is_refused_and_stays_typed(
    desk: Callable[[str], Desk], first: str, second: str, says: str
) -> None:
    at_desk = desk("nurse")
    path = f"/p/{chart_id(HOLIDAY)}/history"
    at_desk.get(path)
    answer = at_desk.post(path, {"first": first, "second": second, "known": "today"})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{first}"' in answer.text


def test_in_a_browser(
    tab: Page, mended: Chart, axe: Callable[[Any], list[str]], shots: Callable[[Any, str], None]
) -> None:
    for path, name in ((f"/p/{chart_id(HOLIDAY)}/history", "history"), (f"/p/{mended.id}/history", "history-mended")):
        tab.goto(path)
        tab.fill("#moment-first", "2026-02-04 12:00")
        tab.get_by_role("button", name="Compare").click()
        tab.wait_for_selector(".compared")
        for width in (1280, 320):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert axe(tab) == [], (path, width)
            shots(tab, f"{name}-{width}")
