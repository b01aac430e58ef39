"""The screening trial: sizes, order, spacing, injection, observation, verdicts, prerequisites, and what is offered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent, AnyOrder, State
from lentus.course.orders import ScreeningOrder
from lentus.protocol import Severity
from lentus.protocol.advice import Option
from lentus.protocol.screening import observation_schedule
from lentus.quantity import Duration, Mass
from tests.protocol import courses
from tests.protocol.courses import event, moment, order
from tests.protocol.pumps import found, grave, offered, standing, told

CLEAR = ("active infection", "urinary tract infection", "multiple sclerosis exacerbation", "non-healing wound")


def asked_about(*present: str, absent: tuple[str, ...] = CLEAR) -> list[AnyEvent]:
    """The questions before a trial, answered."""
    early = "2026-03-01T08:00"
    no = [event("condition", early, condition=one, present=False) for one in absent if one not in present]
    return [*no, *(event("condition", early, condition=one) for one in present)]


def patient(*events: AnyEvent, present: tuple[str, ...] = (), **facts: Any) -> State:
    """Somebody with spasticity of spinal origin who took baclofen by mouth, free of what speaks against a trial."""
    early = "2026-03-01T08:00"
    known = [event("diagnosis", early, origin="spinal"), event("oral regimen", early, doses=[])]
    return courses.state(*known, *asked_about(*present), *events, **facts)


def given_dose(dose: str, at: str = "2026-03-02T09:00") -> AnyEvent:
    return event("screening dose", at, dose=f"{dose} mcg", concentration="50 mcg/mL", over="1 min")


def judged(response: str, at: str = "2026-03-02T17:00", **more: Any) -> AnyEvent:
    return event("screening judged", at, response=response, **more)


def dose(mcg: str, at: str = "2026-03-03T09:00", **fields: Any) -> AnyOrder:
    return order("screening", at, **{"dose": f"{mcg} mcg", "concentration": "50 mcg/mL", **fields})


def size_of(option: Option) -> str:
    assert isinstance(option.order, ScreeningOrder)
    return str(option.order.dose)


def failed(*mcg: str) -> list[AnyEvent]:
    """These doses, a day apart, each without response when its window had closed."""
    made = []
    for day, one in enumerate(mcg, start=2):
        made += [given_dose(one, f"2026-03-{day:02d}T09:00"), judged("no response", f"2026-03-{day:02d}T17:00")]
    return made


def test_the_usual_first_dose_with_its_volume() -> None:
    seen = found(patient(), dose("50"))
    assert set(seen) == {"screening.injection"}
    told_about = seen["screening.injection"]
    assert told_about.severity is Severity.INFO
    assert str(told_about.value("volume")) == "1 mL"
    assert told_about.value("over_at_least") == Duration.read("1 min")


@pytest.mark.parametrize(
    ("before", "mcg", "volume"), [((), "25", "0.5 mL"), (("50",), "75", "1.5 mL"), (("50", "75"), "100", "2 mL")]
)
def test_each_step_with_its_volume(before: tuple[str, ...], mcg: str, volume: str) -> None:
    seen = found(patient(*failed(*before), present=("small body",)), dose(mcg, "2026-03-20T09:00"))
    assert str(seen["screening.injection"].value("volume")) == volume
    assert not any(one.blocks for one in seen.values())


@pytest.mark.parametrize("mcg", ["100.1", "125", "50000"])
def test_above_the_largest(mcg: str) -> None:
    seen = found(patient(*failed("50", "75")), dose(mcg, "2026-03-20T09:00"))
    assert seen["screening.above-maximum"].severity is Severity.STOP
    assert seen["screening.above-maximum"].value("limit") == Mass.read("100 mcg")
    assert "screening.not-a-step-dose" not in seen
    assert "screening.injection" not in seen


@pytest.mark.parametrize("mcg", ["1", "24", "30", "60", "99"])
def test_not_a_dose_of_the_trial(mcg: str) -> None:
    seen = found(patient(*failed("50", "75")), dose(mcg, "2026-03-20T09:00"))
    assert seen["screening.not-a-step-dose"].severity is Severity.STOP
    assert "screening.injection" not in seen


@pytest.mark.parametrize("name", ["small body", "stands on spasticity"])
def test_the_small_dose_has_its_reasons(name: str) -> None:
    with_reason = patient(present=(name,))
    assert set(found(with_reason, dose("25"))) == {"screening.injection"}
    option = found(with_reason, dose("50"))["screening.small-patient-option"]
    assert option.severity is Severity.INFO
    assert option.value("option") == Mass.read("25 mcg")


def test_the_small_dose_without_a_reason() -> None:
    unknown = found(patient(), dose("25"))["screening.small-dose-without-reason"]
    assert unknown.severity is Severity.WARN
    assert set(unknown.missing) == {"small body", "stands on spasticity"}
    no = asked_about(absent=("small body", "stands on spasticity"))
    known = found(patient(*no), dose("25"))["screening.small-dose-without-reason"]
    assert known.missing == ()
    assert "screening.small-patient-option" not in found(patient(*no), dose("50"))


@pytest.mark.parametrize(("profile", "asks"), [("us", True), ("eu", True), ("uk", False)])
def test_where_the_small_dose_is_as_usual(profile: str, asks: bool) -> None:
    seen = found(patient(profile=profile), dose("25"))
    assert ("screening.small-dose-without-reason" in seen) is asks
    assert len([one for one in offered(patient(profile=profile)).values() if one.order]) == (1 if asks else 2)


@pytest.mark.parametrize(
    ("at", "soon"), [("2026-03-03T05:00", True), ("2026-03-03T08:59", True), ("2026-03-03T09:00", False)]
)
def test_a_day_between_doses(at: str, soon: bool) -> None:
    seen = found(patient(*failed("50")), dose("75", at))
    assert ("screening.too-soon" in seen) is soon
    if soon:
        assert seen["screening.too-soon"].severity is Severity.STOP
        assert seen["screening.too-soon"].until == moment("2026-03-03T09:00")
        assert seen["screening.too-soon"].value("earliest") == moment("2026-03-03T09:00")


def test_a_day_is_elapsed_time_where_the_clocks_change() -> None:
    # On 8 March 2026 the clocks of Chicago skip an hour: the same hour next day is 23 hours later.
    trial = [given_dose("50", "2026-03-07T09:00"), judged("no response", "2026-03-07T17:00")]
    assert "screening.too-soon" in found(patient(*trial), dose("75", "2026-03-08T09:59"))
    assert "screening.too-soon" not in found(patient(*trial), dose("75", "2026-03-08T10:00"))


def test_a_dose_ordered_for_a_time_before_the_last_one() -> None:
    assert "screening.too-soon" in found(patient(*failed("50")), dose("75", "2026-03-01T12:00"))


@pytest.mark.parametrize(
    ("before", "mcg", "skipped"),
    [
        ((), "75", True),
        ((), "50", False),
        (("25",), "75", True),
        (("25",), "50", False),
        (("50",), "100", True),
        (("50",), "75", False),
        (("50",), "50", False),
        (("75",), "100", False),
    ],
)
def test_one_step_at_a_time(before: tuple[str, ...], mcg: str, skipped: bool) -> None:
    seen = found(patient(*failed(*before)), dose(mcg, "2026-03-20T09:00"))
    assert ("screening.step-skipped" in seen) is skipped
    if skipped:
        assert seen["screening.step-skipped"].severity is Severity.OVERRIDE


def test_no_further_dose_after_a_response() -> None:
    seen = found(patient(given_dose("50"), judged("positive")), dose("75", "2026-03-20T09:00"))
    assert seen["screening.after-response"].severity is Severity.OVERRIDE
    assert seen["screening.after-response"].value("last") == Mass.read("50 mcg")
    assert "screening.response-not-judged" not in seen


def test_no_further_dose_before_a_verdict() -> None:
    seen = found(patient(given_dose("50")), dose("75", "2026-03-20T09:00"))
    assert seen["screening.response-not-judged"].severity is Severity.OVERRIDE
    assert seen["screening.response-not-judged"].missing


@pytest.mark.parametrize(("at", "early"), [("2026-03-02T16:59", True), ("2026-03-02T17:00", False)])
def test_not_negative_before_the_window_closes(at: str, early: bool) -> None:
    state = patient(given_dose("50"), judged("no response", at))
    for asked in (dose("75"), order("implant", "2026-03-20T09:00", depth="2 cm")):
        seen = found(state, asked)
        assert ("screening.called-negative-too-early" in seen) is early
        if early:
            finding = seen["screening.called-negative-too-early"]
            assert finding.severity is Severity.OVERRIDE
            assert finding.value("window_closes") == moment("2026-03-02T17:00")
    assert "screening.called-negative-too-early" not in found(
        patient(given_dose("50"), judged("positive", "2026-03-02T11:00")), dose("75")
    )


def test_the_end_of_candidacy() -> None:
    state = patient(*failed("50", "75", "100"))
    for asked in (
        dose("100", "2026-03-20T09:00"),
        dose("25", "2026-03-20T09:00"),
        order("implant", "2026-03-20T09:00"),
    ):
        assert found(state, asked)["screening.not-a-candidate"].severity is Severity.STOP
    assert offered(state) == {}
    assert "not a candidate" in told(state)["screening.candidacy"].says


def test_candidacy_does_not_end_with_an_early_verdict_or_a_smaller_dose() -> None:
    early = patient(
        *failed("50", "75"), given_dose("100", "2026-03-09T09:00"), judged("no response", "2026-03-09T12:00")
    )
    assert "screening.not-a-candidate" not in found(early, order("implant", "2026-03-20T09:00"))
    assert "start.no-effective-dose" in found(early, order("implant", "2026-03-20T09:00"))
    assert list(offered(early)) == ["screening.observe"]
    smaller = patient(*failed("50", "75"))
    assert "screening.not-a-candidate" not in found(smaller, dose("100", "2026-03-20T09:00"))
    worked = patient(given_dose("50"), judged("positive"), *failed("100")[0:0])
    assert "screening.not-a-candidate" not in found(worked, order("implant", "2026-03-20T09:00"))


def test_the_strength() -> None:
    other = found(patient(), dose("50", concentration="500 mcg/mL"))
    assert other["screening.other-strength"].severity is Severity.OVERRIDE
    assert "screening.injection" not in other
    unknown = found(patient(), dose("50", concentration=None))
    assert unknown["record.cannot-assess"].missing == ("concentration",)


@pytest.mark.parametrize(("over", "fast"), [("20 s", True), ("59 s", True), ("60 s", False), ("1 min", False)])
def test_the_injection_takes_its_time(over: str, fast: bool) -> None:
    seen = found(patient(), dose("50", over=over))
    assert ("screening.injected-too-fast" in seen) is fast
    if fast:
        assert seen["screening.injected-too-fast"].severity is Severity.WARN


@pytest.mark.parametrize("name", ["active infection", "urinary tract infection"])
def test_an_infection_stops_needle_and_implant(name: str) -> None:
    state = patient(given_dose("50"), judged("positive"), present=(name,))
    assert found(patient(present=(name,)), dose("50"))["screening.infection"].severity is Severity.STOP
    assert found(state, order("implant", "2026-03-20T09:00"))["start.implant-infection"].severity is Severity.STOP


@pytest.mark.parametrize("name", ["multiple sclerosis exacerbation", "non-healing wound"])
def test_what_hides_a_response_needs_an_owner(name: str) -> None:
    assert grave(patient(present=(name,)), dose("50")) == {"screening.active-problem": "override"}
    settled = event("condition", "2026-03-02T20:00", condition=name, present=False)
    assert grave(patient(settled, present=(name,)), dose("50")) == {}


def test_what_nobody_asked_is_asked() -> None:
    unknown = courses.state(event("oral regimen", "2026-03-01T08:00", doses=[]))
    assert found(unknown, dose("50"))["record.cannot-assess"].missing == CLEAR
    implant = courses.found(unknown, order("implant", "2026-03-20T09:00", depth="2 cm"))["record.cannot-assess"]
    assert implant.severity is Severity.WARN


@pytest.mark.parametrize(
    ("injured", "recent"), [("2025-03-03", False), ("2025-03-04", True), ("2026-02-01", True), ("2027-01-01", True)]
)
def test_a_year_after_a_brain_injury(injured: str, recent: bool) -> None:
    state = patient(event("diagnosis", "2026-03-01T09:00", origin="cerebral", brain_injury_on=injured))
    for asked in (dose("50"), order("implant", "2026-03-03T09:00", depth="2 cm")):
        seen = found(state, asked)
        assert ("screening.brain-injury-too-recent" in seen) is recent
        if recent:
            assert seen["screening.brain-injury-too-recent"].severity is Severity.OVERRIDE


def test_a_trial_by_mouth_is_asked_for_once() -> None:
    never = courses.state(*asked_about())
    assert found(never, dose("50"))["screening.oral-not-tried"].severity is Severity.INFO
    assert "screening.oral-not-tried" not in found(patient(), dose("50"))
    again = courses.state(*asked_about(), *failed("50"))
    assert "screening.oral-not-tried" not in found(again, dose("75"))


@pytest.mark.parametrize(("depth", "deep"), [("2.4 cm", False), ("2.5 cm", False), ("25.1 mm", True), ("2.6 cm", True)])
def test_the_depth_of_the_pump(depth: str, deep: bool) -> None:
    state = patient(given_dose("50"), judged("positive"))
    seen = grave(state, order("implant", "2026-03-20T09:00", depth=depth))
    assert seen == ({"start.implant-too-deep": "stop"} if deep else {})


def test_the_depth_is_asked_for() -> None:
    seen = found(patient(given_dose("50"), judged("positive")), order("implant", "2026-03-20T09:00"))
    assert seen["record.cannot-assess"].missing == ("planned depth under the skin",)


@pytest.mark.parametrize("name", ["small body", "spinal anomaly"])
def test_a_body_that_may_not_carry_it(name: str) -> None:
    state = patient(given_dose("50"), judged("positive"), present=(name,))
    assert grave(state, order("implant", "2026-03-20T09:00", depth="2 cm")) == {"start.body-not-suitable": "override"}


def test_no_implant_without_a_dose_that_worked() -> None:
    implant = order("implant", "2026-03-20T09:00", depth="2 cm")
    none = found(patient(), implant)["start.no-effective-dose"]
    assert none.severity is Severity.STOP
    assert none.missing == ("a screening dose with its verdict",)
    assert found(patient(given_dose("50")), implant)["start.no-effective-dose"].missing == ()
    came_with_it = patient(event("as found", "2026-03-01T07:00", daily_dose="100 mcg/day"))
    assert grave(came_with_it, implant) == {"record.cannot-assess": "warn"}


def leave(at: str, stable: bool | None = True) -> AnyOrder:
    return order("end of observation", at, stable=stable)


@pytest.mark.parametrize(
    ("at", "stable", "stopped"),
    [
        ("2026-03-02T12:00", True, True),
        ("2026-03-02T12:59", True, True),
        ("2026-03-02T13:00", True, False),
        ("2026-03-02T13:00", False, True),
        ("2026-03-02T13:00", None, True),
        ("2026-03-02T20:00", False, True),
    ],
)
def test_the_end_of_observation(at: str, stable: bool | None, stopped: bool) -> None:
    seen = found(patient(given_dose("50")), leave(at, stable))
    assert ("screening.discharge-too-early" in seen) is stopped
    if stopped:
        finding = seen["screening.discharge-too-early"]
        assert finding.severity is Severity.STOP
        assert finding.value("earliest") == moment("2026-03-02T13:00")
        assert finding.until == (moment("2026-03-02T13:00") if stable else None)
        assert bool(finding.missing) is (stable is None)


def seen_at(at: str, **signs: bool) -> AnyEvent:
    return event("screening observation", at, **signs)


@pytest.mark.parametrize(
    ("signs", "stable", "stopped"),
    [
        ({"cardiopulmonary_stable": True, "recovered": True}, None, False),
        ({"cardiopulmonary_stable": True}, None, True),
        ({"recovered": True}, None, True),
        ({"cardiopulmonary_stable": False, "recovered": True}, True, True),
        ({"cardiopulmonary_stable": True, "recovered": False}, True, True),
        ({"hypoventilating": True}, True, True),
        ({"drowsy": True}, True, True),
        ({"drowsy": False}, True, False),
    ],
)
def test_the_last_observation_counts(signs: dict[str, bool], stable: bool | None, stopped: bool) -> None:
    state = patient(given_dose("50"), seen_at("2026-03-02T12:00", **signs))
    assert ("screening.discharge-too-early" in found(state, leave("2026-03-02T15:00", stable))) is stopped
    well = seen_at("2026-03-02T14:00", cardiopulmonary_stable=True, recovered=True)
    again = patient(given_dose("50"), seen_at("2026-03-02T12:00", **signs), well)
    assert "screening.discharge-too-early" not in found(again, leave("2026-03-02T15:00", None))


def test_without_a_dose_there_is_nothing_to_end() -> None:
    assert found(patient(), leave("2026-03-02T15:00"))["screening.discharge-too-early"].missing


@pytest.mark.parametrize(("at", "open_still"), [("2026-03-02T16:59", True), ("2026-03-02T17:00", False)])
def test_an_open_window_is_said(at: str, open_still: bool) -> None:
    seen = found(patient(given_dose("50")), leave(at))
    assert ("screening.window-open" in seen) is open_still
    judged_state = patient(given_dose("50"), judged("positive", "2026-03-02T13:30"))
    assert "screening.window-open" not in found(judged_state, leave("2026-03-02T16:00"))


def test_what_is_due_when() -> None:
    given_at = moment("2026-03-02T09:00")
    due = [(one.at.strftime("%H:%M"), one.what) for one in observation_schedule(given_at)]
    assert [clock for clock, _ in due] == [
        "09:00", "09:30", "11:00", "11:00", "13:00", "13:00", "17:00", "17:00", "09:00",
    ]  # fmt: skip
    assert "score spasticity, 2 of 2 or more" in [what for clock, what in due if clock == "13:00"]
    assert all(one.sources for one in observation_schedule(given_at))
    assert observation_schedule(given_at)[-1].at == moment("2026-03-03T09:00")


def score(at: str, frequency: int) -> AnyEvent:
    return event("assessment", at, spasm_frequency=frequency, spasm_severity=2)


def test_scores_stand_beside_a_verdict() -> None:
    before, since = score("2026-03-02T08:00", 3), score("2026-03-02T13:00", 1)
    bare = standing(patient(given_dose("50"), judged("positive")))["screening.scores-missing"]
    assert bare.severity is Severity.INFO
    assert "before and after" in bare.says
    assert (
        "before" not in standing(patient(before, given_dose("50"), judged("positive")))["screening.scores-missing"].says
    )
    assert "screening.scores-missing" not in standing(patient(before, given_dose("50"), since, judged("positive")))
    assert "screening.scores-missing" not in standing(patient(given_dose("50")))
    words = event("assessment", "2026-03-02T13:00", responding=True)
    assert "screening.scores-missing" in standing(patient(before, given_dose("50"), words, judged("positive")))
    late = score("2026-03-02T17:01", 1)
    assert "screening.scores-missing" in standing(patient(before, given_dose("50"), judged("positive"), late))
    # What was scored before the first dose is no baseline for the second.
    second = [
        given_dose("75", "2026-03-04T09:00"),
        score("2026-03-04T12:00", 1),
        judged("positive", "2026-03-04T13:00"),
    ]
    old = standing(patient(before, *failed("50"), *second))["screening.scores-missing"]
    assert "before" in old.says


def test_watching_lists_the_clock_and_the_scores() -> None:
    made = offered(patient(score("2026-03-02T08:00", 3), given_dose("50"), score("2026-03-02T11:00", 1)))
    assert list(made) == ["screening.observe"]
    lines = made["screening.observe"].arithmetic
    assert any("13:00" in line and "earliest end" in line for line in lines)
    assert any("08:00" in line and "spasm frequency 3, spasm severity 2" in line for line in lines)
    assert any("11:00" in line and "spasm frequency 1" in line for line in lines)


def test_the_next_dose_is_offered_for_the_next_day() -> None:
    made = offered(patient(*failed("50")))
    assert list(made) == ["screening.hold", "screening.next-dose"]
    following = made["screening.next-dose"]
    assert following.order is not None
    assert size_of(following) == "75 mcg"
    assert following.earliest == following.order.at == moment("2026-03-03T09:00")
    assert following.arithmetic[0].replace("\u00a0", " ") == "75 mcg / 50 mcg per mL = 1.5 mL, over at least 1 min"
    late = offered(patient(*failed("50"), at="2026-03-09T12:00"))["screening.next-dose"]
    assert late.earliest == moment("2026-03-09T12:00")


def test_who_is_offered_a_first_dose() -> None:
    assert [name for name in offered(patient()) if "dose" in name] == ["screening.first-dose"]
    small = offered(patient(present=("small body",)))
    assert [size_of(one) for one in small.values() if one.order] == ["50 mcg", "25 mcg"]
    by_mouth = event("oral regimen", "2026-03-01T09:00", doses=["10 mg", "10 mg", "10 mg"])
    assert offered(patient(by_mouth)) == {}
    no_response = event("assessment", "2026-03-01T10:00", responding=False)
    assert "screening.first-dose" in offered(patient(by_mouth, no_response))
    assert offered(patient(event("assessment", "2026-03-01T10:00", goal_met=True))) == {}
    assert offered(courses.state(*asked_about())) == {}
    assert offered(patient(event("implant", "2026-03-01T10:00"))) == {}


def test_a_dose_that_worked_is_told() -> None:
    state = patient(given_dose("50"), judged("positive"))
    assert offered(state) == {}
    assert "positive response" in told(state)["screening.candidacy"].says


DOSES = st.sampled_from(["25", "50", "75", "100"])


@given(st.lists(st.tuples(DOSES, st.sampled_from([None, "no response", "positive"])), max_size=4), st.integers(0, 60))
def test_what_is_offered_is_not_refused(career: list[tuple[str, str | None]], later: int) -> None:
    events = []
    for day, (mcg, response) in enumerate(career, start=2):
        events.append(given_dose(mcg, f"2026-03-{day:02d}T09:00"))
        events += [judged(response, f"2026-03-{day:02d}T17:{later % 60:02d}")] if response else []
    state = patient(*events)
    for option in offered(state).values():
        if option.order is not None:
            assert not any(one.blocks for one in found(state, option.order).values())
            assert option.earliest is not None
            assert option.earliest >= state.now


@given(st.lists(DOSES, min_size=1, max_size=5), DOSES, st.integers(0, 48))
def test_no_accepted_dose_is_large_or_early(before: list[str], mcg: str, after_hours: int) -> None:
    state = patient(*failed(*before))
    last = state.screening[-1].at
    at = last + (moment("2026-03-02T10:00") - moment("2026-03-02T09:00")) * after_hours
    asked = order("screening", at, dose=f"{mcg} mcg", concentration="50 mcg/mL")
    if not any(one.blocks for one in found(state, asked).values()):
        assert after_hours >= 24
        assert Mass.read(f"{mcg} mcg") <= Mass.read("100 mcg")


@pytest.mark.parametrize("route", ["intravenous", "epidural", "oral"])
def test_no_other_route(route: str) -> None:
    wrong = found(patient(), dose("50", route=route))["intrathecal.wrong-route"]
    assert wrong.severity is Severity.STOP
    assert wrong.value("route") == route
    assert "intrathecal.wrong-route" not in found(patient(), dose("50"))


def test_who_stands_on_spasticity_is_offered_the_small_dose() -> None:
    made = offered(patient(present=("stands on spasticity",)))
    assert [size_of(one) for one in made.values() if one.order] == ["50 mcg", "25 mcg"]
