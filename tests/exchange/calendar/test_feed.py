"""A feed is read back as it was meant, keeps its UIDs while dates move, and names nobody unasked."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import events as e
from lentus.course.orders import OralTaperOrder
from lentus.exchange.calendar import Address, feed_of, marked_days, open_address
from lentus.exchange.calendar.lines import component, folded, text
from lentus.quantity import DoseRate
from lentus.record import (
    SYSTEM,
    Actor,
    Chart,
    Store,
    change_patient,
    chart,
    charts,
    close_chart,
    open_store,
    record_event,
)
from lentus.record.readmodels.reservoir import Figures, reservoir_of
from lentus.record.readmodels.worklist import figures_in
from lentus.record.settings import change_settings, settings
from tests.exchange.clinic import NOW, demo
from tests.exchange.small import pump_patient

OPENED = datetime(2026, 1, 1, tzinfo=UTC)


def address(chart_id: str = "", *, names: bool = False) -> Address:
    return Address("a", "h", chart_id, names, "", "system", OPENED)


def read(feed: str) -> dict[str, Any]:
    """The events of a feed by UID, as another program reads them."""
    calendar = icalendar.Calendar.from_ical(feed)
    events = {str(one["UID"]): one for one in calendar.walk("VEVENT")}
    assert len(events) == feed.count("BEGIN:VEVENT"), "no two entries share a UID"
    return events


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "clinic", clock=lambda: NOW)


@given(st.text(max_size=300))
def test_a_text_is_read_back_as_it_was_written(words: str) -> None:
    kept = "".join(one for one in words if one in "\n\t\u200c\u200d" or one.isprintable())
    made = component("VEVENT", [f"SUMMARY:{text(kept)}"])
    assert str(icalendar.Event.from_ical(made)["SUMMARY"]) == kept


@given(st.text(max_size=60))
def test_no_line_holds_what_ends_a_line_or_controls_a_screen(words: str) -> None:
    made = component("VEVENT", [f"SUMMARY:{text(words)}"])
    assert len(made.replace("\r\n ", "").splitlines()) == made.replace("\r\n ", "").count("\r\n") == 3
    assert not any(unicodedata.category(one) == "Cc" for one in made.replace("\r\n", "").replace("\t", ""))


@pytest.mark.parametrize(
    "name", ["Zoë Müller-Lüdenscheidt", "Nguyễn Thị Ánh", "علی\u200cرضا", "한 지민", "O'Brien; \\, Jr."]
)
def test_a_name_is_read_back_as_it_is_written(name: str) -> None:
    made = component("VEVENT", [f"SUMMARY:{text(name)}"])
    assert str(icalendar.Event.from_ical(made)["SUMMARY"]) == name
    assert text("a\u00a0b\u2009c") == "a b c"


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=400))
def test_no_line_is_longer_than_75_octets_and_none_is_cut_within_a_character(words: str) -> None:
    lines = folded(f"SUMMARY:{words}").encode().split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 for line in lines)
    assert b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode() == f"SUMMARY:{words}"


def test_the_feed_of_a_clinic_marks_what_the_record_works_out() -> None:
    store = demo()
    feed = feed_of(store, address(), site="https://clinic.example/")
    figures = figures_in(settings(store))
    wanted = [one for row in charts(store) for one in marked_days(chart(store, row.chart_id).state(), figures)]
    found = read(feed)
    assert len(found) == len(wanted) > 20
    spans = sorted((one["DTSTART"].dt, one["DTEND"].dt - timedelta(days=1)) for one in found.values())
    assert spans == sorted((one.first, one.last) for one in wanted)
    assert {one.kind for one in wanted} >= {"refill", "alarm", "cap", "taper", "holiday"}
    assert all(str(one["URL"]).startswith("https://clinic.example/p/") for one in found.values())
    assert all(line.isascii() or len(line.encode()) <= 75 for line in feed.split("\r\n"))
    assert "\n" not in feed.replace("\r\n", "")


def test_the_refill_window_is_the_reservoirs_own() -> None:
    store = demo()
    figures = figures_in(settings(store))
    for row in charts(store):
        state = chart(store, row.chart_id).state()
        held = reservoir_of(state, figures) if state.at and not state.died and not state.transferred else None
        marked = [one for one in marked_days(state, figures) if one.kind == "refill"]
        assert [(one.first, one.last) for one in marked] == ([held.window(figures.preset)] if held else [])


def test_nobody_is_named_unless_the_clinic_chose_it() -> None:
    store = demo()
    people = [chart(store, row.chart_id).patient for row in charts(store)]
    bare, named = feed_of(store, address()), feed_of(store, address(names=True))
    unfolded = named.replace("\r\n ", "")
    shown = [one for one in people if one.name in unfolded]
    assert len(shown) > 10
    for one in people:
        for word in (one.id, one.name, one.name.split()[-1], str(one.born), f"{one.born:%Y%m%d}"):
            assert word not in bare.replace("\r\n ", "")


def test_no_dose_stands_in_a_feed() -> None:
    feed = feed_of(demo(), address(names=True)).replace("\r\n ", "")
    assert "mcg" not in feed
    assert " mg" not in feed.replace("\u00a0", " ")


def test_a_feed_does_not_change_by_being_fetched() -> None:
    assert feed_of(demo(), address()) == feed_of(demo(), address())


def test_a_raised_dose_moves_the_days_and_keeps_their_uids(store: Store) -> None:
    before = pump_patient(store)
    early = read(feed_of(store, address(before.id)))
    raised = e.Program(
        id="raised",
        at=NOW,
        zone="UTC",
        author="Nurse",
        daily_dose=DoseRate.read("300 mcg/day"),
        concentration=before.state().reservoir_holds.concentration,  # type: ignore[union-attr]
        mode="simple continuous",
    )
    record_event(store, before.id, raised, expected=None, actor=SYSTEM)
    late = read(feed_of(store, address(before.id)))
    assert early.keys() == late.keys()
    for uid, one in late.items():
        assert one["SEQUENCE"] > early[uid]["SEQUENCE"]
        assert one["LAST-MODIFIED"].dt >= early[uid]["LAST-MODIFIED"].dt
        assert one["DTSTART"].dt <= early[uid]["DTSTART"].dt, "a higher dose brings no day later"
    assert any(late[uid]["DTSTART"].dt < early[uid]["DTSTART"].dt for uid in late)


def test_a_refill_replaces_the_days_of_the_fill_before(store: Store) -> None:
    before = pump_patient(store)
    early = read(feed_of(store, address(before.id)))
    held = before.state().reservoir_holds
    assert held is not None
    again = held.model_copy(update={"id": "fill-2", "at": NOW})
    record_event(store, before.id, again, expected=None, actor=SYSTEM)
    late = read(feed_of(store, address(before.id)))
    assert late
    assert not early.keys() & late.keys()


def test_what_is_kept_of_a_feed_is_what_a_fresh_look_gives(store: Store, tmp_path: Path) -> None:
    one = pump_patient(store)
    for moment in range(3):
        for names in (False, True):
            fresh = open_store(tmp_path / "clinic", clock=lambda: NOW)
            assert feed_of(store, address(names=names)) == feed_of(fresh, address(names=names))
            fresh.close()
        if moment == 0:
            renamed = one.patient.model_copy(update={"name": "Another Name"})
            change_patient(store, one.id, renamed, expected=None, actor=SYSTEM)
        else:
            shorter = settings(store).model_copy(update={"preset": "shorter"})
            if moment == 1:
                boss = Actor("boss", "administrator")
                change_settings(store, shorter, actor=boss, expected=None, reason="Booked late here.")
    assert "Another Name" in feed_of(store, address(names=True))


def test_a_feed_of_one_patient_holds_that_patient_alone(store: Store) -> None:
    one, other = pump_patient(store), pump_patient(store, number="P-2", name="Other Person")
    mine, theirs = (read(feed_of(store, address(here.id))) for here in (one, other))
    both = read(feed_of(store, address()))
    assert not mine.keys() & theirs.keys()
    assert both.keys() == mine.keys() | theirs.keys()
    assert all("URL" not in event for event in mine.values()), "a family has no use for the clinic's own pages"


def test_nothing_is_marked_for_who_has_left(store: Store) -> None:
    one = pump_patient(store)
    gone = e.Transfer(id="gone", at=NOW, zone="UTC", author="Nurse", to="Another clinic")
    record_event(store, one.id, gone, expected=None, actor=SYSTEM)
    assert read(feed_of(store, address(one.id))) == {}
    other = pump_patient(store, number="P-2")
    close_chart(store, other.id, "opened twice", expected=None, actor=SYSTEM)
    assert read(feed_of(store, address(other.id))) == {}
    assert read(feed_of(store, address())) == {}


def test_a_taper_marks_each_day_on_which_the_dose_changes() -> None:
    store = demo()
    tapering: list[Chart] = []
    for row in charts(store):
        one = chart(store, row.chart_id)
        orders = [order for order in one.state().orders if isinstance(order, OralTaperOrder)]
        marked = [day for day in marked_days(one.state(), Figures()) if day.kind == "taper"]
        if orders and marked:
            tapering.append(one)
            start = orders[-1].at.date()
            steps = {start + timedelta(days=step.day - 1) for step in orders[-1].steps}
            assert {day.first for day in marked} <= steps
            assert len({day.key for day in marked}) == len(marked)
    assert tapering


def test_an_empty_clinic_has_a_feed_that_can_be_read(store: Store) -> None:
    made, _ = open_address(store, actor=SYSTEM)
    feed = feed_of(store, made)
    assert read(feed) == {}
    assert icalendar.Calendar.from_ical(feed).subcomponents, "RFC 5545: a calendar holds at least one component"


def test_the_calendar_says_of_itself_what_rfc_7986_has_a_place_for(store: Store) -> None:
    one = pump_patient(store)
    calendars = [
        icalendar.Calendar.from_ical(feed_of(store, address(each), site="https://c.example")) for each in ("", one.id)
    ]
    for calendar in calendars:
        assert calendar["NAME"] == calendar["X-WR-CALNAME"]
        assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT6H"
        assert calendar["COLOR"] == "teal"
        assert "SOURCE" not in calendar, "a file that is passed on subscribes nobody"
    assert calendars[0]["UID"] != calendars[1]["UID"]
    assert [calendar.get("URL") for calendar in calendars] == ["https://c.example/", None]


def test_a_day_is_not_hidden_from_whom_it_is_for(store: Store) -> None:
    pump_patient(store)
    found = read(feed_of(store, address()))
    assert found
    assert all("CLASS" not in one for one in found.values()), "Google shows a private or confidential day as Busy"
