"""The documents' examples are run, and their tables are complete."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from lentus.cli.main import main
from lentus.course import events, orders
from lentus.present.schemas import schemas
from lentus.qualify.questions import QUESTIONS
from tests.house.tree import ROOT

FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
QUALIFY = (ROOT / "docs" / "qualify.md").read_text(encoding="utf-8")
Capture = pytest.CaptureFixture[str]


def example(page: str, name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", page, re.DOTALL)
    assert found, f"no example {name}"
    return found[1]


@pytest.fixture
def course(tmp_path: Path) -> str:
    path = tmp_path / "course.toml"
    path.write_text(example(FORMATS, "course"), encoding="utf-8")
    return str(path)


def test_the_course_is_reviewed(course: str, capsys: Capture) -> None:
    assert main(["review", course]) in {0, 1}
    assert "Spinal cord injury" in example(FORMATS, "course")
    assert "5\u00a0mg three times a day" in capsys.readouterr().out


def test_the_order_is_checked_with_its_override(course: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "order.json"
    path.write_text(example(FORMATS, "order"), encoding="utf-8")
    assert main(["check", course, "--order", str(path), "--json"]) == 0
    found = {one["rule"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert found["oral.step-too-soon"]["overridden"]["by"] == "Dr. Example"


def test_the_finding_is_what_comes(course: str, capsys: Capture) -> None:
    order = {"kind": "oral", "doses": ["20 mg", "20 mg", "20 mg", "25 mg"], "at": "2026-03-12T09:00"}
    assert main(["check", course, "--order", json.dumps(order), "--json"]) == 1
    findings = json.loads(capsys.readouterr().out.replace("\u00a0", " "))["findings"]
    shown: dict[str, Any] = json.loads(example(FORMATS, "finding"))
    (came,) = (one for one in findings if one["rule"] == shown["rule"])
    assert {name: came[name] for name in shown} == shown
    assert set(came) - set(shown) == {"why", "resolve"}


def test_the_pump_plan_passes_and_is_what_its_schema_reads(tmp_path: Path, capsys: Capture) -> None:
    text = example(FORMATS, "pump-plan")
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    assert main(["pump", "verify", str(path)]) == 0
    assert "Nothing stops this plan" in " ".join(capsys.readouterr().out.split())
    as_json = json.loads(json.dumps(tomllib.loads(text), default=str))
    jsonschema.Draft202012Validator(schemas()["pump-plan"]).validate(as_json)


def test_the_case_file_holds(tmp_path: Path, capsys: Capture) -> None:
    text = example(QUALIFY, "suite")
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    assert main(["qualify", str(path)]) == 0
    assert f"{len(tomllib.loads(text)['case'])} cases hold" in capsys.readouterr().out


def test_every_kind_of_event_is_in_the_table() -> None:
    table = FORMATS[FORMATS.index("### Kinds of events") : FORMATS.index("## An order")]
    told = set(re.findall(r"`([a-z ]+)`", " ".join(line.split("|")[1] for line in table.splitlines() if "|" in line)))
    assert told == {event.model_fields["kind"].default for event in events.EVENTS}


def test_every_kind_of_order_is_named() -> None:
    line = FORMATS[FORMATS.index("Kinds: ") : FORMATS.index("## Outputs")]
    kinds = {one.model_fields["kind"].default for one in get_args(get_args(orders.AnyOrder)[0])}
    assert set(re.findall(r"`([a-z ]+)`", line)) == kinds


def test_every_output_is_in_the_table() -> None:
    told = set(re.findall(r"`([a-z-]+-output)`", FORMATS))
    assert told == {name for name in schemas() if name.endswith("-output")}


def test_every_question_is_in_the_table() -> None:
    table = QUALIFY[QUALIFY.index("## Questions") : QUALIFY.index("## The shipped cases")]
    assert set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)) == set(QUESTIONS)
