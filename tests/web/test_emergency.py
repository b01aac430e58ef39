"""Emergencies: one tap from anywhere, also without a session; the patient's figures where a chart is open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from fastapi import FastAPI
from pypdf import PdfReader

from lentus import monograph
from lentus.course import fold
from lentus.errors import RecordError
from lentus.record.demo.cases import cases
from lentus.record.demo.story import SEED
from lentus.web.pages import emergency
from tests.house.test_writing import faults
from tests.web.clinic import FIRST
from tests.web.demo import demo_app
from tests.web.desk import Desk

Client = Callable[[str], Desk]
WHICH = tuple(one.id for one in monograph.checklists())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[FastAPI, dict[str, str]]:
    return demo_app(tmp_path_factory.mktemp("demo"))


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", " ".join(pages).replace("\u200b", "").replace("\u00a0", " "))


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("role", ["", "nurse", "viewer", "administrator"])
def test_the_list_without_a_patient_is_open_to_everybody(client: Client, which: str, role: str) -> None:
    answer = client(role).get(f"/emergency/{which}")
    assert answer.status_code == 200
    listed = monograph.checklist(which)
    places = [
        answer.text.find(step.does.split(".")[0][:40].replace("'", "&#39;")) for step in listed.steps if step.default
    ]
    assert all(place > 0 for place in places)
    assert places == sorted(places), "the steps stand in order"


@pytest.mark.parametrize("role", ["nurse", "viewer"])
def test_the_way_there_stands_on_every_page(client: Client, role: str) -> None:
    desk = client(role)
    for path in ("/", "/monograph", f"/p/{FIRST}"):
        page = desk.get(path).text
        assert 'class="emergency-link" href="' in page


def test_a_patients_list_needs_a_session_and_a_role(client: Client) -> None:
    assert client("").get(f"/p/{FIRST}/emergency/withdrawal").status_code in (303, 401)
    assert client("administrator").get(f"/p/{FIRST}/emergency/withdrawal").status_code == 403


def test_the_patients_figures_are_filled_in(demo: tuple[FastAPI, dict[str, str]]) -> None:
    app, ids = demo
    page = Desk(app, "nurse").get(f"/p/{ids['Rowan']}/emergency/withdrawal").text
    assert "Generated Rowan" in page
    assert "Withdrawal suspected" in page
    assert "programmed" in page
    assert "last fill" not in page.lower().split("<dd>")[0]
    assert page.index("Withdrawal suspected") < page.index("Steps, in order")
    assert "This patient:" in page, "the patient's values stand beside each quoted dose"
    assert faults(re.sub(r"<[^>]+>", " ", page)) == []


@pytest.mark.parametrize("which", WHICH)
def test_it_prints_with_and_without_a_patient(demo: tuple[FastAPI, dict[str, str]], which: str) -> None:
    app, ids = demo
    desk = Desk(app, "nurse")
    for path in (f"/emergency/{which}.pdf", f"/p/{ids['Rowan']}/print/emergency-{which}.pdf"):
        answer = desk.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        text = text_of(answer.content)
        assert faults(text) == []
        assert monograph.checklist(which).title in text
        assert ("Generated Rowan" in text) == path.startswith("/p/")
        assert desk.get(path).content == answer.content or path.startswith("/p/")


def test_the_steps_come_although_the_chart_cannot_be_worked_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RecordError("torn")

    monkeypatch.setattr(emergency, "state_now", broken)
    page = client("nurse").get(f"/p/{FIRST}/emergency/withdrawal")
    assert page.status_code == 200
    assert "could not be worked out" in page.text
    assert "Steps, in order" in page.text


def test_an_emergency_that_there_is_not_is_not_found(client: Client) -> None:
    for path in ("/emergency/fire", "/emergency/fire.pdf", f"/p/{FIRST}/emergency/fire"):
        assert client("nurse").get(path).status_code == 404


@pytest.mark.parametrize("which", WHICH)
def test_every_generated_patient_has_a_list(which: str) -> None:
    now = datetime(2026, 6, 1, 15, tzinfo=UTC)
    for case in cases(SEED, now):
        state = fold(case.patient, case.course().events, now)
        sheet = emergency.OF_PATIENT[which](state.when(now + timedelta(minutes=1)))
        assert [one.number for one in sheet.steps] == list(range(1, len(sheet.steps) + 1))
        assert sheet.known
