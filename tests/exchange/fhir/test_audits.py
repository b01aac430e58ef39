"""Who opened which patient and who signed in, as AuditEvents that other systems can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lentus.cli.main import main
from lentus.errors import SignInRefused
from lentus.exchange.fhir.audits import audit_bundle, read_audit_event
from lentus.exchange.fhir.validate import faults
from lentus.record import SYSTEM, Actor, Store, open_store
from lentus.record.access import STREAM, opened
from lentus.record.accounts import create_account
from lentus.record.sessions import sign_in, sign_out
from tests.exchange.cds.clinic import ORAL, fill

PASSWORD = "correct horse battery staple"
ORIGIN = "192.0.2.7"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record in which somebody signed in, failed to, opened a chart and left."""
    return seen(tmp_path / "record")


def seen(place: Path) -> Path:
    """Make such a record at a place."""
    store = open_store(place, demo=True)
    chart_id = fill(store)[ORAL]
    create_account(store, "ida", "Ida Nurse", "nurse", PASSWORD, actor=SYSTEM)
    opened_and_left(store, chart_id)
    store.close()
    return place


def opened_and_left(store: Store, chart_id: str) -> None:
    for name, password in (("ida", "wrong password"), ("nobody", PASSWORD)):
        with pytest.raises(SignInRefused):
            sign_in(store, name, password, origin=ORIGIN)
    session = sign_in(store, "ida", PASSWORD, origin=ORIGIN)
    opened(store, chart_id, session.actor)
    opened(store, chart_id, Actor("https://record.example", "calling record"))
    sign_out(store, session.token)


def test_the_command_writes_who_did_what(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "audit.json"
    assert main(["fhir", "export", "--audit", "--data", str(folder), "--out", str(file)]) == 0
    assert main(["fhir", "validate", str(file)]) == 0
    assert "Nothing is wrong" in capsys.readouterr().out
    bundle = json.loads(file.read_text(encoding="utf-8"))
    events = [one["resource"] for one in bundle["entry"]]
    told = [(one["type"], one["actor"]) for one in map(read_audit_event, events)]
    assert told == [
        ("sign-in refused", "ida"),
        ("sign-in refused", "nobody known"),
        ("signed in", "ida"),
        ("chart seen", "ida"),
        ("chart seen", "https://record.example"),
        ("signed out", "ida"),
    ]
    assert [(one["action"], one["outcome"]) for one in events] == [
        ("E", "4"), ("E", "4"), ("E", "0"), ("R", "0"), ("R", "0"), ("E", "0"),
    ]  # fmt: skip
    assert events[2]["agent"][0]["network"] == {"address": ORIGIN}
    assert len({one["fullUrl"] for one in bundle["entry"]}) == len(events)
    assert main(["fhir", "import", str(file)]) == 0
    back = json.loads(capsys.readouterr().out)
    assert back == {"entries": [read_audit_event(one) for one in events]}


def test_audit_events_of_others_are_not_taken_for_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.json"
    event = {"resourceType": "AuditEvent", "subtype": [{"system": "urn:other", "code": "signed in"}]}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": event}]}
    file.write_text(json.dumps(bundle), encoding="utf-8")
    assert main(["fhir", "import", str(file), "--zone", "UTC", "--author", "A"]) == 2
    assert "0 patients" in capsys.readouterr().err


def test_a_patient_is_named_by_the_chart_alone(folder: Path) -> None:
    store = open_store(folder)
    entries = list(store.entries(STREAM))
    store.close()
    bundle = audit_bundle(entries)
    assert faults(bundle) == ()
    read = [read_audit_event(one["resource"]) for one in bundle["entry"]]
    assert {one["chart"] for one in read if "chart" in one} == {entries[3].body["chart_id"]}
    assert ORAL not in json.dumps(bundle)
    assert PASSWORD not in json.dumps(bundle)
    assert [one["chain"] for one in read] == [one.store_hash for one in entries]
