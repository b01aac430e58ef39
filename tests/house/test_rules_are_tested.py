"""Each rule of the monograph is named in at least one test, so that none stands unproved."""

from __future__ import annotations

import importlib
import importlib.util
import re

import pytest

from tests.house.tree import ROOT


def _rule_ids() -> list[str]:
    if importlib.util.find_spec("lentus.monograph") is None:
        pytest.skip("the monograph is not built yet")
    monograph = importlib.import_module("lentus.monograph")
    if not hasattr(monograph, "rules"):
        pytest.skip("the monograph has no rules yet")
    return [rule.id for rule in monograph.rules()]


def test_every_rule_is_named_in_a_test() -> None:
    tests = ROOT / "tests"
    texts = [
        path.read_text(encoding="utf-8")
        for suffix in ("py", "toml", "json")
        for path in tests.rglob(f"*.{suffix}")
        if "house" not in path.relative_to(tests).parts
    ]
    # A dotted id is one word, so that naming a longer id does not count for a shorter one.
    named = set(re.findall(r"[\w-]+(?:\.[\w-]+)+", "\n".join(texts)))
    unnamed = sorted(set(_rule_ids()) - named)
    assert unnamed == [], f"{len(unnamed)} rules without a test"
