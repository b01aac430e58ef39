"""`lentus trial`: run, show, replay; what goes wrong is one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lentus.cli.main import BAD_INPUT, FINE, STANDS, main


def test_run_show_and_replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "kept")
    assert main(["trial", "run", "seed", "--patients", "30", "--threads", "1", "--out", out, "--ledger"]) == FINE
    said = capsys.readouterr().out
    assert "30 virtual patients" in said
    assert "predicts nobody" in said
    assert {one.name for one in Path(out).iterdir()} == {
        "trial.json", "report.html", "outcomes.parquet", "months.parquet", "ledger-1.jsonl", "ledger-2.jsonl",
    }  # fmt: skip
    assert main(["trial", "show", out, "--json"]) == FINE
    shown = json.loads(capsys.readouterr().out)
    assert shown["complete"]
    assert shown["patients"] == 30
    assert main(["trial", "show", out]) == FINE
    assert capsys.readouterr().out in said
    assert main(["trial", "replay", f"{out}/ledger-2.jsonl"]) == FINE
    assert "The same to the byte" in capsys.readouterr().out
    broken = Path(out, "ledger-1.jsonl")
    broken.write_bytes(broken.read_bytes().replace(b'"hold"', b'"held"', 1))
    assert main(["trial", "replay", str(broken)]) == STANDS
    assert "Differs from line" in capsys.readouterr().out
    assert main(["trial", "replay", str(broken), "--json"]) == STANDS


def test_a_kept_run_is_taken_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path)
    assert main(["trial", "run", "seed", "--patients", "10", "--out", out, "--json"]) == FINE
    first = capsys.readouterr().out
    assert main(["trial", "run", "seed", "--patients", "10", "--out", out, "--resume", "--json"]) == FINE
    assert capsys.readouterr().out == first
    assert main(["trial", "run", "seed", "--patients", "11", "--out", out, "--resume"]) == BAD_INPUT
    assert "another trial" in capsys.readouterr().err


def test_a_ledger_and_trajectories_of_a_run_that_was_begun_without_them(tmp_path: Path) -> None:
    """What is taken up writes what a whole run writes, to the byte, and leaves nothing else behind."""
    begun, whole = str(tmp_path / "begun"), str(tmp_path / "whole")
    asked = ["trial", "run", "seed", "--patients", "10", "--json"]
    wanted = ["--ledger", "--trajectories", "2"]
    assert main([*asked, "--out", begun]) == FINE
    assert main([*asked, "--out", begun, "--resume", *wanted]) == FINE
    assert main([*asked, "--out", whole, *wanted]) == FINE
    files = [sorted(one.name for one in Path(out).iterdir()) for out in (begun, whole)]
    assert files[0] == files[1]
    for name in ("ledger-1.jsonl", "ledger-2.jsonl", "paths.parquet", "trial.json"):
        assert Path(begun, name).read_bytes() == Path(whole, name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "nowhere"], "no bundled trial"),
        (["run", "seed", "--ledger"], "add --out DIR"),
        (["run", "seed", "--resume"], "add --out DIR"),
        (["run", "seed", "--trajectories", "3"], "add --out DIR"),
        (["show", "nowhere"], "cannot be read"),
        (["replay", "nowhere"], "cannot be read"),
    ],
)
def test_refused_in_a_sentence(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trial", *arguments]) == BAD_INPUT
    assert says in capsys.readouterr().err
