"""A chart follows from its entries alone: read cold, kept warm, or advanced one by one, it is the same."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from lentus.course import AnyEvent, course_from, fold
from lentus.errors import Conflict, CourseError, RecordError
from lentus.protocol import check, review
from lentus.record import (
    NewEntry,
    Store,
    change_patient,
    chart,
    charts,
    close_chart,
    find_charts,
    open_chart,
    open_store,
    rebuild,
    record_event,
)
from lentus.record.findings import findings_from
from lentus.record.history import difference, history, known_at
from tests.course.strategies import histories
from tests.record.clock import Clock
from tests.record.dumping import dump
from tests.record.writers import NURSE, OTHER, chart_with, event, patient

# The name in the package is a function of the module.
charts_module = importlib.import_module("lentus.record.charts")
SLOW = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for many drawn charts."""
    return open_store(tmp_path_factory.mktemp("charts"))


_numbers = iter(range(1_000_000))


def recorded(store: Store, told: list[AnyEvent]) -> str:
    """Record what the course takes; the id of the chart."""
    now = open_chart(store, patient(f"P{next(_numbers)}"), actor=NURSE)
    for one in told:
        try:
            now = record_event(store, now.id, one, expected=now.version, actor=NURSE)
        except (RecordError, CourseError):
            continue
    return now.id


@given(histories())
@SLOW
def test_a_chart_is_the_fold_of_what_was_recorded(many: Store, told: list[AnyEvent]) -> None:
    chart_id = recorded(many, told)
    warm = chart(many, chart_id)
    assert warm.folded == fold(warm.patient, warm.told)
    many.cache.clear()
    cold = chart(many, chart_id)
    assert cold == warm
    assert course_from(cold.course.model_dump(mode="json")).events == cold.told


@given(histories(most=8))
@SLOW
def test_read_models_are_made_again_to_the_same_bytes(many: Store, told: list[AnyEvent]) -> None:
    recorded(many, told)
    before = dump(many)
    rebuild(many)
    assert dump(many) == before


def test_read_models_on_both_databases_are_rebuilt_to_the_same_bytes(store: Store) -> None:
    now = chart_with(store, event("e1"), event("e2", "implant", device="pump", reservoir="20 mL"))
    chart_with(store, event("e1"), number="P2")
    change_patient(store, now.id, patient("P1", "Ann Other"), expected=now.version, actor=NURSE)
    before = dump(store)
    assert b"Ann Other" in before
    assert rebuild(store) == 6
    assert dump(store) == before


def test_two_open_charts_never_share_a_number(store: Store) -> None:
    first = chart_with(store, number="A-7")
    with pytest.raises(RecordError, match="open chart already"):
        open_chart(store, patient("a-7"), actor=NURSE)
    second = open_chart(store, patient("A-8"), actor=NURSE)
    with pytest.raises(RecordError, match="open chart already"):
        change_patient(store, second.id, patient("A-7"), expected=1, actor=NURSE)
    closed = close_chart(store, first.id, "opened twice", expected=1, actor=NURSE)
    assert closed.closed
    change_patient(store, second.id, patient("A-7"), expected=1, actor=NURSE)
    assert [one.chart_id for one in charts(store)] == [second.id]
    with pytest.raises(RecordError, match="closed"):
        record_event(store, first.id, event("e1"), expected=2, actor=NURSE)


def test_a_chart_is_closed_with_a_reason(sqlite_store: Store) -> None:
    now = chart_with(sqlite_store)
    with pytest.raises(RecordError, match="reason"):
        close_chart(sqlite_store, now.id, "  ", expected=1, actor=NURSE)


def test_opening_a_chart_twice_with_one_key_opens_one(store: Store) -> None:
    first = open_chart(store, patient("P1"), actor=NURSE, key="k")
    again = open_chart(store, patient("P1"), actor=NURSE, key="k")
    assert again.id == first.id
    assert len(charts(store)) == 1


