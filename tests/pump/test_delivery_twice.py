"""A sample of the differential run of bench/delivery_twice.py: two implementations, exactly one answer."""

from __future__ import annotations

from collections import Counter

import pytest

from bench import delivery_twice
from bench.delivery_twice import Plan, differs, plan_of
from lentus.pump import Path, Slug, push
from lentus.quantity import Concentration, Volume

SAMPLE = 300


@pytest.mark.parametrize("block", range(3))
def test_two_implementations_agree_on_a_sample_of_random_programs(block: int) -> None:
    first = block * SAMPLE // 3
    assert [seed for seed in range(first, first + SAMPLE // 3) if differs(plan_of(seed))] == []


def test_the_sample_holds_every_mode_and_every_kind_of_bolus() -> None:
    plans = [plan_of(seed) for seed in range(SAMPLE)]
    assert len(Counter(type(one.program.mode) for one in plans)) == 6
    assert len({type(bolus) for one in plans for bolus in one.program.first}) == 3
    assert any(one.presses for one in plans)
    assert any(one.supply.fills for one in plans)


def test_a_seed_is_one_plan() -> None:
    assert plan_of(7) == plan_of(7)
    assert plan_of(7) != plan_of(8)


def test_a_difference_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # The second implementation is given another path: the comparison must see it.
    other = Path((Slug(Volume.read("0.1 mL"), Concentration.read("123 mcg/mL")),))
    monkeypatch.setattr(delivery_twice, "push", lambda flow, supply, _: push(flow, supply, other))
    plan: Plan = plan_of(2)
    assert differs(plan)
