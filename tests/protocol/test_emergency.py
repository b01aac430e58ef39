"""Suspicions from recorded facts, and checklists whose quoted doses carry kidney and age on the same line."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import AnyEvent, AnyOrder, State
from lentus.protocol import standing
from lentus.protocol.emergency import (
    AREA,
    Sheet,
    interruptions,
    loss_of_effect_checklist,
    overdose_checklist,
    withdrawal_checklist,
)
from lentus.quantity import Mass
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import by_mouth, refuses, takes, watched, words

AT = "2026-03-20T09:00"
WITHDRAWAL = "emergencies.withdrawal-suspected"
OVERDOSE = "emergencies.overdose-suspected"
LOSS = "emergencies.loss-of-effect"
RUNNING = event("program", "2026-01-10T09:00", daily_dose="300 mcg/day", concentration="500 mcg/mL")
STOPPED = event("program", "2026-03-19T09:00", mode="stopped")
ALARM = event("interrogation", "2026-01-10T10:00", alarm_date="2026-03-19")


def effect(text: str, severity: str = "moderate", at: str = "2026-03-20T08:00", **fields: Any) -> AnyEvent:
    return event("side effect", at, effect=text, severity=severity, **fields)


def raised(dose: str = "310", reason: str = "titration") -> AnyOrder:
    return order("pump dose", AT, daily_dose=f"{dose} mcg/day", reason=reason)


# --- withdrawal


def test_itching_and_returning_spasticity_after_a_missed_refill() -> None:
    known = state(RUNNING, ALARM, effect("itching"), effect("returning spasticity in both legs"), at=AT)
    one = watched(AREA, known)[WITHDRAWAL]
    assert one.severity.word == "stop"
    assert one.value("signs") == "itching, returning spasticity in both legs"
    assert "alarm date" in str(one.value("interruption"))
    assert one.value("since") == moment("2026-03-20T08:00")
    assert "withdrawal checklist" in one.says
    assert "diagnosis" not in one.says


def test_fever_rigidity_and_an_empty_pump() -> None:
    dry = event("residual volume", "2026-03-20T08:00", aspirated="0 mL")
    known = state(
        RUNNING, dry, effect("fever 40 degC", "serious"), effect("rigid"), effect("altered mental state"), at=AT
    )
    assert WITHDRAWAL in watched(AREA, known)


@pytest.mark.parametrize(
    ("events", "suspected"),
    [
        ((RUNNING, effect("itching")), True),
        ((RUNNING, effect("Tingling, both hands")), True),
        ((RUNNING, effect("fever")), False),
        ((RUNNING, effect("fever"), effect("confusion")), True),
        ((RUNNING, STOPPED, effect("fever")), True),
        ((RUNNING, effect("nausea")), False),
        ((effect("itching"),), False),
        ((takes(10, 10, 10), effect("itching")), False),
        ((takes(10, 10, 10), takes(10, 10, at="2026-03-19T08:00"), effect("hallucinations")), True),
        ((takes(10, 10, 10), takes(at="2026-03-19T08:00"), effect("itching")), True),
        ((takes(10, 10), takes(10, 10, 10, at="2026-03-19T08:00"), effect("hallucinations")), False),
        ((takes(10, 10), event("doses missed", "2026-03-19T20:00", days=1), effect("fever")), True),
        ((RUNNING, effect("itching"), effect("Itching", at="2026-03-20T08:30", over=True)), False),
        ((RUNNING, event("explant", "2026-03-01T09:00"), effect("itching")), False),
        ((RUNNING, event("explant", "2026-03-19T09:00"), effect("itching")), True),
        ((RUNNING, event("interrogation", "2026-03-02T09:00", stalled=True), effect("fever")), True),
        ((RUNNING, event("interrogation", "2026-03-02T09:00", stalled=False), effect("fever")), False),
    ],
)
def test_what_counts_as_a_suspicion(events: tuple[AnyEvent, ...], suspected: bool) -> None:
    assert (WITHDRAWAL in watched(AREA, state(*events, at=AT))) is suspected


@pytest.mark.parametrize(("at", "counts"), [("2026-03-22T09:00", True), ("2026-03-22T09:01", False)])
def test_a_stop_counts_as_long_as_a_severe_withdrawal_runs(at: str, counts: bool) -> None:
    assert bool(interruptions(state(RUNNING, STOPPED, at=at))) is counts


def test_interruptions_are_named() -> None:
    lower = event("program", "2026-03-19T09:00", daily_dose="200 mcg/day")
    assert "lowered" in interruptions(state(RUNNING, lower, at=AT))[0]
    same = event("program", "2026-03-19T09:00", daily_dose="300 mcg/day")
    assert interruptions(state(RUNNING, same, at=AT)) == ()
    higher = event("program", "2026-03-19T09:00", daily_dose="400 mcg/day")
    assert interruptions(state(RUNNING, higher, at=AT)) == ()
    assert interruptions(state(RUNNING, at=AT)) == ()
    first = event("program", "2026-03-19T09:00", mode="stopped")
    assert interruptions(state(first, at=AT)) == ()
    two = interruptions(state(RUNNING, STOPPED, takes(10, 10), takes(10, at="2026-03-19T08:00"), at=AT))
    assert len(two) == 2
    old = event("doses missed", "2026-03-10T20:00", days=1)
    assert interruptions(state(takes(10, 10), old, at=AT)) == ()


def test_in_a_suspected_withdrawal_nothing_waits_and_what_restores_is_not_refused() -> None:
    known = state(RUNNING, takes(10, 10), effect("itching"), at=AT)
    for ordered in (
        raised(),
        raised("290", "side effect"),
        by_mouth(AT, 10, reason="side effect"),
        order("oral taper", AT, steps=[{"day": 1, "doses": ["5 mg"]}]),
        order("wean", AT, changes=[{"drug": "baclofen", "from_daily": "20 mg", "to_daily": "10 mg"}]),
    ):
        assert words(AREA, known, ordered)[WITHDRAWAL] == "stop"
    for restoring in (
        raised("310", "withdrawal"),
        raised("290", "toxicity"),
        order("pump restart", AT, daily_dose="300 mcg/day"),
        order("refill", AT, concentration="500 mcg/mL"),
        by_mouth(AT, 10, 10, 10),
        by_mouth(AT, 10, reason="toxicity"),
    ):
        assert WITHDRAWAL not in words(AREA, known, restoring)


# --- overdose


def trial(*observations: AnyEvent) -> tuple[AnyEvent, ...]:
    return (event("screening dose", "2026-03-20T08:00", dose="25 mcg"), *observations)


def seen(at: str = "2026-03-20T08:30", **fields: Any) -> AnyEvent:
    return event("screening observation", at, **fields)


def test_a_sensitive_adult_after_25_mcg() -> None:
    known = state(*trial(seen(drowsy=True, hypoventilating=True)), at=AT)
    one = watched(AREA, known)[OVERDOSE]
    assert one.severity.word == "stop"
    assert one.value("dose") == Mass.read("25 mcg")
    assert one.value("seen") == moment("2026-03-20T08:30")
    for ordered in (
        order("screening", "2026-03-21T09:00", dose="50 mcg"),
        order("pump start", AT, daily_dose="50 mcg/day"),
        order("pump restart", AT, daily_dose="50 mcg/day"),
        order("refill", AT, concentration="500 mcg/mL"),
        order("transdermal", AT, text="cream"),
        by_mouth(AT, 5),
    ):
        assert words(AREA, known, ordered) == {OVERDOSE: "stop"}


@pytest.mark.parametrize(
    ("observations", "suspected"),
    [
        ((seen(hypoventilating=True),), True),
        ((seen(drowsy=True),), False),
        ((seen(drowsy=True, cardiopulmonary_stable=False),), True),
        ((seen(cardiopulmonary_stable=False),), False),
        ((seen(drowsy=True, cardiopulmonary_stable=True),), False),
        ((seen(hypoventilating=True), seen("2026-03-20T08:45", hypoventilating=False)), False),
        ((seen(hypoventilating=True), seen("2026-03-20T08:45", recovered=True)), False),
        ((seen(hypoventilating=True, recovered=True),), False),
        ((), False),
    ],
)
def test_what_is_seen_after_a_screening_dose(observations: tuple[AnyEvent, ...], suspected: bool) -> None:
    assert (OVERDOSE in watched(AREA, state(*trial(*observations), at=AT))) is suspected


@pytest.mark.parametrize(
    ("text", "severity", "suspected"),
    [
        ("drowsiness", "mild", False),
        ("drowsiness", "moderate", False),
        ("drowsiness", "serious", True),
        ("drowsy and limp", "toxicity", True),
        ("coma", "serious", True),
        ("nausea", "serious", False),
    ],
)
def test_grave_sedation_is_a_suspicion_and_mild_is_a_side_effect(text: str, severity: str, suspected: bool) -> None:
    known = state(RUNNING, effect(text, severity), at=AT)
    assert (OVERDOSE in watched(AREA, known)) is suspected
    assert (OVERDOSE in words(AREA, known, raised())) is suspected
    assert OVERDOSE not in watched(AREA, state(effect(text, severity), at=AT))


def test_a_reduction_is_never_held_up_by_a_suspicion_of_overdose() -> None:
    known = state(RUNNING, takes(10, 10), effect("coma", "toxicity"), at=AT)
    assert not refuses(AREA, known, raised("150", "toxicity"))
    assert not refuses(AREA, known, by_mouth(AT, 5, reason="toxicity"))
    assert not refuses(AREA, known, raised("299", "side effect"))
    assert refuses(AREA, known, raised("300", "titration"))


def test_the_refill_rule_speaks_for_the_access_port() -> None:
    known = state(RUNNING, effect("coma", "serious"), at=AT)
    assert words(AREA, known, order("refill", AT, port="catheter access port")) == {}


# --- amounts swallowed


@pytest.mark.parametrize(
    ("dose", "limit", "serious"),
    [("150 mg", None, None), ("150.1 mg", "150 mg", False), ("300 mg", "150 mg", False), ("300.1 mg", "300 mg", True)],
)
def test_a_large_amount_at_once(dose: str, limit: str | None, serious: bool | None) -> None:
    found = watched(AREA, state(event("dose given", "2026-03-20T08:00", dose=dose), at=AT))
    assert ("emergencies.large-ingestion" in found) is (limit is not None)
    if limit is not None:
        one = found["emergencies.large-ingestion"]
        assert one.severity.word == "stop"
        assert (one.value("limit"), one.value("serious")) == (Mass.read(limit), serious)


def test_an_old_ingestion_is_history() -> None:
    swallowed = event("dose given", "2026-03-20T08:00", dose="200 mg")
    assert watched(AREA, state(swallowed, at="2026-03-23T08:00"))
    assert watched(AREA, state(swallowed, at="2026-03-23T08:01")) == {}


# --- loss of effect, high risk


def judged(responding: bool | None, at: str) -> AnyEvent:
    return event("assessment", at, responding=responding)


WORKED, LOST = judged(True, "2026-02-01T09:00"), judged(False, "2026-03-19T09:00")


@pytest.mark.parametrize(
    ("events", "lost"),
    [
        ((RUNNING, WORKED, LOST), True),
        ((RUNNING, LOST), False),
        ((RUNNING, WORKED), False),
        ((RUNNING, WORKED, LOST, judged(True, "2026-03-20T08:00")), False),
        ((RUNNING, WORKED, LOST, judged(None, "2026-03-20T08:00")), True),
        ((RUNNING, WORKED, event("program", "2026-03-01T09:00", daily_dose="299 mcg/day"), LOST), False),
        ((RUNNING, WORKED, event("program", "2026-03-01T09:00", daily_dose="300 mcg/day"), LOST), True),
        ((WORKED, LOST), False),
        ((judged(True, "2026-01-09T09:00"), RUNNING, LOST), False),
        ((RUNNING, WORKED, event("program", "2026-03-01T09:00", mode="minimum rate"), LOST), True),
        ((RUNNING, WORKED, LOST, STOPPED), False),
    ],
)
def test_a_response_that_was_lost_points_to_the_checklist(events: tuple[AnyEvent, ...], lost: bool) -> None:
    found = watched(AREA, state(*events, at=AT))
    assert (LOSS in found) is lost
    if lost:
        assert found[LOSS].severity.word == "warn"
        assert found[LOSS].value("worked") == moment("2026-02-01T09:00")


@pytest.mark.parametrize(
    "condition", ["spinal cord injury at T6 or above", "communication difficulty", "previous withdrawal"]
)
def test_who_is_at_high_risk(condition: str) -> None:
    rule = "emergencies.high-risk-of-withdrawal"
    noted = event("condition", "2026-03-01T09:00", condition=condition)
    assert watched(AREA, state(RUNNING, noted, at=AT))[rule].value("conditions") == condition
    assert watched(AREA, state(noted, at=AT)) == {}
    absent = event("condition", "2026-03-01T09:00", condition=condition, present=False)
    assert watched(AREA, state(RUNNING, absent, at=AT)) == {}


# --- checklists

WHO = (
    event("weight", "2026-02-01T09:00", weight="61 kg"),
    event("laboratory", "2026-02-02T09:00", analyte="eGFR", value="28 mL/min/1.73 m2"),
)


@pytest.mark.parametrize("make", [withdrawal_checklist, overdose_checklist, loss_of_effect_checklist])
@pytest.mark.parametrize("known", [state(RUNNING, *WHO, at=AT), state(born=None, at=AT)])
def test_each_quoted_dose_carries_kidneys_and_age_on_its_line(make: Any, known: State) -> None:
    sheet: Sheet = make(known)
    with_dose = [one for one in (*sheet.steps, *sheet.not_offered) if one.dose_line]
    assert with_dose
    for step in with_dose:
        assert "\n" not in step.dose_line
        for said in ("kidney", "This patient:"):
            assert said.casefold() in step.dose_line.casefold()
        assert re.search(r"age|old|child|years", step.dose_line.split("This patient:")[0], re.IGNORECASE)
    assert [one.number for one in sheet.steps] == list(range(1, len(sheet.steps) + 1))
    assert all(one.sources for one in sheet.steps)


def test_the_patients_own_values_stand_beside_the_dose() -> None:
    line = next(one.dose_line for one in withdrawal_checklist(state(RUNNING, *WHO, at=AT)).steps if one.dose_line)
    for said in ("45 years", "61\u00a0kg", "01-Feb-2026", "28\u00a0mL per min", "02-Feb-2026"):
        assert said in line
    nobody = next(one.dose_line for one in withdrawal_checklist(state(born=None, at=AT)).steps if one.dose_line)
    for said in ("age not recorded", "weight not recorded", "kidney function not recorded"):
        assert said in nobody


def test_the_doses_are_quoted_and_never_worked_on() -> None:
    small = state(event("weight", "2026-02-01T09:00", weight="12 kg"), born="2022-01-01", at=AT)
    large = state(event("weight", "2026-02-01T09:00", weight="120 kg"), at=AT)
    for name, make in (("withdrawal", withdrawal_checklist), ("overdose", overdose_checklist)):
        quoted = [step.dose for step in monograph.checklist(name).steps if step.dose and step.default]
        for known in (small, large):
            lines = [one.dose_line for one in make(known).steps if one.dose_line]
            assert [line.startswith(dose) for line, dose in zip(lines, quoted, strict=True)] == [True] * len(quoted)


def test_oral_baclofen_10_to_20_mg_every_6_hours_is_quoted_for_withdrawal() -> None:
    assert any(
        one.dose_line.startswith("10 mg to 20 mg by mouth every 6 hours")
        for one in withdrawal_checklist(state(at=AT)).steps
    )
    assert any("30 mL to 40 mL" in one.dose_line for one in overdose_checklist(state(at=AT)).steps)


def test_physostigmine_is_recorded_and_not_offered() -> None:
    sheet = overdose_checklist(state(at=AT))
    assert not any("hysostigmine" in one.does for one in sheet.steps)
    (one,) = sheet.not_offered
    assert ("hysostigmine" in one.does, one.number, one.dose_line) == (True, 6, "")
    assert "lentus monograph emergencies.physostigmine-adult" in one.why
    assert not re.search(r"\d ?mg", one.does + one.why)


def test_no_contrast_without_aspiration() -> None:
    sheet = loss_of_effect_checklist(state(at=AT))
    assert [(one.rule, one.severity.word) for one in sheet.never] == [
        ("emergencies.contrast-without-aspiration", "stop")
    ]
    assert withdrawal_checklist(state(at=AT)).never == ()


def test_what_a_team_has_to_know_at_once() -> None:
    told = " | ".join(
        withdrawal_checklist(
            state(
                event("implant", "2026-01-05T09:00", device="SynchroMed II"),
                RUNNING,
                event("fill", "2026-01-10T09:00", concentration="500 mcg/mL", volume="20 mL"),
                takes(10, 10),
                event("allergy", "2026-01-01T09:00", substance="penicillin"),
                event("pregnancy", "2026-01-01T09:00", pregnant=True),
                at=AT,
            )
        ).known
    )
    for said in (
        "SynchroMed II; programmed 300\u00a0mcg per day, 500\u00a0mcg per mL",
        "last fill 10-Jan-2026\u00a009:00 UTC-06:00: 20\u00a0mL of 500\u00a0mcg per mL",
        "baclofen by mouth: 20\u00a0mg per day",
        "penicillin",
        "pregnant",
    ):
        assert said in told
    empty = " | ".join(withdrawal_checklist(state(at=AT)).known)
    for said in ("no pump program recorded", "no fill recorded", "none recorded"):
        assert said in empty
    came = " | ".join(withdrawal_checklist(state(event("as found", "2026-03-01T09:00", device="x"), at=AT)).known)
    assert "not known" in came
    still = " | ".join(
        withdrawal_checklist(state(RUNNING, STOPPED, takes(10), takes(at="2026-03-10T09:00"), at=AT)).known
    )
    assert "pump model not recorded; stopped since 19-Mar-2026\u00a009:00 UTC-05:00" in still
    assert "baclofen by mouth: none" in still


def test_the_sheet_names_its_order_and_its_sources() -> None:
    sheet = loss_of_effect_checklist(state(at=AT))
    assert (sheet.id, sheet.at) == ("loss-of-effect", moment(AT))
    assert "merged order" in sheet.order_note
    assert not sheet.verified
    assert sheet.title
    assert sheet.when


@given(st.sampled_from(["itching", "fever", "coma", "drowsiness", "nausea"]), st.sampled_from(["mild", "serious"]))
def test_nothing_is_suspected_without_baclofen(text: str, severity: str) -> None:
    assert watched(AREA, state(effect(text, severity), at=AT)) == {}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("can't breathe well", "emergencies.overdose-suspected"),
        ("floppy", "emergencies.overdose-suspected"),
        ("hard to wake", "emergencies.overdose-suspected"),
        ("hallucinating and confused, febrile", "emergencies.withdrawal-suspected"),
        ("itchiness all over", "emergencies.withdrawal-suspected"),
        ("turned strange in the night", "emergencies.serious-effect-not-read"),
    ],
)
def test_no_serious_effect_passes_in_silence(text: str, rule: str) -> None:
    """What people write at two in the morning is not what a label writes."""
    pump = event("program", "2026-01-10T09:00", daily_dose="300 mcg/day", concentration="500 mcg/mL")
    sign = effect(text, "serious", "2026-03-20T02:00")
    assert rule in {one.rule for one in standing(state(pump, sign, at="2026-03-20T02:10"))}
