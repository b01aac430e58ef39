"""Who holds an address reads the feed; once it is closed nobody does, and nothing tells why."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lentus.errors import RecordError
from lentus.exchange.calendar import address_of, addresses, close_address, open_address
from lentus.record import SYSTEM, Store, charts, open_store
from lentus.record.bundle import export, import_
from lentus.web.app import create_app
from tests.exchange.clinic import NOW
from tests.exchange.small import pump_patient
from tests.web.clinic import demo_store
from tests.web.desk import Desk


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "clinic", clock=lambda: NOW)


def test_an_address_stands_until_it_is_closed(store: Store) -> None:
    made, token = open_address(store, actor=SYSTEM, label="The nurses' phone")
    assert address_of(store, token) == made
    close_address(store, made.id, actor=SYSTEM)
    assert address_of(store, token) is None
    close_address(store, made.id, actor=SYSTEM)
    assert [one.closed for one in addresses(store)] == [NOW]


@pytest.mark.parametrize("text", ["", "x", "a" * 43, "é" * 43, "../../etc", "a" * 5_000])
def test_what_was_never_given_out_opens_nothing(store: Store, text: str) -> None:
    open_address(store, actor=SYSTEM)
    assert address_of(store, text) is None


def test_the_record_holds_no_token(store: Store, tmp_path: Path) -> None:
    _, token = open_address(store, actor=SYSTEM)
    export(store, tmp_path / "bundle.jsonl")
    assert token not in (tmp_path / "bundle.jsonl").read_text(encoding="utf-8")
    import_(tmp_path / "bundle.jsonl", tmp_path / "copy")
    assert address_of(open_store(tmp_path / "copy"), token) is not None, "an address outlives a move of the record"


def test_a_form_sent_twice_opens_one_address(store: Store) -> None:
    first, token = open_address(store, actor=SYSTEM, key="k")
    again, none = open_address(store, actor=SYSTEM, key="k")
    assert first == again
    assert token
    assert none == ""


def test_an_address_is_for_a_chart_that_is_there(store: Store) -> None:
    with pytest.raises(RecordError, match="no such chart"):
        open_address(store, actor=SYSTEM, chart_id="nobody")
    with pytest.raises(RecordError, match="no calendar address"):
        close_address(store, "nobody", actor=SYSTEM)


def test_the_pages_open_show_once_and_close(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = demo_store(tmp_path)
    app = create_app(store, secret=b"a secret of the tests")
    nurse, stranger = Desk(app, "nurse"), Desk(app)
    caplog.set_level(logging.DEBUG)
    patient = charts(store)[0].chart_id
    for path in ("/calendars", f"/p/{patient}/calendar"):
        nurse.get(path)
        answer = nurse.post(path, {"label": "My phone", "names": "yes", "key": path})
        token = answer.text.split("/calendar/")[-1].split(".ics")[0]
        assert token not in nurse.get(path).text, "shown once"
        made = address_of(store, token)
        assert made is not None
        assert made.names is (path == "/calendars"), "a patient's own feed never holds a name"
        feed = stranger.get(f"/calendar/{token}.ics")
        assert feed.status_code == 200
        assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
        assert feed.headers["cache-control"] == "no-store"
        never = stranger.get(f"/calendar/{'a' * 43}.ics")
        assert nurse.post(f"/calendars/{made.id}/close").status_code == 200
        closed, broken = stranger.get(f"/calendar/{token}.ics"), stranger.get("/calendar/x.ics")
        assert never.status_code == closed.status_code == broken.status_code == 404
        assert never.content == closed.content == broken.content
        assert dict(never.headers) == dict(closed.headers) == dict(broken.headers)
        ours = [record.getMessage() for record in caplog.records if record.name == "lentus.web"]
        assert not any(token in line for line in ours), "an address in a log is a key in a log"


def test_who_has_the_feed_as_it_stands_is_told_so_until_it_changes_or_the_address_is_closed(tmp_path: Path) -> None:
    store = demo_store(tmp_path)
    stranger = Desk(create_app(store, secret=b"a secret of the tests"))
    made, token = open_address(store, actor=SYSTEM)
    path = f"/calendar/{token}.ics"
    first = stranger.get(path)
    head = stranger.http.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]
    for known in (first.headers["etag"], f'"other", W/{first.headers["etag"]}'):
        same = stranger.get(path, if_none_match=known)
        assert (same.status_code, same.content, same.headers["cache-control"]) == (304, b"", "no-store")
    assert stranger.get(path, if_none_match='"other"').content == first.content
    pump_patient(store, number="P-9")
    changed = stranger.get(path, if_none_match=first.headers["etag"])
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]
    close_address(store, made.id, actor=SYSTEM)
    assert stranger.get(path, if_none_match=changed.headers["etag"]).status_code == 404
    assert stranger.http.head(path).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "administrator"])
def test_only_those_who_care_for_patients_open_an_address(tmp_path: Path, role: str) -> None:
    store = demo_store(tmp_path)
    desk = Desk(create_app(store, secret=b"a secret of the tests"), role)
    assert desk.get("/calendars").status_code == 403
    assert desk.post("/calendars").status_code == 403
    assert addresses(store) == ()


def test_the_clock_of_an_address_is_the_stores(store: Store) -> None:
    made, _ = open_address(store, actor=SYSTEM, chart_id=pump_patient(store).id)
    assert made.opened == datetime.fromisoformat(NOW.isoformat()).astimezone(UTC)
