"""An emergency stands until somebody has looked: no stop, no other wording and no late fill takes it off the page."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import AnyEvent, AnyOrder, Course, State
from lentus.protocol import advise, check, review, standing
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import by_mouth, takes

AT = "2026-03-20T09:00"
RUNNING = event("program", "2026-01-10T09:00", daily_dose="300 mcg/day", concentration="500 mcg/mL")
OVERDOSE = "emergencies.overdose-suspected"
WITHDRAWAL = "emergencies.withdrawal-suspected"
UNREAD = "emergencies.serious-effect-not-read"
BESIDE = "emergencies.restores-in-withdrawal"
BRIDGED = "oral.bridge-in-withdrawal"


def effect(text: str, severity: str = "serious", at: str = "2026-03-20T08:00", **fields: Any) -> AnyEvent:
    return event("side effect", at, effect=text, severity=severity, **fields)


def pump_stopped(at: str = "2026-03-20T08:30", reason: str = "toxicity") -> AnyEvent:
    return event("program", at, mode="stopped", reason=reason)


def dose(daily: str = "310", reason: str = "titration", at: str = AT) -> AnyOrder:
    return order("pump dose", at, daily_dose=f"{daily} mcg/day", reason=reason)


def stands(known: State) -> dict[str, str]:
    return {one.rule: one.severity.word for one in standing(known)}


def about(known: State, asked: AnyOrder) -> dict[str, str]:
    return {one.rule: one.severity.word for one in check(known, asked)}


# --- an overdose stands after the stop


@pytest.mark.parametrize(
    ("before", "stop"),
    [
        (RUNNING, pump_stopped()),
        (takes(20, 20, 20), takes(at="2026-03-20T08:30")),
        (takes(20, 20, 20), event("therapy stopped", "2026-03-20T08:30", route="oral", reason="overdose", abrupt=True)),
    ],
    ids=["pump", "by mouth", "therapy stopped"],
)
def test_a_stop_does_not_take_a_recorded_overdose_away(before: AnyEvent, stop: AnyEvent) -> None:
    seen = effect("unresponsive, not breathing", "toxicity")
    for known in (state(before, seen, stop, at=AT), state(before, seen, stop, at="2026-03-30T09:00")):
        assert stands(known)[OVERDOSE] == "stop"
        assert [one.id for one in advise(known).options] == ["emergency.overdose"]
        asked = known.now.isoformat()
        anew = [
            order("pump restart", asked, daily_dose="100 mcg/day"),
            dose("100", "titration", asked),
            by_mouth(asked, 5, 5, 5, reason="start"),
        ]
        # Any dose is more than a stopped pump gives; where no pump is recorded the word of a reduction is taken.
        anew += [dose("100", "toxicity", asked)] if known.pump else []
        assert [about(known, one).get(OVERDOSE) for one in anew] == ["stop"] * len(anew)
    gone = effect("unresponsive, not breathing", "toxicity", "2026-03-20T08:50", over=True)
    assert OVERDOSE not in stands(state(before, seen, stop, gone, at=AT))


@pytest.mark.parametrize(("at", "suspected"), [("2026-03-23T08:30", True), ("2026-03-23T08:31", False)])
def test_sedation_after_the_stop_counts_as_long_as_a_coma_has_lasted(at: str, suspected: bool) -> None:
    assert (OVERDOSE in stands(state(RUNNING, pump_stopped(), effect("coma", at=at), at=at))) is suspected


def test_no_sign_is_an_overdose_where_baclofen_was_never_given() -> None:
    assert OVERDOSE not in stands(state(effect("unresponsive", "toxicity"), at=AT))


def test_an_overdose_says_since_when() -> None:
    known = state(RUNNING, effect("coma"), effect("limp", at="2026-03-20T07:00"), at=AT)
    one = next(one for one in standing(known) if one.rule == OVERDOSE)
    assert one.value("since") == moment("2026-03-20T07:00")


# --- words


@pytest.mark.parametrize("text", ["GCS 6", "respiratory arrest", "bradypnoea", "bradypnea", "resps 6/min", "odd"])
def test_no_serious_effect_lets_more_be_given(text: str) -> None:
    known = state(RUNNING, effect(text), at=AT)
    told = {rule: word for rule, word in about(known, dose()).items() if rule in (OVERDOSE, UNREAD)}
    assert told in ({OVERDOSE: "stop"}, {UNREAD: "override"})
    advice = advise(known)
    assert advice.options[0].id in ("emergency.overdose", f"fault.{UNREAD}")
    offered = [one for one in advice.options if one.order is not None or one.id == "pump.hold"]
    assert all("decrease" in one.id or "step-back" in one.id for one in offered)
    less = dose("250", "side effect")
    assert not {OVERDOSE, UNREAD} & set(about(known, less)), "less is never held up"
    assert UNREAD not in about(known, order("refill", AT, concentration="500 mcg/mL"))


@pytest.mark.parametrize("severity", ["mild", "moderate", "serious", "toxicity"])
@pytest.mark.parametrize("text", ["unresponsive", "not breathing", "Not breathing!", "cannot be woken"])
def test_who_does_not_breathe_or_wake_is_no_mild_case(text: str, severity: str) -> None:
    assert stands(state(RUNNING, effect(text, severity), at=AT))[OVERDOSE] == "stop"


# --- withdrawal


def test_a_grave_sign_that_is_called_serious_is_enough_with_a_pump() -> None:
    assert WITHDRAWAL in stands(state(RUNNING, effect("fever"), at=AT))
    assert WITHDRAWAL not in stands(state(RUNNING, effect("fever", "moderate"), at=AT))
    assert WITHDRAWAL not in stands(state(takes(10, 10, 10), effect("fever"), at=AT))


def test_a_withdrawal_is_not_answered_with_less() -> None:
    hold = "oral.hold-to-consider"
    lacking = effect("hallucinations")
    assert hold not in stands(state(takes(20, 20, 20), lacking, at=AT))
    confused = event("condition", "2026-03-20T08:00", condition="confusion")
    fewer = (takes(20, 20, 20), event("doses missed", "2026-03-19T20:00", days=1), lacking, confused)
    assert hold not in stands(state(*fewer, at=AT))
    assert hold in stands(state(takes(20, 20, 20), effect("seizure"), at=AT))
    assert hold in stands(state(takes(20, 20, 20), confused, at=AT))


BRIDGE = event(
    "program",
    "2026-03-19T09:00",
    daily_dose="300 mcg/day",
    concentration="1000 mcg/mL",
    bridge_until="2026-03-21T09:00",
    flushed_until="2026-03-21T15:00",
)


def test_no_bridge_runs_while_the_pump_is_stopped() -> None:
    known = state(RUNNING, BRIDGE, pump_stopped("2026-03-19T20:00", "other"), effect("fever"), at=AT)
    for reason in ("withdrawal", "titration"):
        told = about(known, dose("300", reason))
        assert not {"titration.bridge-bolus-running", "titration.path-not-flushed"} & set(told)
        assert told["record.cannot-assess"] == "warn"
    assert "stop" not in about(known, dose("300", "withdrawal")).values()


@pytest.mark.parametrize("at", ["2026-03-20T09:00", "2026-03-21T10:00"])
def test_a_withdrawal_does_not_wait_for_a_bridge(at: str) -> None:
    known = state(RUNNING, BRIDGE, effect("fever"), at=at)
    told = about(known, dose("310", "withdrawal", at))
    assert told["titration.withdrawal-during-bridge"] == "override"
    assert "stop" not in told.values()
    assert "stop" in about(known, dose("310", "titration", at)).values()


@pytest.mark.parametrize("before", [(), (takes(5, 5, 5, at="2026-03-19T08:00"),)], ids=["nothing", "a little"])
def test_the_bridge_of_our_own_checklist_is_no_mistake(before: tuple[AnyEvent, ...]) -> None:
    known = state(RUNNING, *before, pump_stopped("2026-03-19T09:00", "other"), effect("itching", "moderate"), at=AT)
    for reason in ("withdrawal", "start"):
        asked = by_mouth(AT, 20, 20, 20, 20, reason=reason)
        told = about(known, asked)
        assert (told[BRIDGED], told[BESIDE]) == ("info", "warn")
        assert {"stop", "override"}.isdisjoint(told.values())
    more = about(known, by_mouth(AT, 25, 25, 25, reason="withdrawal"))
    assert BRIDGED not in more
    assert "override" in more.values()
    five = about(known, by_mouth(AT, 15, 15, 15, 15, 15, reason="withdrawal"))
    assert BRIDGED not in five
    routine = about(state(RUNNING, *before, at=AT), by_mouth(AT, 20, 20, 20, 20, reason="start"))
    assert "override" in routine.values()


def test_an_order_that_restores_says_that_a_withdrawal_is_suspected() -> None:
    known = state(RUNNING, effect("itching", "moderate"), at=AT)
    assert about(known, dose("310", "withdrawal"))[BESIDE] == "warn"
    assert about(known, order("pump restart", AT, daily_dose="300 mcg/day"))[BESIDE] == "warn"
    assert BESIDE not in about(state(RUNNING, at=AT), dose("310", "withdrawal"))


# --- a stop for toxicity, a late fill


@pytest.mark.parametrize(
    ("events", "blamed"),
    [
        ((pump_stopped(),), False),
        ((effect("coma"), pump_stopped(reason="other")), False),
        ((effect("vomiting", "toxicity"), pump_stopped(reason="other")), False),
        ((effect("vomiting", "moderate"), pump_stopped(reason="other")), True),
    ],
)
def test_a_recorded_stop_for_toxicity_is_no_abrupt_stop(events: tuple[AnyEvent, ...], blamed: bool) -> None:
    known = state(RUNNING, *events, at=AT)
    judged = review(Course(patient=known.patient, events=known.events)).judged
    found = {one.rule for each in judged for one in each.findings}
    assert ("intrathecal.abrupt-stop" in found) is blamed
    assert ("intrathecal.reduction-for-toxicity" in found) is not blamed


ALARM = event("interrogation", "2026-01-10T10:00", alarm_date="2026-03-14")


def filled(at: str) -> AnyEvent:
    return event("fill", at, concentration="500 mcg/mL", volume="20 mL")


def cause(*events: AnyEvent) -> str | None:
    known = state(RUNNING, filled("2026-01-10T09:00"), ALARM, effect("itching", "moderate"), *events, at=AT)
    one = next(one for one in standing(known) if one.rule == WITHDRAWAL)
    said = one.value("interruption")
    assert ("no interruption is recorded" in one.says) is (said is None)
    return None if said is None else str(said)


def test_a_late_fill_is_an_interruption_until_somebody_has_looked() -> None:
    late, in_time = filled("2026-03-20T08:59"), filled("2026-03-14T12:00")
    said = cause(late)
    assert said is not None
    assert "alarm date 14-Mar-2026" in said
    assert "08:59" in said
    assert cause(in_time) is None
    assert cause(filled("2026-03-16T09:00"), event("assessment", "2026-03-17T09:00", spasm_frequency=1)) is None
    assert cause(filled("2026-03-16T09:00")) is not None