def test_charts_are_found_by_number_name_and_birth(store: Store) -> None:
    open_chart(store, patient("A-1", "José Núñez", born="1980-02-03"), actor=NURSE)
    open_chart(store, patient("B_2", "Ann 100%"), actor=NURSE)
    for words, numbers in {
        "": ["B_2", "A-1"],
        "josé": ["A-1"],
        "NÚÑEZ a-1": ["A-1"],
        "1980-02": ["A-1"],
        "%": ["B_2"],
        "_": ["B_2"],
        "ann núñez": [],
    }.items():
        assert [one.number for one in find_charts(store, words)] == numbers, words


def test_no_chart_is_a_sentence(store: Store) -> None:
    with pytest.raises(RecordError, match="there is no such chart"):
        chart(store, "nothing")


def test_a_stale_writer_is_told_before_anything_else(store: Store) -> None:
    now = chart_with(store, event("e1"))
    with pytest.raises(Conflict):
        record_event(store, now.id, event("e1"), expected=1, actor=OTHER)
    with pytest.raises(RecordError, match="occurs twice"):
        record_event(store, now.id, event("e1"), expected=2, actor=OTHER)


def test_a_correction_of_nothing_is_refused(sqlite_store: Store) -> None:
    now = chart_with(sqlite_store)
    struck = event("x", "entered in error", retracts="e9", reason="mistyped")
    with pytest.raises(RecordError, match="no event of this chart"):
        record_event(sqlite_store, now.id, struck, expected=1, actor=NURSE)


def test_a_dangerous_fact_is_recorded_with_its_findings(store: Store) -> None:
    now = chart_with(store)
    given_dose = event("e1", "screening dose", dose="500 mcg")
    now = record_event(store, now.id, given_dose, expected=1, actor=NURSE)
    body = now.entries[-1].body
    assert any(one.blocks for one in findings_from(body["findings"]))
    assert body["unjudged"] == ""
    assert set(body["versions"]) == {"engine", "monograph"}
    assert now.told == (given_dose,)


def test_a_fault_of_the_rules_keeps_no_fact_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from lentus.record.readmodels import worklist

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(charts_module, "check", broken)
    monkeypatch.setattr(worklist, "items", broken)
    now = chart_with(store)
    now = record_event(store, now.id, event("e1", "screening dose", dose="50 mcg"), expected=1, actor=NURSE)
    assert now.entries[-1].body["unjudged"] == "ZeroDivisionError: a bug"
    assert b"could not be worked out" in dump(store)


def test_findings_are_those_of_a_check_at_that_time(sqlite_store: Store) -> None:
    dose = event("e1", "oral regimen", at="2026-03-01T08:00", doses=["20 mg"] * 4)
    now = chart_with(sqlite_store, event("e0", at="2026-03-04T08:00"), dose)
    order = charts_module.order_of(charts_module.state_before(now, dose), dose)
    assert order is not None
    found = check(fold(now.patient, (), dose.at), order)
    assert [one["rule"] for one in now.entries[-1].body["findings"]] == [one.rule for one in found]


def test_another_process_is_seen_at_once(sqlite_store: Store, opened: Callable[[str | Path], Store]) -> None:
    now = chart_with(sqlite_store)
    assert sqlite_store.file is not None
    other = opened(sqlite_store.file.parent)
    record_event(other, now.id, event("e1"), expected=1, actor=OTHER)
    assert chart(sqlite_store, now.id).version == 2


def test_what_was_rolled_back_is_nowhere(store: Store) -> None:
    now = chart_with(store)

    def fail_late() -> None:
        with store.transaction():
            assert record_event(store, now.id, event("e1"), expected=1, actor=NURSE).version == 2
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()
    assert chart(store, now.id) == now


def test_history_tells_what_became_of_each_event(store: Store) -> None:
    struck = event("s", "entered in error", at="2026-03-05T12:00", retracts="e1", reason="wrong patient")
    again = event(
        "c",
        "correction",
        at="2026-03-05T12:00",
        corrects="e2",
        reason="mistyped",
        replacement={"at": "2026-03-05T10:00", "weight": "71 kg"},
    )
    now = chart_with(store, event("e1"), event("e2"), struck, again)
    told = {one.event.id: (one.standing, one.by) for one in history(now) if one.event}
    assert told == {"e1": ("struck out", "s"), "e2": ("corrected", "c"), "s": ("stands", ""), "c": ("stands", "")}
    back = event("b", "entered in error", at="2026-03-05T13:00", retracts="s", reason="it was right")
    now = record_event(store, now.id, back, expected=None, actor=NURSE)
    told = {one.event.id: (one.standing, one.by) for one in history(now) if one.event}
    assert (told["e1"], told["s"]) == (("stands", ""), ("struck out", "b"))


