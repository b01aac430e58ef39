"""Stopping at once: refused by mouth and in the pump, unless a reaction demands it; and never without a warning."""

from __future__ import annotations

import pytest

from lentus.protocol.stopping import AREA
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import a_day, by_mouth, on, spoken, words

AT = "2026-03-20T09:00"
PUMP = event("program", "2026-03-01T08:00", daily_dose="300 mcg/day", concentration="500 mcg/mL")


@pytest.mark.parametrize("reason", ["ineffective", "patient's wish", "other"])
@pytest.mark.parametrize("owner", ["", "Dr. B"])
def test_an_abrupt_stop_by_mouth_is_refused(reason: str, owner: str) -> None:
    one = spoken(AREA, on(20, 20, 20), order("oral stop", AT, reason=reason, owner=owner))["oral.abrupt-stop"]
    assert one.severity.word == "stop"
    assert one.value("running") == a_day(60)
    assert one.value("reason") == reason
    assert "withdrawal" in one.says
    assert f"({reason}) that is neither" in one.says
    assert one.missing == ()


@pytest.mark.parametrize("reason", ["serious adverse reaction", "overdose"])
def test_a_reaction_with_an_owner_is_warned_and_never_refused(reason: str) -> None:
    stop = order("oral stop", AT, reason=reason, owner="Dr. B")
    found = spoken(AREA, on(20, 20, 20), stop)
    assert set(found) == {"oral.abrupt-stop-for-reaction"}
    one = found["oral.abrupt-stop-for-reaction"]
    assert one.severity.word == "warn"
    assert not one.blocks
    assert one.value("owner") == "Dr. B"
    assert f"at once from 60\u00a0mg per day, for {reason}, owned by Dr. B" in one.says
    assert "withdrawal may follow" in one.says
    assert one.missing == ()


@pytest.mark.parametrize("reason", ["serious adverse reaction", "overdose"])
def test_a_reaction_without_an_owner_asks_for_one_and_does_not_wait(reason: str) -> None:
    found = spoken(AREA, on(20, 20, 20), order("oral stop", AT, reason=reason))
    assert words(AREA, on(20, 20, 20), order("oral stop", AT, reason=reason)) == {
        "oral.abrupt-stop-for-reaction": "warn"
    }
    one = found["oral.abrupt-stop-for-reaction"]
    assert one.missing == ("the prescriber who owns the stop",)
    assert "without the prescriber who owns the stop" in one.says
    assert "Name the prescriber" in one.resolve


def test_nothing_taken_is_nothing_stopped_but_unknown_is_something() -> None:
    stop = order("oral stop", AT, reason="other")
    assert spoken(AREA, state(), stop) == {}
    unknown = state(event("as found", "2026-03-01T08:00"))
    assert words(AREA, unknown, stop) == {"oral.abrupt-stop": "stop"}


def test_doses_of_nothing_are_a_stop() -> None:
    assert words(AREA, on(20, 20, 20), by_mouth(AT, 0, 0, 0)) == {"oral.abrupt-stop": "stop"}
    assert words(AREA, on(20, 20, 20), by_mouth(AT, 0, reason="toxicity")) == {"oral.drop-outside-taper": "warn"}
    assert spoken(AREA, on(20, 20, 20), by_mouth(AT, 0, 5)) == {}
    assert spoken(AREA, state(), by_mouth(AT, 0)) == {}


@pytest.mark.parametrize("reason", ["ineffective", "patient's wish", "other"])
def test_an_abrupt_stop_of_the_pump_is_refused_with_the_boxed_warning(reason: str) -> None:
    found = spoken(AREA, state(PUMP, at=AT), order("pump stop", AT, reason=reason, owner="Dr. B"))
    assert {rule: one.severity.word for rule, one in found.items()} == {
        "intrathecal.abrupt-stop": "stop",
        "emergencies.withdrawal-warning": "info",
    }
    assert str(found["intrathecal.abrupt-stop"].value("running")) == "300 mcg/day"


@pytest.mark.parametrize("reason", ["serious adverse reaction", "overdose"])
@pytest.mark.parametrize("owner", ["", "Dr. B"])
def test_a_pump_stopped_for_toxicity_is_never_held_up(reason: str, owner: str) -> None:
    found = words(AREA, state(PUMP, at=AT), order("pump stop", AT, reason=reason, owner=owner))
    assert found == {"intrathecal.reduction-for-toxicity": "warn", "emergencies.withdrawal-warning": "info"}


def test_an_unknown_pump_is_not_taken_for_a_stopped_one() -> None:
    stop = order("pump stop", AT, reason="other")
    assert "intrathecal.abrupt-stop" in spoken(AREA, state(at=AT), stop)
    still = state(PUMP, event("program", "2026-03-10T08:00", mode="stopped"), at=AT)
    assert set(spoken(AREA, still, stop)) == {"emergencies.withdrawal-warning"}


@pytest.mark.parametrize(
    ("started", "lower", "refused"), [("05", True, False), ("06", True, True), ("05", False, True)]
)
def test_a_stop_that_ends_a_holiday_s_reduction_is_not_abrupt(started: str, lower: bool, refused: bool) -> None:
    told = [PUMP, event("holiday started", f"2026-03-{started}T09:00+00:00", alternative="tizanidine", zone="UTC")]
    if lower:
        told.append(event("program", "2026-03-15T08:00", daily_dose="30 mcg/day", reason="other"))
    stop = order("pump stop", "2026-03-19T09:00+00:00", reason="other", zone="UTC")
    found = spoken(AREA, state(*told), stop)
    assert ("intrathecal.abrupt-stop" in found) is refused
    ended = [*told, event("holiday ended", "2026-03-18T09:00+00:00", zone="UTC")]
    assert "intrathecal.abrupt-stop" in spoken(AREA, state(*ended), stop)
