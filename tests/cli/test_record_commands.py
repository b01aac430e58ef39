"""`lentus record` on a real folder: what it prints, what it refuses, and the exit status of each."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from lentus.cli.main import main
from lentus.record import open_store
from lentus.record.engines import FILE_NAME
from tests.record.writers import chart_with, event

Screen = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small record."""
    store = open_store(tmp_path / "record")
    dose = event("e2", "program", at="2026-03-09T12:00", daily_dose="100 mcg/day", concentration="500 mcg/mL")
    struck = event("e3", "entered in error", at="2026-03-09T13:00", retracts="e1", reason="wrong patient")
    chart_with(store, event("e1"), dose, struck)
    store.close()
    return tmp_path / "record"


def run(screen: Screen, *arguments: object) -> tuple[int, str, str]:
    status = main(["record", *(str(one) for one in arguments)])
    shown = screen.readouterr()
    return status, shown.out, shown.err


def test_verify_says_that_a_record_is_whole_and_gives_its_head(folder: Path, capsys: Screen) -> None:
    status, out, _ = run(capsys, "verify", "--data", folder)
    assert status == 0
    assert "The record is whole: 4 entries" in out
    head = next(line for line in out.splitlines() if line.startswith("Head ")).removeprefix("Head ")
    assert run(capsys, "verify", "--data", folder, "--head", head)[0] == 0
    status, out, _ = run(capsys, "verify", "--data", folder, "--head", f"2:{'0' * 64}")
    assert (status, "Entry 2" in out) == (1, True)


def test_verify_names_what_was_changed(folder: Path, capsys: Screen) -> None:
    with sqlite3.connect(folder / FILE_NAME) as database:
        database.execute("DROP TRIGGER entries_no_update")
        database.execute("UPDATE entries SET body = replace(body, '100', '900') WHERE seq = 3")
    database.close()
    status, out, _ = run(capsys, "verify", "--data", folder)
    assert status == 1
    assert "Entry 3 (event recorded" in out
    status, out, _ = run(capsys, "verify", "--data", folder, "--json")
    assert status == 1
    assert [(one["kind"], one["seq"]) for one in json.loads(out)["found"]] == [("unguarded", None), ("changed", 3)]


def test_a_backup_and_a_bundle_go_there_and_back(folder: Path, tmp_path: Path, capsys: Screen) -> None:
    heads = set()
    for there, back in (("backup", "restore"), ("export", "import")):
        copy, again = tmp_path / f"{there}.copy", tmp_path / f"{there}-again"
        assert run(capsys, there, copy, "--data", folder)[0] == 0
        assert run(capsys, back, copy, "--data", again)[0] == 0
        status, out, _ = run(capsys, "verify", "--data", again, "--json")
        assert status == 0
        heads.add(json.loads(out)["head"])
        status, _, said = run(capsys, there, copy, "--data", folder)
        assert (status, "not overwritten" in said) == (2, True)
        assert run(capsys, back, copy, "--data", again)[0] == 2
    assert len(heads) == 1
    assert run(capsys, "rebuild", "--data", folder)[0] == 0


def test_history_tells_every_entry_and_its_fate(folder: Path, capsys: Screen) -> None:
    status, out, _ = run(capsys, "history", "p1", "--data", folder)
    assert status == 0
    assert "struck out by e3" in out
    assert "100\u00a0mcg per day" in out
    status, out, _ = run(capsys, "history", "P1", "--data", folder, "--json")
    assert [one["type"] for one in json.loads(out)["history"]] == ["chart opened", *["event recorded"] * 3]


def test_two_moments_are_compared(folder: Path, capsys: Screen) -> None:
    asked = ("history", "P1", "--data", folder, "--from", "2026-03-05T11:00", "--to", "2026-03-10T00:00")
    status, out, _ = run(capsys, *asked)
    assert status == 0
    assert "2 new" in out
    assert "70\u00a0kg -> not known" in out
    status, out, _ = run(capsys, *asked, "--json")
    assert {one["name"] for one in json.loads(out)["changes"]} >= {"weight", "pump"}
    assert run(capsys, *asked, "--as-known")[0] == 0
    status, _, said = run(capsys, "history", "P1", "--data", folder, "--from", "2026-03-05T11:00")
    assert (status, "both --from and --to" in said) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("verify", "--data", "{}/nothing"), "no record is there: check the folder; lentus serve makes"),
        (("verify", "--data", "{}", "--store", "postgresql://x"), "give one of them"),
        (("verify", "--store", "mysql://x"), "no PostgreSQL URL"),
        (("verify", "--data", "{}/record", "--head", "3"), "is no head"),
        (("history", "nobody", "--data", "{}/record"), "there is no such chart"),
        (("restore", "{}/nothing", "--data", "{}/back"), "cannot be read"),
        (("import", "{}/record/lentus.sqlite", "--data", "{}/back"), "not JSON"),
        (("backup", "{}/record/lentus.sqlite/x", "--data", "{}/record"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(folder: Path, capsys: Screen, arguments: tuple[str, ...], says: str) -> None:
    status, _, said = run(capsys, *(one.format(folder.parent) for one in arguments))
    assert status == 2
    assert says in said
    assert "Traceback" not in said
