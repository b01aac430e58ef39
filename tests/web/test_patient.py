"""One patient's page: what is due and what stands, and everything in the picture also in words."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from lentus.course import Patient
from lentus.protocol import Severity, advise
from lentus.record import SYSTEM, Actor, Store, chart, open_chart
from lentus.record.access import who_opened
from lentus.record.chart import stream_of
from lentus.record.orders.acting import propose
from tests.protocol.courses import event, order
from tests.web.desk import Desk
from tests.web.workbench import EXAMPLES, TODAY, chart_id, example, recorded

if TYPE_CHECKING:
    from playwright.sync_api import Page

PUMP = "spinal-adult-pump"
HOSTILE = "</script><b>&"


def text_of(page: str) -> str:
    """The words of a page, without tags, in single spaces."""
    page = re.sub(r'<span class="nb">(.*?)</span>', r"\1", page)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_finding_and_every_option_stands_on_the_page(
    workbench: Store, desk: Callable[[str], Desk], name: str
) -> None:
    answer = desk("viewer").get(f"/p/{chart_id(name)}")
    assert answer.status_code == 200
    words = text_of(answer.text)
    advice = advise(chart(workbench, chart_id(name)).state(TODAY))
    for finding in advice.findings:
        assert finding.severity.word.upper() in words
        assert " ".join(finding.says.split()) in words
    for option in advice.options:
        assert option.title in words
        assert all(" ".join(line.split()) in words for line in option.arithmetic)
    for held in advice.withheld:
        assert held.title in words
        assert any(one.severity >= Severity.OVERRIDE for one in held.against)
    patient = example(name).patient
    assert all(one in words for one in (patient.name, patient.id, f"{patient.born:%d-%b-%Y}"))
    assert "/do/" not in answer.text, "a viewer has no action"


def test_the_picture_has_the_numbers_of_the_course_and_the_table_their_words(desk: Callable[[str], Desk]) -> None:
    page = desk("nurse").get(f"/p/{chart_id(PUMP)}").text
    data = json.loads(re.search(r'id="timeline-data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert [one for one in data["pump"]["values"] if one][-1] == 120
    rows = re.findall(r'<th scope="row"><time', page)
    assert len(rows) == len(example(PUMP).events)
    assert "style=" not in page
    assert f"/p/{chart_id(PUMP)}/do/" in page


def test_the_reservoir_says_the_first_date_and_the_book_days(desk: Callable[[str], Desk]) -> None:
    words = text_of(desk("nurse").get(f"/p/{chart_id(PUMP)}").text)
    assert "Book the refill now; the days for it were 11-May-2026 to 14-May-2026" in words
    assert "May be empty, worst case 21-May-2026 tomorrow" in words
    assert "No fill is recorded" in text_of(desk("nurse").get(f"/p/{chart_id('tolerance-holiday-restart')}").text)


def test_what_one_person_wrote_is_marked_and_words_of_people_are_only_words(
    workbench: Store, desk: Callable[[str], Desk]
) -> None:
    made = open_chart(workbench, Patient(id="T-1", name=f"Tess {HOSTILE}"), actor=SYSTEM, generated=True)
    filled = event("fill", "2026-05-01T09:00", concentration="500 mcg/mL", volume="20 mL", lot=HOSTILE)
    effect = event("side effect", "2026-05-19T10:00", effect=f"itching {HOSTILE}", note=HOSTILE)
    entries = [recorded(filled, needs_second=True), recorded(effect)]
    workbench.append(stream_of(made.id), entries, expected=None, actor=SYSTEM)
    page = desk("viewer").get(f"/p/{made.id}").text
    assert page.count("UNVERIFIED") >= 2
    assert f"/p/{made.id}/verify/{filled.id}" in page
    assert "<b>" not in page
    assert "Tess &lt;/script&gt;&lt;b&gt;&amp;" in page
    assert "not recorded" in page


def test_an_order_in_progress_says_what_it_waits_for_and_where_it_goes_on(
    workbench: Store, desk: Callable[[str], Desk]
) -> None:
    made = open_chart(workbench, Patient(id="T-2", name="Tom"), actor=SYSTEM, generated=True)
    nurse = Actor("nurse", "nurse")
    workbench.append(
        stream_of(made.id), [recorded(event("weight", "2026-05-01T09:00", weight="70 kg"))], expected=None, actor=SYSTEM
    )
    life = propose(
        workbench,
        made.id,
        order("oral", "2026-05-20T10:00", doses=["5 mg"] * 3, reason="start"),
        actor=nurse,
        expected=None,
    )
    page = desk("nurse").get(f"/p/{made.id}").text
    assert f'href="/p/{made.id}/orders/{life.id}"' in page
    assert "waits for a prescriber" in page or "cannot be signed" in page
    assert made.id in desk("nurse").get("/?kind=order").text or life.state == "refused"


def test_who_opened_whom_is_kept_and_a_wrong_address_says_where_to_look(
    workbench: Store, desk: Callable[[str], Desk]
) -> None:
    desk("pharmacist").get(f"/p/{chart_id('pregnancy')}")
    assert "pharmacist" in {one.role for one in who_opened(workbench, chart_id("pregnancy"))}
    missing = desk("nurse").get("/p/nobody")
    assert missing.status_code == 404
    assert "Find" in missing.text or "found" in missing.text


def test_in_a_browser_the_course_is_drawn_zoomed_and_read(
    tab: Page, axe: Callable[[Any], list[str]], shots: Callable[[Any, str], None]
) -> None:
    for name in (PUMP, "tolerance-holiday-restart", "ten-mistakes"):
        tab.goto(f"/p/{chart_id(name)}")
        tab.wait_for_selector(".timeline-charts canvas")
        for width in (1280, 320):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.wait_for_timeout(100)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            assert axe(tab) == [], (name, width)
            shots(tab, f"patient-{name}-{width}")
        tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(f"/p/{chart_id(PUMP)}")
    plot = tab.locator(".timeline-charts .u-over").first
    canvas = tab.locator(".timeline-charts canvas").first
    before = canvas.screenshot()
    tab.get_by_role("button", name="Closer").click()
    for _ in range(50):  # drawn when the browser finds the time: waited for, not counted on
        if canvas.screenshot() != before:
            break
        tab.wait_for_timeout(100)
    assert canvas.screenshot() != before
    tab.get_by_role("button", name="All", exact=True).click()
    box = plot.bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + box["width"] - 40, box["y"] + box["height"] / 2)
    said = tab.locator(".timeline-said").inner_text()
    assert "pump 120\u00a0mcg per day" in said
    tab.get_by_text("The same as a table").click()
    assert tab.locator("table.course tbody tr").count() == len(example(PUMP).events)


@pytest.mark.parametrize(
    ("kind", "body", "mark", "said"),
    [
        ("death", {}, "DIED", "The patient has died."),
        ("transfer", {"to": "another clinic"}, "CARE PASSED ON", "Care has passed to somebody else."),
    ],
)
def test_whose_care_has_ended_is_told_on_every_page_and_no_refill_is_booked(
    workbench: Store, desk: Callable[[str], Desk], kind: str, body: dict[str, str], mark: str, said: str
) -> None:
    made = open_chart(workbench, Patient(id=f"E-{kind}", name="Eve"), actor=SYSTEM, generated=True)
    events = [
        event("program", "2026-04-01T09:00", daily_dose="300 mcg/day", concentration="500 mcg/mL"),
        event("fill", "2026-04-01T09:00", concentration="500 mcg/mL", volume="20 mL"),
        event(kind, "2026-05-10T09:00", **body),
    ]
    workbench.append(stream_of(made.id), [recorded(one) for one in events], expected=None, actor=SYSTEM)
    words = text_of(desk("nurse").get(f"/p/{made.id}").text)
    assert f"{mark} 10-May-2026" in words.replace("\u00a0", " ")
    assert said in words
    assert "Book the refill" not in words
    for path in ("history", "emergency/withdrawal", "do/weight"):
        assert mark in text_of(desk("nurse").get(f"/p/{made.id}/{path}").text)


def test_what_runs_says_beside_the_dose_that_it_is_not_what_arrives(
    workbench: Store, desk: Callable[[str], Desk]
) -> None:
    made = open_chart(workbench, Patient(id="F-1", name="Faye"), actor=SYSTEM, generated=True)
    events = [
        event("program", "2026-05-01T09:00", daily_dose="300 mcg/day", concentration="500 mcg/mL"),
        event("fill", "2026-05-19T09:00", concentration="2000 mcg/mL", volume="20 mL"),
    ]
    workbench.append(stream_of(made.id), [recorded(one) for one in events], expected=None, actor=SYSTEM)
    words = text_of(desk("nurse").get(f"/p/{made.id}").text)
    runs = words[
        words.index("What runs now", words.index("What this patient needs")) : words.index("About the patient")
    ]
    assert "NOT AS PROGRAMMED" in runs
    assert "Hold the daily dose" not in words[words.index("Options for what") : words.index("Not offered now")]


def test_how_old_a_kidney_value_is_stands_beside_it(workbench: Store, desk: Callable[[str], Desk]) -> None:
    """No source says from when on a result is too old: its age is for a reader to see."""
    made = open_chart(workbench, Patient(id="T-K", name="Old Value"), actor=SYSTEM, generated=True)
    lab = event("laboratory", "2026-01-05T09:00", analyte="eGFR", value="75 mL/min/1.73 m2")
    workbench.append(stream_of(made.id), [recorded(lab)], expected=None, actor=SYSTEM)
    page = desk("nurse").get(f"/p/{made.id}").text
    assert re.search(r"eGFR 75.*\(\d+ days old\)", page.replace("\u00a0", " "))
