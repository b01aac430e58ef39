"""An order begins near now and an override ends: bounds of the clinic's profile, each refusal with its remedy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lentus.course.orders import AnyOrder
from lentus.errors import NotReady
from lentus.protocol import Severity, check
from lentus.record import Store
from lentus.record.orders import deciding
from lentus.record.orders.acting import propose
from lentus.record.orders.judging import override_for
from lentus.record.orders.reach import USUAL
from lentus.record.settings import Settings, change_settings, settings_history
from tests.record.clock import Clock
from tests.record.orders.paper import Paper
from tests.record.orders.scenes import (
    ADMINISTRATOR,
    CHART,
    NURSE,
    PRESCRIBER,
    opened,
    order_to_override,
    pump_order,
    pump_state,
)

A_MINUTE = timedelta(minutes=1)


def moved(by: timedelta, paper: Paper) -> AnyOrder:
    return pump_order().model_copy(update={"at": (paper.now + by).astimezone(pump_order().at.tzinfo)})


@pytest.mark.parametrize("by", [USUAL.ahead, -USUAL.back, timedelta(0)])
def test_an_order_at_the_bound_is_within_it(by: timedelta) -> None:
    paper = Paper(pump_state())
    assert deciding.proposed(paper.scene(NURSE), "o", moved(by, paper))


@pytest.mark.parametrize(
    ("by", "says"),
    [
        (USUAL.ahead + A_MINUTE, f"more than {USUAL.ahead.days} days from now.*The clinic's settings hold this bound"),
        (timedelta(days=366), "order it nearer to its time"),
        (-USUAL.back - A_MINUTE, "minutes ago.*record what happened before as what was done"),
        (-timedelta(days=1), "order from now on"),
    ],
)
def test_an_order_beyond_a_bound_is_refused_with_what_to_do(by: timedelta, says: str) -> None:
    paper = Paper(pump_state())
    with pytest.raises(NotReady, match=says):
        deciding.proposed(paper.scene(NURSE), "o", moved(by, paper))


@pytest.mark.parametrize(("late", "fine"), [(timedelta(0), True), (A_MINUTE, False), (timedelta(days=3650), False)])
def test_an_override_ends(late: timedelta, *, fine: bool) -> None:
    order, paper = order_to_override(), Paper(pump_state())
    paper.write(deciding.proposed(paper.scene(NURSE), "o", order), NURSE)
    ends = (max(order.at, paper.now) + USUAL.override + late).isoformat()
    overrides = [
        override_for(order, one, reason="seen and weighed", ends=ends, actor=PRESCRIBER)
        for one in check(pump_state(), order)
        if one.severity is Severity.OVERRIDE
    ]
    if fine:
        assert deciding.signed(paper.scene(PRESCRIBER), "o", overrides)
        return
    with pytest.raises(NotReady, match=rf"ends more than {USUAL.override.days} days after.*give it an earlier end"):
        deciding.signed(paper.scene(PRESCRIBER), "o", overrides)


def test_a_clinic_sets_its_own_bound_and_each_version_stays(sqlite_store: Store, clock: Clock) -> None:
    clock.at = pump_order().at
    opened(sqlite_store, "spinal-adult-pump")
    later = pump_order().model_copy(update={"at": pump_order().at + timedelta(days=8)})
    change_settings(
        sqlite_store, Settings(order_days_ahead=7), actor=ADMINISTRATOR, expected=None, reason="weekly rounds"
    )
    with pytest.raises(NotReady, match="more than 7 days from now"):
        propose(sqlite_store, CHART, later, actor=NURSE, expected=None)
    change_settings(sqlite_store, Settings(order_days_ahead=8), actor=ADMINISTRATOR, expected=None, reason="a day more")
    assert propose(sqlite_store, CHART, later, actor=NURSE, expected=None).state == "proposed"
    assert [one.settings.order_days_ahead for one in settings_history(sqlite_store)] == [8, 7]
