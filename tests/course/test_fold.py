"""The laws of folding: once or step by step, in whatever order events arrive, the state is the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import Patient, State, advance, fold, standing_events
from lentus.course.events import AnyEvent
from lentus.course.fold import EVENT_READER
from lentus.errors import HistoryError
from tests.course.strategies import KINDS, START, events, histories

PATIENT = Patient(id="generated-1")


def event(kind: str, at: str, identity: str, **body: Any) -> AnyEvent:
    return EVENT_READER.validate_python(
        {"kind": kind, "id": identity, "at": at, "zone": "UTC", "author": "Nurse A", **body}
    )


@given(histories())
def test_folding_event_by_event_equals_folding_at_once(told: list[AnyEvent]) -> None:
    state = State(patient=PATIENT)
    for one in told:
        state = advance(state, one)
    assert state == fold(PATIENT, told)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(told: list[AnyEvent], random: Any) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert fold(PATIENT, shuffled) == fold(PATIENT, told)


@given(histories(), st.integers(0, 40_000))
def test_a_state_of_then_knows_only_what_had_happened_by_then(told: list[AnyEvent], quarter: int) -> None:
    moment = START + timedelta(minutes=15 * quarter)
    by_then = [one for one in told if one.instant <= moment]
    assert fold(PATIENT, told, moment) == fold(PATIENT, by_then, moment)


@given(histories(), st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400)))
def test_moving_a_whole_history_moves_its_intervals_alike(told: list[AnyEvent], shift: timedelta) -> None:
    simple = [one for one in told if one.kind not in ("correction", "entered in error", "order")]
    moved = [one.model_copy(update={"at": one.at + shift}) for one in simple]
    before, after = fold(PATIENT, simple), fold(PATIENT, moved)
    assert [(one.start + shift, one.value) for one in before.pump] == [(one.start, one.value) for one in after.pump]
    assert [(one.start + shift, one.value) for one in before.oral] == [(one.start, one.value) for one in after.oral]


@given(histories())
def test_intervals_follow_each_other_without_overlap(told: list[AnyEvent]) -> None:
    state = fold(PATIENT, told)
    spans = [
        [(one.start, one.end) for one in state.oral],
        [(one.start, one.end) for one in state.pump],
        [(one.start, one.end) for one in state.filled],
        [(one.start, one.end) for one in state.transdermal],
    ]
    for timeline in spans:
        for (start, end), (following, _) in pairwise(timeline):
            assert end is not None
            assert start < end <= following


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_event_survives_being_written_and_read(kind: str, data: st.DataObject) -> None:
    one = data.draw(events(kind=kind))
    assert EVENT_READER.validate_json(one.model_dump_json()) == one


def test_an_event_id_may_occur_once_only() -> None:
    twice = [event("mri", "2026-01-01T10:00", "a"), event("mri", "2026-01-02T10:00", "a")]
    with pytest.raises(HistoryError, match="'a' occurs twice"):
        fold(PATIENT, twice)
    with pytest.raises(HistoryError, match="'a' occurs twice"):
        advance(advance(State(patient=PATIENT), twice[0]), twice[1])


def test_a_correction_stands_in_the_place_of_what_it_corrects_from_when_it_was_made() -> None:
    wrong = event("weight", "2026-01-01T10:00", "w", weight="7 kg")
    right = {"kind": "weight", "at": "2026-01-01T10:00", "weight": "70 kg"}
    fix = event("correction", "2026-01-03T09:00", "c", corrects="w", replacement=right, reason="slipped digit")
    before = fold(PATIENT, [wrong, fix], datetime(2026, 1, 2, tzinfo=UTC))
    after = fold(PATIENT, [wrong, fix])
    assert before.weight is not None
    assert after.weight is not None
    assert (str(before.weight.value), str(after.weight.value)) == ("7 kg", "70 kg")
    assert [one.id for one in standing_events(after)] == ["w"]
    assert [one.id for one in after.events] == ["w", "c"]


def test_the_last_of_two_corrections_counts_and_a_struck_one_does_not() -> None:
    wrong = event("weight", "2026-01-01T10:00", "w", weight="7 kg")
    fixes = [
        event(
            "correction",
            f"2026-01-0{day}T09:00",
            f"c{day}",
            corrects="w",
            replacement={"at": "2026-01-01T10:00", "weight": weight},
            reason="mistyped",
        )
        for day, weight in ((3, "71 kg"), (4, "72 kg"))
    ]
    struck = event("entered in error", "2026-01-05T09:00", "x", retracts="c4", reason="wrong patient")
    assert str(fold(PATIENT, [wrong, *fixes]).weight.value) == "72 kg"  # type: ignore[union-attr]
    assert str(fold(PATIENT, [wrong, *fixes, struck]).weight.value) == "71 kg"  # type: ignore[union-attr]


def test_what_was_entered_in_error_leaves_no_trace_in_the_state_but_stays_in_history() -> None:
    wrong = event("condition", "2026-01-01T10:00", "d", condition="dialysis")
    struck = event("entered in error", "2026-01-02T10:00", "x", retracts="d", reason="wrong patient")
    state = fold(PATIENT, [wrong, struck])
    assert state.condition("dialysis") is None
    assert [one.id for one in state.events] == ["d", "x"]


def test_a_correction_may_not_turn_an_event_into_another() -> None:
    wrong = event("weight", "2026-01-01T10:00", "w", weight="7 kg")
    for replacement, what in (({"kind": "mri"}, "kind"), ({"id": "v", "weight": "70 kg"}, "id")):
        body = {"at": "2026-01-01T10:00", **replacement}
        fix = event("correction", "2026-01-03T09:00", "c", corrects="w", replacement=body, reason="mistyped")
        with pytest.raises(HistoryError, match=f"changes the {what} of 'w'"):
            fold(PATIENT, [wrong, fix])


def test_a_correction_that_cannot_be_read_says_where() -> None:
    wrong = event("weight", "2026-01-01T10:00", "w", weight="7 kg")
    body = {"at": "2026-01-01T10:00", "weight": "70"}
    fix = event("correction", "2026-01-03T09:00", "c", corrects="w", replacement=body, reason="mistyped")
    with pytest.raises(HistoryError, match="correction 'c': weight"):
        fold(PATIENT, [wrong, fix])


def test_a_correction_that_arrives_first_waits_for_its_event() -> None:
    wrong = event("weight", "2026-01-01T10:00", "w", weight="7 kg")
    body = {"at": "2026-01-01T10:00", "weight": "70 kg"}
    fix = event("correction", "2026-01-03T09:00", "c", corrects="w", replacement=body, reason="mistyped")
    waiting = advance(State(patient=PATIENT), fix)
    assert waiting.dangling == ("w",)
    assert waiting.weight is None
    arrived = advance(waiting, wrong)
    assert arrived.dangling == ()
    assert str(arrived.weight.value) == "70 kg"  # type: ignore[union-attr]


@given(histories())
def test_striking_out_a_striking_out_equals_neither(told: list[AnyEvent]) -> None:
    last = max(one.instant for one in told)
    struck = event("entered in error", (last + timedelta(days=1)).isoformat(), "x1", retracts="e0", reason="mistake")
    restored = event("entered in error", (last + timedelta(days=2)).isoformat(), "x2", retracts="x1", reason="mistake")
    before, after = fold(PATIENT, told), fold(PATIENT, [*told, struck, restored])
    assert standing_events(before) == standing_events(after)
    assert (before.oral, before.pump, before.conditions) == (after.oral, after.pump, after.conditions)


@pytest.mark.parametrize("kind", ["fill", "interrogation", "weight"])
def test_whoever_comes_back_is_treated_here_again(kind: str) -> None:
    body: dict[str, dict[str, Any]] = {
        "fill": {"concentration": "500 mcg/mL", "volume": "20 mL"},
        "interrogation": {"daily_dose": "100 mcg/day"},
        "weight": {"weight": "70 kg"},
    }
    left = event("transfer", "2026-03-01T09:00", "t", to="another clinic")
    before = event(kind, "2026-02-01T09:00", "b", **body[kind])
    after = event(kind, "2026-04-01T09:00", "a", **body[kind])
    assert fold(PATIENT, [before, left]).transferred == left.instant
    # A value that a letter brings is no treatment; a fill or a reading of the pump is.
    assert (fold(PATIENT, [before, left, after]).transferred is None) is (kind != "weight")
