"""What a day can bring counts in full: its boluses, its largest hour, and the solution that is still in the path."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.course import AnyEvent, State
from lentus.course.orders import PumpDoseOrder
from lentus.course.program_step import ProgramStep
from lentus.protocol import advise, check, standing
from lentus.protocol.emergency.sheet import overdose_checklist
from lentus.protocol.exposure import for_toxicity, ordered_daily, running_daily
from lentus.protocol.judged import order_of
from lentus.protocol.titration.hour import largest_hour
from lentus.protocol.unbridged import brought_by
from lentus.quantity import DoseRate, Mass
from tests.protocol.courses import event, order
from tests.protocol.pumps import change, hours, running
from tests.protocol.test_start import screened

UNBRIDGED, HOUR = "system.strength-unbridged", "titration.largest-hour"
OWN: dict[str, Any] = {"dose": "20 mcg", "over": "10 min", "lockout": "1 h", "most_a_day": 10}
ABOVE, TOO_SOON = "titration.step-above-band", "titration.too-soon"


def program(at: float, **fields: Any) -> AnyEvent:
    told = {"daily_dose": "100 mcg/day", "concentration": "2000 mcg/mL", **fields}
    return event("program", hours(at), **told)


def pathway(volume: str | None = "0.3 mL") -> AnyEvent:
    return event("revision", hours(-24), path_volume=volume, primed=True)


def changed(at: float, *more: AnyEvent, path: str | None = "0.3 mL", **fields: Any) -> State:
    """A pump whose strength was changed from 500 to 2,000 mcg per mL a day after the dose was set."""
    fill = event("fill", hours(24), concentration="2000 mcg/mL", volume="20 mL")
    return running("100 mcg/day", pathway(path), fill, program(24, **fields), *more, at=hours(at))


def stands(state: State) -> set[str]:
    return {one.rule for one in standing(state)}


def words(state: State, dose: str, at: float = 240, **fields: Any) -> dict[str, str]:
    return {one.rule: one.severity.word for one in check(state, change(dose, at, **fields))}


# The strength ---------------------------------------------------------------------------------------------------------


def test_a_strength_without_a_bridge_stands_until_the_path_is_flushed() -> None:
    # 0.3 mL at 0.05 mL a day are six days.
    for at, there in ((24, True), (24 + 143, True), (24 + 145, False)):
        assert (UNBRIDGED in stands(changed(at))) is there
    one = next(one for one in standing(changed(30)) if one.rule == UNBRIDGED)
    assert (one.severity.word, one.value("flushed"), one.until) == ("stop", hours(24 + 144), hours(24 + 144))
    assert not one.missing


def test_an_increase_and_what_is_routine_wait_and_a_reduction_does_not() -> None:
    patient = changed(30)
    assert words(patient, "110 mcg/day", 31)[UNBRIDGED] == "stop"
    assert UNBRIDGED not in words(patient, "60 mcg/day", 31, reason="toxicity")
    assert UNBRIDGED not in words(patient, "90 mcg/day", 31, reason="side effect")
    advice = advise(patient)
    assert f"fault.{UNBRIDGED}" in {one.id for one in advice.options}
    assert not any(isinstance(one.order, PumpDoseOrder) for one in advice.options)
    assert "pump.hold" in {one.id for one in advice.withheld}
    assert any("no bridge bolus is recorded" in line for line in overdose_checklist(patient).known)


def test_a_path_that_nobody_recorded_waits_for_the_largest_published_one() -> None:
    one = next(one for one in standing(changed(30, path=None)) if one.rule == UNBRIDGED)
    assert one.until is not None
    assert one.until > hours(24 + 144)
    assert "volume of tubing and catheter" in one.missing


def test_a_flow_that_nobody_knows_is_said() -> None:
    one = next(one for one in standing(changed(30, daily_dose=None, mode="minimum rate")) if one.rule == UNBRIDGED)
    assert one.until is None
    assert one.missing


@pytest.mark.parametrize("told", [{"bridge_until": hours(60)}, {"flushed_until": hours(29)}])
def test_a_bridge_or_a_stated_flush_lifts_it(told: dict[str, Any]) -> None:
    assert UNBRIDGED not in stands(changed(30, **told))


def test_a_path_made_anew_lifts_it_and_a_slip_put_right_never_raises_it() -> None:
    anew = event("revision", hours(28), path_volume="0.3 mL", primed=True)
    assert UNBRIDGED not in stands(changed(30, anew))
    slip = running(
        "100 mcg/day",
        event("fill", hours(-50), concentration="500 mcg/mL", volume="20 mL"),
        program(24),
        program(25, concentration="500 mcg/mL"),
        at=hours(30),
    )
    assert UNBRIDGED not in stands(slip)


def test_a_program_says_so_as_it_is_recorded_however_the_dose_stays() -> None:
    fill = event("fill", hours(24), concentration="2000 mcg/mL", volume="20 mL")
    before = running("100 mcg/day", pathway(), fill, at=hours(24))
    assert [one.rule for one in brought_by(before, program(24.2))] == [UNBRIDGED]
    assert brought_by(before, program(24.2, bridge_until=hours(60))) == ()
    assert brought_by(before, program(24.2, concentration="500 mcg/mL")) == ()


# The boluses ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{"patient_bolus": OWN}, {"bolus": "200 mcg"}])
def test_a_bolus_is_judged_with_its_day(more: dict[str, Any]) -> None:
    patient, asked = running("220 mcg/day"), change("220 mcg/day", **more)
    assert ABOVE in words(patient, "220 mcg/day", **more)
    assert ordered_daily(asked) == DoseRate.exact(420, "mcg/day")
    assert ABOVE not in words(patient, "220 mcg/day")
    says = next(one.says for one in check(patient, asked) if one.rule == ABOVE)
    assert "220 mcg per day with" in says.replace("\N{NO-BREAK SPACE}", " ")
    assert "bolus" in says


@pytest.mark.parametrize("more", [{"patient_bolus": OWN}, {"bolus": "200 mcg"}])
def test_a_recorded_program_keeps_its_boluses(more: dict[str, Any]) -> None:
    patient = running("220 mcg/day")
    told = event("program", hours(240), daily_dose="220 mcg/day", concentration="500 mcg/mL", **more)
    amounts_to = order_of(patient, told)
    assert isinstance(amounts_to, PumpDoseOrder)
    assert ABOVE in {one.rule for one in check(patient, amounts_to)}


def test_a_bridge_is_no_bolus_on_top() -> None:
    told = event(
        "program", hours(240), daily_dose="220 mcg/day", concentration="500 mcg/mL", bolus="200 mcg",
        bridge_until=hours(260),
    )  # fmt: skip
    assert order_of(running("220 mcg/day"), told) is None


@given(st.integers(1, 400), st.integers(1, 500))
def test_no_bolus_comes_with_a_reduction_for_toxicity(dose: int, bolus: int) -> None:
    patient = running("220 mcg/day")
    for more in ({"bolus": f"{bolus} mcg"}, {"patient_bolus": {**OWN, "dose": f"{bolus} mcg"}}):
        assert not for_toxicity(patient, change(f"{dose} mcg/day", reason="toxicity", **more))
    assert for_toxicity(patient, change(f"{dose} mcg/day", reason="toxicity")) is (dose <= 220)


def test_boluses_that_the_patient_has_leave_no_room_for_a_larger_daily_dose() -> None:
    own = event("program", hours(1), daily_dose="220 mcg/day", concentration="500 mcg/mL", patient_bolus=OWN)
    patient = running("220 mcg/day", own)
    assert running_daily(patient, "intrathecal") == DoseRate.exact(420, "mcg/day")
    assert ABOVE not in words(patient, "286 mcg/day", patient_bolus=OWN)
    assert ABOVE in words(patient, "287 mcg/day", patient_bolus=OWN)
    assert ABOVE in words(patient, "287 mcg/day")
    assert for_toxicity(patient, change("200 mcg/day", reason="toxicity", patient_bolus=OWN))


# The hour -------------------------------------------------------------------------------------------------------------


def steps(*parts: tuple[str, str]) -> list[dict[str, str]]:
    return [{"starts": starts, "rate": rate} for starts, rate in parts]


NIGHT = steps(("00:00", "197 mcg/h"), ("01:00", "1 mcg/h"))


def flex(daily: str, day: list[dict[str, str]], **fields: Any) -> dict[str, Any]:
    return {"dose": daily, "mode": "flex", "steps": day, **fields}


def test_a_day_inside_its_band_in_one_hour_needs_an_owner() -> None:
    patient = running("220 mcg/day")
    assert words(patient, **flex("220 mcg/day", NIGHT))[HOUR] == "override"
    even = steps(("00:00", "10 mcg/h"), ("12:00", "8 mcg/h"))
    assert HOUR not in words(patient, **flex("216 mcg/day", even))
    assert HOUR in words(patient, **flex("200 mcg/day", NIGHT, reason="toxicity"))


def test_a_flex_day_that_runs_is_held_against_its_own_hours() -> None:
    told = event(
        "program", hours(1), daily_dose="220 mcg/day", concentration="500 mcg/mL", mode="flex", steps=NIGHT
    )  # fmt: skip
    assert HOUR not in words(running("220 mcg/day", told), **flex("220 mcg/day", NIGHT))
    unsaid = event("program", hours(1), daily_dose="220 mcg/day", concentration="500 mcg/mL", mode="flex")
    one = next(
        one
        for one in check(running("220 mcg/day", unsaid), change("220 mcg/day", mode="flex", steps=NIGHT))
        if one.rule == HOUR
    )
    assert one.missing


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.integers(0, 23))
def test_the_largest_hour_lies_between_mean_and_peak_and_no_clock_moves_it(rates: list[int], turn: int) -> None:
    def day(shift: int) -> tuple[ProgramStep, ...]:
        starts = sorted(((index * 180 + shift * 60) % 1440, rate) for index, rate in enumerate([*rates, *[0] * 8][:8]))
        written = [(f"{at // 60:02}:{at % 60:02}", f"{rate} mcg/h") for at, rate in starts]
        return tuple(ProgramStep.model_validate(one) for one in steps(*written))

    found = largest_hour(day(0))
    assert found == DoseRate.exact(max(rates), "mcg/h")
    assert largest_hour(day(turn)) == found


def test_a_short_peak_counts_as_what_it_brings() -> None:
    day = tuple(ProgramStep.model_validate(one) for one in steps(("00:00", "60 mcg/h"), ("00:30", "0 mcg/h")))
    assert largest_hour(day) == DoseRate.exact(30, "mcg/h")


# A bolus in its hour, and after it ------------------------------------------------------------------------------------


@given(st.integers(1, 60))
def test_a_bolus_is_held_to_its_hour_as_a_flex_day_that_brings_as_much(bolus: int) -> None:
    """Beyond the smallest screening dose, what is asked of an hour does not depend on which program brings it."""
    smallest = monograph.mass("screening.small-patient-dose")
    patient = running("240 mcg/day")
    steps = [{"starts": "00:00", "rate": f"{10 + bolus} mcg/h"}, {"starts": "01:00", "rate": "10 mcg/h"}]
    flex = change(f"{240 + bolus} mcg/day", mode="flex", steps=steps)
    single = change("240 mcg/day", bolus=f"{bolus} mcg")
    asked = [HOUR in {one.rule for one in check(patient, order)} for order in (flex, single)]
    assert asked == [bolus > 3, bolus > 3 and Mass.exact(10 + bolus, "mcg") > smallest]


@pytest.mark.parametrize(("bolus", "asks"), [("45 mcg", False), ("46 mcg", True)])
def test_a_bolus_up_to_the_single_dose_that_was_tried_is_not_asked_about(bolus: str, asks: bool) -> None:
    told = event("program", "2026-03-02T09:00", daily_dose="120 mcg/day", concentration="500 mcg/mL")
    order_ = order("pump dose", "2026-03-12T09:00", daily_dose="120 mcg/day", reason="titration", bolus=bolus)
    assert (HOUR in {one.rule for one in check(screened(told), order_)}) is asks


@pytest.mark.parametrize("after", [1, 23])
def test_a_bolus_that_was_given_is_a_change_of_the_dose(after: int) -> None:
    """Boluses that each stay inside the band of a day must not add up in it unseen, nor with a step of the dose."""
    given_one = event("program", hours(240), daily_dose="100 mcg/day", concentration="500 mcg/mL", bolus="30 mcg")
    patient = running("100 mcg/day", given_one)
    for more in ({"bolus": "30 mcg"}, {"patient_bolus": OWN}):
        assert TOO_SOON in {one.rule for one in check(patient, change("100 mcg/day", 240 + after, **more))}
    assert TOO_SOON in {one.rule for one in check(patient, change("110 mcg/day", 240 + after))}
    assert TOO_SOON not in {one.rule for one in check(patient, change("90 mcg/day", 240 + after))}
    assert TOO_SOON not in {one.rule for one in check(patient, change("110 mcg/day", 264))}


def test_boluses_that_the_patient_was_given_are_a_change_too() -> None:
    own = event("program", hours(240), daily_dose="200 mcg/day", concentration="500 mcg/mL", patient_bolus=OWN)
    asked = change("220 mcg/day", 245, patient_bolus=OWN)
    assert TOO_SOON in {one.rule for one in check(running("200 mcg/day", own), asked)}


def test_a_stage_waits_for_the_bolus_before_it() -> None:
    asked = change("100 mcg/day", bolus="25 mcg", stages=[{"after": "1 h", "daily_dose": "125 mcg/day"}])
    assert TOO_SOON in {one.rule for one in check(running("100 mcg/day"), asked)}
