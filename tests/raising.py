"""Writes down which rules which test files raise, so that ./check can tell a rule that is proved from one only named.

Active where LENTUS_RULES_RAISED names a folder, which only the whole run in ./check does: a part of the tests raises a
part of the rules, and says nothing about the rest. Each process of pytest-xdist writes a file of its own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from lentus import monograph
from lentus.monograph import Rule

FOLDER = "LENTUS_RULES_RAISED"


class Recorder:
    """Stands before the monograph where findings are made; keeps the rules asked for, each with the test's file."""

    def __init__(self) -> None:
        self.raised: set[tuple[str, str]] = set()

    def rule(self, rule_id: str) -> Rule:
        """The rule, which now counts as raised."""
        found = monograph.rule(rule_id)
        self.raised.add((rule_id, os.environ.get("PYTEST_CURRENT_TEST", "none").partition("::")[0]))
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(monograph, name)

    def write(self, folder: Path) -> None:
        """Write a line for each rule and test file into this process's own file."""
        folder.mkdir(parents=True, exist_ok=True)
        name = os.environ.get("PYTEST_XDIST_WORKER", "main")
        (folder / f"{name}.txt").write_text(
            "".join(f"{rule} {test}\n" for rule, test in sorted(self.raised)), encoding="utf-8"
        )


def recorder() -> Recorder | None:
    """A recorder at work in the place where every finding is made; None where nobody asked for one."""
    if FOLDER not in os.environ:
        return None
    from lentus.protocol import finding  # here, so that the tests of the lower floors do not load the protocol

    made = Recorder()
    vars(finding)["monograph"] = made
    return made
