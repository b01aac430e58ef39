"""Appending: versions without a gap, one winner, a repeated request writes nothing, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from lentus.errors import Conflict, RecordError, StoreDamaged
from lentus.record import Actor, NewEntry, Store, open_store
from lentus.record.canonical import canonical
from tests.record.conftest import Places
from tests.record.writers import NURSE, OTHER


def note(number: int, key: str = "") -> NewEntry:
    return NewEntry("figures entered", {"number": number}, key)


def test_seq_and_versions_have_no_gap(store: Store) -> None:
    for number in range(5):
        store.append("a" if number % 2 else "b", [note(number), note(number)], expected=None, actor=NURSE)
    found = list(store.entries())
    assert [one.seq for one in found] == list(range(1, len(found) + 1))
    for stream in ("a", "b"):
        assert [one.version for one in store.entries(stream)] == list(range(1, store.version(stream) + 1))


def test_what_was_handed_in_is_what_is_read(store: Store) -> None:
    body = {"text": "naïve \u0000 ☃", "list": [1, None, True, {"a": "b"}], "large": 10**30}
    wrote = store.append("a", [NewEntry("figures entered", body)], expected=0, actor=NURSE).entries[0]
    read = next(iter(store.entries("a")))
    assert read == wrote
    assert (read.body, read.actor, read.role) == (body, "nurse", "nurse")


def test_a_stale_version_is_told_what_came_in_between(store: Store) -> None:
    store.append("a", [note(1)], expected=0, actor=NURSE)
    store.append("a", [note(2), note(3)], expected=1, actor=OTHER)
    with pytest.raises(Conflict) as told:
        store.append("a", [note(4)], expected=1, actor=NURSE)
    assert (told.value.expected, told.value.found) == (1, 3)
    assert [one.body["number"] for one in told.value.since] == [2, 3]  # type: ignore[attr-defined]
    assert "other" in str(told.value)
    assert store.version("a") == 3


def test_a_version_that_never_was_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict):
        store.append("a", [note(1)], expected=7, actor=NURSE)


def test_a_repeated_request_writes_nothing(store: Store) -> None:
    first = store.append("a", [note(1, "k"), note(2)], expected=0, actor=NURSE)
    again = store.append("a", [note(1, "k"), note(2)], expected=0, actor=NURSE)
    assert (first.repeated, again.repeated) == (False, True)
    assert again.entries == first.entries
    assert store.version("a") == 2


def test_a_key_counts_in_its_own_stream(store: Store) -> None:
    store.append("a", [note(1, "k")], expected=0, actor=NURSE)
    assert not store.append("b", [note(1, "k")], expected=0, actor=NURSE).repeated


def test_a_key_used_for_something_else_is_refused(store: Store) -> None:
    store.append("a", [note(1, "k")], expected=0, actor=NURSE)
    with pytest.raises(RecordError, match="something else"):
        store.append("a", [NewEntry("chart closed", {"reason": "twice"}, "k")], expected=1, actor=NURSE)


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    def fail_late() -> None:
        with store.transaction():
            store.append("a", [note(1)], expected=0, actor=NURSE)
            store.append("b", [note(1)], expected=0, actor=NURSE)
            assert store.version("b") == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()
    assert list(store.entries()) == []
    store.append("a", [note(1)], expected=0, actor=NURSE)


def test_a_transaction_inside_another_joins_it(store: Store) -> None:
    with store.transaction() as outer, store.transaction() as inner:
        assert inner is outer
        inner.append("a", [note(1)], expected=0, actor=NURSE)
    assert store.version("a") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}'",
        "UPDATE entries SET actor = actor WHERE seq = 1",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE seq = 2",
    ],
)
def test_the_database_refuses_to_change_entries(store: Store, statement: str) -> None:
    store.append("a", [note(1), note(2)], expected=0, actor=NURSE)
    before = list(store.entries())
    with pytest.raises(Exception, match="never changed"), store.transaction() as writing:
        writing.execute(text(statement))
    assert list(store.entries()) == before


def test_truncate_is_refused(places: Places, store: Store) -> None:
    if places.kind == "sqlite":
        return  # SQLite has no TRUNCATE: its DELETE without a condition is tested above
    store.append("a", [note(1)], expected=0, actor=NURSE)
    with pytest.raises(Exception, match="never changed"), store.transaction() as writing:
        writing.execute(text("TRUNCATE entries"))
    assert store.version("a") == 1


@pytest.mark.parametrize(("seq", "version"), [(1, 1), (1, 3), (3, 1), (4, 3), (3, 4), (9, 9)])
def test_the_database_refuses_an_entry_that_is_not_the_next(store: Store, seq: int, version: int) -> None:
    store.append("a", [note(1), note(2)], expected=0, actor=NURSE)
    replace = "INSERT OR REPLACE" if store.kind == "sqlite" else "INSERT"
    row = f"({seq}, 'a', {version}, 't', 1, 'r', 'a', 'r', '', '{{}}', 'h', 'h')"
    with pytest.raises(Exception, match="next one"), store.transaction() as writing:
        writing.execute(text(f"{replace} INTO entries VALUES {row}"))
    assert [one.body["number"] for one in store.entries("a")] == [1, 2]


def test_entries_can_be_asked_for_by_type_and_range(store: Store) -> None:
    closed = NewEntry("chart closed", {"reason": "twice"})
    store.append("a", [note(1), closed, note(2), note(3)], expected=0, actor=NURSE)
    store.append("b", [note(4)], expected=0, actor=NURSE)
    assert [one.seq for one in store.entries(types=["chart closed"])] == [2]
    assert [one.seq for one in store.entries(after=2, upto_seq=4)] == [3, 4]
    assert [one.seq for one in store.entries("a", after=1, upto_seq=3)] == [2, 3]
    assert list(store.entries("c")) == []


def test_more_than_a_page_is_read_in_order(sqlite_store: Store) -> None:
    sqlite_store.append("a", [note(number) for number in range(2_345)], expected=0, actor=NURSE)
    assert [one.body["number"] for one in sqlite_store.entries("a")] == list(range(2_345))
    assert [one.seq for one in sqlite_store.entries()] == list(range(1, 2_346))


@pytest.mark.parametrize("body", [{"dose": 1.5}, {"a": [{"b": float("nan")}]}, {"a": {1: 2}}, {"a": object()}])
def test_what_cannot_be_kept_exactly_is_refused(sqlite_store: Store, body: dict[str, object]) -> None:
    with pytest.raises(RecordError, match="body"):
        sqlite_store.append("a", [NewEntry("figures entered", body)], expected=0, actor=NURSE)
    assert sqlite_store.version("a") == 0


@pytest.mark.parametrize("name", ["", "a\nb", "x" * 201, "a\x00"])
def test_names_are_plain(sqlite_store: Store, name: str) -> None:
    with pytest.raises(RecordError):
        sqlite_store.append(name, [note(1)], expected=0, actor=NURSE)
    with pytest.raises(RecordError):
        Actor(name, "nurse")


def test_an_unknown_type_and_an_empty_append_are_refused(sqlite_store: Store) -> None:
    with pytest.raises(RecordError, match="not known"):
        sqlite_store.append("a", [NewEntry("nonsense", {})], expected=0, actor=NURSE)
    with pytest.raises(RecordError, match="nothing to write"):
        sqlite_store.append("a", [], expected=0, actor=NURSE)


def test_a_body_without_what_its_type_needs_is_not_written(sqlite_store: Store) -> None:
    body: dict[str, object] = {"event": {}, "order_id": None, "versions": {}}
    with pytest.raises(RecordError, match="needs findings, needs_second"):
        sqlite_store.append("chart/x", [NewEntry("event recorded", body)], expected=0, actor=NURSE)
    assert sqlite_store.version("chart/x") == 0


def test_a_store_keeps_its_id_and_its_mark(places: Places) -> None:
    where = places.new()
    first = open_store(where, demo=True)
    first.close()
    again = open_store(where, create=False)
    assert (again.id, again.demo, again.kind) == (first.id, True, places.kind)
    again.close()


def test_a_store_of_a_newer_lentus_is_not_touched(places: Places, opened: Callable[[str | Path], Store]) -> None:
    where = places.new()
    with opened(where).transaction() as writing:
        writing.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreDamaged, match="newer Lentus"):
        opened(where)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(_JSON)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_canonical_json_reads_back_and_has_one_form(value: object) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written
    assert written.isascii()
