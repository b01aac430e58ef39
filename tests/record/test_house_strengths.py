"""What nobody published about a pump's strengths the clinic enters with its source, and each refill is held to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from lentus.course.orders import RefillOrder
from lentus.errors import PlanError
from lentus.protocol import Finding, check
from lentus.pump import Entered, device_of
from lentus.quantity import Concentration, Volume
from lentus.record import Store, chart
from lentus.record.orders.acting import propose, scene_of
from lentus.record.settings import Settings, change_settings, house_strengths, settings_history
from tests.protocol.courses import event, order, state
from tests.record.clock import Clock
from tests.record.orders.scenes import ADMINISTRATOR, CHART, NURSE, opened, pump_order

AT = "2026-03-02T09:00"
RANGE = "500 mcg/mL to 1500 mcg/mL"
SOURCE = "own formulary, edition 3, page 4"


def profile(*values: tuple[str, str], source: str = SOURCE) -> Settings:
    rows = [{"device": key, "figure": "strengths", "value": value, "source": source} for key, value in values]
    return Settings.model_validate({"devices": rows})


BOTH = profile(("synchromed-ii-20", RANGE), ("synchromed-ii-40", RANGE))


def filling(strength: str, own: Settings, device: str = "SynchroMed II, 20 mL") -> dict[str, Finding]:
    known = state(event("implant", "2026-01-01T09:00", device=device))
    known = replace(known, house=house_strengths(own))
    found = check(known, order("refill", AT, concentration=strength, volume="18 mL"))
    return {one.rule: one for one in found}


@pytest.mark.parametrize(
    ("strength", "outside"),
    [("499 mcg/mL", True), ("500 mcg/mL", False), ("750 mcg/mL", False), ("1500 mcg/mL", False), ("1501 mcg/mL", True)],
)
def test_a_strength_is_held_against_the_clinics_range(strength: str, *, outside: bool) -> None:
    found = filling(strength, BOTH)
    assert ("refill.outside-clinic-range" in found) is outside
    if outside:
        one = found["refill.outside-clinic-range"]
        assert one.severity.word == "override"
        assert SOURCE in one.says
    elif strength == "750 mcg/mL":
        assert f"kept, from {SOURCE}" in found["refill.outside-usual-strengths"].says


def test_without_an_entry_the_range_is_not_known_and_nothing_is_made_up() -> None:
    found = filling("1501 mcg/mL", Settings())
    assert "refill.outside-clinic-range" not in found
    assert "not known" in found["refill.outside-usual-strengths"].says
    # A name that may be one of several pumps is not answered by an entry for one of them.
    assert "refill.outside-clinic-range" not in filling(
        "1501 mcg/mL", profile(("synchromed-ii-20", RANGE)), device="SynchroMed II"
    )


def test_a_published_range_is_not_replaced() -> None:
    own = profile(("prometra-ii-20", "100 mcg/mL to 150 mcg/mL"))
    assert "refill.outside-clinic-range" not in filling("500 mcg/mL", own, device="Prometra II, 20 mL")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("500 mcg/mL", "two ends"),
        ("1500 mcg/mL to 500 mcg/mL", "exchange them"),
        ("500 mcg/mL to ", "cannot be read|two ends"),
        ("some to many", "cannot be read"),
    ],
)
def test_a_range_that_is_none_is_refused_in_a_sentence(value: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        profile(("synchromed-ii-20", value))
    with pytest.raises(ValidationError, match="source"):
        profile(("synchromed-ii-20", RANGE), source=" ")


def test_the_pump_floor_takes_the_range_too() -> None:
    known = device_of("synchromed-ii-20", BOTH.entered()["synchromed-ii-20"])
    assert known.strengths() == (Concentration.read("500 mcg/mL"), Concentration.read("1500 mcg/mL"))
    entered = Entered(Volume.read("2 mL"), SOURCE, Volume.read("4 mL"))
    with pytest.raises(PlanError, match="one figure and no range"):
        device_of("synchromed-ii-20", {"alarm-volume": entered})


def test_an_order_in_the_record_is_judged_by_the_profile_of_that_moment(sqlite_store: Store, clock: Clock) -> None:
    clock.at = pump_order().at
    opened(sqlite_store, "spinal-adult-pump")
    data: dict[str, Any] = {"at": pump_order().at + timedelta(minutes=5), "zone": pump_order().zone}
    asked = RefillOrder.model_validate({**data, "concentration": "1600 mcg/mL", "volume": "18 mL"})
    change_settings(sqlite_store, BOTH, actor=ADMINISTRATOR, expected=None, reason="the pharmacy's formulary")
    life = propose(sqlite_store, CHART, asked, actor=NURSE, expected=None)
    assert "refill.outside-clinic-range" in {one.rule for one in life.findings}
    assert scene_of(sqlite_store, chart(sqlite_store, CHART), NURSE).state.house == house_strengths(BOTH)
    assert [one.changed for one in settings_history(sqlite_store)] == [("devices",)]
