"""Each rule of the monograph is named in a test, and what ./check counts as raised is what the protocol raised.

That each rule is raised can only be judged after the whole run: scripts/rules_raised.py does, in ./check.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lentus import monograph
from lentus.monograph import ByProfile, Rule
from lentus.protocol import finding
from scripts.rules_raised import faults, raised_in
from tests import raising
from tests.house.tree import ROOT


def test_every_rule_is_named_in_a_test() -> None:
    tests = ROOT / "tests"
    texts = [
        path.read_text(encoding="utf-8")
        for folder in (tests, ROOT / "src" / "lentus" / "qualify" / "cases")
        for suffix in ("py", "toml", "json")
        for path in folder.rglob(f"*.{suffix}")
        if "house" not in path.parts
    ]
    # A dotted id is one word, so that naming a longer id does not count for a shorter one.
    named = set(re.findall(r"[\w-]+(?:\.[\w-]+)+", "\n".join(texts)))
    unnamed = sorted(rule.id for rule in monograph.rules() if rule.id not in named)
    assert unnamed == [], f"{len(unnamed)} rules without a test"


def rule(rule_id: str, waits: str = "") -> Rule:
    same = ByProfile.same("stop")
    return Rule(rule_id, same, "T", "W.", "R.", "", (), ("project",), verified=True, waits=waits, note="")


def test_a_rule_is_raised_or_says_what_it_waits_for() -> None:
    rules = [rule("a.raised"), rule("a.silent"), rule("a.waits", "the pump"), rule("a.awake", "the pump")]
    assert faults(rules, {"a.raised", "a.awake", "a.gone"}) == [
        "a.silent: no test raised it",
        "a.awake: judges, and still says that it waits",
    ]


def test_what_is_raised_is_written_down_for_each_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [one.id for one in monograph.rules()][:2]
    for worker, rule_id in zip(("gw0", "gw1"), wanted, strict=True):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        recorder = raising.Recorder()
        monkeypatch.setattr(finding, "monograph", recorder)
        finding.find(rule_id, "Said.", profile="us")
        recorder.write(tmp_path / "raised")
    here = "tests/house/test_rules_are_tested.py"
    assert raised_in(tmp_path / "raised") == {rule_id: {here} for rule_id in wanted}


def test_nothing_is_recorded_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(raising.FOLDER, raising=False)
    assert raising.recorder() is None
