"""Needing more over time: told, shown with its dates, never acted on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent, State
from lentus.protocol import advise
from lentus.protocol.advice import Told
from lentus.protocol.tolerance import AREA, rising
from lentus.quantity import DoseRate
from tests.protocol.courses import event, moment, state
from tests.protocol.oral_courses import a_day, takes, watched

RULE = "tolerance.rising-without-response"


def set_to(dose: str | None, day: int, **fields: object) -> AnyEvent:
    return event("program", f"2026-03-{day:02d}T09:00", daily_dose=dose, concentration="500 mcg/mL", **fields)


def judged(responding: bool | None, day: int) -> AnyEvent:
    return event("assessment", f"2026-03-{day:02d}T15:00", responding=responding)


def told(known: State) -> dict[str, Told]:
    made = [one for proposer in AREA.proposers for one in proposer(known)]
    assert all(isinstance(one, Told) for one in made)
    return {one.id: one for one in made if isinstance(one, Told)}


UP = (set_to("400 mcg/day", 1), set_to("520 mcg/day", 5), set_to("676 mcg/day", 9))


def test_a_rise_without_response_is_shown_with_its_dates() -> None:
    one = watched(AREA, state(*UP, judged(False, 10)))[RULE]
    assert one.severity.word == "info"
    assert one.value("increases") == 2
    assert [one.value(f"dose_{number}") for number in (1, 2, 3)] == [
        DoseRate.read(f"{mcg} mcg/day") for mcg in (400, 520, 676)
    ]
    assert one.value("since_3") == moment("2026-03-09T09:00")
    assert one.value("not_responding") == moment("2026-03-10T15:00")
    for said in ("01-Mar-2026", "05-Mar-2026", "09-Mar-2026", "10-Mar-2026", "400\u00a0mcg per day"):
        assert said in one.says


@pytest.mark.parametrize(
    "events",
    [
        UP,
        (*UP, judged(True, 10)),
        (*UP, judged(None, 10)),
        (*UP, judged(False, 8)),
        (*UP, judged(False, 10), judged(True, 11)),
        (*UP[:2], judged(False, 10)),
        (*UP, set_to("600 mcg/day", 11), judged(False, 12)),
        (*UP, set_to(None, 11, mode="stopped"), judged(False, 12)),
    ],
)
def test_without_two_rises_or_a_later_judgement_nothing_is_shown(events: tuple[AnyEvent, ...]) -> None:
    assert watched(AREA, state(*events)) == {}


def test_a_judgement_at_the_moment_of_the_last_rise_counts() -> None:
    together = event("assessment", "2026-03-09T09:00", responding=False)
    assert RULE in watched(AREA, state(*UP, together))


def test_it_is_shown_by_mouth_as_well() -> None:
    rise = [takes(*[mg] * 3, at=f"2026-03-{day:02d}T09:00") for mg, day in ((5, 1), (10, 5), (15, 9))]
    one = watched(AREA, state(*rise, judged(False, 10)))[RULE]
    assert one.value("route") == "oral"
    assert one.value("dose_3") == a_day(45)
    assert "45\u00a0mg per day" in one.says


def test_the_run_is_the_last_rise_alone() -> None:
    known = state(
        set_to("900 mcg/day", 1), set_to("100 mcg/day", 2), set_to("100 mcg/day", 3), set_to("120 mcg/day", 4)
    )
    assert rising(known) == (
        (moment("2026-03-02T09:00"), DoseRate.read("100 mcg/day")),
        (moment("2026-03-04T09:00"), DoseRate.read("120 mcg/day")),
    )
    assert rising(state(at="2026-03-01T09:00")) == ()
    again = state(set_to("100 mcg/day", 1), set_to(None, 2, mode="stopped"), set_to("120 mcg/day", 3))
    assert [dose for _, dose in rising(again)] == [DoseRate.read("120 mcg/day")]
    dry = state(takes(5, at="2026-03-01T09:00"), takes(at="2026-03-02T09:00"), takes(10, at="2026-03-03T09:00"))
    assert [dose for _, dose in rising(dry, "oral")] == [a_day(10)]


def test_what_is_expected_is_told_with_every_figure() -> None:
    one = told(state(UP[0]))["tolerance.expected"]
    sentences = one.says.replace("\u00a0", " ").removesuffix(".").split(". ")
    assert len(sentences) == 3
    assert "up to 10 % become resistant" in sentences[1]
    assert "22 % grew tolerant" in sentences[2]
    assert "the US label gives 5 %" in sentences[2]
    assert "not verified" in sentences[2]
    assert not one.verified
    assert {"seed", "P9"} <= set(one.sources)
    assert told(state(at="2026-03-01T09:00")) == {}
    assert told(state(takes(5, 5, 5))) == {}
    rise = [takes(*[mg] * 3, at=f"2026-03-{day:02d}T09:00") for mg, day in ((5, 1), (10, 5), (15, 9))]
    assert set(told(state(*rise))) == {"tolerance.expected"}


def test_nothing_is_offered_because_of_it() -> None:
    advice = advise(state(*UP, judged(False, 10)))
    assert RULE in {one.rule for one in advice.findings}
    assert not any(one.order is not None and one.order.kind == "drug holiday" for one in advice.options)
    assert not any("holiday" in one.id for one in advice.options)


@given(st.lists(st.integers(1, 2_000), min_size=1, max_size=8))
def test_a_run_always_rises(doses: list[int]) -> None:
    run = rising(state(*(set_to(f"{dose} mcg/day", day) for day, dose in enumerate(doses, start=1))))
    amounts = [dose.amount("mcg/day") for _, dose in run]
    assert amounts == sorted(set(amounts))
    assert amounts[-1] == doses[-1]
