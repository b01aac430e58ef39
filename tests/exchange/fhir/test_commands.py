"""`lentus fhir`: a course leaves and returns, faults are named, and bad input is a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lentus.cli.main import main
from lentus.course import course_from, read_course
from tests.exchange.fhir.planted import SOUND, planted

COURSE = "tolerance-holiday-restart"


def test_a_course_goes_out_and_comes_back_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle, back = tmp_path / "bundle.json", tmp_path / "course.json"
    assert main(["fhir", "export", COURSE, "--findings", "--out", str(bundle)]) == 0
    assert main(["fhir", "validate", str(bundle)]) == 0
    assert "Nothing is wrong" in capsys.readouterr().out
    assert main(["fhir", "import", str(bundle), "--out", str(back)]) == 0
    assert capsys.readouterr().out == f"{back}\n", "what was written is named"
    assert main(["fhir", "export", COURSE]) == 0
    plain = json.loads(capsys.readouterr().out)
    again = course_from(json.loads(back.read_text(encoding="utf-8")))
    assert len(plain["entry"]) > len(again.events)
    assert main(["fhir", "export", str(back)]) == 0
    assert json.loads(capsys.readouterr().out) == plain
    assert read_course(back) == again


def test_faults_are_named_and_decide_the_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(planted("required code")), encoding="utf-8")
    assert main(["fhir", "validate", str(bad)]) == 1
    assert "MedicationRequest.status: 'actve' is not one of the required codes active" in capsys.readouterr().out
    assert main(["fhir", "validate", str(bad), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["valid"] is False


def test_what_cannot_be_read_is_told_and_the_rest_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.json"
    entries = [
        {"resourceType": "Patient", "id": "1", "name": [{"family": "Example", "given": ["Seven"]}], "gender": "female"},
        {**SOUND, "id": "good", "dosageInstruction": [{**SOUND["dosageInstruction"][0], "route": {"text": "PO"}}]},
        {**SOUND, "id": "text", "dosageInstruction": [{"text": "as told"}]},
    ]
    file.write_text(
        json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in entries]}),
        encoding="utf-8",
    )
    assert main(["fhir", "import", str(file)]) == 2
    assert "--zone" in capsys.readouterr().err
    assert main(["fhir", "import", str(file), "--zone", "America/Chicago", "--author", "Nurse A"]) == 0
    told = capsys.readouterr()
    course = course_from(json.loads(told.out))
    assert (course.patient.id, course.patient.name) == ("1", "Seven Example")
    assert [event.kind for event in course.events] == ["as found", "order"]
    assert "MedicationRequest text: cannot assess: the dose is said in words alone" in told.err
    assert "1 event read, 1 not read" in told.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["export"],
        ["export", COURSE, "--catalog"],
        ["export", COURSE, "--audit"],
        ["export", "--data", "somewhere"],
        ["export", "--audit", "--data", "no-such-folder"],
        ["export", "no-such-course"],
        ["validate", "no-such-file.json"],
        ["import", "no-such-file.json"],
    ],
)
def test_bad_input_is_one_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fhir", *arguments]) == 2
    assert capsys.readouterr().err.startswith("lentus: ")


def test_what_is_no_json_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.json"
    file.write_text("{", encoding="utf-8")
    assert main(["fhir", "validate", str(file)]) == 2
    assert "is not JSON" in capsys.readouterr().err


@pytest.mark.parametrize("which", ["--catalog", "--protocols"])
def test_catalog_and_protocols_are_sound(which: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "made.json"
    assert main(["fhir", "export", which, "--out", str(file)]) == 0
    assert main(["fhir", "validate", str(file)]) == 0
    assert "Nothing is wrong" in capsys.readouterr().out
