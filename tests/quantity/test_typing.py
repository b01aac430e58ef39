"""Wrong pairs are errors before anything runs, and right pairs have the types that they should have."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

SNIPPETS = Path(__file__).with_name("wrong_pairs.py")


@pytest.mark.slow
def test_a_type_checker_refuses_every_wrong_pair(tmp_path: Path) -> None:
    said, complained, failed = api.run(
        ["--strict", "--config-file=", "--explicit-package-bases", f"--cache-dir={tmp_path}", str(SNIPPETS)]
    )
    assert (failed, complained) == (0, ""), said


@pytest.mark.slow
def test_the_proof_would_notice(tmp_path: Path) -> None:
    without = tmp_path / "without_ignores.py"
    text = SNIPPETS.read_text(encoding="utf-8")
    without.write_text(text.replace("  # type: ignore", "  # was ignored: "), encoding="utf-8")
    said, _, failed = api.run(["--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}", str(without)])
    assert failed == 1
    refused = {line.split(":")[1] for line in said.splitlines() if ": error: " in line}
    assert len(refused) == text.count("  # type: ignore")
