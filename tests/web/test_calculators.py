"""Calculators: the engine's own answers, and faults in sentences that name the field by its label."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus.present.layout import lay_out
from lentus.quantity import Concentration, DoseRate, Volume, show
from lentus.web.asking import CALCULATORS, Calculator
from lentus.web.pages.calculators import answered_by
from lentus.web.pages.compare import compared_by
from tests.house.test_writing import faults
from tests.web.desk import Desk

Client = Callable[[str], Desk]

ASKED: dict[str, dict[str, str]] = {
    "refill": {
        "volume": "20 mL",
        "dose": "300 mcg/day",
        "concentration": "500 mcg/mL",
        "filled": "2026-03-05",
        "device": "synchromed-ii-20",
    },
    "change": {
        "old": "2000 mcg/mL",
        "new": "500 mcg/mL",
        "dose": "300 mcg/day",
        "path": "0.34 mL",
        "device": "synchromed-ii-20",
    },
    "prime": {
        "system": "new system",
        "tubing": "0.199 mL",
        "catheter": "0.14 mL",
        "concentration": "500 mcg/mL",
        "over": "20 min",
    },
    "deliver": {"concentration": "500 mcg/mL", "dose": "300 mcg/day", "path": "0.34 mL"},
    "screening": {"dose": "50 mcg", "concentration": "50 mcg/mL", "lasted": "6 h", "reaction": "none"},
    "holiday-plan": {
        "current": "800 mcg/day",
        "days": "21",
        "shape": "linear",
        "setting": "inpatient",
        "start": "2026-03-05",
    },
    "oral-plan": {"target": "60 mg/day", "start": "2026-03-05"},
    "taper-plan": {"doses": "20 mg, 20 mg, 20 mg", "days": "21", "start": "2026-03-05"},
    "kidneys": {"age": "64 years", "weight": "70 kg", "creatinine": "1.1 mg/dL", "sex": "female"},
}


def asked(key: str, **changed: str) -> dict[str, str]:
    usual = {one.name: one.usual for one in CALCULATORS[key].questions}
    return {**usual, **ASKED[key], **changed}


def text_of(key: str, **changed: str) -> str:
    found = answered_by(CALCULATORS[key], asked(key, **changed))
    assert found.answer is not None, found.faults or found.lacking
    return "\n".join("".join(span.text for span in line) for line in lay_out(found.answer.pieces, 200))


def test_there_is_a_question_for_each_calculator() -> None:
    assert set(ASKED) == set(CALCULATORS)


@pytest.mark.parametrize("key", CALCULATORS)
def test_it_answers_in_words_that_cannot_be_misread(key: str) -> None:
    text = text_of(key)
    assert faults(text) == []
    assert "--" not in text, "a flag of the command line means nothing on a page"


@pytest.mark.parametrize("key", CALCULATORS)
def test_what_is_left_out_is_asked_for_and_nothing_is_computed(key: str) -> None:
    calculator = CALCULATORS[key]
    for question in calculator.questions:
        if question.needed and not question.choices:
            found = answered_by(calculator, asked(key, **{question.name: ""}))
            assert found.answer is None
            assert found.lacking == (question.label,)


def amounts(calculator: Calculator) -> list[str]:
    """Names of the fields whose example is an amount with a unit."""
    return [one.name for one in calculator.questions if re.fullmatch(r"[\d.]+ (?:mcg|mg|mL|kg|h|min).*", one.example)]


@pytest.mark.parametrize("key", CALCULATORS)
@pytest.mark.parametrize("wrong", ["50", "1,5 mL", ".5 mL", "5-10 mL", "\uff15 mL", "abc", "-3 mL"])
def test_a_text_that_cannot_be_read_is_refused_by_its_label(key: str, wrong: str) -> None:
    calculator = CALCULATORS[key]
    for question in calculator.questions:
        if question.name in amounts(calculator):
            found = answered_by(calculator, asked(key, **{question.name: wrong}))
            assert found.answer is None, (question.name, wrong)
            assert any(question.label in fault for fault in found.faults), found.faults


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CALCULATORS)), st.data())
def test_whatever_is_typed_there_is_an_answer_or_a_sentence(key: str, data: st.DataObject) -> None:
    calculator = CALCULATORS[key]
    name = data.draw(st.sampled_from([one.name for one in calculator.questions]))
    typed = data.draw(
        st.one_of(st.text(max_size=12), st.sampled_from(["0 mL", "1e9 mL", "0 mcg/day", "999999999 mcg/mL", "0 mg"]))
    )
    found = answered_by(calculator, asked(key, **{name: typed}))
    assert found.answer or found.faults or found.lacking


def test_twice_the_strength_halves_what_a_screening_dose_takes() -> None:
    one, two = (Concentration.read("50 mcg/mL"), Concentration.read("100 mcg/mL"))
    assert show(Volume.read("1 mL"), "mL") in text_of("screening", concentration=str(one))
    assert show(Volume.read("0.5 mL"), "mL") in text_of("screening", concentration=str(two))


def test_a_refused_question_shows_a_bound_and_no_dose_to_copy() -> None:
    found = answered_by(CALCULATORS["oral-plan"], asked("oral-plan", target="100 mg/day"))
    assert found.answer is None
    assert any("at most" in fault for fault in found.faults)


def test_pages_answer_by_script_and_without(client: Client) -> None:
    desk = client("viewer")
    desk.get("/calculators/change")
    whole = desk.post("/calculators/change", asked("change"))
    part = desk.post("/calculators/change", asked("change"), hx_request="true")
    assert (whole.status_code, part.status_code) == (200, 200)
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert 'value="2000 mcg/mL"' in whole.text, "what was typed stays"
    assert "<svg" in part.text
    assert "style=" not in part.text, "the policy forbids styles"
    refused = desk.post("/calculators/change", asked("change", old="2000"))
    assert refused.status_code == 422
    assert "Strength in the pump now" in unescape(refused.text)
    assert desk.get("/calculators/none").status_code == 404


def test_two_programs_are_compared_field_by_field() -> None:
    first = {"a_concentration": "500 mcg/mL", "a_dose": "300 mcg/day"}
    same = compared_by({**first, "b_concentration": "500 mcg/mL", "b_dose": "300 mcg/day"})
    other = compared_by({**first, "b_concentration": "500 mcg/mL", "b_dose": str(DoseRate.read("360 mcg/day"))})
    words = ["\n".join("".join(s.text for s in line) for line in lay_out(one.pieces, 200)) for one in (same, other)]
    assert "No field differs" in words[0]
    assert "DIFFERS" in words[1]
    assert same.drawing is not None
    gap = compared_by({**first, "b_concentration": "500 mcg/mL", "b_steps": "00:00 to 06:00 at 20 mcg/h"})
    assert gap.faults
    assert compared_by(first).lacking


def test_the_page_of_two_programs(client: Client) -> None:
    desk = client("viewer")
    desk.get("/compare")
    typed = {"a_concentration": "500 mcg/mL", "a_dose": "300 mcg/day", "b_concentration": "500 mcg/mL"}
    lacking = desk.post("/compare", typed)
    assert "Still to be filled in" in lacking.text
    answer = desk.post("/compare", {**typed, "b_dose": "360 mcg/day"}, hx_request="true")
    assert "DIFFERS" in answer.text
    assert "<svg" in answer.text
