"""After a time without drug the old dose is no longer safe."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import AnyEvent, AnyOrder, State
from lentus.protocol import advise
from lentus.protocol.advice import Option, Told
from lentus.protocol.restart import AREA, gap_before, initial_dose
from lentus.quantity import Concentration, DoseRate, Duration
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import spoken, words

PREVIOUS = "restart.previous-dose"
ABOVE = "restart.above-initial-dose"
INTERRUPTED = "restart.after-interruption"
STALL = "holiday.stall-when-stopped"
AT = "2026-05-01T09:00"

SCREENED = (
    event("screening dose", "2026-01-10T09:00", dose="50 mcg"),
    event("screening judged", "2026-01-10T17:00", response="positive", effect_lasted="6 h", reaction="none"),
)
STARTED = event("program", "2026-01-20T09:00", daily_dose="100 mcg/day", concentration="500 mcg/mL", reason="start")
RAISED = event("program", "2026-03-20T09:00", daily_dose="800 mcg/day", concentration="500 mcg/mL")
HOLIDAY = event("holiday started", "2026-04-01T09:00", alternative="diazepam")
STOPPED = event("program", "2026-04-22T09:00", mode="stopped")
ENDED = event("holiday ended", "2026-04-30T09:00", drug_free="8 days")
BEFORE = (*SCREENED, STARTED, RAISED)


def restart(dose: str, at: str = AT) -> AnyOrder:
    return order("pump restart", at, daily_dose=f"{dose} mcg/day", concentration="500 mcg/mL")


def mcg(number: str) -> DoseRate:
    return DoseRate.read(f"{number} mcg/day")


def after_holiday(*more: AnyEvent, **patient: Any) -> State:
    return state(*BEFORE, HOLIDAY, STOPPED, ENDED, *more, **patient)


def test_the_previous_800_after_three_weeks_are_refused() -> None:
    one = spoken(AREA, after_holiday(), restart("800"))[PREVIOUS]
    assert one.severity.word == "stop"
    assert one.value("ordered") == mcg("800")
    assert one.value("previous") == mcg("800")
    assert one.value("initial") == mcg("100")
    assert "not verified" in one.bound
    assert not one.verified


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ("100", {}),
        ("50", {}),
        ("100.1", {ABOVE: "override"}),
        ("799.9", {ABOVE: "override"}),
        ("800", {PREVIOUS: "stop"}),
        ("900", {PREVIOUS: "stop"}),
    ],
)
def test_the_bounds_after_a_holiday(dose: str, expected: dict[str, str]) -> None:
    found = words(AREA, after_holiday(), restart(dose))
    assert found.pop(STALL) == "warn"
    assert found == expected


def test_a_holiday_that_is_still_running_counts_as_well() -> None:
    known = state(*BEFORE, HOLIDAY, STOPPED)
    assert PREVIOUS in words(AREA, known, restart("800"))


def test_an_old_dose_as_low_as_the_initial_one_is_the_initial_one() -> None:
    known = state(*SCREENED, STARTED, HOLIDAY, STOPPED, ENDED)
    assert set(words(AREA, known, restart("100"))) == {STALL}
    assert PREVIOUS in words(AREA, known, restart("101"))


def test_an_unknown_initial_dose_is_asked_for() -> None:
    found = event("as found", "2026-03-01T09:00", daily_dose="800 mcg/day", concentration="500 mcg/mL")
    known = state(found, HOLIDAY, STOPPED, ENDED)
    assert initial_dose(known) is None
    one = spoken(AREA, known, restart("60"))[ABOVE]
    assert one.severity.word == "override"
    assert one.missing == (
        "the initial continuous dose, or the screening dose that worked with its effect and reaction",
    )
    assert spoken(AREA, known, restart("800"))[PREVIOUS].value("initial") is None


def test_the_initial_dose_is_the_lower_of_screened_and_recorded() -> None:
    assert initial_dose(state(*SCREENED)) == mcg("100")
    assert initial_dose(state(STARTED)) == mcg("100")
    lower = event("program", "2026-01-20T09:00", daily_dose="60 mcg/day")
    higher = event("program", "2026-01-20T09:00", daily_dose="140 mcg/day")
    assert initial_dose(state(*SCREENED, lower)) == mcg("60")
    assert initial_dose(state(*SCREENED, higher, RAISED)) == mcg("100")
    late = state(event("as found", "2026-01-01T09:00", device="pump"), RAISED)
    assert initial_dose(late) is None
    still = state(event("program", "2026-01-15T09:00", mode="stopped"), STARTED)
    assert initial_dose(still) == mcg("100")


def test_after_an_interruption_an_owner_judges_the_gap() -> None:
    known = state(*BEFORE, STOPPED)
    one = spoken(AREA, known, restart("800", "2026-04-22T21:00"))[INTERRUPTED]
    assert one.severity.word == "override"
    assert one.value("interrupted_for") == Duration.read("12 h")
    assert one.value("interrupted_since") == moment("2026-04-22T09:00")
    assert one.value("previous") == mcg("800")
    assert one.value("initial") == mcg("100")
    assert not one.missing
    assert "not published" in one.says
    assert words(AREA, known, restart("100", "2026-04-22T21:00")) == {}
    assert set(words(AREA, known, restart("101", "2026-04-22T21:00"))) == {INTERRUPTED}


def test_an_unknown_gap_is_asked_for() -> None:
    stalled = event("interrogation", "2026-04-25T09:00", stalled=True)
    one = spoken(AREA, state(*BEFORE, stalled), restart("800"))[INTERRUPTED]
    assert one.missing == ("how long the infusion was interrupted",)
    assert one.value("interrupted_for") is None
    assert "Needed to judge it: how long" in one.says
    assert (
        gap_before(state(*BEFORE, STOPPED, event("interrogation", "2026-04-25T09:00", stalled=True), at=AT)).since
        is None
    )
    nothing = spoken(AREA, state(at=AT), restart("100"))[INTERRUPTED]
    assert len(nothing.missing) == 3
    assert gap_before(state(*BEFORE, at=AT)).length is None
    assert gap_before(state(*BEFORE, event("explant", "2026-04-25T09:00"), at=AT)).since == moment("2026-04-25T09:00")
    cleared = event("interrogation", "2026-04-26T09:00", stalled=False)
    assert gap_before(state(*BEFORE, STOPPED, stalled, cleared, at=AT)).since == moment("2026-04-22T09:00")


@pytest.mark.parametrize(("at", "warned"), [("2026-04-24T09:00", False), ("2026-04-24T09:01", True)])
def test_a_pump_that_stood_still_for_long_is_looked_at(at: str, warned: bool) -> None:
    found = spoken(AREA, state(*BEFORE, STOPPED), restart("100", at))
    assert (STALL in found) is warned
    if warned:
        assert "Interrogate" in found[STALL].resolve


def test_once_restarted_the_holiday_is_over() -> None:
    again = event("program", "2026-05-01T09:00", daily_dose="100 mcg/day", reason="start")
    stopped = event("program", "2026-06-01T09:00", mode="stopped")
    found = words(AREA, after_holiday(again, stopped), restart("800", "2026-06-01T12:00"))
    assert found == {INTERRUPTED: "override"}


def proposed(known: State) -> dict[str, Option | Told]:
    made: list[Option | Told] = [one for proposer in AREA.proposers for one in proposer(known)]
    return {one.id: one for one in made}


def test_after_the_holiday_waiting_and_a_new_start_are_offered() -> None:
    known = after_holiday(at=AT)
    offered = proposed(known)
    assert list(offered) == ["restart.wait", "restart.initial"]
    first = offered["restart.initial"]
    assert isinstance(first, Option)
    assert first.order is not None
    assert first.order.kind == "pump restart"
    assert first.order.daily_dose == mcg("100")
    assert first.earliest == first.order.at == moment(AT)
    assert not first.verified
    assert "G1" in first.sources
    assert first.order.concentration is None
    filled = event("fill", "2026-01-20T08:00", concentration="2000 mcg/mL", volume="20 mL")
    stronger = proposed(after_holiday(filled, at=AT))["restart.initial"]
    assert isinstance(stronger, Option)
    assert stronger.order is not None
    assert stronger.order.kind == "pump restart"
    assert stronger.order.concentration == Concentration.read("2000 mcg/mL")
    advice = advise(known)
    assert "restart.initial" in {one.id for one in advice.options} | {one.id for one in advice.withheld}


@pytest.mark.parametrize(
    "known",
    [
        state(*BEFORE, at=AT),
        state(*BEFORE, STOPPED, at=AT),
        state(*BEFORE, HOLIDAY, STOPPED, at=AT),
        state(*BEFORE, HOLIDAY, ENDED, at=AT),
        after_holiday(event("program", "2026-05-01T08:00", daily_dose="100 mcg/day"), at=AT),
    ],
)
def test_nothing_is_offered_before_the_end_or_after_the_restart(known: State) -> None:
    assert proposed(known) == {}


def test_without_an_initial_dose_it_is_asked_for_and_nothing_is_offered() -> None:
    found = event("as found", "2026-03-01T09:00", daily_dose="800 mcg/day")
    known = state(found, HOLIDAY, STOPPED, ENDED, at=AT)
    asked = proposed(known)["restart.initial"]
    assert isinstance(asked, Told)
    assert "needs" in asked.says
    assert "G1" in asked.sources
    assert not asked.verified


def under(kind: str, dose: str, at: str = AT, **fields: Any) -> AnyOrder:
    more = {"reason": "titration"} if kind == "pump dose" else {}
    return order(kind, at, daily_dose=f"{dose} mcg/day", **more, **fields)


@pytest.mark.parametrize("kind", ["pump dose", "pump start"])
def test_a_dose_on_a_stopped_pump_is_a_restart_under_another_name(kind: str) -> None:
    same = words(AREA, after_holiday(), restart("800"))
    assert same[PREVIOUS] == "stop"
    assert words(AREA, after_holiday(), under(kind, "800")) == same
    assert words(AREA, after_holiday(), under(kind, "101")) == words(AREA, after_holiday(), restart("101"))
    assert words(AREA, after_holiday(), under(kind, "100")) == words(AREA, after_holiday(), restart("100"))
    still = state(*BEFORE, STOPPED)
    assert words(AREA, still, under(kind, "800")) == words(AREA, still, restart("800"))
    assert INTERRUPTED in words(AREA, still, under(kind, "101"))


def test_a_running_pump_is_not_restarted_by_a_dose() -> None:
    assert words(AREA, state(*BEFORE), under("pump dose", "800")) == {}
    # A holiday that still lowers the dose is no stop.
    assert words(AREA, state(*BEFORE, HOLIDAY), under("pump dose", "700")) == {}


def test_no_dose_restarts_nothing() -> None:
    assert words(AREA, after_holiday(), under("pump dose", "0")) == {}
    assert words(AREA, after_holiday(), under("pump dose", "800", mode="stopped")) == {}


def test_a_pump_that_has_not_run_is_started_and_not_restarted() -> None:
    new = state(*SCREENED, event("implant", "2026-01-20T08:00"), event("program", "2026-01-20T09:00", mode="stopped"))
    assert words(AREA, new, under("pump start", "800")) == {}
    found = state(event("as found", "2026-01-20T09:00", mode="stopped", device="pump"))
    assert INTERRUPTED in words(AREA, found, under("pump start", "800"))


def test_a_pump_set_to_no_dose_stands_still() -> None:
    none = state(*BEFORE, HOLIDAY, event("program", "2026-04-22T09:00", daily_dose="0 mcg/day"), ENDED)
    assert words(AREA, none, under("pump dose", "800"))[PREVIOUS] == "stop"
