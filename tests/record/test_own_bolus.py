"""What the patient may give by a recorded program brings the refill forward, and changes nothing that stood before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from lentus.course import AnyEvent
from lentus.course.own_bolus import allowed
from lentus.course.plan_program import PlanPatientBolus
from lentus.course.words import PumpMode
from lentus.pump import PatientBolus, Program, Reserve, SimpleContinuous, device_of, refill_dates
from lentus.quantity import DoseRate, Duration, Mass, Volume
from lentus.record.chart import event_kept
from lentus.record.readmodels.reservoir import Reservoir, reservoir_of
from tests.protocol.courses import event, order, state
from tests.record.test_reservoir import CLOCK, DOSES, FILLED, STRENGTH, as_flex, days

DEVICES = st.sampled_from(["synchromed-ii-20", "prometra"])
FILL = Volume.read("18 mL")


@st.composite
def boluses(draw: st.DrawFn) -> dict[str, Any]:
    """What a pump can be told of the patient's boluses, also a lockout that leaves no room for all of them."""
    over = draw(st.integers(1, 90))
    lockout = over + draw(st.integers(0, 900))
    dose, most = draw(st.integers(1, 60)), draw(st.integers(1, 30))
    return {"dose": f"{dose} mcg", "over": f"{over} min", "lockout": f"{lockout} min", "most_a_day": most}


def program(own: dict[str, Any] | None, **more: Any) -> AnyEvent:
    beside = {"patient_bolus": own} if own is not None else {}
    return event("program", FILLED, concentration=str(STRENGTH), **more, **beside)


def held(key: str, *programs: AnyEvent) -> Reservoir:
    implanted = event("implant", "2026-01-10T08:00", device=device_of(key).name)
    fill = event("fill", FILLED, concentration=str(STRENGTH), volume=str(FILL))
    found = reservoir_of(state(implanted, fill, *programs))
    assert found is not None
    return found


@given(DEVICES, DOSES, boluses())
@settings(max_examples=60, deadline=None)
def test_the_record_and_the_plan_of_one_program_have_the_same_dates(
    key: str, dose: DoseRate, own: dict[str, Any]
) -> None:
    """The plan's bolus is made here part by part, not by the function that the record uses."""
    patient = PatientBolus(
        Mass.read(own["dose"]), Duration.read(own["over"]), Duration.read(own["lockout"]), own["most_a_day"]
    )
    told = Program(STRENGTH, SimpleContinuous(dose), CLOCK, (), patient)
    plan = refill_dates(told, FILLED, FILL, Reserve.of(device_of(key)))
    steady = program(own, mode="simple continuous", daily_dose=str(dose))
    assert held(key, steady).dates == plan


@given(days(), boluses())
@settings(max_examples=40, deadline=None)
def test_a_day_by_the_hour_too(day: list[tuple[int, DoseRate]], own: dict[str, Any]) -> None:
    told = Program(STRENGTH, as_flex(day), CLOCK, (), allowed(PlanPatientBolus.model_validate(own)))
    plan = refill_dates(told, FILLED, FILL, Reserve.of(device_of("synchromed-ii-20")))
    steps = [{"starts": f"{start // 60:02d}:{start % 60:02d}", "rate": str(dose)} for start, dose in day]
    assert held("synchromed-ii-20", program(own, mode="flex", steps=steps)).dates == plan


MODES: tuple[PumpMode | None, ...] = (None, "simple continuous", "periodic bolus", "flex", "minimum rate")


@given(DEVICES, st.sampled_from(MODES), DOSES, boluses())
@settings(max_examples=60, deadline=None)
def test_with_boluses_no_day_is_later_than_without(
    key: str, mode: PumpMode | None, dose: DoseRate, own: dict[str, Any]
) -> None:
    said = {"daily_dose": str(dose), **({"mode": mode} if mode else {})}
    without, with_them = held(key, program(None, **said)), held(key, program(own, **said))
    assert with_them.worst <= without.worst
    assert with_them.window("longer") <= without.window("longer")
    later = dict(without.days)
    assert all(day <= later[name] for name, day in with_them.days)


@given(DOSES, boluses(), st.integers(1, 40))
@settings(max_examples=30, deadline=None)
def test_boluses_that_are_taken_away_later_leave_the_days_between(
    dose: DoseRate, own: dict[str, Any], after: int
) -> None:
    """While they were allowed they count; what follows without them is never later than had there been none at all."""
    steady = {"mode": "simple continuous", "daily_dose": str(dose), "concentration": str(STRENGTH)}
    ended = event("program", FILLED + timedelta(days=after), **steady)
    between = held("synchromed-ii-20", program(own, **_without(steady)), ended).worst
    assert held("synchromed-ii-20", program(own, **_without(steady))).worst <= between
    assert between <= held("synchromed-ii-20", program(None, **_without(steady)), ended).worst


def _without(said: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if name != "concentration"}


def test_what_is_left_is_not_said_where_the_patient_may_have_given_boluses() -> None:
    own = {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4}
    steady = {"mode": "simple continuous", "daily_dose": "120 mcg/day"}
    assert held("synchromed-ii-20", program(None, **steady)).left is not None
    assert held("synchromed-ii-20", program(own, **steady)).left is None


def test_a_flow_is_not_known_where_the_boluses_have_no_strength() -> None:
    own = {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4}
    told = event("program", FILLED, mode="minimum rate", daily_dose="20 mcg/day", patient_bolus=own)
    found = held("synchromed-ii-20", told)
    assert found.dates is None
    assert found.needs


def test_an_event_without_them_is_kept_as_it_always_was() -> None:
    """What a store holds from before reads the same and is written the same, so its hashes stand."""
    old = {"mode": "simple continuous", "daily_dose": "120 mcg/day", "concentration": "500 mcg/mL"}
    written = event_kept(event("program", FILLED, id="e1", **old))
    assert "patient_bolus" not in written
    assert set(written) == {"id", "at", "zone", "author", "role", "note", "kind", "reason", "steps", *old}


def test_an_order_from_before_is_kept_as_it_always_was() -> None:
    """What a start and a restart may say since then is written only where it is said."""
    said = {"daily_dose": "120 mcg/day", "concentration": "500 mcg/mL"}
    for kind in ("pump start", "pump restart"):
        kept = order(kind, FILLED, **said).model_dump(mode="json", exclude_none=True)
        assert set(kept) == {"kind", "at", "zone", "note", "overrides", "as_written", *said}


def test_an_event_with_them_comes_back_whole() -> None:
    own = {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4}
    first = program(own, mode="simple continuous", daily_dose="120 mcg/day")
    body = event_kept(first)
    assert type(first).model_validate(body) == first
    assert body["patient_bolus"]["most_a_day"] == 4


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"lockout": "4 min"}, "over before the bolus"),
        ({"dose": "0 mcg"}, "needs a dose"),
        ({"over": "0 min", "lockout": "0 min"}, "a duration"),
        ({"most_a_day": 0}, "greater than or equal to 1"),
    ],
)
def test_what_no_pump_can_be_told_is_refused(wrong: dict[str, Any], says: str) -> None:
    own = {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4, **wrong}
    with pytest.raises(ValidationError, match=says):
        program(own, mode="simple continuous", daily_dose="120 mcg/day")


def test_a_stopped_pump_gives_none() -> None:
    own = {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4}
    with pytest.raises(ValidationError, match="stopped pump gives the patient no bolus"):
        program(own, mode="stopped")