def test_what_was_known_then_is_told_apart_from_what_was_so(sqlite_store: Store, clock: Clock) -> None:
    now = chart_with(sqlite_store, event("e1", at="2026-03-01T10:00"))
    clock.jump(timedelta(days=30))
    late = event("e2", at="2026-03-03T10:00", weight="80 kg", kind="weight")
    now = record_event(sqlite_store, now.id, late, expected=None, actor=NURSE)
    march, april = datetime(2026, 3, 10, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    assert [one.id for one in known_at(now, march).events] == ["e1"]
    assert [one.id for one in now.state(march).events] == ["e1", "e2"]
    assert difference(now, march, april).changes == ()
    as_known = difference(now, march, april, as_known=True)
    assert [one.name for one in as_known.changes] == ["weight"]
    assert [one.id for one in as_known.events] == ["e2"]
    assert (as_known.changes[0].before["value"], as_known.changes[0].after["value"]) == ("70 kg", "80 kg")


@pytest.mark.parametrize("moment", ["2026-03-05T09:00", "2026-03-05T10:30", "2026-03-05T16:00"])
def test_the_state_at_a_moment_is_a_fold_up_to_it(sqlite_store: Store, moment: str) -> None:
    now = chart_with(sqlite_store, event("e1", at="2026-03-05T04:00"), event("e2", at="2026-03-05T05:00"))
    at = datetime.fromisoformat(f"{moment}+00:00")
    assert now.state(at) == fold(now.patient, now.told, at)


def test_notes_beside_the_course_change_no_state(sqlite_store: Store) -> None:
    now = chart_with(sqlite_store, event("e1"))
    sqlite_store.append(now.stream, [NewEntry("figures entered", {"a": 1})], expected=2, actor=NURSE)
    assert chart(sqlite_store, now.id).folded == now.folded


def test_a_time_of_another_clock_is_a_sentence_and_nothing_is_written(store: Store) -> None:
    now = chart_with(store)
    elsewhere = event("e1").model_copy(update={"at": datetime(2026, 3, 5, 10, 0, tzinfo=UTC)})
    with pytest.raises(RecordError, match="does not fit its zone America/Chicago"):
        record_event(store, now.id, elsewhere, expected=1, actor=NURSE)
    assert chart(store, now.id).version == 1


def test_a_fill_that_is_told_late_is_judged_with_the_program_that_followed_it(sqlite_store: Store) -> None:
    """A change of strength bridged by its program: told in either order, the same is found about the fill."""

    def fill(hour: int, day: int, strength: str) -> AnyEvent:
        at = f"2026-03-{day:02}T{hour:02}:00"
        return event(f"f{day}", "fill", at=at, concentration=strength, volume="20 mL")

    def program(hour: int, day: int, strength: str, **more: str) -> AnyEvent:
        at = f"2026-03-{day:02}T{hour:02}:00"
        return event(f"p{day}", "program", at=at, concentration=strength, daily_dose="100 mcg/day", **more)

    pump = event("i", "implant", at="2026-03-01T08:00", device="pump", reservoir="20 mL", path_volume="0.2 mL")
    before = [pump, fill(9, 1, "500 mcg/mL"), program(10, 1, "500 mcg/mL")]
    later = program(10, 20, "2000 mcg/mL", bridge_until="2026-03-21T12:00")
    changed = fill(9, 20, "2000 mcg/mL")
    now = chart_with(sqlite_store, *before, later, changed)
    alone = chart_with(sqlite_store, *before, changed, number="P2")
    reviewed = next(one for one in review(now.course).judged if one.event.id == changed.id)
    told, untold = ({one["rule"] for one in c.entries[-1].body["findings"]} for c in (now, alone))
    assert told == {one.rule for one in reviewed.findings}
    assert told != untold, "without its program nobody knows how the change was bridged"
