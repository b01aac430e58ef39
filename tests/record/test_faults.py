"""What goes wrong around the record: a full disk, a lock, a file that vanishes, a log that is cut, eight at once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from lentus.errors import Conflict, StoreDamaged, StoreUnavailable
from lentus.record import NewEntry, Store, chart, engines, open_store, record_event
from lentus.record.backup import backup
from lentus.record.verify import verified, verify
from tests.record.conftest import Places
from tests.record.postgres import Server
from tests.record.writers import NURSE, chart_with, event

Opens = Callable[[str | Path], Store]


def note(size: int = 1, key: str = "") -> NewEntry:
    return NewEntry("figures entered", {"text": "x" * size}, key)


def accepts(store: Store, size: int) -> bool:
    """Whether two more entries find room; what is refused for another reason fails the test."""
    try:
        store.append("a", [note(size)], expected=None, actor=NURSE)
    except StoreUnavailable as told:
        if "make room" not in str(told):
            raise
        return False
    return True


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PATIENCE_MS", 100)


@pytest.mark.usefixtures("impatient")
def test_a_locked_record_is_told_and_works_again(places: Places, opened: Opens) -> None:
    store = opened(places.new())
    store.append("a", [note()], expected=0, actor=NURSE)
    holder = store.engine.connect().execution_options(lentus_writes=True)
    with holder, holder.begin():
        for _ in range(3):
            with pytest.raises(StoreUnavailable, match="somebody else is writing"):
                store.append("a", [note()], expected=1, actor=NURSE)
        assert store.version("a") == 1
    assert store.append("a", [note()], expected=1, actor=NURSE).version == 2


def test_a_full_database_refuses_whole_commits(sqlite_store: Store) -> None:
    sqlite_store.append("a", [note()], expected=0, actor=NURSE)
    refused = 0
    with sqlite_store.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar() or 0
    sqlite_store.engine.dispose()
    from sqlalchemy import event as listening

    def small(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 6}")

    listening.listen(sqlite_store.engine, "connect", small)
    for _ in range(20):
        before = sqlite_store.version("a")
        if not accepts(sqlite_store, 2_000):
            assert sqlite_store.version("a") == before
            refused += 1
    assert refused >= 10
    assert verify(sqlite_store) == []
    listening.remove(sqlite_store.engine, "connect", small)
    sqlite_store.engine.dispose()
    assert not sqlite_store.append("a", [note(2_000)], expected=None, actor=NURSE).repeated


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MB, where this account may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if not mounted or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this account may not mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def test_a_full_disk_loses_nothing_and_room_brings_it_back(small_disk: Path, opened: Opens) -> None:
    store = opened(small_disk)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 100_000)
    acknowledged = 0
    while accepts(store, 3_000):
        acknowledged += 1
    assert acknowledged > 10
    assert store.version("a") == acknowledged
    ballast.unlink()
    store.append("a", [note(3_000)], expected=acknowledged, actor=NURSE)
    assert verify(store) == []


def test_a_vanished_file_is_never_written_into_the_void(sqlite_store: Store) -> None:
    store, file = sqlite_store, sqlite_store.file
    assert file is not None
    store.append("a", [note()], expected=0, actor=NURSE)
    away = file.with_name("away")
    for _ in range(3):
        file.rename(away)
        with pytest.raises(StoreUnavailable, match="gone"):
            store.append("a", [note()], expected=None, actor=NURSE)
        away.rename(file)
        store.append("a", [note()], expected=None, actor=NURSE)
    assert store.version("a") == 4
    assert verify(store) == []


def test_a_file_that_vanishes_during_a_commit_is_not_acknowledged(sqlite_store: Store) -> None:
    file = sqlite_store.file
    assert file is not None
    away = file.with_name("away")

    def lose_it() -> None:
        with sqlite_store.transaction() as writing:
            writing.append("a", [note()], expected=0, actor=NURSE)
            file.rename(away)

    with pytest.raises(StoreUnavailable, match="gone"):
        lose_it()


def test_another_file_in_its_place_is_noticed(sqlite_store: Store, tmp_path: Path) -> None:
    file = sqlite_store.file
    assert file is not None
    other = tmp_path / "other"
    shutil.copy(file, other)
    other.replace(file)
    with pytest.raises(StoreUnavailable, match="another file"):
        sqlite_store.append("a", [note()], expected=None, actor=NURSE)


def test_a_record_that_is_not_there_is_not_made_by_accident(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="no record is there"):
        open_store(tmp_path / "nothing", create=False)
    assert not (tmp_path / "nothing").exists()


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / engines.FILE_NAME).write_bytes(b"this is not a database, whatever its name" * 100)
    with pytest.raises(StoreDamaged, match="damaged"):
        open_store(tmp_path)


def test_postgresql_that_is_away_is_told_and_works_again(postgres: Server, opened: Opens) -> None:
    store = opened(postgres.new_database("goes_away"))
    for acknowledged in range(1, 4):
        store.append("a", [note()], expected=acknowledged - 1, actor=NURSE)
        postgres.stop("immediate")  # as a crash: no shutdown, recovery at the next start
        try:
            with pytest.raises(StoreUnavailable, match="lost or refused"):
                store.append("a", [note()], expected=acknowledged, actor=NURSE)
        finally:
            postgres.start()
        assert store.version("a") == acknowledged
    assert verify(store) == []


@pytest.mark.parametrize(
    ("account", "database", "remedy"),
    [("clinic", "none_of_ours", "createdb"), ("nobody_here", "postgres", "the account")],
)
def test_a_database_that_lets_nobody_in_says_what_to_check(
    postgres: Server, account: str, database: str, remedy: str
) -> None:
    with pytest.raises(StoreUnavailable, match=remedy):
        open_store(postgres.url(database).replace("clinic@", f"{account}@"))


@pytest.mark.parametrize(
    "url", ["postgresql://clinic@127.0.0.1:1/nothing", "postgresql://[", "postgresql://clinic@127.0.0.1:x/y"]
)
def test_an_address_without_a_record_is_a_sentence(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(url)


CUTS = 12


def test_a_log_that_was_cut_off_leaves_a_whole_record_and_the_loss_is_told(sqlite_store: Store, tmp_path: Path) -> None:
    """The write-ahead log is cut at twelve places; each time a beginning stands and what is gone is named."""
    file = sqlite_store.file
    assert file is not None
    for _ in range(40):
        sqlite_store.append("a", [note(300), note(300)], expected=None, actor=NURSE)
    log = file.with_name(f"{file.name}-wal").read_bytes()
    assert len(log) > 100_000
    ends = set()
    for number in range(CUTS):
        folder = tmp_path / f"cut{number}"
        folder.mkdir()
        shutil.copy(file, folder / file.name)
        shutil.copy(f"{file}.head", folder / f"{file.name}.head")
        (folder / f"{file.name}-wal").write_bytes(log[: len(log) * number // CUTS + 17])
        try:
            cut = open_store(folder)
        except (StoreUnavailable, StoreDamaged):
            continue  # cut before the schema itself was written
        try:
            end = cut.version("a")
            ends.add(end)
            found = verify(cut)
            assert end % 2 == 0, "half a commit stands"
            assert [one.kind for one in found] == ["lost"]
            assert "up to 80" in found[0].says
            cut.append("a", [note()], expected=end, actor=NURSE)
        finally:
            cut.close()
    assert len(ends) > CUTS // 2


def test_an_old_copy_in_its_place_is_told(sqlite_store: Store, opened: Opens, tmp_path: Path) -> None:
    file = sqlite_store.file
    assert file is not None
    sqlite_store.append("a", [note()], expected=0, actor=NURSE)
    sqlite_store.close()
    old = shutil.copy(file, tmp_path / "old")
    again = opened(file.parent)
    again.append("a", [note()], expected=1, actor=NURSE)
    again.close()
    shutil.copy(old, file)
    third = opened(file.parent)
    assert [one.kind for one in verify(third)] == ["lost"]
    assert third.version("a") == 1
    assert backup(third, tmp_path / "copy").entries == 2


def test_another_record_in_its_place_is_told(sqlite_store: Store, opened: Opens, tmp_path: Path) -> None:
    file = sqlite_store.file
    assert file is not None
    sqlite_store.append("a", [note()], expected=0, actor=NURSE)
    sqlite_store.close()
    other = opened(tmp_path / "other")
    for _ in range(3):
        other.append("a", [note(2)], expected=None, actor=NURSE)
    other.close()
    shutil.copy(tmp_path / "other" / engines.FILE_NAME, file)
    (told,) = verify(opened(file.parent))
    assert "another record stood in its place" in told.says


@pytest.mark.usefixtures("impatient")
def test_a_record_that_somebody_writes_can_be_opened_and_read(places: Places, opened: Opens) -> None:
    where = places.new()
    store = opened(where)
    store.append("a", [note()], expected=0, actor=NURSE)
    with store.transaction() as writing:
        writing.append("a", [note()], expected=1, actor=NURSE)
        with ThreadPoolExecutor(1) as elsewhere:
            assert elsewhere.submit(lambda: opened(where).version("a")).result() == 1


WRITERS, EACH = 8, 6


@pytest.mark.parametrize("shared", [True, False], ids=["one server", "eight processes' stores"])
def test_eight_writers_on_one_patient_have_one_winner_each_version(places: Places, opened: Opens, shared: bool) -> None:
    where = places.new()
    first = opened(where)
    patients = chart_with(first)
    conflicts: list[Conflict] = []

    def write(writer: int) -> list[int]:
        store, won = first if shared else open_store(where), []
        for step in range(EACH):
            while True:
                seen = chart(store, patients.id).version
                try:
                    one = event(f"w{writer}-{step}")
                    won.append(record_event(store, patients.id, one, expected=seen, actor=NURSE).version)
                    break
                except Conflict as told:
                    conflicts.append(told)
        if not shared:
            store.close()
        return won

    with ThreadPoolExecutor(WRITERS) as pool:
        versions = [one for won in pool.map(write, range(WRITERS)) for one in won]
    assert sorted(versions) == list(range(2, 2 + WRITERS * EACH))
    assert all(len(told.since) == told.found - told.expected > 0 for told in conflicts)
    last = chart(first, patients.id)
    assert {one.id for one in last.told} == {f"w{writer}-{step}" for writer in range(WRITERS) for step in range(EACH)}
    assert verified(first).whole


def test_one_request_sent_eight_times_at_once_is_written_once(places: Places, opened: Opens) -> None:
    store = opened(places.new())
    patients = chart_with(store)

    def send(_: int) -> int:
        same = event("e1")
        return record_event(store, patients.id, same, expected=1, actor=NURSE, key="sent once").version

    with ThreadPoolExecutor(WRITERS) as pool:
        assert list(pool.map(send, range(WRITERS))) == [2] * WRITERS
    assert store.version(patients.stream) == 2
