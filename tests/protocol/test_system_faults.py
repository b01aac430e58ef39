"""Known faults of the system: an increase waits for them, a reduction does not, and each is said while it stands."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent, Course, State
from lentus.protocol import advise, blocked, check, review, standing
from lentus.protocol.system_faults import AREA
from lentus.quantity import Concentration, DoseRate
from tests.protocol import courses
from tests.protocol.courses import event, order
from tests.protocol.pumps import change, hours, running


def filled(at: float, strength: str = "2000 mcg/mL") -> AnyEvent:
    return event("fill", hours(at), concentration=strength, volume="20 mL")


def study(finding: str, at: float = 100) -> AnyEvent:
    return event("catheter study", hours(at), finding=finding)


def read(at: float = 100, **seen: object) -> AnyEvent:
    return event("interrogation", hours(at), **seen)


def words(state: State, dose: str = "110 mcg/day", reason: str = "titration", at: float = 240) -> dict[str, str]:
    findings = courses.found(state, change(dose, at, reason), AREA)
    return {rule: one.severity.word for rule, one in findings.items()}


def stands(state: State) -> dict[str, str]:
    return {one.rule: one.severity.word for watcher in AREA.watchers for one in watcher(state)}


MISMATCH = {"refill.strength-mismatch": "stop"}
FAULT = {"system.catheter-fault": "override"}
STALLED = {"system.stalled": "stop"}
INTERRUPTED = {"restart.after-interruption": "override"}
CONTRADICTED = {"record.events-contradict": "warn"}
CANNOT = {"record.cannot-judge-step": "override"}


def test_a_system_without_a_known_fault_is_silent() -> None:
    patient = running("100 mcg/day", filled(1, "500 mcg/mL"), study("intact"), read(stalled=False))
    assert words(patient) == stands(patient) == {}


def test_a_reservoir_of_another_strength_stops_an_increase_with_its_factor() -> None:
    patient = running("100 mcg/day", filled(1), at=hours(48))
    assert words(patient) == stands(patient) == MISMATCH
    one = courses.found(patient, change("110 mcg/day"), AREA)["refill.strength-mismatch"]
    assert one.value("factor") == Fraction(4)
    assert (one.value("running"), one.value("resulting")) == (
        DoseRate.read("100 mcg/day"),
        DoseRate.read("400 mcg/day"),
    )
    assert "400\u00a0%" in one.says
    weaker = running("100 mcg/day", filled(1, "250 mcg/mL"))
    assert courses.found(weaker, change("110 mcg/day"), AREA)["refill.strength-mismatch"].value("factor") == Fraction(
        1, 2
    )
    programmed = event("program", hours(2), daily_dose="100 mcg/day", concentration="2000 mcg/mL")
    assert words(running("100 mcg/day", filled(1), programmed)) == {}


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        ("blocked", FAULT),
        ("leaking", FAULT),
        ("disconnected", FAULT),
        ("inconclusive", {"system.catheter-inconclusive": "warn"}),
        ("intact", {}),
    ],
)
def test_the_last_study_of_the_catheter(finding: str, expected: dict[str, str]) -> None:
    patient = running("100 mcg/day", study("intact", 50), study(finding))
    assert words(patient) == stands(patient) == expected
    # A revision since, or a later study, settles it; a revision before does not.
    assert stands(running("100 mcg/day", study(finding), event("revision", hours(101)))) == {}
    assert stands(running("100 mcg/day", study(finding), study("intact", 101))) == {}
    assert stands(running("100 mcg/day", event("revision", hours(99)), study(finding))) == expected
    assert stands(running("100 mcg/day", study(finding), event("replacement", hours(101)))) == expected


def test_looking_at_the_catheter_comes_first_and_a_prescriber_may_own_the_increase() -> None:
    one = courses.found(running("100 mcg/day", study("leaking")), change("110 mcg/day"), AREA)["system.catheter-fault"]
    assert one.bound == "look at the catheter first"
    assert one.value("finding") == "leaking"
    owned = {"rule": "system.catheter-fault", "by": "Dr. A", "reason": "kink seen, revision tomorrow"}
    agreed = change("110 mcg/day", overrides=[{**owned, "ends": hours(300)}])
    assert not blocked(courses.found(running("100 mcg/day", study("leaking")), agreed, AREA).values())


def test_a_stalled_pump_stops_an_increase_until_an_interrogation_says_that_it_runs() -> None:
    assert words(running("100 mcg/day", read(stalled=True))) == STALLED
    assert stands(running("100 mcg/day", read(stalled=True))) == STALLED
    runs_again = running("100 mcg/day", read(stalled=True), read(101, stalled=False))
    assert words(runs_again) == stands(runs_again) == INTERRUPTED
    # An interrogation that says nothing about a stall does not lift it, and one from before does not count.
    assert words(running("100 mcg/day", read(stalled=True), read(101, reservoir="9 mL"))) == STALLED
    assert words(running("100 mcg/day", read(99, stalled=False), read(stalled=True))) == STALLED


def test_what_the_programmer_shows_against_the_record() -> None:
    other = running("100 mcg/day", read(daily_dose="130 mcg/day"))
    assert stands(other) == CONTRADICTED
    assert words(other) == CONTRADICTED | CANNOT
    found = courses.found(other, change("110 mcg/day"), AREA)
    assert found["record.events-contradict"].value("dose_shown") == DoseRate.read("130 mcg/day")
    assert found["record.events-contradict"].value("dose_recorded") == DoseRate.read("100 mcg/day")
    assert found["record.cannot-judge-step"].missing == (
        "which dose the pump gives: by the record or by the programmer",
    )
    assert words(running("100 mcg/day", read(daily_dose="100 mcg/day", concentration="500 mcg/mL"))) == {}
    strength = courses.found(running("100 mcg/day", read(concentration="2000 mcg/mL")), change("110 mcg/day"), AREA)[
        "record.events-contradict"
    ]
    assert strength.value("strength_shown") == Concentration.read("2000 mcg/mL")
    # A program or a reading since settles it.
    later = event("program", hours(101), daily_dose="100 mcg/day", concentration="500 mcg/mL")
    assert words(running("100 mcg/day", read(daily_dose="130 mcg/day"), later)) == {}
    assert words(running("100 mcg/day", read(daily_dose="130 mcg/day"), read(101, daily_dose="100 mcg/day"))) == {}
    stopped = event("program", hours(50), mode="stopped")
    assert stands(running("100 mcg/day", stopped, read(daily_dose="100 mcg/day"))) == CONTRADICTED
    assert stands(running("100 mcg/day", stopped, read(daily_dose="0 mcg/day"))) == {}


ALL_FAULTS = (filled(1), study("disconnected"), read(stalled=True, daily_dose="130 mcg/day"))


def test_a_restart_into_a_faulty_system() -> None:
    stopped = event("program", hours(120), mode="stopped")
    patient = running("100 mcg/day", filled(1), study("leaking"), read(stalled=True), stopped)

    def restart(strength: str) -> set[str]:
        asked = order("pump restart", hours(240), daily_dose="50 mcg/day", concentration=strength)
        return set(courses.found(patient, asked, AREA))

    assert restart("500 mcg/mL") == {"refill.strength-mismatch", "system.catheter-fault", "system.stalled"}
    assert restart("2000 mcg/mL") == {"system.catheter-fault", "system.stalled"}


def test_of_a_pump_that_was_taken_out_or_replaced_nothing_stands() -> None:
    assert stands(running("100 mcg/day", *ALL_FAULTS, event("explant", hours(130)))) == {}
    replaced = stands(running("100 mcg/day", *ALL_FAULTS, event("replacement", hours(130))))
    assert replaced == FAULT  # The catheter is the old one.


@given(st.integers(0, 99), st.sampled_from(["toxicity", "side effect", "titration", "other"]))
def test_a_reduction_is_never_hindered_by_a_fault(dose: int, reason: str) -> None:
    patient = running("100 mcg/day", *ALL_FAULTS)
    assert words(patient, f"{dose} mcg/day", reason) == {}
    unknown = courses.state(event("as found", hours(0), device="a pump"), read(1, stalled=True))
    assert words(unknown, f"{dose} mcg/day", "toxicity") == {}
    assert words(unknown, f"{dose} mcg/day", "titration") == STALLED


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (filled(1), "refill.strength-mismatch"),
        (study("blocked"), "system.catheter-fault"),
        (read(stalled=True), "system.stalled"),
        (read(daily_dose="130 mcg/day"), "record.cannot-judge-step"),
    ],
)
def test_no_increase_is_offered_while_a_fault_stands_and_the_reason_is_said(fault: AnyEvent, rule: str) -> None:
    advice = advise(running("100 mcg/day", fault, at=hours(240)))
    assert not any("increase" in one.id for one in advice.options)
    held = {one.id: {found.rule for found in one.against} for one in advice.withheld}
    assert rule in held["pump.increase-full"]
    assert rule in held["pump.increase-smaller"]


def test_toxicity_is_answered_whatever_is_broken() -> None:
    patient = running("100 mcg/day", *ALL_FAULTS)
    assert not blocked(check(patient, change("50 mcg/day", reason="toxicity")))
    assert {one.rule for one in standing(patient)} >= {"system.stalled", "system.catheter-fault"}


FAULTS_THAT_HIDE_THE_DOSE = pytest.mark.parametrize(
    ("fault", "rule"),
    [
        (filled(101), "refill.strength-mismatch"),
        (filled(101, "250 mcg/mL"), "refill.strength-mismatch"),
        (study("disconnected", 101), "system.catheter-fault"),
        (read(101, stalled=True), "system.stalled"),
        (read(101, daily_dose="30 mcg/day"), "record.events-contradict"),
        (read(101, concentration="2000 mcg/mL"), "record.events-contradict"),
    ],
)


@FAULTS_THAT_HIDE_THE_DOSE
@pytest.mark.parametrize("goal", [True, False])
def test_nothing_worked_out_from_the_program_is_offered_while_it_does_not_tell_what_arrives(
    fault: AnyEvent, rule: str, goal: bool
) -> None:
    judged = event("assessment", hours(99), responding=True, goal_met=goal)
    told = advise(running("100 mcg/day", judged, fault, at=hours(240)))
    assert told.options[0].id == f"fault.{rule}"
    assert told.options[0].because
    assert all(one.order is None for one in told.options), "a dose is offered that rests on a program that is not so"
    assert "pump.hold" not in {one.id for one in told.options}
    held = {one.id: {found.rule for found in one.against} for one in told.withheld}
    assert rule in held["pump.hold"]


def test_a_pump_that_runs_again_after_a_stall_is_no_pump_as_before_until_somebody_has_looked() -> None:
    """Five days without drug, then the whole dose at once: nothing may read as if routine went on."""
    stall = (read(90, stalled=False), read(100, stalled=True), read(110, stalled=True), read(220, stalled=False))
    patient = running("100 mcg/day", *stall, at=hours(240))
    one = next(found for found in standing(patient) if found.rule == "restart.after-interruption")
    assert "120\u00a0h" in one.says
    assert "100\u00a0mcg per day again" in one.says
    told = advise(patient)
    assert told.options[0].id == "fault.restart.after-interruption"
    assert all(option.order is None and option.id != "pump.hold" for option in told.options)
    for answer in (
        event("assessment", hours(230), responding=True),
        event("program", hours(230), daily_dose="60 mcg/day", concentration="500 mcg/mL"),
    ):
        answered = advise(running("100 mcg/day", *stall, answer, at=hours(240)))
        assert "pump.hold" in {option.id for option in answered.options}
        assert not [option.id for option in answered.options if option.id.startswith("fault.")]
    before = event("assessment", hours(219), responding=True)
    unseen = advise(running("100 mcg/day", *stall, before, at=hours(240)))
    assert "pump.hold" not in {option.id for option in unseen.options}


def test_an_emergency_leads_before_a_fault_and_both_are_named() -> None:
    awake = event("side effect", hours(239), effect="cannot be roused", severity="serious")
    told = advise(running("100 mcg/day", filled(1), awake, at=hours(240)))
    assert [one.id for one in told.options] == ["emergency.overdose", "fault.refill.strength-mismatch"]
    assert [one.says for one in told.told if one.id == "emergency.less"]


@pytest.mark.parametrize(
    ("strength", "which"), [("2000 mcg/mL", "overdose"), ("250 mcg/mL", "withdrawal")], ids=["stronger", "weaker"]
)
def test_a_wrong_strength_that_runs_names_the_danger_and_the_catheter(strength: str, which: str) -> None:
    patient = running("100 mcg/day", filled(1, strength))
    one = courses.found(patient, change("110 mcg/day"), AREA)["refill.strength-mismatch"]
    assert f"the {which} checklist" in one.resolve
    assert "catheter" in one.resolve
    stopped = running("100 mcg/day", event("program", hours(0.5), mode="stopped"), filled(1, strength), at=hours(48))
    assert "checklist" not in next(found for found in standing(stopped) if found.rule == one.rule).resolve


def test_a_reservoir_found_empty_and_filled_is_an_interruption_until_somebody_has_looked() -> None:
    empty = event("residual volume", hours(200), aspirated="0 mL", expected="1 mL")
    refilled = filled(200.5, "500 mcg/mL")
    same = event("program", hours(201), daily_dose="100 mcg/day", concentration="500 mcg/mL")
    patient = running("100 mcg/day", filled(1, "500 mcg/mL"), empty, refilled, same, at=hours(240))
    assert stands(patient) == INTERRUPTED
    told = advise(patient)
    assert all(one.order is None and one.id != "pump.hold" for one in told.options)
    seen = event("assessment", hours(210), responding=True)
    assert stands(running("100 mcg/day", filled(1, "500 mcg/mL"), empty, refilled, same, seen, at=hours(240))) == {}
    some = event("residual volume", hours(200), aspirated="0.5 mL", expected="1 mL")
    assert stands(running("100 mcg/day", filled(1, "500 mcg/mL"), some, refilled, at=hours(240))) == {}


def test_nothing_is_worked_out_from_the_program_while_the_pump_may_be_dry() -> None:
    due = event("interrogation", hours(1), alarm_date="2026-03-04", daily_dose="100 mcg/day")
    told = advise(running("100 mcg/day", filled(0.5, "500 mcg/mL"), due, at=hours(240)))
    assert [one.id for one in told.options][:1] == ["fault.refill.overdue"]
    assert all(one.order is None for one in told.options)


NOT_YET = {"refill.program-not-yet": "warn"}


def test_a_fill_whose_program_is_still_to_come_is_no_mismatch_until_it_is_left() -> None:
    """The visit goes on for the day, or until the new solution can reach the tip, whichever is first."""
    told = (event("implant", hours(-48), path_volume="0.2 mL", primed=True),)
    at_noon = running("100 mcg/day", *told, filled(1), at=hours(1.2))
    assert stands(at_noon) == NOT_YET
    [one] = [one for one in standing(at_noon) if one.rule in NOT_YET]
    assert one.until is not None
    assert stands(at_noon.when(one.until - timedelta(minutes=1))) == NOT_YET
    assert stands(at_noon.when(one.until)) == MISMATCH
    advice = advise(at_noon)
    assert advice.options[0].id == "fault.refill.program-not-yet"
    assert not [option for option in advice.options if option.order is not None]


def test_a_fast_pump_ends_the_wait_when_the_new_solution_can_reach_the_tip() -> None:
    path = event("implant", hours(-48), path_volume="0.1 mL", primed=True)
    fast = running("500 mcg/day", path, filled(1), at=hours(1.2))
    [one] = [one for one in standing(fast) if one.rule in NOT_YET]
    assert one.until == hours(1) + timedelta(hours=2, minutes=24)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("program", {"daily_dose": "100 mcg/day", "concentration": "500 mcg/mL"}),
        ("interrogation", {"concentration": "500 mcg/mL"}),
    ],
)
def test_who_programs_or_reads_the_old_strength_after_the_fill_has_a_mismatch_at_once(
    kind: str, fields: dict[str, str]
) -> None:
    assert MISMATCH.items() <= stands(running("100 mcg/day", filled(1), event(kind, hours(1.1), **fields))).items()


def test_an_increase_meanwhile_is_stopped_as_before() -> None:
    assert words(running("100 mcg/day", filled(1), at=hours(1.2))) == MISMATCH


def test_a_review_of_the_day_tells_the_fill_as_unfinished_and_a_later_one_as_a_mismatch() -> None:
    told = running("100 mcg/day", filled(1))
    course = Course(lentus=1, patient=told.patient, events=told.events)
    on_the_day = review(course)
    of_fill = on_the_day.judged[-1]
    assert of_fill.event.kind == "fill"
    assert "refill.strength-mismatch" not in {one.rule for one in of_fill.findings}
    assert "refill.program-not-yet" in {one.rule for one in on_the_day.advice.findings}
    later = Course(lentus=1, patient=told.patient, events=(*told.events, event("weight", hours(60), weight="70 kg")))
    assert "refill.strength-mismatch" in {one.rule for one in review(later).judged[-1].findings}
    assert "refill.strength-mismatch" in {one.rule for one in review(later).advice.findings}
