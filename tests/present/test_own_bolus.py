"""The boluses that a patient may give stand beside the dose wherever a program is told, the patient's page included."""

from __future__ import annotations

from datetime import timedelta
from json import dumps
from typing import Any

from lentus.course import State
from lentus.course.plan_program import PlanPatientBolus
from lentus.present.events import event_line
from lentus.present.own_bolus import and_may_give, in_full, may_give
from lentus.present.pieces import plain
from lentus.present.sheet.content import Person
from lentus.present.sheet.from_record import program_of
from lentus.present.sheet.own_schedule import Own, own_document
from lentus.quantity import Concentration, DoseRate
from tests.protocol.courses import event, moment, state

OWN: dict[str, Any] = {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4}
STEADY = {"mode": "simple continuous", "daily_dose": "120 mcg/day", "concentration": "500 mcg/mL"}
SAID = "up to 4 boluses of 10 mcg a day"
START = moment("2026-01-10T10:00")


def told(**own: Any) -> PlanPatientBolus:
    return PlanPatientBolus.model_validate({**OWN, **own})


def running(**own: Any) -> State:
    return state(
        event("implant", START - timedelta(hours=2), device="SynchroMed II 20 mL"),
        event("program", START, **STEADY, **own),
    )


def words(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_number_is_what_both_limits_leave_room_for() -> None:
    assert words(may_give(told())) == SAID
    assert words(may_give(told(most_a_day=9))) == "up to 6 boluses of 10 mcg a day"
    assert words(may_give(told(most_a_day=1))) == "up to 1 bolus of 10 mcg a day"


def test_without_any_nothing_is_said() -> None:
    assert (may_give(None), and_may_give(None), in_full(None)) == ("", "", "")
    assert "bolus" not in plain(event_line(event("program", START, **STEADY)))


def test_a_recorded_program_says_them_with_what_they_come_to() -> None:
    line = words(plain(event_line(event("program", START, **STEADY, patient_bolus=OWN))))
    assert SAID in line
    assert "at most 40 mcg a day of them" in line
    assert SAID in words(plain(event_line(event("as found", START, **STEADY, patient_bolus=OWN))))


def test_the_patients_own_page_says_them() -> None:
    """A page that gave only the steady dose would tell half of what may flow."""
    pages = [
        words(dumps(own_document(Own(one, None, None, one.now), Person(), generated=False).blocks, ensure_ascii=False))
        for one in (running(), running(patient_bolus=OWN))
    ]
    assert SAID not in pages[0]
    assert f"and {SAID} that you give yourself" in pages[1]


def test_the_worksheet_counts_them() -> None:
    use = running(patient_bolus=OWN).pump_at()
    assert use is not None
    made = program_of(use.value, Concentration.read("500 mcg/mL"), START)
    assert made is not None
    assert made.most_daily == DoseRate.read("160 mcg/day")
