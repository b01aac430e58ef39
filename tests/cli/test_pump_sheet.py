"""`lentus pump sheet` and `lentus pump picture`: files, exit statuses, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lentus.cli.main import BAD_INPUT, FINE, STANDS, main

PLANS = ("lowered-strength", "flex-refill", "eight-mistakes")


@pytest.mark.parametrize("plan", PLANS)
def test_each_bundled_plan_becomes_a_sheet(plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "sheet.pdf"
    status = main(["pump", "sheet", plan, "--pictures", "--out", str(target)])
    assert status == (STANDS if plan == "eight-mistakes" else FINE)
    assert target.read_bytes().startswith(b"%PDF-")
    assert ("DO NOT PROGRAM" in capsys.readouterr().out) == (status == STANDS)


def test_a_sheet_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pump", "sheet", "lowered-strength", "--json"]) == FINE
    data = json.loads(capsys.readouterr().out)
    assert data["generated"] == "GENERATED: no real patient"


@pytest.mark.parametrize("which", ["day", "week", "change", "path", "reservoir"])
def test_each_picture_of_a_plan(which: str, tmp_path: Path) -> None:
    for name, magic in (("one.svg", b"<?xml"), ("one.png", b"\x89PNG")):
        target = tmp_path / name
        assert main(["pump", "picture", which, "lowered-strength", "--out", str(target)]) == FINE
        assert target.read_bytes().startswith(magic)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["picture", "moon", "flex-refill"], "no picture is called 'moon'"),
        (["picture", "change", "flex-refill"], "no bridge to draw"),
        (["sheet", "flex-refill", "--out", "plan.toml"], "ends in .pdf"),
        (["sheet", "no-such-plan", "--out", "x.pdf"], "no-such-plan"),
        (["sheet", "flex-refill", "--out", "no-such-folder/x.pdf"], "cannot be written"),
    ],
)
def test_what_is_refused_says_why(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pump", *arguments]) == BAD_INPUT
    assert sentence in capsys.readouterr().err
