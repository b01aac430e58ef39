"""A program whose patient's boluses change is judged as an order is, whatever its daily dose."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import State
from lentus.course.orders import PumpDoseOrder
from lentus.protocol import check
from lentus.protocol.judged import order_of
from tests.protocol.courses import event, order, state

OWN: dict[str, Any] = {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4}
STEADY = {"mode": "simple continuous", "daily_dose": "120 mcg/day", "concentration": "500 mcg/mL"}
NEXT = "2026-03-02T09:00"


def running(**own: Any) -> State:
    return state(
        event("implant", "2026-01-10T08:00", device="Prometra II, 20 mL", path_volume="0.4 mL", primed=True),
        event("fill", "2026-01-10T09:00", concentration="500 mcg/mL", volume="18 mL"),
        event("program", "2026-01-10T10:00", **STEADY, **own),
    )


def raised(known: State, **own: Any) -> set[str]:
    asked = order("pump dose", NEXT, daily_dose="120 mcg/day", reason="titration", mode="simple continuous", **own)
    return {one.rule for one in check(known, asked)}


@pytest.mark.parametrize(
    ("before", "after", "judged"),
    [
        ({}, {}, False),
        ({}, {"patient_bolus": OWN}, True),
        ({"patient_bolus": OWN}, {}, True),
        ({"patient_bolus": OWN}, {"patient_bolus": OWN}, False),
        ({"patient_bolus": OWN}, {"patient_bolus": {**OWN, "most_a_day": 5}}, True),
    ],
)
def test_a_program_is_judged_where_its_boluses_change(
    before: dict[str, Any], after: dict[str, Any], judged: bool
) -> None:
    told = event("program", NEXT, **STEADY, **after)
    amounts_to = order_of(running(**before), told)
    assert (amounts_to is not None) is judged
    if judged:
        assert isinstance(amounts_to, PumpDoseOrder)
        assert amounts_to.patient_bolus == getattr(told, "patient_bolus", None)


@pytest.mark.parametrize(("most", "finds"), [(4, False), (6, False), (7, True), (8, True)])
def test_more_boluses_than_the_lockout_leaves_room_for_are_found_in_an_order(most: int, finds: bool) -> None:
    found = raised(running(), patient_bolus={**OWN, "most_a_day": most})
    assert ("pump.patient-bolus-inconsistent" in found) is finds


def test_a_bolus_below_one_stroke_of_the_valve_is_found_in_an_order() -> None:
    assert "pump.below-one-actuation" not in raised(running(), patient_bolus=OWN)
    assert "pump.below-one-actuation" in raised(running(), patient_bolus={**OWN, "dose": "0.1 mcg"})


def test_an_order_that_keeps_them_is_judged_as_one_without_them_and_new_ones_are_a_rise() -> None:
    assert raised(running()) == raised(running(patient_bolus=OWN), patient_bolus=OWN)
    assert raised(running(), patient_bolus=OWN) - raised(running()) == {"record.cannot-judge-step"}
