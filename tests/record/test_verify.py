"""Whoever changes, drops, moves or adds an entry behind the guards' back is found out, and the entry is named."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import text

from lentus.record import NewEntry, Store, Writing
from lentus.record.guards import TRIGGERS
from lentus.record.reading import kept_entries
from lentus.record.tracing import Fault
from lentus.record.verify import verified, verify
from tests.record.clock import Clock
from tests.record.writers import NURSE, chart_with, event


@pytest.fixture
def whole(store: Store) -> Store:
    """A record of nine entries in three streams."""
    chart_with(store, event("e1"), event("e2"))
    for number in range(3):
        notes = [NewEntry("figures entered", {"number": number, "part": part}) for part in range(2)]
        store.append(f"other/{number % 2}", notes, expected=None, actor=NURSE)
    return store


class _UndoneError(Exception):
    """Ends a tampering without leaving a trace, so that one record serves many."""


def tampered(store: Store, *statements: str) -> list[Fault]:
    """What is found after statements with the guards switched off, as by somebody with the database's password."""
    found: list[Fault] = []
    with suppress(_UndoneError), store.transaction() as writing:
        off, on = _switches(writing)
        for one in (*off, *statements, *on):
            writing.connection.exec_driver_sql(one)
        found = verify(store)
        raise _UndoneError
    return found


def _switches(writing: Writing) -> tuple[list[str], list[str]]:
    if writing.store.kind == "postgresql":
        return ["ALTER TABLE entries DISABLE TRIGGER ALL"], ["ALTER TABLE entries ENABLE TRIGGER ALL"]
    kept = writing.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    return [f"DROP TRIGGER {row.name}" for row in kept], [row.sql for row in kept]


def test_a_record_as_written_is_whole(whole: Store) -> None:
    found = verified(whole)
    assert found.found == ()
    assert (found.whole, found.entries) == (True, 9)
    assert found.head == list(whole.entries())[-1].store_hash


def test_an_empty_record_is_whole(store: Store) -> None:
    assert verify(store) == []


CHANGES = (
    "body = replace(body, '{', '{ ')",
    "body = '[]'",
    "actor = 'somebody'",
    "role = 'prescriber'",
    "recorded = '2027-01-01T00:00:00.000000Z'",
    "key = 'another'",
    "type = 'chart closed'",
    "type_version = 0",
)


def test_every_changed_field_is_found_and_its_entry_named(whole: Store) -> None:
    for seq, change in product((1, 2, 5, 9), CHANGES):
        found = tampered(whole, f"UPDATE entries SET {change} WHERE seq = {seq}")
        assert [one.seq for one in found if one.kind == "changed"] == [seq], (seq, change)
        assert any(f"Entry {seq} " in one.says for one in found if one.grave)
    assert verify(whole) == []


def test_a_changed_hash_is_found_at_its_entry_or_the_next(whole: Store) -> None:
    for seq, change in product((1, 5, 9), ("stream_hash = lower(store_hash)", "store_hash = lower(stream_hash)")):
        found = tampered(whole, f"UPDATE entries SET {change} WHERE seq = {seq}")
        assert {one.seq for one in found if one.grave} & {seq, seq + 1}, (seq, change)


def test_a_missing_entry_is_named(whole: Store) -> None:
    for seq in range(1, 10):
        found = tampered(whole, f"DELETE FROM entries WHERE seq = {seq}")
        assert seq in [one.seq for one in found if one.kind == "missing"]


def test_a_missing_end_is_found(whole: Store) -> None:
    assert any("had come to entry 9" in one.says for one in tampered(whole, "DELETE FROM entries WHERE seq > 6"))
    assert any("had come to entry 9" in one.says for one in tampered(whole, "DELETE FROM entries"))


def test_swapped_entries_are_named(whole: Store) -> None:
    for one, other in ((2, 3), (1, 9), (5, 8), (4, 5)):
        found = tampered(
            whole,
            f"UPDATE entries SET seq = -1 WHERE seq = {one}",
            f"UPDATE entries SET seq = {one} WHERE seq = {other}",
            f"UPDATE entries SET seq = {other} WHERE seq = -1",
        )
        assert {one, other} <= {fault.seq for fault in found if fault.kind in ("moved", "changed", "missing")}


def test_entries_of_one_stream_that_changed_places_are_called_moved(whole: Store) -> None:
    found = tampered(
        whole,
        "UPDATE entries SET seq = -2, version = 1002 WHERE seq = 2",
        "UPDATE entries SET seq = 2, version = 2 WHERE seq = 3",
        "UPDATE entries SET seq = 3, version = 3 WHERE seq = -2",
    )
    assert [(one.kind, one.seq) for one in found if one.kind == "moved"] == [("moved", 2), ("moved", 3)]


def test_an_entry_that_was_added_behind_is_found(whole: Store) -> None:
    columns = "type, type_version, recorded, actor, role, 'x', body, stream_hash, store_hash"
    found = tampered(whole, f"INSERT INTO entries SELECT 10, stream, version + 1, {columns} FROM entries WHERE seq = 9")
    assert any(one.seq == 10 for one in found if one.grave)


def test_guards_that_were_switched_off_are_named(whole: Store) -> None:
    with whole.transaction() as writing:
        for name in TRIGGERS[whole.kind]:
            on = "" if whole.kind == "sqlite" else " ON entries"
            writing.execute(text(f"DROP TRIGGER {name}{on}"))
    (fault,) = verify(whole)
    assert fault.kind == "unguarded"
    assert all(name in fault.says for name in TRIGGERS[whole.kind])


def test_a_hash_on_paper_finds_a_record_that_was_rewritten(whole: Store) -> None:
    paper = {one.seq: one.store_hash for one in kept_entries(whole)}
    assert verify(whole, anchors=paper) == []
    assert [one.seq for one in verify(whole, anchors={**paper, 4: "0" * 64})] == [4]


def test_a_clock_that_was_set_back_is_told_and_is_no_fault(store: Store, clock: Clock) -> None:
    chart_with(store, event("e1"))
    clock.jump(timedelta(hours=-3))
    chart_with(store, event("e1"), number="P2")
    clock.jump(timedelta(days=400))
    chart_with(store, event("e1"), number="P3")
    found = verified(store)
    assert found.whole
    assert [(one.kind, one.seq, one.grave) for one in found.found] == [("clock", 3, False)]
    assert [one.seq for one in store.entries()] == list(range(1, 7))


def test_a_record_is_whole_at_every_moment_while_it_grows(store: Store) -> None:
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            store.append(f"a/{number % 7}", [NewEntry("figures entered", {"n": number})], expected=None, actor=NURSE)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = [verified(store) for _ in range(8)]
        while found[-1].entries == found[0].entries:
            found.append(verified(store))
    finally:
        done.set()
        writer.join()
    assert all(one.found == () for one in found)
