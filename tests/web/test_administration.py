"""Administration: what is done there is done, what cannot be is a sentence in the page, and no patient is named."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from lentus.record import Store, open_store
from lentus.record.accounts import account
from lentus.record.apart import Apart
from lentus.record.settings import settings
from lentus.record.verify import verified
from lentus.web.app import create_app
from lentus.web.keeping import Keeping
from tests.web.clinic import FIRST, SECOND, demo_store
from tests.web.conftest import SECRET
from tests.web.desk import Desk

NAMES = ("Ida", "Otto", "D-0001", "D-0002")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = demo_store(tmp_path_factory.mktemp("administration"))
    yield made
    made.close()


@pytest.fixture
def administrator(store: Store) -> Desk:
    return Desk(create_app(store, secret=SECRET), "administrator")


def ended(desk: Desk) -> str:
    """The answer of the work that goes on, once it is over: asked for as the page itself asks."""
    while True:
        answer = desk.get("/admin/record/work")
        if answer.status_code == 200:
            return answer.text
        assert answer.status_code == 204
        time.sleep(0.05)


def folder(store: Store) -> Path:
    assert store.file is not None
    return store.file.parent / "backups"


def test_a_backup_that_has_no_place_is_a_sentence(store: Store, administrator: Desk) -> None:
    folder(store).write_text("a file where the folder should be")
    answer = administrator.post("/admin/record/backup")
    folder(store).unlink()
    assert answer.status_code == 422
    assert "cannot be made" in answer.text


def test_a_backup_is_written_listed_and_whole(store: Store, administrator: Desk) -> None:
    before = verified(store).entries
    assert administrator.post("/admin/record/backup").status_code == 303
    assert "Backed up." in ended(administrator)
    (made,) = folder(store).iterdir()
    assert made.name in administrator.get("/admin/record").text
    copy = open_store(made, create=False)
    found = verified(copy)
    copy.close()
    assert found.whole
    assert found.entries == before


def test_verifying_says_how_many_entries_prove_each_other(store: Store, administrator: Desk) -> None:
    assert administrator.post("/admin/record/verify").status_code == 303
    answer = ended(administrator)
    whole = verified(store)
    assert f"{whole.entries:,} entries" in answer
    assert whole.head in answer
    assert whole.head in administrator.get("/admin/record").text, "the result stays until the next one"
    assert "every 1s" not in answer, "what is over is not asked for again"


def with_command(store: Store, *lines: str) -> Desk:
    """An administrator of a workbench whose other process runs these lines instead."""
    app = create_app(store, secret=SECRET)
    command = (sys.executable, "-c", "\n".join(lines))
    app.state.keeping = Keeping(store, lambda store, copy_to: Apart(store, copy_to=copy_to, command=command))
    return Desk(app, "administrator")


def test_one_at_a_time_and_everybody_works_on_meanwhile(store: Store, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.02)"
    desk = with_command(store, wait, "import lentus.record.apart as one", "one.main()")
    assert desk.post("/admin/record/verify").status_code == 303
    assert desk.get("/admin/record/work").status_code == 204
    running = desk.get("/admin/record")
    assert "Running." in running.text
    assert "every 1s" in running.text
    for path in ("/admin/record/verify", "/admin/record/backup"):
        second = desk.post(path)
        assert second.status_code == 409
        assert "One at a time" in second.text
    assert desk.get("/admin/people").status_code == 200
    gate.touch()
    assert "Whole." in ended(desk)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended by signal 9"),
        ("raise SystemExit(7)", "ended with code 7"),
        ("print('no answer')", "ended with code 0"),
        ("print('{}')", "ended with code 0"),
    ],
)
def test_a_crash_is_shown_and_the_next_one_may_begin(store: Store, line: str, told: str) -> None:
    desk = with_command(store, line)
    desk.post("/admin/record/verify")
    assert told in ended(desk)
    assert desk.post("/admin/record/verify").status_code == 303
    ended(desk)


def test_a_program_that_is_not_there_is_told(store: Store) -> None:
    app = create_app(store, secret=SECRET)
    nowhere = ("/no/such/program",)
    app.state.keeping = Keeping(store, lambda store, copy_to: Apart(store, copy_to=copy_to, command=nowhere))
    desk = Desk(app, "administrator")
    assert desk.post("/admin/record/verify").status_code == 303
    assert "could not be begun" in ended(desk)


def test_a_record_that_was_changed_is_told_with_its_entry(tmp_path: Path) -> None:
    damaged = demo_store(tmp_path)
    with damaged.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_no_update")
        connection.exec_driver_sql("UPDATE entries SET actor = 'somebody' WHERE seq = 2")
    desk = Desk(create_app(damaged, secret=SECRET), "administrator")
    desk.post("/admin/record/verify")
    answer = ended(desk)
    assert "Not whole" in answer
    assert "ntry 2" in answer
    desk.post("/admin/record/backup")
    assert "no result" in ended(desk), "a copy that is not whole is no backup"
    assert not list(folder(damaged).iterdir())
    damaged.close()


def test_who_opened_what_is_told_by_account_and_by_chart(store: Store, administrator: Desk) -> None:
    app = create_app(store, secret=SECRET)
    for person, charts in (("nurse", (FIRST, SECOND)), ("viewer", (FIRST,))):
        for chart_id in charts:
            assert Desk(app, person).get(f"/p/{chart_id}").status_code == 200
    assert "3 found" in administrator.get("/admin/access").text
    of_viewer = administrator.post("/admin/access", {"account": "viewer"}).text
    assert "1 found" in of_viewer
    assert SECOND not in of_viewer
    assert "1 found" in administrator.post("/admin/access", {"chart": SECOND, "account": "nurse"}).text
    assert "0 found" in administrator.post("/admin/access", {"chart": "' OR 1=1 --"}).text


def test_an_account_is_added_changed_and_switched_off(store: Store, administrator: Desk) -> None:
    person = {"name": "j.doe", "full_name": "Jane Doe", "role": "nurse"}
    password = {"password": "pump ivy cedar nine", "password_again": "pump ivy cedar nine"}
    refused = administrator.post("/admin/people", {**person, **password, "password_again": "another one"})
    assert refused.status_code == 422
    assert "not the same" in refused.text
    assert password["password"] not in refused.text
    assert account(store, "j.doe") is None
    assert administrator.post("/admin/people", {**person, **password}).status_code == 303
    assert administrator.post("/admin/people/j.doe/role", {"role": "pharmacist", "reason": "new"}).status_code == 303
    assert administrator.post("/admin/people/j.doe/active", {"active": "no", "reason": "left"}).status_code == 303
    found = account(store, "j.doe")
    assert found is not None
    assert (found.role, found.active) == ("pharmacist", False)
    last = administrator.post("/admin/people/administrator/active", {"active": "no", "reason": "x"})
    assert last.status_code == 422
    assert "last administrator" in last.text


def test_settings_are_saved_once_and_the_second_of_two_people_is_told(store: Store, administrator: Desk) -> None:
    form = {"name": "Clinic A", "zone": "America/Chicago", "profile": "us", "preset": "longer", "reason": "first"}
    form |= {"idle_minutes": "15", "session_hours": "12", "version": "0"}
    assert administrator.post("/admin/settings", form).status_code == 303
    assert settings(store).zone == "America/Chicago"
    second = administrator.post("/admin/settings", {**form, "name": "Clinic B"})
    assert second.status_code == 409
    assert 'value="Clinic B"' in second.text, "what was typed stays"
    assert settings(store).name == "Clinic A"
    wrong = administrator.post("/admin/settings", {**form, "zone": "Mars/Olympus", "version": "1"})
    assert wrong.status_code == 422
    assert "Time zone" in unescape(wrong.text)
    assert "Clinic A" in administrator.get("/admin/settings/history").text


@pytest.mark.parametrize("path", ["", "/people", "/settings", "/settings/history", "/record", "/access"])
def test_no_page_of_it_names_a_patient(administrator: Desk, path: str) -> None:
    page = administrator.get(f"/admin{path}")
    assert page.status_code == 200
    assert not [name for name in NAMES if name in page.text]
