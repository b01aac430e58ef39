"""A plan and the course that it belongs to: one engine, one answer about bridge and flush."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import AnyEvent, AnyOrder, State
from lentus.protocol.pump_plan import orders, verify, work
from lentus.quantity import DoseRate, Duration, Mass, Volume
from tests.protocol.courses import event, found, moment, order, state
from tests.protocol.pump_plans import LOWERED, plan


def system(strength: str, *more: AnyEvent, at: str | None = None) -> State:
    """A pump that has run 300 mcg a day of a strength since January through a path of 0.34 mL."""
    return state(
        event(
            "implant", "2026-01-05T08:00", device="SynchroMed II", reservoir="20 mL", path_volume="0.34 mL", primed=True
        ),
        event("fill", "2026-01-05T08:30", concentration=strength, volume="20 mL"),
        event("program", "2026-01-05T09:00", daily_dose="300 mcg/day", concentration=strength),
        *more,
        at=at,
    )


def refill(at: str = "2026-03-02T09:30", **fields: Any) -> AnyOrder:
    written = {"concentration": "500 mcg/mL", "programmed": "500 mcg/mL", "product": "gablofen-500-vial"}
    return order("refill", at, **(written | {"volume": "20 mL", "expires": "2027-01-01"} | fields))


def test_a_refill_that_leaves_the_bridge_out_is_stopped_with_what_would_be_given() -> None:
    one = found(system("2000 mcg/mL"), refill(bridge=False))["refill.no-bridge-bolus"]
    assert one.severity.word == "stop"
    assert one.value("actual") == DoseRate.read("1200 mcg/day")
    assert one.value("over") == Duration.read("13.6 h")
    assert one.value("excess") == Mass.read("510 mcg")
    assert one.value("bridge_over") == Duration.read("54.4 h")
    assert one.value("volume") == Volume.read("0.34 mL")


def test_without_path_or_dose_the_stop_stands_without_numbers() -> None:
    known = state(
        event("fill", "2026-01-05T08:30", concentration="2000 mcg/mL", volume="20 mL"),
        event("program", "2026-01-05T09:00", daily_dose="300 mcg/day", concentration="2000 mcg/mL"),
    )
    one = found(known, refill(bridge=False))["refill.no-bridge-bolus"]
    assert one.value("actual") is None
    assert one.value("filled") is not None


@pytest.mark.parametrize(("strength", "bridge"), [("500 mcg/mL", False), ("2000 mcg/mL", True), ("2000 mcg/mL", None)])
def test_no_bridge_is_missed_where_none_is_needed_or_one_is_programmed(strength: str, *, bridge: bool | None) -> None:
    assert "refill.no-bridge-bolus" not in found(system(strength), refill(bridge=bridge))


@pytest.mark.parametrize(
    ("at", "stopped"),
    [("2026-03-02T09:00", False), ("2026-03-02T09:30", True), ("2026-03-12T14:59", True), ("2026-03-12T15:00", False)],
)
def test_no_refill_before_the_path_is_flushed(at: str, *, stopped: bool) -> None:
    # Filled again in February: what January's fill held would have been moved, and an empty pump is filled.
    again = event("fill", "2026-02-20T08:30", concentration="500 mcg/mL", volume="20 mL")
    bridge = event(
        "program",
        "2026-03-02T09:00",
        daily_dose="300 mcg/day",
        concentration="500 mcg/mL",
        bridge_until="2026-03-12T09:00",
        flushed_until="2026-03-12T15:00",
    )
    got = found(system("500 mcg/mL", again, bridge), refill(at))
    assert ("refill.bridge-running" in got) is stopped
    if stopped:
        assert got["refill.bridge-running"].until == moment("2026-03-12T15:00")
        assert got["refill.bridge-running"].severity.word == "stop"


def test_a_plan_says_in_its_orders_whether_it_bridges() -> None:
    with_bridge, dose = orders(work(plan(LOWERED)))
    assert with_bridge.kind == "refill"
    assert with_bridge.bridge is True
    assert dose.kind == "pump dose"
    without, _ = orders(work(plan(LOWERED, {"program": {"boluses": []}})))
    assert without.kind == "refill"
    assert without.bridge is False
    same, _ = orders(work(plan()))
    assert same.kind == "refill"
    assert same.bridge is None


def test_with_a_course_the_plan_is_also_judged_as_the_order_that_it_amounts_to() -> None:
    high = plan(
        {"program": {"daily_dose": "450 mcg/day"}, "stated": {"daily_dose": "450 mcg/day", "reason": "titration"}}
    )
    alone = {one.rule for one in verify(high).findings}
    known = system("500 mcg/mL", event("diagnosis", "2026-01-05T07:00", text="Spinal cord injury", origin="spinal"))
    both = {one.rule for one in verify(high, known).findings}
    assert alone < both
    assert "titration.step-above-band" in both
