"""What a record says of a change of strength once all of it is there: the bridge, the flush, and a minimum rate."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent, Course, Patient, State
from lentus.protocol import Finding, review, standing
from lentus.quantity import Concentration, DoseRate, Duration, Mass, Volume
from tests.protocol.courses import event, found, moment, order, state

IMPLANT = {"device": "SynchroMed II", "reservoir": "20 mL", "path_volume": "0.34 mL", "primed": True}
FILLED, PROGRAMMED = "2026-03-02T09:00", "2026-03-02T09:20"
NEW: dict[str, Any] = {"daily_dose": "300 mcg/day", "concentration": "500 mcg/mL"}
OVER = "2026-03-04T15:44"
"""54.4 h after the program: 0.34 mL at 0.15 mL a day, up to the minute."""
STRENGTH = ("refill.no-bridge-bolus", "refill.bridge-not-stated", "refill.strength-mismatch")


def before(**implant: Any) -> tuple[AnyEvent, ...]:
    """A pump that has run 300 mcg a day of 2,000 mcg per mL since January."""
    return (
        event("implant", "2026-01-05T08:00", **{**IMPLANT, **implant}),
        event("fill", "2026-01-05T08:30", concentration="2000 mcg/mL", volume="20 mL"),
        event("program", "2026-01-05T09:00", daily_dose="300 mcg/day", concentration="2000 mcg/mL"),
    )


def fill(at: str = FILLED) -> AnyEvent:
    return event("fill", at, concentration="500 mcg/mL", volume="20 mL")


def at_the_fill(*events: AnyEvent, at: str = FILLED) -> dict[str, Finding]:
    """What a review finds about the fill, of the rules about strengths."""
    course = Course(patient=Patient(id="p1"), events=(*before(), fill(at), *events))
    (judged,) = (one for one in review(course).judged if one.event.kind == "fill" and one.event.at == moment(at))
    return {one.rule: one for one in judged.findings if one.rule in STRENGTH}


def test_a_bridge_that_was_left_out_is_found_where_the_program_is_recorded() -> None:
    one = at_the_fill(event("program", PROGRAMMED, **NEW))["refill.no-bridge-bolus"]
    assert one.severity.word == "stop"
    assert one.value("excess") == Mass.read("510 mcg")


def test_a_bridge_that_the_next_program_holds_is_neither_missed_nor_asked_for() -> None:
    told = at_the_fill(event("program", PROGRAMMED, bridge_until=OVER, **NEW))
    assert set(told) == {"refill.strength-mismatch"}, "for twenty minutes the old program ran"
    assert at_the_fill(event("program", FILLED, bridge_until=OVER, **NEW)) == {}


@pytest.mark.parametrize(
    "later",
    [
        (),
        (event("program", PROGRAMMED, daily_dose="300 mcg/day", concentration="1000 mcg/mL"),),
        (event("revision", PROGRAMMED, path_volume="0.3 mL"), event("program", OVER, **NEW)),
        (fill("2026-03-02T09:10"), event("program", PROGRAMMED, **NEW)),
    ],
)
def test_a_program_that_does_not_go_with_the_fill_says_nothing_about_it(later: tuple[AnyEvent, ...]) -> None:
    assert "refill.bridge-not-stated" in at_the_fill(*later)


def bridged(**fields: Any) -> AnyEvent:
    return event("program", PROGRAMMED, **{**NEW, "bridge_until": OVER, **fields})


def test_the_flush_is_worked_out_where_nobody_stated_it() -> None:
    whole = state(*before(), fill(), bridged())
    assert whole.bridge is not None
    assert whole.bridge.flushed == whole.bridge.ends == moment(OVER)
    assert whole.bridge.lacks == ()
    # A bridge for 0.3 mL leaves 0.04 mL of a path of 0.34 mL: 1.6 h at 0.6 mL a day.
    short = state(*before(), fill(), bridged(bridge_until="2026-03-04T09:20"))
    assert short.bridge is not None
    assert short.bridge.flushed == moment("2026-03-04T10:56")
    assert short.bridge.lacks == ()


def test_a_stated_flush_stands() -> None:
    said = state(*before(path_volume=None), fill(), bridged(flushed_until="2026-03-05T08:00"))
    assert said.bridge is not None
    assert (said.bridge.flushed, said.bridge.lacks) == (moment("2026-03-05T08:00"), ())


@pytest.mark.parametrize(
    ("events", "lacks"),
    [
        ((*before(path_volume=None), fill(), bridged()), "volume of tubing and catheter"),
        ((*before()[:2], fill(), bridged()), "the strength programmed before the bridge"),
        ((*before(), fill(), bridged(daily_dose=None, mode=None)), "the dose during the bridge"),
        (
            (*before(), fill(), bridged(bridge_until="2026-03-04T09:20", mode="flex")),
            "a program after the bridge whose flow is known",
        ),
        (
            (*before(), fill(), bridged(bridge_until="2026-03-02T09:21", daily_dose="0.000001 mcg/day")),
            "a program after the bridge whose flow is known",
        ),
    ],
)
def test_a_flush_that_cannot_be_worked_out_is_asked_for(events: tuple[AnyEvent, ...], lacks: str) -> None:
    known = state(*events)
    assert known.bridge is not None
    assert lacks in known.bridge.lacks
    for later in (
        order("pump dose", "2026-03-06T09:00", daily_dose="330 mcg/day", reason="titration"),
        order("refill", "2026-03-06T09:00", concentration="500 mcg/mL", volume="20 mL"),
    ):
        asked = [one for one in _check(known, later) if lacks in one.missing and "old solution" in one.says]
        assert asked, later.kind
    # Once another program has followed, it is not asked again.
    next_one = event("program", "2026-03-06T09:00", daily_dose="330 mcg/day", concentration="500 mcg/mL")
    after_it = order("pump dose", "2026-03-08T09:00", daily_dose="360 mcg/day", reason="titration")
    assert not [one for one in _check(state(*events, next_one), after_it) if "old solution" in one.says]


def _check(known: State, asked: Any) -> tuple[Finding, ...]:
    from lentus.protocol import check

    return check(known, asked)


@pytest.mark.parametrize(("at", "stopped"), [("2026-03-04T10:55", True), ("2026-03-04T10:56", False)])
def test_until_the_path_is_flushed_a_titration_is_a_stop_that_names_the_moment(at: str, *, stopped: bool) -> None:
    known = state(*before(), fill(), bridged(bridge_until="2026-03-04T09:20"))
    got = found(known, order("pump dose", at, daily_dose="330 mcg/day", reason="titration"))
    assert ("titration.path-not-flushed" in got) is stopped
    if stopped:
        assert got["titration.path-not-flushed"].severity.word == "stop"
        assert got["titration.path-not-flushed"].until == moment("2026-03-04T10:56")


@given(st.integers(60, 54 * 60), st.sampled_from([100, 240, 300, 500]), st.sampled_from([120, 300, 330, 700]))
def test_the_flush_is_never_earlier_than_what_the_bridge_and_the_program_move(minutes: int, old: int, new: int) -> None:
    ends = moment(PROGRAMMED) + timedelta(minutes=minutes)
    events = list(before())
    events[2] = event("program", "2026-01-05T09:00", daily_dose=f"{old} mcg/day", concentration="2000 mcg/mL")
    known = state(*events, fill(), bridged(bridge_until=ends, daily_dose=f"{new} mcg/day"))
    assert known.bridge is not None
    bridge = (
        DoseRate.exact(min(old, new), "mcg/day") / Concentration.read("2000 mcg/mL") * Duration.exact(minutes, "min")
    )
    rest = Duration.exact(Fraction((known.bridge.flushed - ends) // timedelta(seconds=1)), "s")
    flow = DoseRate.exact(new, "mcg/day") / Concentration.read("500 mcg/mL")
    moved = bridge + flow * rest
    assert moved >= Volume.read("0.34 mL")
    assert known.bridge.flushed == ends or moved - flow * Duration.exact(1, "s") < Volume.read("0.34 mL")


def judged_programs(*events: AnyEvent) -> list[Any]:
    course = Course(patient=Patient(id="p1"), events=events)
    return [one for one in review(course).judged if one.event.kind == "program"]


def test_a_minimum_rate_without_a_dose_is_judged_by_what_flow_and_strength_give() -> None:
    slow = event("program", "2026-03-02T09:00", mode="minimum rate")
    last = judged_programs(*before(), slow)[-1]
    assert last.event == slow
    # 0.048 mL a day of 2,000 mcg per mL.
    assert last.order.daily_dose == DoseRate.read("96 mcg/day")
    assert "intrathecal.decrease-beyond-usual" in {one.rule for one in last.findings}
    weaker = event("program", "2026-03-02T09:00", mode="minimum rate", concentration="500 mcg/mL")
    other = judged_programs(*before(), weaker)[-1]
    assert other.order.daily_dose == DoseRate.read("24 mcg/day")
    assert "units.rates-contradict" not in {one.rule for one in other.findings}


@pytest.mark.parametrize(
    ("device", "missing"), [("Prometra II", "the device's minimum flow"), ("", "the device's minimum flow")]
)
def test_a_minimum_rate_that_nobody_knows_is_asked_for(device: str, missing: str) -> None:
    slow = event("program", "2026-03-02T09:00", mode="minimum rate")
    asked = [one for one in standing(state(*before(device=device), slow)) if missing in one.missing]
    assert [one.rule for one in asked] == ["record.cannot-assess"]
    assert "minimum rate" in asked[0].says
    known = standing(state(*before(), event("program", "2026-03-02T09:00", mode="minimum rate", **NEW)))
    assert not [one for one in known if "minimum rate" in one.says]
