"""Administration: what is done there is done, what cannot be is a sentence in the page, and no patient is named."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from lentus.record import Store, open_store
from lentus.record.accounts import account
from lentus.record.settings import settings
from lentus.record.verify import verified
from lentus.web.app import create_app
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
    (made,) = folder(store).iterdir()
    assert made.name in administrator.get("/admin/record").text
    copy = open_store(made, create=False)
    found = verified(copy)
    copy.close()
    assert found.whole
    assert found.entries == before


def test_verifying_says_how_many_entries_prove_each_other(store: Store, administrator: Desk) -> None:
    answer = administrator.post("/admin/record/verify")
    whole = verified(store)
    assert f"{whole.entries:,} entries" in answer.text
    assert whole.head in answer.text


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
