"""`lentus emergency WHICH COURSE`: the checklist in order, with what the record knows of this patient."""

from __future__ import annotations

import json

import jsonschema
import pytest

from lentus import monograph
from lentus.cli.main import main
from lentus.cli.terminal import USUAL_WIDTH
from lentus.present.schemas import schemas

Capture = pytest.CaptureFixture[str]
KINDS = [one.id for one in monograph.checklists()]
SCHEMA = jsonschema.Draft202012Validator(schemas()["emergency-output"])


@pytest.mark.parametrize("which", KINDS)
def test_a_patients_own_figures_stand_in_the_checklist(which: str, capsys: Capture) -> None:
    assert main(["emergency", which, "spinal-adult-pump"]) == 0
    page = capsys.readouterr()
    told = " ".join(page.out.replace("\u00a0", " ").split())
    assert page.err == ""
    assert all(len(line) <= USUAL_WIDTH for line in page.out.splitlines())
    assert "As known on 18-Mar-2026 13:00" in told
    assert "SynchroMed II 20 mL; programmed 120 mcg per day, 500 mcg per mL, since" in told
    assert "creatinine clearance 110 mL per min (reported" in told
    assert "GENERATED" in told
    assert "titrates none of them" in told


def test_each_quoted_dose_stands_with_its_warning_and_the_patient(capsys: Capture) -> None:
    main(["emergency", "withdrawal", "spinal-adult-pump", "--json"])
    data = json.loads(capsys.readouterr().out)
    SCHEMA.validate(data)
    doses = [step for step in data["steps"] if step["dose"] and step["default"]]
    assert doses
    for step in doses:
        assert step["dose"] in step["this_patient"]
        assert "39\u00a0years" in step["this_patient"] or "39 years" in step["this_patient"]
    assert data["known"]
    main(["emergency", "withdrawal", "spinal-adult-pump"])
    told = " ".join(capsys.readouterr().out.split())
    assert told.count("This patient: 39") == len(doses)


def test_what_is_not_offered_stands_apart_without_its_amounts(capsys: Capture) -> None:
    listed = monograph.checklist("overdose")
    held = [step for step in listed.steps if not step.default]
    main(["emergency", "overdose", "spinal-adult-pump"])
    told = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    for step in held:
        assert told.index("Recorded, and not offered by default") < told.index(" ".join(step.does.split())[:40])


def test_a_loss_of_effect_says_what_must_not_be_done(capsys: Capture) -> None:
    main(["emergency", "loss-of-effect", "spinal-adult-pump", "--json"])
    data = json.loads(capsys.readouterr().out)
    SCHEMA.validate(data)
    assert "emergencies.contrast-without-aspiration" in {one["rule"] for one in data["findings"]}


@pytest.mark.parametrize("which", KINDS)
def test_without_a_course_nothing_is_said_of_a_patient(which: str, capsys: Capture) -> None:
    main(["emergency", which, "--json"])
    data = json.loads(capsys.readouterr().out)
    SCHEMA.validate(data)
    assert data["known"] == data["findings"] == []
    assert data["patient"] is None
    assert {step["this_patient"] for step in data["steps"]} == {""}
