"""Starts, restarts and programs ask for what is given or moved once, for the day's steps and for step dosing."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course.events import Program
from lentus.present.events import event_line
from lentus.present.orders import order_line
from lentus.present.pieces import plain
from lentus.record.orders.carrying import differing
from lentus.record.orders.figures import figures
from tests.web.actions.forms import Texts
from tests.web.actions.scenes import PUMP, drafted, scene
from tests.web.actions.test_own_bolus import AT, OWN, TYPED

ONCE: Texts = {"priming": "0.34 mL", "bolus": "25 mcg", "at": AT}
STAGED: Texts = {"stages.after": ["72 h", "144 h"], "stages.daily_dose": ["110 mcg/day", "120 mcg/day"]}
FLEX: Texts = {
    "mode": "flex",
    "steps.starts": ["00:00", "06:00", "07:00"],
    "steps.rate": ["1 mcg/h", "10 mcg/h", "2 mcg/h"],
    "daily_dose": "50 mcg/day",
}
BEGINS = pytest.mark.parametrize("key", ["pump-start", "restart"])
EVERY = pytest.mark.parametrize("key", ["pump-start", "restart", "program", "programmed"])


def made(key: str, texts: Texts) -> Any:
    reason: Texts = {"reason": "titration"} if key.startswith("program") else {}
    draft = drafted(key, {"daily_dose": "100 mcg/day", "at": AT, **reason, **texts}, scene(*PUMP))
    assert draft.whole, draft.answers.faults
    return draft.order or draft.events[0]


@EVERY
def test_what_is_typed_stands_in_what_is_made_and_in_its_line(key: str) -> None:
    one = made(key, {**ONCE, **STAGED})
    assert [str(stage.daily_dose) for stage in one.stages] == ["110 mcg/day", "120 mcg/day"]
    said = plain(event_line(one) if isinstance(one, Program) else order_line(one)).replace("\u00a0", " ")
    assert "after a priming bolus of 0.34 mL" in said
    assert "with a single bolus of 25 mcg" in said
    assert "by itself 110 mcg per day after" in said


@BEGINS
def test_a_start_takes_a_flex_day_and_the_boluses_of_the_patient(key: str) -> None:
    one = made(key, {**FLEX, "patient_bolus": "yes", **TYPED})
    assert (one.mode, len(one.steps)) == ("flex", 3)
    assert one.patient_bolus.most_a_day == OWN["most_a_day"]
    wrong = drafted(key, {**FLEX, "daily_dose": "60 mcg/day", "at": AT}, scene(*PUMP))
    assert not wrong.whole


@EVERY
def test_each_figure_is_entered_again_by_the_second_person(key: str) -> None:
    names = {field.name for field in figures(made(key, {**ONCE, **STAGED}))}
    assert {"priming", "bolus", "stages.1.after", "stages.1.daily_dose", "stages.2.daily_dose"} <= names


@pytest.mark.parametrize(
    ("other", "label"),
    [
        ({"steps.rate": ["2 mcg/h", "4 mcg/h", "2 mcg/h"]}, "the steps"),
        ({"patient_bolus": "yes", **TYPED}, "the boluses by the patient"),
        ({"priming": "0.3 mL"}, "Volume of the priming bolus"),
    ],
)
@pytest.mark.parametrize("key", ["pump-start", "restart", "program"])
def test_what_was_programmed_otherwise_does_not_carry_the_order_out(key: str, other: Texts, label: str) -> None:
    """The other steps give the same 50 mcg in all."""
    base: Texts = {**FLEX, "priming": "0.34 mL"}
    order = made(key, base)
    same = made("programmed", {**base, "concentration": "500 mcg/mL"})
    assert differing(order, same) == []
    told = made("programmed", {**base, "concentration": "500 mcg/mL", **other})
    assert label in differing(order, told)


def test_other_stages_do_not_carry_the_order_out() -> None:
    order = made("program", STAGED)
    told = made("programmed", {**STAGED, "stages.daily_dose": ["110 mcg/day", "130 mcg/day"]})
    assert "the stages" in differing(order, told)
