"""The forecast of one patient: it says what it is, whose spread it shows, and where its evidence stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from lentus.course import State
from lentus.present.models.numbers import rounded
from lentus.record import SYSTEM, Actor, Store, chart, open_chart, open_store, record_event
from lentus.record.chart import stream_of
from lentus.response.baclofen import parameters
from lentus.response.forecast import MODEL, forecast
from lentus.response.personal import personal
from lentus.response.validation import outcomes
from lentus.web.app import create_app
from lentus.web.expecting import Asked, Kept
from lentus.web.pages.forecast import CHOICES, Expected, expected_of
from tests.house.test_writing import faults
from tests.protocol.courses import event
from tests.record.clock import Clock
from tests.web.clinic import add_people
from tests.web.desk import Desk
from tests.web.test_patient import text_of
from tests.web.workbench import EXAMPLES, TODAY, ZONE, chart_id, example, recorded

if TYPE_CHECKING:
    from playwright.sync_api import Page


PUMP = "spinal-adult-pump"
At = Callable[[str], Desk]


def pump_store(folder: Path, clock: Clock) -> Store:
    """A demo store with one patient, on a clock that a test turns."""
    store = open_store(folder, demo=True, clock=clock)
    add_people(store)
    course, name = example(PUMP), chart_id(PUMP)
    open_chart(store, course.patient, actor=SYSTEM, generated=True, chart_id=name)
    known = [recorded(one) for one in course.events if one.at <= TODAY]
    store.append(stream_of(name), known, expected=None, actor=SYSTEM)
    return store


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_shows_what_the_model_answers_and_says_that_it_is_a_model(
    workbench: Store, desk: At, name: str
) -> None:
    answer = desk("viewer").get(f"/p/{chart_id(name)}/forecast")
    assert answer.status_code == 200
    words = text_of(answer.text)
    assert MODEL in words
    assert '<a href="/model">' in answer.text
    expected = expected_of(chart(workbench, chart_id(name)).state(TODAY), CHOICES[1])
    if expected.fault:
        assert "No forecast" in words
        assert "<figure" not in answer.text
        return
    assert ("OWN FIT" in words) is expected.own
    assert ("POPULATION" in words) is not expected.own
    assert ("With the next refill missed" in words) is bool(expected.missed)
    assert "<svg" in answer.text
    assert 'style="' not in answer.text, "the policy forbids styles in a page"


def test_the_table_has_the_medians_of_the_forecast(workbench: Store, desk: At) -> None:
    # On the clinic's clock: the hours of doses by mouth are hours of its day.
    state = chart(workbench, chart_id(PUMP)).state(TODAY.astimezone(ZoneInfo(ZONE)))
    cast = forecast(state, timedelta(days=CHOICES[1]), own=personal(state)[0])
    words = text_of(desk("nurse").get(f"/p/{chart_id(PUMP)}/forecast").text)
    for band in cast.bands:
        low, middle, high = (rounded(float(part[-1])) for part in (band.low, band.middle, band.high))
        assert f"{middle} ({low} to {high})" in words, band.name


def test_a_missed_refill_is_shown_where_the_reservoir_runs_empty(workbench: Store) -> None:
    state = chart(workbench, chart_id(PUMP)).state(TODAY)
    cast = forecast(state, timedelta(days=CHOICES[-1]))
    shown = expected_of(state, CHOICES[-1])
    assert cast.empties is not None
    assert bool(shown.missed) is bool(cast.empties < cast.hours[-1])
    assert shown.pieces != shown.missed


def test_other_days_are_not_offered(desk: At) -> None:
    nurse = desk("nurse")
    for days in ("5", "0", "-1", "91", "999999999999"):
        answer = nurse.get(f"/p/{chart_id(PUMP)}/forecast/{days}")
        assert answer.status_code in (404, 422), days
    assert nurse.get(f"/p/{'0' * 32}/forecast").status_code == 404
    assert desk("administrator").get(f"/p/{chart_id(PUMP)}/forecast").status_code == 403


def test_the_model_lies_open_with_every_parameter_and_every_finding(desk: At) -> None:
    words = text_of(desk("viewer").get("/model").text)
    assert all(one.id in words and one.says in words for one in parameters())
    assert all(one.target.title in words for one in outcomes())


def test_a_forecast_is_worked_out_once_a_day_and_a_new_entry_changes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(TODAY)
    store = pump_store(tmp_path, clock)
    worked: list[int] = []

    def counted(state: State, days: int) -> Expected:
        worked.append(days)
        return expected_of(state, days)

    monkeypatch.setattr("lentus.web.pages.forecast.expected_of", counted)
    app = create_app(store, secret=b"forecasts")
    nurse, address = Desk(app, "nurse"), f"/p/{chart_id(PUMP)}/forecast"
    first = text_of(nurse.get(address).text)
    assert text_of(nurse.get(address).text) == first
    assert text_of(Desk(app, "viewer").get(address).text).count(MODEL) == first.count(MODEL)
    assert worked == [7]
    nurse.get(f"{address}/14")
    assert worked == [7, 14], "another span is another question"
    ago = (TODAY - timedelta(hours=1)).astimezone(ZoneInfo(ZONE))
    half = event("program", ago, daily_dose="60 mcg/day", concentration="500 mcg/mL")
    record_event(store, chart_id(PUMP), half, expected=None, actor=Actor("nurse", "nurse"))
    changed = text_of(nurse.get(address).text)
    assert worked == [7, 14, 7]
    assert changed != first, "the new program is in it"
    clock.at += timedelta(days=1)
    assert text_of(Desk(app, "nurse").get(address).text) != changed
    assert worked == [7, 14, 7, 7]
    store.close()


def test_only_so_many_forecasts_are_kept_and_none_outside_of_the_process() -> None:
    kept: Kept[str] = Kept(most=2)
    asked = [Asked("c", version, TODAY.date(), ZONE, 7) for version in (1, 2, 3)]
    worked = [kept.answer(one, lambda one=one: str(one.version)) for one in (*asked, *asked)]  # type: ignore[misc]
    assert worked == ["1", "2", "3"] * 2
    assert kept.answer(asked[2], lambda: "again") == "3"
    assert kept.answer(asked[0], lambda: "again") == "again", "the one unused for longest went"


@pytest.mark.slow
def test_in_a_browser(workbench_server: str, tab: Page, axe: Callable[[Page], list[str]]) -> None:
    tab.set_default_timeout(60_000)
    tab.goto(f"{workbench_server}/p/{chart_id(PUMP)}")
    tab.get_by_role("link", name="What a model expects over the next days").click()
    tab.get_by_role("link", name="90 days").click()
    assert tab.get_by_role("heading", name="With the next refill missed").is_visible()
    assert axe(tab) == []
    assert faults(tab.inner_text("body")) == []
    for size in ({"width": 320, "height": 640}, {"width": 1280, "height": 900}):
        tab.set_viewport_size(size)  # type: ignore[arg-type]
        assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    tab.get_by_role("link", name="The model and its evidence").click()
    assert axe(tab) == []
