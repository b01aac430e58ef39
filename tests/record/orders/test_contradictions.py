"""Entries that contradict each other are never folded into an order: the entry is named and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lentus.errors import NotReady, StoreDamaged
from lentus.protocol import Severity, check
from lentus.record import Actor
from lentus.record.orders import deciding
from lentus.record.orders.judging import override_for
from tests.record.orders.paper import Paper
from tests.record.orders.scenes import (
    NURSE,
    NURSE_2,
    PRESCRIBER,
    again,
    order_to_override,
    overridden_rules,
    pump_order,
    pump_state,
)


def ready() -> Paper:
    paper = Paper(pump_state())
    paper.write(deciding.proposed(paper.scene(NURSE), "o", pump_order()), NURSE)
    paper.write(deciding.signed(paper.scene(PRESCRIBER), "o"), PRESCRIBER)
    paper.write(deciding.entered_again(paper.scene(NURSE_2), "o", again(pump_order())), NURSE_2)
    assert paper.lives["o"].state == "ready"
    return paper


def _again(place: int) -> Callable[[Paper], None]:
    return lambda paper: paper.entries.append(paper.entries[place])


def _without(place: int) -> Callable[[Paper], None]:
    return lambda paper: paper.entries.__delitem__(place)


def _by_the_first(paper: Paper) -> None:
    paper.entries[2] = type(paper.entries[2])(
        **{name: getattr(paper.entries[2], name) for name in paper.entries[2].__slots__} | {"actor": NURSE.name}
    )


@pytest.mark.parametrize(
    "damage", [_again(0), _again(1), _again(2), _without(0), _without(1), _without(2), _by_the_first]
)
def test_a_chart_that_contradicts_itself_is_damaged(damage: Callable[[Paper], None]) -> None:
    paper = ready()
    damage(paper)
    with pytest.raises(StoreDamaged, match=r"Entry \d+ of chart/paper .*: run lentus record verify"):
        _ = paper.lives


def test_an_order_that_nobody_proposed_cannot_go_on() -> None:
    with pytest.raises(NotReady, match="nobody proposed"):
        deciding.signed(Paper(pump_state()).scene(PRESCRIBER), "o")


def test_an_override_is_made_for_its_finding_by_its_owner() -> None:
    order, paper = order_to_override(), Paper(pump_state())
    ends = (order.at + timedelta(days=7)).isoformat()
    paper.write(deciding.proposed(paper.scene(NURSE), "o", order), NURSE)
    overrides = [
        override_for(order, one, reason="seen and weighed", ends=ends, actor=PRESCRIBER)
        for one in check(pump_state(), order)
        if one.severity is Severity.OVERRIDE
    ]
    assert {one.rule for one in overrides} == set(overridden_rules(pump_state(), order))
    paper.write(deciding.signed(paper.scene(PRESCRIBER), "o", overrides), PRESCRIBER)
    life = paper.lives["o"]
    assert life.state == "signed"
    assert {one.overridden.by for one in life.findings if one.overridden} == {PRESCRIBER.name}


def test_what_appeared_since_the_proposal_is_said() -> None:
    paper = Paper(pump_state())
    paper.write(deciding.proposed(paper.scene(NURSE), "o", pump_order()), NURSE)
    kept = paper.entries[0].body["findings"]
    paper.entries[0].body["findings"] = [one for one in kept if one["severity"] != "info"]
    paper.write(deciding.signed(paper.scene(Actor("p", "prescriber")), "o"), Actor("p", "prescriber"))
    life = paper.lives["o"]
    assert {one.severity for one in life.appeared} == {Severity.INFO}
    assert life.gone == ()
    assert paper.entries[1].body["appeared"] == [one.rule for one in life.appeared]
