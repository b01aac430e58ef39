"""Every hazard names what answers it, and what it names is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lentus import monograph
from scripts.safety.hazards import SEVERITIES, faults, hazards

ONE = hazards()[0]


def test_every_hazard_is_answered() -> None:
    assert faults(hazards()) == []
    assert [one.id for one in hazards() if not one.tests] == []


def test_each_severity_is_used() -> None:
    assert {one.severity for one in hazards()} == set(SEVERITIES)


def test_every_emergency_and_every_slip_of_a_unit_is_part_of_a_hazard() -> None:
    named = {rule for one in hazards() for rule in one.rules}
    stops = {
        rule.id
        for rule in monograph.rules()
        if rule.area in {"emergencies", "units"} and "stop" in set(rule.severities)
    }
    assert stops <= named


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "H1"}, "write HAZ-001"),
        ({"severity": "bad"}, "is none of"),
        ({"requirements": ()}, "no requirement answers it"),
        ({"requirements": ("REQ-NONE-001",)}, "there is no requirement REQ-NONE-001"),
        ({"rules": ("oral.none",)}, "there is no rule oral.none"),
        ({"facts": ("oral.none",)}, "there is no fact oral.none"),
        ({"remains": ""}, "what remains"),
    ],
)
def test_a_fault_is_told(change: dict[str, Any], said: str) -> None:
    assert any(said in fault for fault in faults([replace(ONE, **change)]))
    assert any("this id stands twice" in fault for fault in faults([ONE, ONE]))
