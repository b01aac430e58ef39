"""The demo in a store: whole, honest, the same to the byte, and with what the worklist has to show first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lentus.errors import RecordError
from lentus.protocol import review
from lentus.record import Store, chart, charts, open_store
from lentus.record.accounts import accounts
from lentus.record.demo import PEOPLE, make_demo
from lentus.record.demo.cases import CHAPTERS, cases
from lentus.record.demo.story import SEED, ZONE
from lentus.record.readmodels.today import counts, listed
from lentus.record.settings import settings
from lentus.record.verify import verify

NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


def demo_in(folder: Path) -> Store:
    store = open_store(folder, clock=lambda: NOW, demo=True)
    make_demo(store)
    return store


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return demo_in(tmp_path_factory.mktemp("demo"))


def test_it_holds_the_forty_and_its_people_and_is_whole(demo: Store) -> None:
    assert {row.name for row in charts(demo)} == {f"Generated {one.name}" for one in CHAPTERS}
    assert {one.name for one in accounts(demo)} == {one.name for one in PEOPLE}
    assert settings(demo).zone == ZONE
    assert verify(demo) == []
    assert all(chart(demo, row.chart_id).generated for row in charts(demo))


def test_the_same_seed_and_moment_write_the_same_entries(demo: Store, tmp_path: Path) -> None:
    again = demo_in(tmp_path)
    written = [[(one.stream_hash, one.store_hash, one.recorded) for one in store.entries()] for store in (demo, again)]
    assert written[0] == written[1]
    again.close()


def test_nothing_was_recorded_in_the_future_and_time_never_ran_back(demo: Store) -> None:
    times = [one.recorded for one in demo.entries()]
    assert times == sorted(times)
    assert times[-1] <= NOW + timedelta(minutes=5), "the last signature and second entry take a few minutes"


def test_orders_stand_at_every_place(demo: Store) -> None:
    states = {life.state for row in charts(demo) for life in chart(demo, row.chart_id).orders}
    assert {"proposed", "signed", "mismatch", "ready", "carried out"} <= states
    assert "refused" not in states


def test_one_fact_alone_waits_for_a_second_person(demo: Store) -> None:
    waiting = {row.name: chart(demo, row.chart_id).unverified for row in charts(demo)}
    assert [name for name, ids in waiting.items() if ids] == ["Generated Sage"]


def test_the_store_says_of_each_patient_what_the_story_said(demo: Store) -> None:
    for case in cases(SEED, NOW):
        told, kept = review(case.course(), NOW), chart(demo, case.chart_id)
        assert kept.state(NOW).pump_at() == told.state.pump_at(), case.stage
        assert {one.rule for one in review(kept.course, NOW).advice.findings if one.blocks} == {
            one.rule for one in told.advice.findings if one.blocks
        }


def test_the_worklist_shows_first_what_is_wrong(demo: Store) -> None:
    wrong = {f"Generated {one.name}" for one in CHAPTERS if one.wrong}
    horizon = NOW + timedelta(days=7)
    assert counts(demo, NOW, horizon)[0].kind == "wrong", "what is wrong heads the list"
    found = listed(demo, "wrong", NOW, horizon, limit=100)
    assert {one.name for one in found} == wrong


def test_a_store_that_is_no_demo_or_holds_patients_is_left_alone(
    tmp_path: Path, demo: Store, opened: Callable[[str | Path], Store]
) -> None:
    real = opened(tmp_path / "real")
    with pytest.raises(RecordError, match="demo store only"):
        make_demo(real)
    assert charts(real) == []
    with pytest.raises(RecordError, match="holds patients already"):
        make_demo(demo)


def test_a_demo_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path, clock=lambda: NOW, demo=True)

    def torn(*_: object, **__: object) -> None:
        raise RecordError("torn")

    monkeypatch.setattr("lentus.record.demo.making.carry_out", torn)
    with pytest.raises(RecordError, match="torn"):
        make_demo(store)
    assert list(store.entries()) == []
    store.close()
