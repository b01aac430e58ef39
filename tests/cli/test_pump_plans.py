"""`lentus pump verify` and `compare`: the bundled plans as a nurse meets them, and files that cannot be read."""

from __future__ import annotations

import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lentus.cli.commands.pump_plans import plans
from lentus.cli.main import main
from lentus.cli.terminal import USUAL_WIDTH
from lentus.present.schemas import schemas
from tests.protocol.pump_plans import GOOD

SCHEMAS = schemas()
Capture = pytest.CaptureFixture[str]


def pump(*arguments: str) -> int:
    return main(["pump", *arguments])


def written(folder: Path, plan: dict[str, Any]) -> str:
    path = folder / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", sorted(plans()))
def test_a_bundled_plan_page_and_data_agree(name: str, capsys: Capture) -> None:
    status = pump("verify", name)
    page = capsys.readouterr()
    assert pump("verify", name, "--json") == status
    data = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMAS["pump-verify-output"]).validate(data)
    assert page.err == ""
    assert data["passes"] is (status == 0)
    assert "GENERATED" in page.out
    assert all(len(line) <= USUAL_WIDTH for line in page.out.splitlines())
    assert " ".join(page.out.split()).count("supports, it does not command") == 1
    for finding in data["findings"]:
        assert finding["rule"] in page.out or "as above" in page.out


def test_a_plan_with_mistakes_is_not_to_be_sent(capsys: Capture) -> None:
    assert pump("verify", "eight-mistakes") == 1
    told = capsys.readouterr().out
    assert told.index("STOP") < told.index("This plan is not to be sent as it stands.")
    assert "pump.hourly-for-daily" in told


def test_a_lowered_strength_shows_its_bridge(capsys: Capture) -> None:
    assert pump("verify", "lowered-strength", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["bridge"]["amount"] == "680 mcg"
    assert data["bridge"]["clear_from"] == data["clear_from"] == "2026-03-04T15:54-07:00"
    assert [one["by_label"] for one in data["windows"]] == ["12.5 mcg", "300 mcg"]
    assert [one["dose"] for one in data["windows"]] == ["about 14.953271 mcg", "about 358.878505 mcg"]
    assert data["mixture"] == "64000 mcg/107 mL"
    pump("verify", "lowered-strength")
    told = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert "at most about 358.88 mcg with about 598.1 mcg per mL, mixed with what stays; 300 mcg by the label" in told


def test_flags_and_plan_give_one_answer(capsys: Capture) -> None:
    pump("verify", "lowered-strength", "--json")
    planned = json.loads(capsys.readouterr().out)["bridge"]
    path = [
        "--tubing",
        "card-from-2016",
        "--catheter",
        "0.2 mL",
        "--at",
        "2026-03-02T09:30",
        "--zone",
        "America/Denver",
    ]
    pump("change", "--from", "2000 mcg/mL", "--to", "500 mcg/mL", "--dose", "300 mcg/day", *path, "--json")
    assert json.loads(capsys.readouterr().out)["bridge"] == planned


def test_what_is_missing_never_passes(tmp_path: Path, capsys: Capture) -> None:
    plan = deepcopy(GOOD)
    plan["catheter"] = {}
    assert pump("verify", written(tmp_path, plan)) == 1
    told = capsys.readouterr().out
    assert "Missing" in told
    assert "the catheter: its volume" in told
    assert "every fact that it rests on is known" not in told


def test_a_good_plan_passes_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(GOOD)))
    assert pump("verify", "-") == 0
    assert "Nothing stops this plan" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("arguments", [["lowered-strength"], ["lowered-strength", "flex-refill"], ["eight-mistakes"]])
def test_two_programs_side_by_side(arguments: list[str], capsys: Capture) -> None:
    assert pump("compare", *arguments) == 0
    page = capsys.readouterr().out
    assert pump("compare", *arguments, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SCHEMAS["pump-compare-output"]).validate(data)
    assert page.count("DIFFERS") == sum(one["differs"] for one in data["fields"])
    assert all(len(line) <= USUAL_WIDTH for line in page.splitlines())


def test_before_and_after_of_a_lowered_strength(capsys: Capture) -> None:
    assert pump("compare", "lowered-strength", "--json") == 0
    fields = {one["field"]: one for one in json.loads(capsys.readouterr().out)["fields"]}
    assert fields["Mean rate"] == {
        "field": "Mean rate",
        "first": "0.15 mL per day",
        "second": "0.6 mL per day",
        "differs": True,
    }
    assert not fields["At the tip, any 24 h"]["differs"]
    assert list(fields)[-1] == "At the tip, any 24 h"


def test_a_plan_beside_itself_differs_nowhere(capsys: Capture) -> None:
    assert pump("compare", "flex-refill", "flex-refill") == 0
    assert "No field differs." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["verify", "no-such-plan"], "the bundled plans are"),
        (["verify", "pyproject.lock"], "no such plan file"),
        (["verify", "README.md"], "ends in .toml or .json"),
        (["verify", "ten-mistakes"], "no such plan file"),
        (["compare", "lowered-strength", "no-such-plan"], "no such plan file"),
        (["verify"], "PLAN"),
    ],
)
def test_a_plan_that_cannot_be_read_is_one_sentence(
    arguments: list[str], reason: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    assert pump(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert reason in printed.err


def test_a_plan_without_a_program_before_it_needs_a_second(tmp_path: Path, capsys: Capture) -> None:
    plan = {name: value for name, value in GOOD.items() if name != "before"}
    assert pump("compare", written(tmp_path, plan)) == 2
    assert "name a second plan" in capsys.readouterr().err


def test_broken_input_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("{"))
    assert pump("verify", "-") == 2
    assert "is not JSON" in capsys.readouterr().err
    wrong = {**GOOD, "doze": 1}
    assert pump("verify", written(tmp_path, wrong)) == 2
    assert "doze" in capsys.readouterr().err
