"""What single events do to the state, and what stays unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lentus.course import Patient, State, fold, order_from
from lentus.course.events import AnyEvent
from lentus.quantity import DoseRate, FlowRate
from tests.course.test_fold import PATIENT, event


def folded(*events: AnyEvent, at: datetime | None = None) -> State:
    return fold(PATIENT, events, at)


def moment(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def test_nothing_said_is_nothing_known() -> None:
    state = State(patient=PATIENT).when(moment(1))
    assert state.age() is None
    assert state.condition("dialysis") is None
    assert state.oral_at() is None
    assert state.pump_at() is None
    assert state.reservoir_holds is None
    assert state.last_dose_change() is None
    assert not state.infusing


def test_an_empty_state_has_no_moment_of_its_own() -> None:
    with pytest.raises(ValueError, match="has no moment"):
        _ = State(patient=PATIENT).now


def test_age_is_the_calendar_age_on_the_day() -> None:
    state = State(patient=Patient(id="x", born=datetime(2014, 3, 8, tzinfo=UTC).date()))
    assert state.age(datetime(2026, 3, 7, 23, tzinfo=UTC)).years == 11  # type: ignore[union-attr]
    assert state.age(datetime(2026, 3, 8, 0, tzinfo=UTC)).years == 12  # type: ignore[union-attr]


def test_before_an_as_found_start_everything_is_unknown() -> None:
    state = folded(event("as found", "2026-01-05T10:00", "a", daily_dose="300 mcg/day", device="pump"))
    assert not state.oral_known
    assert state.pump_at(moment(4)) is None
    assert state.pump_at(moment(5)).value.daily_dose == DoseRate.read("300 mcg/day")  # type: ignore[union-attr]
    assert state.last_dose_change() is None
    assert state.infusion_started is None


def test_a_course_without_an_as_found_start_began_before_therapy() -> None:
    assert folded(event("mri", "2026-01-05T10:00", "a")).oral_known


def test_an_as_found_start_may_state_what_is_taken_by_mouth() -> None:
    state = folded(event("as found", "2026-01-05T10:00", "a", oral_doses=["10 mg", "10 mg"]))
    assert state.oral_known
    assert state.oral_at().value.daily == DoseRate.read("20 mg/day")  # type: ignore[union-attr]
    assert state.system is None


def test_the_infusion_starts_with_the_first_program_that_gives_drug() -> None:
    state = folded(
        event("implant", "2026-01-01T10:00", "a", path_volume="0.34 mL", primed=False),
        event("program", "2026-01-01T11:00", "b", mode="stopped"),
        event("program", "2026-01-02T10:00", "c", daily_dose="100 mcg/day", concentration="500 mcg/mL"),
        event("program", "2026-01-04T10:00", "d", daily_dose="120 mcg/day", concentration="500 mcg/mL"),
        event("program", "2026-01-05T10:00", "e", daily_dose="120 mcg/day", concentration="500 mcg/mL"),
    )
    assert state.infusion_started == moment(2)
    assert state.last_dose_change() == moment(4)
    assert state.pump_at().value.flow == FlowRate.read("0.24 mL/day")  # type: ignore[union-attr]
    assert state.infusing


def test_a_bridge_is_remembered_until_a_new_path() -> None:
    program = event(
        "program",
        "2026-01-02T10:00",
        "b",
        daily_dose="200 mcg/day",
        concentration="2000 mcg/mL",
        bridge_until="2026-01-03T10:00",
    )
    state = folded(program)
    assert state.bridge is not None
    assert (state.bridge.ends, state.bridge.flushed) == (moment(3), moment(3))
    assert folded(program, event("revision", "2026-01-02T12:00", "c")).bridge is None


def test_an_explanted_pump_gives_nothing_and_says_nothing_of_later() -> None:
    state = folded(
        event("program", "2026-01-02T10:00", "b", daily_dose="200 mcg/day"),
        event("fill", "2026-01-02T10:00", "f", concentration="500 mcg/mL", volume="20 mL"),
        event("explant", "2026-01-04T10:00", "x"),
    )
    assert state.pump_at() is None
    assert state.pump_at(moment(3)) is not None
    assert state.reservoir_holds is None


def test_an_order_sets_what_is_taken_and_a_refused_one_does_not() -> None:
    first = event("oral regimen", "2026-01-01T10:00", "a", doses=["5 mg", "5 mg", "5 mg"])
    order = {"kind": "oral", "doses": ["10 mg", "10 mg", "10 mg"]}
    placed = event("order", "2026-01-04T10:00", "o", order=order)
    refused = event("order", "2026-01-04T10:00", "o", order=order, accepted=False)
    assert folded(first, placed).oral_at().value.daily == DoseRate.read("30 mg/day")  # type: ignore[union-attr]
    assert folded(first, refused).oral_at().value.daily == DoseRate.read("15 mg/day")  # type: ignore[union-attr]


def test_a_taper_lays_its_steps_on_the_days_to_come() -> None:
    steps = [{"day": 1, "doses": ["10 mg"]}, {"day": 4, "doses": ["5 mg"]}, {"day": 8, "doses": []}]
    state = folded(
        event("oral regimen", "2026-01-01T10:00", "a", doses=["20 mg"]),
        event("order", "2026-01-02T10:00", "o", order={"kind": "oral taper", "steps": steps}),
    )
    daily = [str(state.oral_at(moment(day)).value.daily) for day in (1, 2, 4, 5, 8, 9)]  # type: ignore[union-attr]
    assert daily == [f"{mcg} mcg/day" for mcg in (20000, 10000, 10000, 5000, 5000, 0)]


def test_an_observation_and_a_judgement_belong_to_the_last_screening_dose() -> None:
    state = folded(
        event("screening dose", "2026-01-01T08:00", "a", dose="50 mcg"),
        event("screening judged", "2026-01-01T16:00", "b", response="no response"),
        event("screening dose", "2026-01-02T09:00", "c", dose="75 mcg"),
        event("screening observation", "2026-01-02T11:00", "d", drowsy=True),
    )
    assert [trial.judged.response if trial.judged else None for trial in state.screening] == ["no response", None]
    assert [len(trial.observations) for trial in state.screening] == [0, 1]
    assert folded(event("screening judged", "2026-01-01T16:00", "b", response="positive")).screening == ()


def test_a_holiday_remembers_the_dose_before_it() -> None:
    state = folded(
        event("program", "2026-01-02T10:00", "b", daily_dose="800 mcg/day"),
        event("holiday started", "2026-01-10T10:00", "h", alternative="tizanidine"),
        event("program", "2026-01-11T10:00", "c", daily_dose="600 mcg/day"),
        event("holiday ended", "2026-01-30T10:00", "i", drug_free="2 days"),
    )
    assert state.holiday is not None
    assert state.holiday.dose_before == DoseRate.read("800 mcg/day")
    assert state.holiday.ended == moment(30)


def test_stopping_a_route_leaves_the_others() -> None:
    state = folded(
        event("oral regimen", "2026-01-01T10:00", "a", doses=["5 mg"]),
        event("program", "2026-01-02T10:00", "b", daily_dose="200 mcg/day"),
        event("transdermal", "2026-01-02T10:00", "t", text="cream"),
        event("therapy stopped", "2026-01-05T10:00", "s", route="intrathecal", reason="overdose", abrupt=True),
    )
    assert not state.infusing
    assert state.oral_at().value.doses  # type: ignore[union-attr]
    assert state.transdermal[-1].value == "cream"


def test_overrides_are_gathered_from_every_order() -> None:
    override = {"rule": "oral.daily-maximum", "by": "Dr B", "reason": "agreed", "ends": "2026-02-01T00:00"}
    state = folded(
        event(
            "order",
            "2026-01-04T10:00",
            "o",
            order={"kind": "oral", "doses": ["5 mg"], "overrides": [override]},
        )
    )
    (kept,) = state.overrides
    assert kept.covers("oral.daily-maximum", moment(4))
    assert kept.covers("oral.daily-maximum", moment(31))
    assert not kept.covers("oral.daily-maximum", moment(4) - timedelta(minutes=1))
    assert not kept.covers("oral.daily-maximum", datetime(2026, 2, 1, tzinfo=UTC))
    assert not kept.covers("oral.single-dose", moment(5))


def test_a_birth_date_that_lies_later_gives_no_age() -> None:
    state = State(patient=Patient(id="x", born=datetime(2027, 3, 8, tzinfo=UTC).date()))
    assert state.age(moment(7)) is None


def test_whatever_is_told_of_a_found_system_is_kept() -> None:
    for told in ({"reservoir": "20 mL"}, {"path_volume": "0.3 mL"}, {"concentration": "500 mcg/mL"}, {"mode": "flex"}):
        state = folded(event("as found", "2026-01-05T10:00", "a", **told))
        assert state.system is not None, told
        assert state.pump_at() is not None, told
    flex = folded(event("as found", "2026-01-05T10:00", "a", mode="flex"))
    assert flex.pump_at().value.mode == "flex"  # type: ignore[union-attr]
    assert folded(event("as found", "2026-01-05T10:00", "a")).system is None


def test_how_a_pump_was_found_to_run_is_not_known_unless_told() -> None:
    state = folded(event("as found", "2026-01-05T10:00", "a", daily_dose="300 mcg/day"))
    assert state.pump_at().value.mode is None  # type: ignore[union-attr]
    assert state.infusing


def test_a_replaced_pump_does_not_run_the_old_one_s_program() -> None:
    state = folded(
        event("implant", "2026-01-01T10:00", "i", depth="2 cm", device="old"),
        event("program", "2026-01-02T10:00", "b", daily_dose="200 mcg/day"),
        event("fill", "2026-01-02T10:00", "f", concentration="500 mcg/mL", volume="20 mL"),
        event("replacement", "2026-01-04T10:00", "x", device="new"),
    )
    assert state.pump_at() is None
    assert state.reservoir_holds is None
    assert state.system is not None
    assert (state.system.device, state.system.depth, state.system.explanted) == ("new", None, None)


def test_studies_and_images_of_the_system_are_gathered() -> None:
    state = folded(
        event("catheter study", "2026-01-02T10:00", "c", finding="leaking"), event("mri", "2026-01-03T10:00", "m")
    )
    assert [one.finding for one in state.catheter_studies] == ["leaking"]
    assert len(state.mris) == 1


OVERRIDE = {"rule": "titration.step-above-band", "by": "Dr B", "reason": "agreed", "ends": "2026-02-01T00:00"}
STEP = {"kind": "pump dose", "daily_dose": "300 mcg/day", "reason": "titration", "overrides": [OVERRIDE]}


def test_an_override_covers_what_carries_its_order_out_and_nothing_else() -> None:
    placed = event("order", "2026-01-04T10:00", "o", order=STEP)
    state = folded(placed)
    done = {"at": "2026-01-05T10:00", "zone": "UTC", "kind": "pump dose", "reason": "titration"}
    assert len(state.carried_out(order_from({**done, "daily_dose": "300 mcg/day"}))) == 1
    assert state.carried_out(order_from({**done, "daily_dose": "400 mcg/day"})) == ()
    assert (
        state.carried_out(
            order_from({"at": "2026-01-05T10:00", "zone": "UTC", "kind": "pump restart", "daily_dose": "300 mcg/day"})
        )
        == ()
    )


def test_the_override_of_a_refused_order_is_nobody_s() -> None:
    refused = folded(event("order", "2026-01-04T10:00", "o", order=STEP, accepted=False))
    assert refused.overrides == ()
    assert refused.orders == ()
