"""While an emergency stands its checklist leads and nothing routine is offered; after a stop at once nothing is new."""

from __future__ import annotations

import pytest

from lentus.course import AnyEvent
from lentus.protocol import Advice, advise, check
from lentus.protocol.emergency import AREA, abrupt_stops
from lentus.quantity import Duration
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import by_mouth, refuses, takes, watched

AT = "2026-03-20T09:00"
RUNNING = event("program", "2026-01-10T09:00", daily_dose="300 mcg/day", concentration="500 mcg/mL")
OFF = "emergencies.stopped-at-once"
OVERDOSE = "emergencies.overdose-suspected"
INGESTION = "emergencies.large-ingestion"
WITHDRAWAL = "emergencies.withdrawal-suspected"


def effect(text: str, severity: str) -> AnyEvent:
    return event("side effect", "2026-03-20T08:00", effect=text, severity=severity)


def offered(advice: Advice) -> list[str]:
    return [one.id for one in advice.options]


def held(advice: Advice) -> dict[str, set[str]]:
    return {one.id: {each.rule for each in one.against} for one in advice.withheld}


# --- overdose and withdrawal


@pytest.mark.parametrize("severity", ["serious", "toxicity"])
@pytest.mark.parametrize(
    ("known", "hold"), [(RUNNING, "pump.hold"), (takes(20, 20, 20), "oral.hold")], ids=["pump", "by mouth"]
)
def test_in_an_overdose_the_checklist_is_the_only_option(known: AnyEvent, hold: str, severity: str) -> None:
    told = advise(state(known, effect("cannot be roused", severity), at=AT))
    assert offered(told) == ["emergency.overdose"]
    assert "Open the overdose checklist" in told.options[0].title
    assert told.options[0].order is None
    assert held(told)[hold] == {OVERDOSE}
    assert [one.says for one in told.told if one.id == "emergency.less"]
    assert not any("decrease" in name or "step-back" in name for name in held(told))


def test_a_mild_drowsiness_is_no_emergency() -> None:
    told = advise(state(RUNNING, effect("drowsy", "mild"), at=AT))
    assert "emergency.overdose" not in offered(told)
    assert "pump.hold" in offered(told)


def test_in_a_withdrawal_no_decrease_is_offered() -> None:
    told = advise(state(RUNNING, effect("itching", "moderate"), at=AT))
    assert offered(told) == ["emergency.withdrawal"]
    for name in ("pump.hold", "pump.decrease-smaller", "pump.decrease-larger"):
        assert WITHDRAWAL in held(told)[name]
    assert "emergency.less" not in {one.id for one in told.told}


def test_by_mouth_no_step_back_is_offered_in_a_withdrawal() -> None:
    course = (takes(20, 20, 20), takes(20, 20, at="2026-03-19T08:00"), effect("hallucinations", "toxicity"))
    told = advise(state(*course, at=AT))
    assert offered(told) == ["emergency.withdrawal"]
    assert held(told)["oral.step-back"] == {WITHDRAWAL}


@pytest.mark.parametrize(("dose", "stands"), [("150 mg", False), ("150.1 mg", True), ("400 mg", True)])
def test_a_toxic_amount_swallowed_withholds_all_baclofen(dose: str, stands: bool) -> None:
    known = state(takes(10, 10, 10), event("dose given", "2026-03-20T07:00", dose=dose), at=AT)
    told = advise(known)
    assert (offered(told) == ["emergency.overdose"]) is stands
    assert any(option.order is not None for option in told.options) is not stands
    assert (INGESTION in {one.rule for one in check(known, by_mouth(AT, 15, 15, 15)) if one.blocks}) is stands
    assert not refuses(AREA, known, by_mouth(AT, 5, reason="toxicity"))


def test_after_an_ingestion_a_refill_is_not_held_up() -> None:
    known = state(RUNNING, event("dose given", "2026-03-20T07:00", dose="400 mg"), at=AT)
    refill = order("refill", AT, concentration="500 mcg/mL", volume="18 mL")
    assert INGESTION not in {one.rule for one in check(known, refill)}


# --- stopped at once

STOPS = (
    event("program", "2026-03-19T09:00", mode="stopped"),
    event("therapy stopped", "2026-03-19T09:00", route="intrathecal", reason="other", abrupt=True),
)


@pytest.mark.parametrize("stop", STOPS, ids=["program", "therapy stopped"])
def test_a_pump_stopped_at_once_is_told_with_its_signs_and_window(stop: AnyEvent) -> None:
    known = state(RUNNING, stop, at=AT)
    one = watched(AREA, known)[OFF]
    assert one.severity.word == "warn"
    assert one.value("routes") == "intrathecal"
    assert one.value("stopped") == moment("2026-03-19T09:00")
    assert one.value("begins_within") == Duration.exact(48, "h")
    assert one.value("severe_until") == Duration.exact(72, "h")
    for said in ("from 300\u00a0mcg per day", "itching", "tingling", "48\u00a0h", "24\u00a0h to 72\u00a0h"):
        assert said in one.says
    assert "oral.start" not in offered(advise(known))


