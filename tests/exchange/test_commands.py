"""The commands write what the floors below make, refuse in a sentence, and mix nothing."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import icalendar
import jsonschema
import pytest

import lentus
from lentus.cli.main import BAD_INPUT, FINE, main
from lentus.present.schemas import schemas
from lentus.record import charts, open_store
from lentus.response.table import read_table
from tests.exchange.clinic import NOW
from tests.exchange.small import pump_patient

TEMPLATE = Path(lentus.__file__).parent / "examples" / "sheets" / "pump-clinic.csv"
Out = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> str:
    store = open_store(tmp_path / "clinic", clock=lambda: NOW)
    pump_patient(store)
    store.close()
    return str(tmp_path / "clinic")


def valid(data: object, schema: str) -> None:
    jsonschema.Draft202012Validator(schemas()[schema]).validate(data)


def test_a_sheet_comes_from_standard_input_and_tells_what_to_look_at(
    data: str, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = TEMPLATE.read_text(encoding="utf-8").replace("2026-03-25", "2026-04-30")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(old.encode())))
    assert main(["import", "sheet", "-", "--dry-run", "--data", data]) == FINE
    shown = " ".join(capsys.readouterr().out.split())
    assert "To look at; none of it keeps a row out: Row 2, column alarm_date" in shown


def test_a_control_stream_of_nonmem_finds_its_two_lines(data: str, tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "doses.csv"
    assert main(["table", "nonmem", str(file), "--data", data]) == FINE
    shown = capsys.readouterr().out.splitlines()
    names, *rows = file.read_text(encoding="utf-8").splitlines()
    assert f"  $INPUT {names.replace(',', ' ')}" in shown
    assert "  $DATA doses.csv IGNORE=@" in shown
    assert names[0].isalpha(), "IGNORE=@ passes over a line that begins with a letter"
    assert rows
    assert not any(row[0].isalpha() for row in rows)


def test_an_address_is_opened_listed_and_closed(data: str, capsys: Out) -> None:
    assert main(["calendar", "open", "--data", data, "--label", "phone", "--json"]) == FINE
    made = json.loads(capsys.readouterr().out)
    valid(made, "calendar-open-output")
    assert main(["calendar", "list", "--data", data, "--json"]) == FINE
    listed = capsys.readouterr().out
    valid(json.loads(listed), "calendar-list-output")
    assert made["path"].removeprefix("/calendar/").removesuffix(".ics") not in listed
    assert json.loads(listed)["addresses"][0]["id"] == made["id"]
    assert main(["calendar", "close", made["id"], "--data", data]) == FINE
    assert main(["calendar", "list", "--data", data]) == FINE
    assert "closed on" in capsys.readouterr().out


def test_a_feed_is_written_into_a_new_file(data: str, tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "feed.ics"
    assert main(["calendar", "write", str(file), "--data", data]) == FINE
    assert icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert main(["calendar", "write", str(file), "--data", data]) == BAD_INPUT
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["calendar", "open", "--chart", "nobody"], "no such chart"),
        (["calendar", "open", "--chart", "nobody", "--names"], "never holds a name"),
        (["calendar", "close", "nobody"], "no calendar address"),
        (["table", "clinic", "out", "--format", "xls"], "csv or parquet"),
        (["import", "sheet", "nowhere.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(data: str, words: list[str], sentence: str, capsys: Out) -> None:
    assert main([*words, "--data", data]) == BAD_INPUT
    assert sentence in capsys.readouterr().err


def test_a_sheet_is_tried_and_taken_in(data: str, tmp_path: Path, capsys: Out) -> None:
    assert main(["import", "sheet", str(TEMPLATE), "--dry-run", "--data", data]) == FINE
    assert "a dry run" in capsys.readouterr().out
    assert main(["import", "sheet", str(TEMPLATE), "--data", data, "--json"]) == FINE
    taken = json.loads(capsys.readouterr().out)
    valid(taken, "import-output")
    assert taken["new"] == 3
    bad = tmp_path / "bad.csv"
    bad.write_text(TEMPLATE.read_text(encoding="utf-8").replace("220 mcg/day", "220"), encoding="utf-8")
    assert main(["import", "sheet", str(bad), "--data", data]) == BAD_INPUT
    assert "Row 2, column daily_dose" in capsys.readouterr().out
    assert main(["import", "sheet", str(bad), "--data", data, "--json"]) == BAD_INPUT
    valid(json.loads(capsys.readouterr().out), "import-output")
    store = open_store(data)
    assert len(charts(store)) == 4
    store.close()
    assert main(["import", "template"]) == FINE
    assert capsys.readouterr().out == TEMPLATE.read_text(encoding="utf-8")


def test_tables_are_written_and_a_kept_key_gives_the_same_pseudonyms(data: str, tmp_path: Path, capsys: Out) -> None:
    key = tmp_path / "key"
    for name in ("one", "two"):
        assert main(["table", "deidentified", str(tmp_path / name), "--key", str(key), "--data", data]) == FINE
    assert main(["table", "deidentified", str(tmp_path / "three"), "--data", data]) == FINE
    one, two, three = ((tmp_path / name / "patients.csv").read_text() for name in ("one", "two", "three"))
    assert one == two != three
    assert key.stat().st_mode & 0o077 == 0, "the key is its owner's alone"
    assert "Test Person" not in one
    assert (tmp_path / "one" / "METHOD.txt").read_text(encoding="utf-8").startswith("Method")
    assert main(["table", "clinic", str(tmp_path / "open"), "--data", data, "--format", "parquet"]) == FINE
    assert main(["omop", str(tmp_path / "omop"), "--data", data]) == FINE
    assert main(["table", "nonmem", str(tmp_path / "doses.csv"), "--data", data]) == FINE
    assert read_table((tmp_path / "doses.csv").read_text(encoding="utf-8"))
    key.write_bytes(b"short")
    capsys.readouterr()
    assert main(["table", "deidentified", str(tmp_path / "four"), "--key", str(key), "--data", data]) == BAD_INPUT
    assert "fewer than 32" in capsys.readouterr().err
