"""A draft of several steps is judged step by step: what is wrong in the middle is not covered by what is around it.

The chart of ORAL takes 5 mg three times a day since 01-Feb-2026; the calls are made on 05-Mar-2026.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import State, advance, days_later
from lentus.course.events import OralRegimen
from lentus.course.orders import OralOrder
from lentus.exchange.cds.markdown import rules_in
from lentus.exchange.fhir import CannotRead, orders_of_request
from lentus.protocol import Finding, check
from lentus.record import Store, chart
from lentus.record.readmodels.patients import open_chart_with
from tests.exchange.cds.clinic import NOW, ORAL, ZONE, cards, context
from tests.exchange.cds.messages import UCUM, Message, call, dose, draft, patient
from tests.exchange.cds.response_rules import broken

HOOKS = ("order-select", "order-sign")


def step(number: int | None, mg: float, times: int = 3, *, days: int | None = None, **bounds: Any) -> Message:
    """One instruction of a titration."""
    made = dose(mg, "mg", times, **({} if number is None else {"sequence": number}))
    repeat = made["timing"]["repeat"]
    if days is not None:
        repeat["boundsDuration"] = {"value": days, "unit": "d", "system": UCUM, "code": "d"}
    repeat.update(bounds)
    return made


def period(first: int, last: int | None = None) -> Message:
    """From and until a day of March 2026, both counting in."""
    end = {} if last is None else {"end": f"2026-03-{last:02d}"}
    return {"boundsPeriod": {"start": f"2026-03-{first:02d}", **end}}


def asked(clinic: Store, *steps: Message, number: str = ORAL) -> list[dict[str, Any]]:
    """The cards about a draft of these steps, the same before and at the signature."""
    found = [
        cards(call(draft("baclofen", *steps), hook=hook, patient=patient(number)), context(clinic)) for hook in HOOKS
    ]
    assert all(broken({"cards": one}) == [] for one in found)
    assert [one["detail"] for one in found[0]] == [one["detail"] for one in found[1]]
    return found[1]


def against(found: list[dict[str, Any]]) -> dict[str, str]:
    """The rules that keep the draft from proceeding, with the summary of their card."""
    return {rule: one["summary"] for one in found if one["indicator"] == "critical" for rule in rules_in(one["detail"])}


def told(found: list[dict[str, Any]]) -> str:
    """All that the cards say, with plain blanks and in small letters."""
    return (
        "\n".join(f"{one['summary']}\n{one['detail']}" for one in found)
        .replace("\u00a0", " ")
        .replace("\\", "")
        .casefold()
    )


def test_a_titration_by_the_label_is_no_alarm_and_is_shown_as_it_was_read(clinic: Store) -> None:
    found = asked(clinic, step(1, 10, days=3), step(2, 15, days=3), step(3, 20))
    assert against(found) == {}
    assert "read as 3 steps: from 05-mar-2026 10 mg three times a day" in told(found)


def test_one_step_too_large_in_the_middle_is_seen(clinic: Store) -> None:
    found = asked(clinic, step(1, 10, days=3), step(2, 20, days=3), step(3, 20, 4))
    assert list(against(found)) == ["oral.step-too-large"]
    assert "step 2 of 3.** from 08-mar-2026 on" in told(found)


def test_a_step_too_early_is_seen(clinic: Store) -> None:
    found = asked(clinic, step(1, 10, days=3), step(2, 15, days=1), step(3, 20))
    assert list(against(found)) == ["oral.step-too-soon"]
    assert "step 3 of 3.** from 09-mar-2026 on" in told(found)


def test_only_the_last_step_passes_the_maximum(clinic: Store) -> None:
    found = asked(clinic, step(1, 10, days=3), step(2, 15, days=3), step(3, 20, days=3), step(4, 25, 4))
    assert "oral.daily-maximum" in against(found)
    assert "step 4 of 4" in told(found)


def test_one_card_for_a_rule_that_several_steps_break(clinic: Store) -> None:
    found = asked(clinic, step(1, 15, days=3), step(2, 25, days=3), step(3, 35))
    too_large = [one for one in found if "oral.step-too-large" in rules_in(one["detail"])]
    assert len(too_large) == 1
    assert all(f"step {number} of 3" in told(too_large) for number in (1, 2, 3))


def test_a_way_down_that_falls_off_at_its_end_is_seen(clinic: Store) -> None:
    """From 15 mg a day over 14 and 13 to nothing: the last fall is larger than all before it."""
    steep = asked(clinic, step(1, 5, days=10), step(2, 5, 2, days=10), step(3, 5, 2, days=10))
    assert "oral.abrupt-stop" in against(steep)
    gentle = asked(clinic, step(1, 5, 2, days=10), step(2, 2.5, 2, days=10), step(3, 2.5, 1, days=10))
    assert against(gentle) == {}
    assert "the taper takes 30 days" in told(gentle)


def test_a_way_down_that_goes_on_is_a_smaller_dose_and_no_taper(clinic: Store) -> None:
    found = asked(clinic, step(1, 5, 2, days=7), step(2, 2.5, 2))
    assert against(found) == {}
    assert "read as 2 steps" in told(found)


def test_an_end_without_a_word_of_what_follows_is_told(clinic: Store) -> None:
    for last in (step(1, 5, days=5), step(1, 5, boundsRange={"high": {"value": 9}}), step(1, 5, **period(5, 9))):
        assert "must not stop at once" in told(asked(clinic, last))
    assert "must not stop at once" not in told(asked(clinic, step(1, 5)))


def test_steps_in_any_order_of_writing_are_judged_in_order_of_their_numbers(clinic: Store) -> None:
    steps = [step(1, 10, days=3), step(2, 20, days=3), step(3, 20, 4)]
    assert told(asked(clinic, *reversed(steps))) == told(asked(clinic, *steps))


def test_steps_by_their_dates_are_the_same_steps(clinic: Store) -> None:
    dated = asked(clinic, step(None, 20, **period(8)), step(None, 10, **period(5, 7)))
    numbered = asked(clinic, step(1, 10, days=3), step(2, 20))
    assert told(dated) == told(numbered)


def test_moments_in_utc_are_days_on_the_clinics_clock(clinic: Store) -> None:
    night: Message = {"boundsPeriod": {"start": "2026-03-06T03:00:00Z", "end": "2026-03-09T02:59:59Z"}}
    then: Message = {"boundsPeriod": {"start": "2026-03-09T03:00:00Z"}}
    found = asked(clinic, step(1, 10, **night), step(2, 15, **then))
    assert "from 05-mar-2026 10 mg three times a day; from 08-mar-2026 15 mg" in told(found)


def test_two_instructions_of_one_step_are_one_day(clinic: Store) -> None:
    """10 mg three times and 10 mg three times more: 60 mg a day, and not 30."""
    found = asked(clinic, step(1, 10), step(1, 10))
    assert "oral.step-too-large" in against(found)
    assert "10 mg six times a day" in told(found)


UNREAD = {
    "no number and no date": (step(None, 10), step(None, 10)),
    "a number beside none": (step(1, 10, days=3), step(None, 15)),
    "two at once with different ends": (step(1, 10, days=3), step(1, 5, days=7)),
    "a step without an end before another": (step(1, 10), step(2, 15)),
    "an end that is a range before another": (step(1, 10, boundsRange={"low": {"value": 2}}), step(2, 15)),
    "a day between two steps": (step(1, 10, **period(5, 7)), step(2, 15, **period(9))),
    "two steps on one day": (step(1, 10, **period(5, 7)), step(2, 15, **period(7))),
    "numbers against dates": (step(2, 10, **period(5, 7)), step(1, 15, **period(8, 10))),
    "an end before the begin": (step(1, 10, **period(9, 5)), step(2, 15)),
    "a first step in the past": (step(1, 10, **period(1, 7)), step(2, 15, **period(8))),
    "an order that is over": (step(1, 10, **period(1, 3)),),
    "a step of nothing between two": (step(1, 10, days=3), step(2, 0, days=3), step(3, 10)),
    "two thousand years": (step(1, 10, days=700_000), step(2, 15)),
    "a hundred and one steps": tuple(step(one, 10, days=3) for one in range(1, 102)),
    "a number that is none": (step(True, 10, days=3), step(2, 15)),
}


@pytest.mark.parametrize("case", UNREAD)
def test_steps_that_tell_no_one_day_are_told_and_not_guessed(clinic: Store, case: str) -> None:
    found = asked(clinic, *UNREAD[case])
    assert len(found) == 1
    assert "not assessed" in found[0]["summary"]
    assert rules_in(found[0]["detail"]) == ()


def test_a_draft_of_steps_is_removed_and_not_rewritten_as_one_dose(clinic: Store) -> None:
    found = asked(clinic, step(1, 10, days=3), step(2, 30))
    offered = [action["type"] for one in found for each in one.get("suggestions", ()) for action in each["actions"]]
    assert set(offered) <= {"delete"}


def test_a_stranger_s_later_steps_are_held_against_the_first(clinic: Store) -> None:
    found = asked(clinic, step(1, 10, days=3), step(2, 30), number="")
    assert "oral.step-too-large" in against(found)
    assert "step 2 of 2" in told(found)


def test_a_single_order_for_later_is_judged_at_its_day(clinic: Store) -> None:
    """The chart's dose began long ago, so that a step is due now and later; a future begin is no step too soon."""
    assert against(asked(clinic, step(1, 10, **period(20)))) == {}


