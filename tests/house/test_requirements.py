"""Every requirement has a test that is there; every rule, statement of the seed, command and law has a requirement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scripts.safety.requirements import (
    area_of,
    areas,
    faults,
    not_raised,
    requirements,
    uncovered,
    wrong_test,
    wrongly_said,
)

ONE = requirements()[0]


def test_every_requirement_is_traced() -> None:
    assert faults(requirements()) == []


def test_every_area_says_what_it_is_about() -> None:
    assert [area.name for area in areas() if not (area.title and area.about and area.requirements)] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "REQ-1"}, "write REQ-"),
        ({"shall": "It is fast."}, "say in a sentence what Lentus shall do"),
        ({"tests": ()}, "no test shows it"),
        ({"tests": ("tests/house/test_nowhere.py",)}, "test_nowhere.py is not there"),
        ({"tests": ("tests/house/test_requirements.py::test_none",)}, "has no test_none"),
        ({"origin": ()}, "say where it comes from"),
        ({"origin": ("hearsay",)}, "is none of"),
        ({"seed": (1,), "origin": ("label",)}, "what comes from the seed"),
        ({"rules": ("oral.none",)}, "there is no rule oral.none"),
        ({"commands": ("none",)}, "there is no command none"),
    ],
)
def test_a_fault_is_told(change: dict[str, Any], said: str) -> None:
    assert any(said in fault for fault in faults([replace(ONE, **change)]))


def test_what_no_requirement_names_is_told() -> None:
    assert list(uncovered("rule", ["a", "b"], [("REQ-X-001", "a"), ("REQ-X-002", "c")])) == [
        "REQ-X-002: there is no rule c",
        "rule b: no requirement names it; add it in docs/safety/requirements",
    ]
    assert any("this id stands twice" in fault for fault in faults([ONE, ONE]))


def test_a_test_of_a_class_or_a_helper_is_no_test() -> None:
    assert wrong_test("tests/house/test_requirements.py::ONE")
    assert not wrong_test("tests/house/test_requirements.py::test_every_requirement_is_traced")


def test_a_rule_counts_only_where_its_own_tests_raise_it() -> None:
    text = (
        'title = "T"\nabout = "A."\n[[requirement]]\nid = "REQ-T-001"\nshall = "It shall be."\norigin = ["choice"]\n'
        'rules = ["a.b"]\ntests = ["t/test_a.py::test_x"]\n'
    )
    read = area_of("t", text).requirements
    assert not_raised(read, {"a.b": {"tests/t/test_a.py"}}) == []
    assert not_raised(read, {"a.b": {"tests/t/test_other.py"}}) == ["REQ-T-001: none of its tests raised a.b"]


@pytest.mark.parametrize(
    ("shall", "rules", "said"),
    [
        ("Lentus shall tell it.", ("oral.daily-maximum",), "a rule is of severity stop"),
        ("Lentus shall tell it.", ("oral.step-too-soon",), "a rule is of severity override"),
        ("Lentus shall stop it.", ("oral.usual-range",), "the sentence says stop"),
        ("Lentus shall warn of it.", ("oral.daily-maximum",), "the sentence says warn"),
    ],
)
def test_a_sentence_says_the_severity_of_its_rules(shall: str, rules: tuple[str, ...], said: str) -> None:
    assert any(said in fault for fault in wrongly_said(replace(ONE, shall=shall, rules=rules)))
    assert not list(wrongly_said(replace(ONE, shall="Lentus shall stop it.", rules=("oral.daily-maximum",))))
