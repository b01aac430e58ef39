"""The audit and `protocol.check` agree on every invented order about every rule that the audit decides."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lentus.audit import covered, rules
from lentus.audit.invented import patients
from tests.audit.differential import differences

ORDERS = 4000
SEED = 20261123
NEVER_MISSING = frozenset({"oral.single-dose", "oral.fourth-dose", "oral.times-a-day", "oral.start-above-label"})
"""Rules that lack a fact only in a table without single doses, which no course is."""


def test_both_agree_on_every_row_for_every_rule(tmp_path: Path) -> None:
    made = list(patients(SEED, ORDERS))
    wrong, spoke = differences(made, tmp_path)
    assert sum(len(rows) for rows in made) == ORDERS
    assert wrong == []
    # A rule that never spoke was not compared.
    assert {rule for _, rule in spoke} == set(covered())
    lacking = {rule.id for rule in rules() if rule.missing} - NEVER_MISSING - {"oral.step-too-large"}
    assert {rule for way, rule in spoke if way == "missing"} == lacking


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_both_agree_whatever_the_seed(seed: int, tmp_path: Path) -> None:
    wrong, _ = differences(list(patients(seed, 40)), tmp_path)
    assert wrong == []
