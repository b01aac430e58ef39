"""Backups and bundles: of one moment, proved whole, never over something else, and back again without a difference."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert

from lentus.errors import RecordError, StoreDamaged
from lentus.record import NewEntry, Store, open_store
from lentus.record.backup import backup, restore
from lentus.record.bundle import export, import_
from lentus.record.tables import CREDENTIALS
from lentus.record.verify import verify
from tests.record.conftest import Places
from tests.record.dumping import whole_dump
from tests.record.writers import NURSE, chart_with, event

Opens = Callable[[str | Path], Store]


@pytest.fixture
def kept(store: Store) -> Store:
    """A record with charts, notes, and a password's hash beside them."""
    chart_with(store, event("e1"), event("e2", "screening dose", dose="50 mcg"))
    chart_with(store, event("e1", "side effect", effect="naïve ☃"), number="P2")
    with store.transaction() as writing:
        row = {"name": "nurse", "hash": "$argon2id$...", "changed": "2026-03-05T14:30:00.000000Z"}
        writing.execute(insert(CREDENTIALS).values(**row))
    return store


def test_a_backup_restored_is_the_same_record(kept: Store, places: Places, opened: Opens, tmp_path: Path) -> None:
    copied = backup(kept, tmp_path / "copies" / "one")
    assert copied.entries == 5
    back = places.new()
    restored = restore(tmp_path / "copies" / "one", back)
    assert (restored.entries, restored.head) == (copied.entries, copied.head)
    again = opened(back)
    assert whole_dump(again) == whole_dump(kept)
    assert verify(again) == []
    assert [one.name for one in (tmp_path / "copies").iterdir()] == ["one"]


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_a_bundle_imported_is_the_same_record_on_either_database(
    kept: Store, opened: Opens, tmp_path: Path, name: str, request: pytest.FixtureRequest
) -> None:
    export(kept, tmp_path / name)
    server = request.getfixturevalue("postgres")
    for where in (tmp_path / "again", server.lent_database([])):
        import_(tmp_path / name, where)
        again = opened(where)
        assert whole_dump(again) == whole_dump(kept)
        assert again.id == kept.id
        assert verify(again) == []
        export(again, tmp_path / f"{again.kind}-{name}")
        assert (tmp_path / f"{again.kind}-{name}").read_bytes() == (tmp_path / name).read_bytes()


def test_a_backup_during_writing_is_of_one_moment(sqlite_store: Store, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            with sqlite_store.transaction() as writing:
                for stream in ("a", "b"):
                    body = {"number": number, "text": "x" * 500}
                    writing.append(stream, [NewEntry("figures entered", body)], expected=None, actor=NURSE)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = []
        for number in range(5):
            sizes.append(backup(sqlite_store, tmp_path / f"copy{number}").entries)
            export(sqlite_store, tmp_path / f"bundle{number}")
    finally:
        done.set()
        writer.join()
    assert all(size % 2 == 0 for size in sizes), "half a commit was copied"
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
    for number in range(5):
        import_(tmp_path / f"bundle{number}", tmp_path / f"again{number}")


def test_a_new_copy_never_replaces_a_file(kept: Store, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("precious")
    for copy in (backup, export):
        with pytest.raises(RecordError, match="not overwritten"):
            copy(kept, taken)
    assert taken.read_text() == "precious"


def test_nothing_is_restored_over_a_record(kept: Store, places: Places, tmp_path: Path) -> None:
    backup(kept, tmp_path / "copy")
    where = places.new()
    open_store(where).close()
    other = open_store(where)
    other.append("a", [NewEntry("figures entered", {})], expected=0, actor=NURSE)
    other.close()
    with pytest.raises(RecordError, match=r"holds a record|not overwritten"):
        restore(tmp_path / "copy", where)


def test_a_backup_of_sqlite_does_not_go_into_postgresql(sqlite_store: Store, tmp_path: Path) -> None:
    backup(sqlite_store, tmp_path / "copy")
    with pytest.raises(RecordError, match="export a bundle"):
        restore(tmp_path / "copy", "postgresql://clinic@127.0.0.1:1/x")


def test_a_damaged_backup_is_not_restored(sqlite_store: Store, tmp_path: Path) -> None:
    for _ in range(20):
        sqlite_store.append("a", [NewEntry("figures entered", {"text": "A" * 900})], expected=None, actor=NURSE)
    copy = tmp_path / "copy"
    backup(sqlite_store, copy)
    copy.write_bytes(copy.read_bytes().replace(b"AAAAAAAA", b"AAAAAAAB", 1))
    with pytest.raises(StoreDamaged, match="changed"):
        restore(copy, tmp_path / "back")
    assert not (tmp_path / "back" / "lentus.sqlite").exists()
    assert list((tmp_path / "back").iterdir()) == []


def test_a_bundle_that_was_changed_cut_or_reordered_is_refused_whole(kept: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    export(kept, path)
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + 5 + 1 + 1
    broken = {
        "changed": [*lines[:2], lines[2].replace(b"70 kg", b"71 kg"), *lines[3:]],
        "no end": lines[:-1],
        "cut in a line": [*lines[:3], lines[3][:40]],
        "swapped": [lines[0], lines[2], lines[1], *lines[3:]],
        "one less": [*lines[:3], *lines[4:]],
        "goes on": [*lines, lines[1]],
        "a table": [*lines[:-1], b'{"row":{},"table":"sessions"}\n', lines[-1]],
        "no bundle": [b'{"a":1}\n', *lines[1:]],
        "not an object": [b"[]\n"],
        "empty": [],
    }
    for name, text in broken.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_bytes(b"".join(text))
        with pytest.raises((RecordError, StoreDamaged)):
            import_(path, tmp_path / name)
        untouched = open_store(tmp_path / name)
        assert list(untouched.entries()) == [], name
        untouched.close()


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        restore(tmp_path / "nothing", tmp_path / "back")
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(b'{"lentus_bundle":1}\n' * 50)[:30])
    with pytest.raises(RecordError, match="cannot be read"):
        import_(cut, tmp_path / "back")


def test_a_bundle_says_what_it_holds(kept: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    count, head = export(kept, path)
    first, *middle, last = [json.loads(line) for line in path.read_text().splitlines()]
    assert first == {"lentus_bundle": 1, "store": kept.id, "demo": False, "entries": count, "head": head}
    assert [one["entry"]["seq"] for one in middle if "entry" in one] == list(range(1, count + 1))
    assert last["end"]["lines"] == 1 + len(middle)
    assert path.stat().st_mode & 0o077 == 0


def test_a_copy_that_has_no_place_is_a_sentence(sqlite_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("in the way")
    with pytest.raises(RecordError, match="cannot be written"):
        backup(sqlite_store, folder / "copy")