@given(st.lists(st.tuples(st.sampled_from([5, 10, 15, 20, 25, 30]), st.integers(1, 5)), min_size=2, max_size=6))
def test_cards_say_of_each_step_what_check_says(clinic: Store, steps: list[tuple[int, int]]) -> None:
    """Whatever the steps: the rules on the cards are those that `check` raises about each, one after the other."""
    sent = draft("baclofen", *(step(n, mg, days=days) for n, (mg, days) in enumerate(steps, 1)), step(99, 5))
    orders = orders_of_request(sent, NOW, ZONE)
    if isinstance(orders, CannotRead) or len(orders) == 1:
        return
    chart_id = open_chart_with(clinic, ORAL)
    assert chart_id
    state: State = chart(clinic, chart_id).state(NOW)
    wanted: list[Finding] = []
    at = NOW
    for place, order in enumerate(orders):
        assert isinstance(order, OralOrder)
        assert order.at == days_later(at, ZONE, 0)
        wanted += check(state, order)
        taken = OralRegimen(id=f"s{place}", at=order.at, zone=ZONE, author="a", doses=order.doses)
        state = advance(state, taken)
        at = days_later(at, ZONE, [*(days for _, days in steps), 0][place])
    found = cards(call(sent, patient=patient(ORAL)), context(clinic))
    assert {rule for one in found for rule in rules_in(one["detail"])} == {one.rule for one in wanted}
    blocking = {one.rule for one in wanted if one.blocks and not one.missing}
    assert set(against(found)) == blocking
    assert timedelta(0) <= orders[-1].at - NOW
