"""What may come next by mouth: holding is always there, an increase only where nobody's word stands against it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import State
from lentus.course.orders import OralOrder
from lentus.protocol import advise, blocked, check
from lentus.protocol.advice import Option, Told
from lentus.protocol.oral import AREA
from lentus.protocol.oral_doses import daily
from tests.protocol.courses import event, moment, state
from tests.protocol.oral_courses import DAY_1, a_day, mg, on, takes, watched

AT = "2026-03-20T09:00"


def options(known: State) -> dict[str, Option]:
    return {one.id: one for one in _proposed(known) if isinstance(one, Option)}


def notes(known: State) -> dict[str, Told]:
    return {one.id: one for one in _proposed(known) if isinstance(one, Told)}


def _proposed(known: State) -> Iterator[Option | Told]:
    for proposer in AREA.proposers:
        yield from proposer(known)


def doses_of(option: Option) -> tuple[object, ...]:
    assert isinstance(option.order, OralOrder)
    return option.order.doses


def assessed(at: str = "2026-03-19T10:00", **fields: object) -> object:
    return event("assessment", at, **fields)


def test_nothing_taken_offers_the_label_start() -> None:
    known = state(event("weight", AT, weight="70 kg"))
    offered = options(known)
    assert list(offered) == ["oral.start"]
    start = offered["oral.start"]
    assert doses_of(start) == mg(5, 5, 5)
    assert start.earliest == known.now
    assert isinstance(start.order, OralOrder)
    assert (start.order.reason, start.order.zone) == ("start", "America/Chicago")
    assert start.arithmetic == ("5\u00a0mg x 3 = 15\u00a0mg per day",)
    assert "L9" in start.sources
    assert start.verified
    assert {"oral.usual-daily", "oral.lowest-effective"} <= set(notes(known))


def test_the_start_is_offered_again_after_a_stop() -> None:
    assert list(options(state(takes(10, 10, 10), takes(at="2026-03-10T08:00"), at=AT))) == ["oral.start"]


@pytest.mark.parametrize(
    "told",
    [
        event("screening dose", "2026-03-10T08:00", dose="50 mcg"),
        event("implant", "2026-03-10T08:00", device="pump"),
        event("program", "2026-03-10T08:00", daily_dose="100 mcg/day"),
        event("as found", "2026-03-10T08:00"),
    ],
)
def test_no_start_where_a_pump_is_near_or_nothing_is_known(told: object) -> None:
    assert options(state(told)) == {}  # type: ignore[arg-type]


def test_a_removed_pump_is_no_pump() -> None:
    gone = state(event("implant", "2026-03-10T08:00"), event("explant", "2026-03-11T08:00"))
    assert "oral.start" in options(gone)


def test_what_is_not_known_is_asked_for() -> None:
    known = state(event("as found", "2026-03-10T08:00"))
    one = watched(AREA, known)["record.cannot-assess"]
    assert one.missing == ("what is taken by mouth now",)
    assert watched(AREA, state(event("as found", "2026-03-10T08:00", oral_doses=[]))) == {}


def test_a_running_dose_offers_hold_look_smaller_and_full_step_from_day_4_on() -> None:
    known = on(5, 5, 5, since="2026-03-19T08:00")
    offered = options(known)
    assert list(offered) == ["oral.hold", "oral.assess", "oral.smaller-step", "oral.step"]
    assert offered["oral.hold"].order is None
    assert offered["oral.hold"].earliest == known.now
    assert doses_of(offered["oral.step"]) == mg(10, 10, 10)
    assert doses_of(offered["oral.smaller-step"]) == mg(10, 5, 5)
    assert offered["oral.step"].earliest == moment("2026-03-22T00:00")
    assert offered["oral.step"].order is not None
    assert offered["oral.step"].order.at == moment("2026-03-22T00:00")
    assert "if the response is not yet enough" in offered["oral.step"].because
    assert offered["oral.step"].arithmetic[:2] == (
        "from 15\u00a0mg per day to 10\u00a0mg three times a day",
        "10\u00a0mg x 3 = 30\u00a0mg per day",
    )
    assert "22-Mar-2026" in offered["oral.step"].arithmetic[2]
    assert options(on(5, 5, 5))["oral.step"].earliest == moment(AT)


def test_the_last_step_is_a_fourth_dose_and_then_there_is_none() -> None:
    offered = options(on(20, 20, 20))
    assert doses_of(offered["oral.step"]) == mg(20, 20, 20, 20)
    assert doses_of(offered["oral.smaller-step"]) == mg(20, 20, 20, 5)
    assert not {"oral.step", "oral.smaller-step"} & set(options(on(20, 20, 20, 20)))


def test_a_met_goal_is_held() -> None:
    known = state(takes(10, 10, 10), assessed(goal_met=True), at=AT)  # type: ignore[arg-type]
    assert list(options(known)) == ["oral.hold"]
    assert "goal is met" in options(known)["oral.hold"].because


def test_a_judgement_counts_for_the_dose_at_which_it_was_made() -> None:
    old = assessed("2026-03-05T08:00", goal_met=True)
    known = state(takes(10, 10, 10), old, takes(15, 15, 15, at="2026-03-10T08:00"), at=AT)  # type: ignore[arg-type]
    assert "oral.step" in options(known)
    unmet = state(takes(10, 10, 10), assessed(goal_met=False), at=AT)  # type: ignore[arg-type]
    assert list(options(unmet)) == ["oral.hold", "oral.smaller-step", "oral.step"]


def test_the_last_word_counts_and_silence_is_no_word() -> None:
    no, silent = assessed("2026-03-12T10:00", responding=False), assessed("2026-03-15T10:00", spasm_frequency=2)
    assert "oral.taper" in options(state(takes(10, 10, 10), no, silent, at=AT))  # type: ignore[arg-type]
    yes = assessed("2026-03-16T10:00", responding=True, goal_met=False)
    assert "oral.taper" not in options(state(takes(10, 10, 10), no, silent, yes, at=AT))  # type: ignore[arg-type]
    met = assessed("2026-03-12T10:00", goal_met=True)
    assert "oral.step" not in options(state(takes(10, 10, 10), met, silent, at=AT))  # type: ignore[arg-type]
    before = state(takes(5, 5, 5), no, takes(10, 10, 10, at="2026-03-14T08:00"), silent, at=AT)  # type: ignore[arg-type]
    assert "oral.taper" not in options(before)


def test_a_mild_reaction_on_the_first_day_of_a_dose_counts() -> None:
    drowsy = event("side effect", "2026-03-10T08:00", effect="drowsy")
    known = state(takes(5, 5, 5), takes(10, 10, 10, at="2026-03-10T08:00"), drowsy, at=AT)
    assert "oral.step-back" in options(known)


def test_without_benefit_a_slow_withdrawal_is_offered_without_a_length() -> None:
    known = state(takes(20, 20, 20, 20), assessed(responding=False), at=AT)  # type: ignore[arg-type]
    offered = options(known)
    assert list(offered) == ["oral.hold", "oral.taper"]
    assert offered["oral.taper"].order is None
    found = watched(AREA, known)["oral.no-benefit"]
    assert found.severity.word == "info"
    assert found.value("trial") is None
    assert found.bound == ""
    better = state(takes(20, 20, 20), assessed(responding=False), assessed(AT, responding=True), at=AT)  # type: ignore[arg-type]
    assert "oral.no-benefit" not in watched(AREA, better)
    assert "oral.taper" not in options(better)


def test_the_uk_length_of_a_trial_is_shown_in_the_uk() -> None:
    known = state(takes(20, 20, 20, 20), assessed(responding=False), at=AT, profile="uk")  # type: ignore[arg-type]
    found = watched(AREA, known)["oral.no-benefit"]
    assert found.severity.word == "warn"
    assert "6\u00a0weeks" in found.bound


def test_a_reaction_offers_one_step_back_first_and_no_step_up() -> None:
    drowsy = event("side effect", "2026-03-19T08:00", effect="drowsy")
    offered = options(state(takes(15, 15, 15), drowsy, at=AT))
    assert list(offered) == ["oral.step-back", "oral.hold", "oral.assess"]
    back = offered["oral.step-back"]
    assert doses_of(back) == mg(10, 10, 10)
    assert isinstance(back.order, OralOrder)
    assert back.order.reason == "side effect"
    toxic = event("side effect", "2026-03-19T08:00", effect="coma", severity="toxicity")
    grave = options(state(takes(15, 15, 15), toxic, at=AT))["oral.step-back"].order
    assert isinstance(grave, OralOrder)
    assert grave.reason == "toxicity"
    assert "oral.step-back" not in options(state(takes(5, 5, 5), drowsy, at=AT))


def test_an_old_mild_reaction_does_not_bar_the_way_but_a_grave_one_does() -> None:
    for severity, step in (("mild", True), ("serious", False), ("toxicity", False)):
        old = event("side effect", "2026-03-05T08:00", effect="Drowsy", severity=severity)
        known = state(takes(5, 5, 5), old, takes(10, 10, 10, at="2026-03-10T08:00"), at=AT)
        assert ("oral.step" in options(known)) is step
        gone = event("side effect", "2026-03-12T08:00", effect="drowsy", severity=severity, over=True)
        known = state(takes(5, 5, 5), old, takes(10, 10, 10, at="2026-03-10T08:00"), gone, at=AT)
        assert "oral.step" in options(known)


def test_a_running_pump_offers_no_step_up_by_mouth() -> None:
    known = state(takes(10, 10, 10), event("program", "2026-03-10T08:00", daily_dose="100 mcg/day"), at=AT)
    assert list(options(known)) == ["oral.hold", "oral.assess"]
    assert "pump" in options(known)["oral.hold"].because


def test_a_sign_of_too_much_asks_whether_to_hold() -> None:
    toxic = event("side effect", "2026-03-19T08:00", effect="slow breathing", severity="toxicity")
    found = watched(AREA, state(takes(15, 15, 15), toxic, at=AT))["oral.hold-to-consider"]
    assert found.severity.word == "warn"
    assert found.value("running") == a_day(45)
    assert "slow breathing" in found.says
    confused = event("condition", "2026-03-19T08:00", condition="confusion")
    assert "oral.hold-to-consider" in watched(AREA, state(takes(15, 15, 15), confused, at=AT))
    assert watched(AREA, state(confused, toxic, at=AT)) == {}
    mild = event("side effect", "2026-03-19T08:00", effect="dry mouth")
    assert watched(AREA, state(takes(15, 15, 15), mild, at=AT)) == {}


def test_missed_days_stand_until_somebody_has_looked() -> None:
    missed = event("doses missed", "2026-03-18T08:00", days=1)
    found = watched(AREA, state(takes(10, 10, 10), missed, at=AT))["oral.missed-days"]
    assert found.value("days") == 1
    assert "1 day without" in found.says
    assert watched(AREA, state(takes(10, 10, 10), missed, assessed(responding=True), at=AT)) == {}  # type: ignore[arg-type]
    assert watched(AREA, state(takes(10, 10, 10), missed, takes(5, 5, 5, at=AT), at=AT)) == {}


def test_a_german_text_is_told_in_the_eu() -> None:
    assert "oral.maximum-daily-germany" in notes(on(10, 10, 10, profile="eu"))
    assert "oral.maximum-daily-germany" not in notes(on(10, 10, 10))


@given(st.lists(st.integers(1, 20), min_size=1, max_size=4), st.integers(0, 5), st.sampled_from(["us", "eu", "uk"]))
def test_no_option_by_mouth_is_refused(doses: list[int], days: int, profile: str) -> None:
    known = state(takes(*doses), at=f"2026-03-{2 + days:02d}T09:00", profile=profile)
    offered = advise(known)
    steps = [one for one in offered.options if one.id.startswith("oral.")]
    assert "oral.hold" in {one.id for one in steps}
    for one in steps:
        if one.order is not None:
            assert one.order.at == one.earliest
            assert one.earliest >= known.now
            assert not blocked(check(known, one.order))
            assert isinstance(one.order, OralOrder)
            assert daily(one.order.doses) <= a_day(80)


def test_following_the_offered_steps_is_the_label_s_schedule() -> None:
    """Each full step as soon as it is offered: 15, 30, 45, 60 and 80 mg a day on days 1, 4, 7, 10 and 13."""
    known, told, seen = state(at=DAY_1), [takes(5, 5, 5)], [(2, a_day(15))]
    while True:
        known = state(*told, at=told[-1].at)
        step = options(known).get("oral.step")
        if step is None or not isinstance(step.order, OralOrder):
            break
        told.append(takes(*(str(one.amount("mg")) for one in step.order.doses), at=step.order.at))
        seen.append((step.order.at.day, daily(step.order.doses)))
    assert seen == [(2, a_day(15)), (5, a_day(30)), (8, a_day(45)), (11, a_day(60)), (14, a_day(80))]
