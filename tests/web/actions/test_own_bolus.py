"""The form asks about the patient's boluses once somebody says that there are any, and opens with those that run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lentus.course import events as e
from lentus.course import orders as o
from lentus.present.events import event_line
from lentus.present.orders import order_line
from lentus.present.pieces import plain
from lentus.record import Store, chart
from lentus.record.orders.figures import disagreeing, figures, read_figures
from lentus.web.pages.actions import ACTIONS
from lentus.web.pages.actions.opening import filled_in, opened
from lentus.web.pages.actions.reading import answers_of
from lentus.web.pages.actions.typed import Typed
from tests.web.actions.forms import Texts, pairs
from tests.web.actions.posting import opened as posted
from tests.web.actions.posting import sent, words
from tests.web.actions.scenes import PUMP, drafted, scene, told
from tests.web.desk import Desk

Desks = Callable[[str], Desk]
Charts = Callable[..., str]

AT = "2026-03-05 14:30"
OWN = {"dose": "10 mcg", "over": "5 min", "lockout": "4 h", "most_a_day": 4}
PARTS = {f"patient_bolus.{name}" for name in OWN}
TYPED = {f"patient_bolus.{name}": str(value) for name, value in OWN.items()}
STEADY = {"mode": "simple continuous", "daily_dose": "120 mcg/day", "reason": "titration", "at": AT}
RUNNING = told(
    "program", "2026-03-01T09:00", daily_dose="120 mcg/day", mode="simple continuous", concentration="500 mcg/mL",
    patient_bolus=OWN,
)  # fmt: skip
BOTH = pytest.mark.parametrize("key", ["program", "programmed"])


def names(key: str, texts: Texts) -> set[str]:
    groups = ACTIONS[key].groups_for(scene(*PUMP), Typed.of(pairs(texts)))
    return {one.name for group in groups for one in group.fields}


def made(key: str, texts: Texts, *more: Any) -> Any:
    draft = drafted(key, texts, scene(*PUMP, *more))
    assert draft.whole, draft.answers.faults
    return draft.order or draft.events[0]


@BOTH
def test_the_fields_stand_there_only_once_there_are_any(key: str) -> None:
    assert "patient_bolus" in names(key, STEADY)
    assert not names(key, STEADY) & PARTS
    assert names(key, {**STEADY, "patient_bolus": "no"}) & PARTS == set()
    assert names(key, {**STEADY, "patient_bolus": "yes"}) >= PARTS
    assert not names(key, {"mode": "stopped", "patient_bolus": "yes"}) & {"patient_bolus", *PARTS}


@BOTH
def test_what_is_typed_stands_in_what_is_made(key: str) -> None:
    one = made(key, {**STEADY, "patient_bolus": "yes", **TYPED})
    assert one.patient_bolus.most_a_day == 4
    assert one.patient_bolus.model_dump(mode="json")["dose"] == "10 mcg"
    words = plain(order_line(one) if not isinstance(one, e.Program) else event_line(one)).replace("\u00a0", " ")
    assert "up to 4 boluses of 10 mcg a day" in words
    assert "at most 40 mcg a day of them" in words


@BOTH
@pytest.mark.parametrize("said", ["", "no"])
def test_without_a_yes_there_are_none(key: str, said: str) -> None:
    assert made(key, {**STEADY, "patient_bolus": said}).patient_bolus is None


@BOTH
@pytest.mark.parametrize("left_out", sorted(PARTS))
def test_a_part_that_is_missing_is_asked_for(key: str, left_out: str) -> None:
    texts = {name: text for name, text in TYPED.items() if name != left_out}
    draft = drafted(key, {**STEADY, "patient_bolus": "yes", **texts}, scene(*PUMP))
    assert not draft.whole
    assert left_out in {one.place for one in draft.answers.faults}


@BOTH
def test_boluses_without_a_yes_are_not_dropped_without_a_word(key: str) -> None:
    draft = drafted(key, {**STEADY, **TYPED}, scene(*PUMP))
    assert not draft.whole
    assert "patient_bolus" in {one.place for one in draft.answers.faults}


@BOTH
def test_a_lockout_that_no_pump_can_be_told_is_said_at_the_form(key: str) -> None:
    texts = {**STEADY, "patient_bolus": "yes", **TYPED, "patient_bolus.lockout": "1 min"}
    draft = drafted(key, texts, scene(*PUMP))
    assert not draft.whole
    assert any(one.place.startswith("patient_bolus") for one in draft.answers.faults)


@BOTH
def test_the_form_opens_with_what_runs(key: str) -> None:
    where = scene(*PUMP, RUNNING)
    texts = opened(ACTIONS[key], where)
    typed = Typed({**texts.texts, **Typed.of(pairs(STEADY)).texts})
    draft = drafted(key, {name: list(every) for name, every in typed.texts.items()}, where)
    assert draft.whole, draft.answers.faults
    again = draft.order or draft.events[0]
    assert isinstance(again, o.PumpDoseOrder | e.Program)
    assert isinstance(RUNNING, e.Program)
    assert again.patient_bolus == RUNNING.patient_bolus


def test_an_order_fills_the_form_of_what_was_programmed() -> None:
    where = scene(*PUMP)
    ordered = made("program", {**STEADY, "patient_bolus": "yes", **TYPED})
    for key in ("program", "programmed"):
        texts = filled_in(ACTIONS[key], where, Typed(), ordered).texts
        assert {name: texts[name] for name in PARTS} == {name: (text,) for name, text in TYPED.items()}
        assert texts["patient_bolus"] == ("yes",)


def test_an_order_that_takes_them_away_takes_them_away_in_the_form_of_what_was_programmed() -> None:
    where = scene(*PUMP, RUNNING)
    ordered = made("program", {**STEADY, "patient_bolus": "no"}, RUNNING)
    texts = filled_in(ACTIONS["programmed"], where, opened(ACTIONS["programmed"], where), ordered).texts
    assert not any(texts["patient_bolus"])


def test_a_second_person_enters_each_figure_again() -> None:
    one = made("programmed", {**STEADY, "patient_bolus": "yes", **TYPED})
    assert isinstance(one, e.Program)
    fields = {field.name: field for field in figures(one)}
    assert set(fields) >= PARTS
    given = {name: str(value) for name, value in {**TYPED}.items()} | {
        "daily_dose": "0.12 mg/day", "mode": "simple continuous",
    }  # fmt: skip
    given = {name: text for name, text in given.items() if name in fields}
    assert disagreeing(one, read_figures(one, given)) == ()
    for name, slip in (("dose", "0.1 mg"), ("over", "5 h"), ("lockout", "4 min"), ("most_a_day", "40")):
        wrong = disagreeing(one, read_figures(one, {**given, f"patient_bolus.{name}": slip}))
        assert [found.name for found in wrong] == [f"patient_bolus.{name}"]


def test_a_correction_keeps_them_and_can_take_them_away() -> None:
    where = scene(*PUMP, RUNNING)
    correction = ACTIONS["correction"]
    assert correction.planner is not None
    first = Typed({"corrects": (RUNNING.id,)})
    answers = answers_of(correction.groups_for(where, first), first, where.zone)
    texts = correction.planner(where, answers)
    stands = {**{name: list(every) for name, every in texts.items()}, "corrects": RUNNING.id, "reason": "a slip"}
    kept = drafted("correction", stands, where)
    assert kept.whole, kept.answers.faults
    assert isinstance(kept.events[0], e.Correction)
    assert kept.events[0].replacement["patient_bolus"] == OWN
    none: Texts = {name: text for name, text in stands.items() if "patient_bolus" not in name}
    taken = drafted("correction", none, where)
    assert taken.whole, taken.answers.faults
    assert isinstance(taken.events[0], e.Correction)
    assert taken.events[0].replacement["patient_bolus"] is None


def test_they_go_from_the_order_through_the_second_person_into_the_record(
    desks: Desks, new_chart: Charts, clinic_store: Store
) -> None:
    chart_id = new_chart(PUMP)
    fields = {**STEADY, "patient_bolus": "yes", **TYPED}
    made_anew = desks("nurse").post(
        f"/p/{chart_id}/do/program/fill",
        {**posted(desks("nurse"), f"/p/{chart_id}/do/program"), **STEADY, "patient_bolus": "yes"},
    )
    assert 'name="patient_bolus.lockout"' in made_anew.text
    answer = sent(desks("nurse"), f"/p/{chart_id}/do/program", fields)
    assert answer.status_code == 303, words(answer.text)
    path = answer.headers["location"]
    signed = sent(desks("prescriber"), path, {}, at=f"{path}/sign")
    assert signed.status_code == 303, words(signed.text)
    asks = desks("nurse2").get(path).text
    assert all(f'name="again.{name}"' in asks for name in PARTS)
    assert "10 mcg" not in words(asks).replace("\u00a0", " ")
    again = {f"again.{name}": text for name, text in TYPED.items()}
    again |= {"again.daily_dose": "120 mcg/day", "again.mode": "simple continuous"}
    second = sent(desks("nurse2"), path, again, at=f"{path}/second")
    assert second.status_code == 303, words(second.text)
    opens = desks("nurse").get(f"{path}/do/programmed").text
    assert 'name="patient_bolus.dose" type="text" value="10 mcg"' in opens
    without = {**STEADY, "concentration": "500 mcg/mL", "patient_bolus": "no"}
    refused = sent(desks("nurse"), f"{path}/do/programmed", without, at=f"/p/{chart_id}/do/programmed")
    assert "differs from the order in the boluses by the patient" in words(refused.text)
    done = {**fields, "concentration": "500 mcg/mL"}
    carried = sent(desks("nurse"), f"{path}/do/programmed", done, at=f"/p/{chart_id}/do/programmed")
    assert carried.status_code == 303, words(carried.text)
    now = chart(clinic_store, chart_id)
    assert now.orders[-1].state == "carried out"
    running = now.folded.pump_at()
    assert running is not None
    assert running.value.patient_bolus is not None
    assert running.value.patient_bolus.most_a_day == OWN["most_a_day"]
