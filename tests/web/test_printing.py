"""Printed sheets: for every generated patient, tagged, the same bytes each time, in words that cannot be misread."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from lentus.errors import PlanError
from lentus.present.sheet import Person
from lentus.present.sheet.blocks import heading, text
from lentus.present.sheet.document import Document, document_pdf
from lentus.present.when import show_date
from lentus.web.pages.printing import SHEETS
from tests.house.test_writing import faults
from tests.web.demo import NOW, demo_app
from tests.web.desk import Desk

NAMES = tuple(one.name for one in SHEETS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[FastAPI, dict[str, str]]:
    return demo_app(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def desk(demo: tuple[FastAPI, dict[str, str]]) -> Desk:
    return Desk(demo[0], "nurse")


def words(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", " ".join(pages).replace("\u200b", "").replace("\u00a0", " "))


def test_every_patient_has_a_schedule_and_a_summary(demo: tuple[FastAPI, dict[str, str]], desk: Desk) -> None:
    for name, chart in demo[1].items():
        for sheet in ("schedule", "visit"):
            answer = desk.get(f"/p/{chart}/print/{sheet}.pdf")
            assert answer.status_code == 200, (name, sheet, answer.text[:300])
            said = words(answer.content)
            assert faults(said) == [], (name, sheet)
            assert f"Generated {name}" in said
            assert "GENERATED: no real patient" in said


@pytest.mark.parametrize("sheet", NAMES)
def test_a_sheet_is_tagged_and_the_same_each_time(demo: tuple[FastAPI, dict[str, str]], desk: Desk, sheet: str) -> None:
    path = f"/p/{demo[1]['Linden']}/print/{sheet}.pdf"
    first, again = desk.get(path).content, desk.get(path).content
    assert first == again
    root: Any = PdfReader(BytesIO(first)).root_object
    assert bool(root["/MarkInfo"]["/Marked"])
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert str(root["/Lang"]).startswith("en")


def test_the_patients_own_page_has_the_dates_and_no_advice(demo: tuple[FastAPI, dict[str, str]], desk: Desk) -> None:
    on_time = words(desk.get(f"/p/{demo[1]['Ivy']}/print/schedule.pdf").content)
    assert "Come for your refill from" in on_time
    assert "I have a baclofen pump" in on_time
    now = words(desk.get(f"/p/{demo[1]['Heather']}/print/schedule.pdf").content)
    assert "Your refill is due now" in now
    late = words(desk.get(f"/p/{demo[1]['Rowan']}/print/schedule.pdf").content)
    assert "Your refill is overdue" in late
    assert "Come for your refill" not in late
    oral = words(desk.get(f"/p/{demo[1]['Bramble']}/print/schedule.pdf").content)
    assert "pump" not in oral.lower()
    assert "three times a day" in oral


def test_the_holiday_is_whole_and_says_what_is_done(demo: tuple[FastAPI, dict[str, str]], desk: Desk) -> None:
    said = words(desk.get(f"/p/{demo[1]['Linden']}/print/holiday.pdf").content)
    assert said.count(" yes ") == 10, "the days that were programmed"
    assert faults(said) == []
    assert "no longer safe" in said
    assert "NOT READY" not in said


def test_the_worksheet_is_of_the_order_that_waits(demo: tuple[FastAPI, dict[str, str]], desk: Desk) -> None:
    said = words(desk.get(f"/p/{demo[1]['Heather']}/print/refill.pdf").content)
    assert faults(said) == []
    assert "GEN-READY-1" in said
    assert "Verified by" in said


@pytest.mark.parametrize(
    ("name", "sheet", "status"), [("Alder", "refill", 409), ("Alder", "holiday", 409), ("Ivy", "x", 404)]
)
def test_what_cannot_be_printed_is_said_in_a_sentence(
    demo: tuple[FastAPI, dict[str, str]], desk: Desk, name: str, sheet: str, status: int
) -> None:
    answer = desk.get(f"/p/{demo[1][name]}/print/{sheet}.pdf")
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert status != 409 or "This sheet cannot be printed now" in answer.text


def test_the_page_lists_all_that_can_be_printed(demo: tuple[FastAPI, dict[str, str]], desk: Desk) -> None:
    page = desk.get(f"/p/{demo[1]['Ivy']}/print").text
    assert all(f"/print/{name}.pdf" in page for name in NAMES)
    assert "/print/emergency-withdrawal.pdf" in page


def test_an_administrator_prints_no_patient(demo: tuple[FastAPI, dict[str, str]]) -> None:
    answer = Desk(demo[0], "administrator").get(f"/p/{demo[1]['Ivy']}/print/visit.pdf")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "name", ["*bold* #panic() $x$ [a] @ref", "\u05e9\u05dc\u05d5\u05dd", "X" * 180, "O'Brien-\u00d1"]
)
def test_names_stand_as_they_were_written(name: str) -> None:
    person = Person(name, "P-1", NOW.date())
    said = words(document_pdf(Document("A sheet", (heading("Part"), text(name)), person)))
    squeezed = re.sub(r"\s", "", said)
    assert re.sub(r"\s", "", name) in squeezed or name[::-1] in squeezed
    assert show_date(NOW.date()) in said


def test_a_character_that_cannot_be_printed_is_named() -> None:
    with pytest.raises(PlanError, match="U\\+202E"):
        document_pdf(Document("A sheet", (text("turned \u202e around"),)))
