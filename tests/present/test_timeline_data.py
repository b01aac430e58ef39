"""A course as series: every number has its words, gaps stay gaps, and the table says all that the picture does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus.course import AnyEvent, Patient, fold, standing_events
from lentus.course.moment import zone_named
from lentus.present.gauge import gauge
from lentus.present.relative import absolute, relative
from lentus.present.timeline_data import NOT_DRAWN, anything_drawn, timeline_data, timeline_rows
from lentus.record.readmodels.reservoir import reservoir_of
from tests.course.strategies import histories
from tests.protocol.careers import careers
from tests.protocol.courses import ZONE, event, moment, state

NOW = datetime(2027, 1, 1, tzinfo=UTC)
CURVES = ("pump", "oral", "tone", "spasms")


@given(st.one_of(histories(), careers()))
@settings(max_examples=60, deadline=None)
def test_any_course_is_one_grid_of_times_with_words_for_each_number(events: list[AnyEvent]) -> None:
    known = fold(Patient(id="p1"), events)
    data = timeline_data(known, "UTC", NOW)
    assert data["times"] == sorted(set(data["times"]))
    assert data["times"][-1] == NOW.timestamp()
    for name in CURVES:
        curve = data[name]  # type: ignore[literal-required]
        assert len(curve["values"]) == len(curve["said"]) == len(data["times"])
        assert all(words for value, words in zip(curve["values"], curve["said"], strict=True) if value is not None)
    standing = [one for one in standing_events(known) if one.at <= NOW]
    assert len(data["marks"]) == sum(one.kind not in NOT_DRAWN for one in standing)
    assert all(data["times"][mark["at"]] <= NOW.timestamp() for mark in data["marks"])
    rows = timeline_rows(known, NOW)
    assert [row.event_id for row in rows] == [one.id for one in reversed(standing)]
    assert anything_drawn(data) or all(one.kind in NOT_DRAWN for one in standing)
    assert json.loads(json.dumps(data)) == data


def test_what_is_not_known_is_not_drawn_and_stopped_is_nothing() -> None:
    known = state(
        event("program", "2026-01-10T10:00", daily_dose="100 mcg/day", concentration="500 mcg/mL"),
        event("program", "2026-02-10T10:00", mode="stopped"),
        event("program", "2026-03-10T10:00", mode="minimum rate"),
        event("explant", "2026-04-10T10:00"),
    )
    pump = timeline_data(known, ZONE, NOW)["pump"]
    assert pump["values"] == [100, 0, None, None, None]
    assert pump["said"][:4] == ["100\u00a0mcg per day", "stopped", "dose not known", "not known"]


def test_a_grade_keeps_its_order_and_its_name() -> None:
    sites = [("left", "hip adductors", "1+"), ("right", "hip adductors", "2"), ("left", "elbow flexors", "1")]
    scores = [{"side": side, "group": group, "score": score} for side, group, score in sites]
    known = state(event("assessment", "2026-01-10T10:00", ashworth=scores, spasm_frequency=3, spasm_severity=2))
    data = timeline_data(known, ZONE, NOW)
    assert data["tone"]["values"][0] == 2
    assert data["tone"]["said"][0] == "2, right hip adductors"
    assert data["spasms"]["said"][0] == "3, severity 2"
    judged = timeline_data(state(event("assessment", "2026-01-10T10:00", responding=True)), ZONE, NOW)
    assert not any((*judged["spasms"]["said"], *judged["tone"]["said"]))
    (row,) = timeline_rows(known, NOW, unverified=[known.events[0].id])
    assert (row.tone, row.spasms, row.verified) == ("2, right hip adductors", "3, severity 2", False)


@pytest.mark.parametrize(
    ("ahead", "due", "since"),
    [
        (timedelta(minutes=30), "in 30 minutes", "in 30 minutes"),
        (timedelta(minutes=-30), "30 minutes late", "for 30 minutes"),
        (timedelta(hours=2, minutes=59), "in 2 hours", "in 2 hours"),
        (timedelta(hours=9), "tomorrow", "tomorrow"),
        (timedelta(days=-1), "1 day late", "for 1 day"),
        (timedelta(days=89), "in 89 days", "in 89 days"),
        (timedelta(days=90), "in 3 months", "in 3 months"),
        (timedelta(days=-800), "2 years late", "for 2 years"),
    ],
)
def test_days_are_counted_on_the_calendar(ahead: timedelta, due: str, since: str) -> None:
    now = moment("2026-05-20T16:00")
    assert relative(now + ahead, now) == due
    assert relative(now + ahead, now, "since") == since


def test_a_whole_day_has_no_hour_and_an_hour_has_its_zone() -> None:
    now = datetime(2026, 5, 20, 16, 0, tzinfo=zone_named(ZONE))
    midnight = datetime(2026, 5, 20, tzinfo=zone_named(ZONE))
    assert (relative(midnight, now), absolute(midnight, now)) == ("today", "20-May-2026")
    assert absolute(midnight + timedelta(hours=9), now).replace("\u00a0", " ") == "20-May-2026 09:00 UTC-05:00"


def test_a_gauge_says_in_words_what_it_shows() -> None:
    events = [
        event("implant", "2026-01-10T08:00", device="SynchroMed II 20 mL"),
        event("fill", "2026-01-10T09:00", concentration="500 mcg/mL", volume="20 mL"),
        event("program", "2026-01-10T09:00", daily_dose="100 mcg/day", concentration="500 mcg/mL"),
    ]
    now = moment("2026-01-20T09:00")
    found = reservoir_of(state(*events, at=now))
    assert found is not None
    drawn = gauge(found, now, ZONE, found.window("longer"))
    assert "18\u00a0mL left as programmed, of 20\u00a0mL filled; alarm at 2\u00a0mL" in drawn.says
    assert drawn.svg.count(drawn.says) == 1
    assert "style=" not in drawn.svg
    assert [day.first for day in drawn.days] == [True, False, False]
    assert sorted(day.iso for day in drawn.days) == [day.iso for day in drawn.days]
    late = moment("2027-01-20T09:00")
    past = reservoir_of(state(*events, at=late))
    assert past is not None
    assert "0\u00a0mL left" in gauge(past, late, ZONE, past.window("longer")).says
    assert all(day.past for day in gauge(past, late, ZONE, past.window("longer")).days)
    unknown = reservoir_of(state(*events[1:2], event("program", "2026-01-10T09:00", mode="flex"), at=now))
    assert unknown is not None
    asked = gauge(unknown, now, ZONE, unknown.window("longer"))
    assert (asked.svg, len(asked.days)) == ("", 1)
    assert asked.needs
