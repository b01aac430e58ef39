"""Overrides that answer nothing are said, and change nothing."""

from __future__ import annotations

from lentus.protocol import blocked, check
from tests.protocol.pumps import change, hours, running


def owning(*rules: str) -> list[dict[str, object]]:
    return [{"rule": rule, "by": "Dr. Owner", "reason": "seen at the bedside", "ends": hours(400)} for rule in rules]


def test_an_override_of_no_rule_warns_and_leaves_the_finding_unanswered() -> None:
    asked = change("140 mcg/day", overrides=owning("titration.step-over-band"))
    found = {one.rule: one for one in check(running("100 mcg/day"), asked)}
    assert found["record.override-unknown"].severity.word == "warn"
    assert found["record.override-unknown"].value("rule") == "titration.step-over-band"
    assert "Dr. Owner" in found["record.override-unknown"].says
    assert found["titration.step-above-band"].blocks


def test_an_override_of_a_rule_that_did_not_speak_informs() -> None:
    asked = change("120 mcg/day", overrides=owning("titration.step-above-band"))
    found = {one.rule: one for one in check(running("100 mcg/day"), asked)}
    assert found["record.override-unneeded"].severity.word == "info"
    assert not blocked(found.values())


def test_an_override_that_answers_is_not_spoken_of() -> None:
    asked = change("140 mcg/day", overrides=owning("titration.step-above-band"))
    rules = [one.rule for one in check(running("100 mcg/day"), asked)]
    assert not {"record.override-unknown", "record.override-unneeded"} & set(rules)


def test_each_name_is_spoken_of_once() -> None:
    asked = change("120 mcg/day", overrides=owning("none.such", "none.such", "titration.too-soon"))
    rules = [one.rule for one in check(running("100 mcg/day"), asked)]
    assert rules.count("record.override-unknown") == 1
    assert rules.count("record.override-unneeded") == 1