@pytest.mark.parametrize(("at", "stands"), [("2026-03-24T09:00", True), ("2026-03-24T09:01", False)])
def test_it_stands_as_long_as_a_withdrawal_may_begin_and_run(at: str, stands: bool) -> None:
    assert (OFF in watched(AREA, state(RUNNING, STOPS[0], at=at))) is stands


def test_a_stopped_pump_is_never_the_beginning_of_a_therapy() -> None:
    assert "oral.start" not in offered(advise(state(RUNNING, STOPS[0], at="2026-06-01T09:00")))


@pytest.mark.parametrize(
    ("events", "stopped"),
    [
        ((takes(20, 20, 20), takes(at="2026-03-19T08:00")), True),
        ((takes(20, 20, 20), event("order", AT, order={"kind": "oral stop", "reason": "overdose"})), True),
        ((takes(20, 20, 20), takes(5, at="2026-03-10T08:00"), takes(at="2026-03-19T08:00")), False),
        ((takes(20, 20, 20), takes(5, at="2026-02-10T08:00"), takes(at="2026-03-19T08:00")), True),
        ((takes(5), takes(20, 20, 20, at="2026-03-10T08:00"), takes(at="2026-03-19T08:00")), True),
        ((takes(20, 20, 20), takes(at="2026-03-19T08:00"), takes(5, at="2026-03-19T20:00")), False),
        ((takes(at="2026-03-19T08:00"),), False),
        ((takes(20, 20, 20),), False),
    ],
)
def test_by_mouth_a_stop_without_a_way_down_is_one(events: tuple[AnyEvent, ...], stopped: bool) -> None:
    known = state(*events, at=AT)
    assert [one.route for one in abrupt_stops(known)] == (["oral"] if stopped else [])
    told = advise(known)
    assert (OFF in {one.rule for one in told.findings}) is stopped
    if stopped:
        assert held(told)["oral.start"] == {OFF}


def test_a_stop_that_was_recorded_as_slow_is_none() -> None:
    slow = event("therapy stopped", "2026-03-19T09:00", route="oral", reason="ineffective", abrupt=False)
    assert abrupt_stops(state(takes(20, 20, 20), slow, at=AT)) == ()


def test_the_end_of_a_taper_is_none() -> None:
    steps = [{"day": 1, "doses": ["20 mg", "20 mg"]}, {"day": 8, "doses": ["20 mg"]}, {"day": 40, "doses": []}]
    ordered = {"kind": "oral taper", "at": "2026-02-01T09:00", "zone": "UTC", "steps": steps}
    taper = event("order", "2026-02-01T09:00", order=ordered)
    ended = state(takes(20, 20, 20), taper, at="2026-03-13T09:00")
    assert ended.oral_at() is not None
    assert abrupt_stops(ended) == ()


@pytest.mark.parametrize(("before", "abrupt"), [("200 mcg/day", False), ("300 mcg/day", True)])
def test_the_end_of_a_holidays_reduction_is_none(before: str, abrupt: bool) -> None:
    course = (
        RUNNING,
        event("holiday started", "2026-03-01T09:00", alternative="tizanidine"),
        event("program", "2026-03-10T09:00", daily_dose=before, concentration="500 mcg/mL"),
        STOPS[0],
    )
    assert bool(abrupt_stops(state(*course, at=AT))) is abrupt


def test_a_pump_taken_out_while_it_ran_is_a_stop() -> None:
    implanted = event("implant", "2026-01-05T09:00", device="SynchroMed II")
    taken_out = event("explant", "2026-03-19T09:00", reason="infection")
    assert [one.route for one in abrupt_stops(state(implanted, RUNNING, taken_out, at=AT))] == ["intrathecal"]


def test_no_screening_begins_right_after_a_stop() -> None:
    spinal = event("diagnosis", "2026-01-01T08:00", text="multiple sclerosis", origin="spinal")
    told = advise(state(spinal, takes(20, 20, 20), takes(at="2026-03-19T08:00"), at=AT))
    assert not [one for one in told.options if one.order is not None]
    assert held(told)["screening.first-dose"] == {OFF}
    later = advise(state(spinal, takes(20, 20, 20), takes(at="2026-03-10T08:00"), at=AT))
    assert OFF not in {rule for rules in held(later).values() for rule in rules}


def test_restarting_is_no_beginning() -> None:
    restart = order("pump restart", AT, daily_dose="300 mcg/day", concentration="500 mcg/mL")
    assert OFF not in {one.rule for one in check(state(RUNNING, STOPS[0], at=AT), restart)}
