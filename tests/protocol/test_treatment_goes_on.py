"""What gives baclofen back in a withdrawal is owned by a prescriber, and not stopped by a rule about something else."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import AnyEvent, AnyOrder, State
from lentus.protocol import check, standing
from lentus.protocol.finding import Severity
from tests.protocol import courses
from tests.protocol.courses import event, order
from tests.protocol.pumps import change, hours, running

SIGNS = (
    event("side effect", hours(236), effect="itching", severity="serious"),
    event("side effect", hours(237), effect="return of spasticity", severity="serious"),
)
SEIZURE = event("side effect", hours(238), effect="seizure", severity="serious")
DROWSY = event("side effect", hours(238), effect="drowsiness", severity="serious")
STOPPED = event("program", hours(230), mode="stopped")
DESPITE = "emergencies.restores-despite-seizure"
SOLUTION = {"concentration": "500 mcg/mL", "volume": "18 mL"}


def graver(state: State, asked: AnyOrder) -> dict[str, str]:
    return {one.rule: one.severity.word for one in check(state, asked) if one.severity >= Severity.OVERRIDE}


def by_pump(reason: str = "withdrawal", dose: str = "115 mcg/day") -> AnyOrder:
    return change(dose, 240, reason)


def restart() -> AnyOrder:
    return order("pump restart", hours(240), daily_dose="100 mcg/day", concentration="500 mcg/mL")


def mouth() -> AnyOrder:
    return order("oral", hours(240), doses=["10 mg"] * 4, reason="withdrawal")


def refill() -> AnyOrder:
    return order("refill", hours(240), programmed="500 mcg/mL", bridge=None, **SOLUTION)


@pytest.mark.parametrize("asked", [by_pump(), mouth(), refill()])
def test_a_seizure_beside_a_withdrawal_asks_for_an_owner(asked: AnyOrder) -> None:
    found = graver(running("100 mcg/day", *SIGNS, SEIZURE), asked)
    assert found["emergencies.restores-despite-seizure"] == "override"
    assert "emergencies.overdose-suspected" not in found


def test_after_a_stop_a_seizure_alone_asks_for_an_owner() -> None:
    assert "emergencies.restores-despite-seizure" in graver(running("100 mcg/day", STOPPED, SEIZURE), restart())


@pytest.mark.parametrize(
    ("signs", "asked"),
    [
        ((SEIZURE,), by_pump()),
        ((*SIGNS, SEIZURE, DROWSY), by_pump()),
        ((*SIGNS, DROWSY), mouth()),
        ((*SIGNS, SEIZURE), by_pump("titration")),
    ],
)
def test_any_other_sign_of_too_much_and_any_other_order_stays_stopped(
    signs: tuple[AnyEvent, ...], asked: AnyOrder
) -> None:
    assert graver(running("100 mcg/day", *signs), asked)["emergencies.overdose-suspected"] == "stop"


@pytest.mark.parametrize(("severity", "expected"), [("mild", "override"), ("moderate", "stop")])
def test_a_milder_sign_of_too_much_is_told_or_keeps_the_stop(severity: str, expected: str) -> None:
    """What is said of the record is true: no sign is called absent that stands in it."""
    limp = event("side effect", hours(238), effect="hypotonia", severity=severity)
    told = check(running("100 mcg/day", *SIGNS, SEIZURE, limp), by_pump())
    found = [one for one in told if one.rule in ("emergencies.overdose-suspected", DESPITE)]
    assert [one.severity.word for one in found] == [expected]
    assert ("hypotonia" in found[0].says) is (expected == "override")
    assert "No other sign" not in found[0].says


RAISED = event("program", hours(200), daily_dose="130 mcg/day", concentration="500 mcg/mL")
TREATED = event("program", hours(200), daily_dose="130 mcg/day", concentration="500 mcg/mL", reason="withdrawal")
BOLUS = event("program", hours(200), daily_dose="100 mcg/day", concentration="500 mcg/mL", bolus="30 mcg")
LOWERED = (
    event("oral regimen", hours(100), doses=["20 mg"] * 3),
    event("oral regimen", hours(210), doses=["20 mg", "20 mg", "15 mg"]),
)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ((RAISED, *LOWERED), "emergencies.overdose-suspected"),
        ((BOLUS, *LOWERED), "emergencies.overdose-suspected"),
        ((TREATED, *LOWERED), "emergencies.restores-despite-seizure"),
        (LOWERED, "emergencies.restores-despite-seizure"),
        ((RAISED, event("interrogation", hours(236), stalled=True)), "emergencies.restores-despite-seizure"),
    ],
)
def test_where_more_was_given_of_late_only_an_interrupted_pump_opens_the_gate(
    more: tuple[AnyEvent, ...], expected: str
) -> None:
    ill = running("100 mcg/day", *sorted((*more, SEIZURE), key=lambda one: one.at))
    held = graver(ill, by_pump(dose="140 mcg/day"))
    assert {one for one in held if one in (DESPITE, "emergencies.overdose-suspected")} == {expected}


def test_both_checklists_lead_whatever_is_ordered() -> None:
    stands = {one.rule for one in standing(running("100 mcg/day", *SIGNS, SEIZURE))}
    assert {"emergencies.overdose-suspected", "emergencies.withdrawal-suspected"} <= stands


@pytest.mark.parametrize("born", ["2023-01-01", "2022-06-01"])
def test_a_child_too_young_for_a_start_is_treated(born: str) -> None:
    ill = running("100 mcg/day", *SIGNS, born=born)
    assert graver(ill, by_pump())["populations.intrathecal-under-four-specialist"] == "override"
    assert graver(ill, by_pump("titration"))["populations.intrathecal-under-four"] == "stop"
    well = running("100 mcg/day", born=born)
    assert graver(well, by_pump())["populations.intrathecal-under-four"] == "stop"
    halted = running("100 mcg/day", STOPPED, *SIGNS, born=born)
    assert graver(halted, restart())["populations.intrathecal-under-four-specialist"] == "override"


def strengths(old: str, new: str) -> State:
    """The strength was changed an hour ago, without a bridge."""
    return running(
        "100 mcg/day",
        event("fill", hours(1), concentration=old, volume="18 mL"),
        event("program", hours(1), daily_dose="100 mcg/day", concentration=old),
        event("fill", hours(239), concentration=new, volume="18 mL"),
        event("program", hours(239), daily_dose="100 mcg/day", concentration=new),
        *SIGNS,
    )


@pytest.mark.parametrize(
    ("old", "new", "reason", "expected"),
    [
        ("500 mcg/mL", "2000 mcg/mL", "withdrawal", {"system.treated-with-weak-strength": "override"}),
        ("500 mcg/mL", "2000 mcg/mL", "titration", {"system.strength-unbridged": "stop"}),
        ("2000 mcg/mL", "500 mcg/mL", "withdrawal", {"system.strength-unbridged": "stop"}),
    ],
)
def test_a_weak_path_is_told_and_the_withdrawal_treated(
    old: str, new: str, reason: str, expected: dict[str, str]
) -> None:
    found = graver(strengths(old, new), by_pump(reason))
    told = {rule: word for rule, word in found.items() if rule.startswith("system.")}
    assert told == expected
    one = next(one for one in check(strengths(old, new), by_pump(reason)) if one.rule in expected)
    assert "no bridge bolus is recorded" in one.says


@pytest.mark.parametrize(("held", "stops"), [("250 mcg/mL", False), ("2000 mcg/mL", True)])
def test_a_reservoir_of_the_wrong_strength_by_the_same_law(held: str, stops: bool) -> None:
    wrong = running("100 mcg/day", event("fill", hours(100), concentration=held, volume="18 mL"), *SIGNS)
    found = graver(wrong, by_pump())
    assert ("refill.strength-mismatch" in found) is stops
    assert ("system.treated-with-weak-strength" in found) is not stops


@pytest.mark.parametrize(("reason", "rule", "word"), [
    ("withdrawal", "start.withdrawal-in-first-day", "override"),
    ("titration", "start.increase-in-first-day", "stop"),
])  # fmt: skip
def test_the_first_day_of_an_infusion_waits_for_no_withdrawal(reason: str, rule: str, word: str) -> None:
    begun = courses.state(
        event("diagnosis", hours(-24), origin="spinal"),
        event("implant", hours(-1), path_volume="0.34 mL", primed=True),
        event("program", hours(0), daily_dose="100 mcg/day", concentration="500 mcg/mL"),
    )
    assert graver(begun, change("110 mcg/day", 12, reason))[rule] == word


EMPTY = event("residual volume", hours(235), aspirated="0 mL")


@pytest.mark.parametrize(
    ("more", "rule", "word"),
    [
        ((), "refill.bridge-running", "stop"),
        ((EMPTY,), "refill.empty-during-bridge", "override"),
        (
            (event("interrogation", hours(235), reservoir="1.9 mL"),),
            "refill.empty-during-bridge",
            "override",
        ),
        ((event("interrogation", hours(235), reservoir="2.1 mL"),), "refill.bridge-running", "stop"),
    ],
)
def test_an_empty_reservoir_does_not_wait_for_a_bridge(more: tuple[AnyEvent, ...], rule: str, word: str) -> None:
    told: dict[str, Any] = {"bridge_until": hours(260), "flushed_until": hours(262)}
    bridging = running(
        "100 mcg/day",
        event("fill", hours(200), **SOLUTION),
        event("program", hours(220), daily_dose="100 mcg/day", concentration="500 mcg/mL", **told),
        *more,
    )
    assert graver(bridging, refill())[rule] == word


@pytest.mark.parametrize("effect", ["itching", "return of spasticity"])
def test_what_was_taken_through_the_skin_counts_when_it_stops(effect: str) -> None:
    used = event("transdermal", "2026-03-01T08:00", text="2 % cream", in_use=True)
    ended = event("transdermal", "2026-03-10T08:00", text="2 % cream", in_use=False)
    ill = event("side effect", "2026-03-11T08:00", effect=effect, severity="serious")
    assert "emergencies.withdrawal-suspected" in {one.rule for one in standing(courses.state(used, ended, ill))}
    assert "emergencies.withdrawal-suspected" not in {one.rule for one in standing(courses.state(used, ill))}


@pytest.mark.parametrize("bridged_first", [True, False])
def test_a_bridge_of_the_change_before_is_none_of_this_one(bridged_first: bool) -> None:
    told = {"bridge_until": hours(20), "flushed_until": hours(24)} if bridged_first else {}
    changed = running(
        "100 mcg/day",
        event("fill", hours(0.5), concentration="500 mcg/mL", volume="18 mL"),
        event("fill", hours(1), concentration="2000 mcg/mL", volume="18 mL"),
        event("program", hours(1), daily_dose="100 mcg/day", concentration="2000 mcg/mL", **told),
        event("fill", hours(200), concentration="500 mcg/mL", volume="18 mL"),
        event("program", hours(200), daily_dose="100 mcg/day", concentration="500 mcg/mL"),
        at=hours(210),
    )
    assert "system.strength-unbridged" in {one.rule for one in standing(changed)}
