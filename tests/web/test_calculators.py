"""Calculators: the engine's own answers, and faults in sentences that name the field by its label."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lentus.present.layout import lay_out
from lentus.present.pieces import Piece
from lentus.quantity import Concentration, DoseRate, Volume, show
from lentus.web.asking import CALCULATORS, Calculator
from lentus.web.asking.echoing import Said, said
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
    found = answered_by(CALCULATORS[key], asked(key, **changed), NOW)
    assert found.answer is not None, found.faults or found.lacking
    return "\n".join("".join(span.text for span in line) for line in lay_out(found.answer.pieces, 200))


NOW = datetime(2026, 3, 5, 14, 30, tzinfo=ZoneInfo("America/Chicago"))


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
            found = answered_by(calculator, asked(key, **{question.name: ""}), NOW)
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
            found = answered_by(calculator, asked(key, **{question.name: wrong}), NOW)
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
    found = answered_by(calculator, asked(key, **{name: typed}), NOW)
    assert found.answer or found.faults or found.lacking


def test_twice_the_strength_halves_what_a_screening_dose_takes() -> None:
    one, two = (Concentration.read("50 mcg/mL"), Concentration.read("100 mcg/mL"))
    assert show(Volume.read("1 mL"), "mL") in text_of("screening", concentration=str(one))
    assert show(Volume.read("0.5 mL"), "mL") in text_of("screening", concentration=str(two))


def test_a_refused_question_shows_a_bound_and_no_dose_to_copy() -> None:
    found = answered_by(CALCULATORS["oral-plan"], asked("oral-plan", target="100 mg/day"), NOW)
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


@pytest.mark.parametrize("key", CALCULATORS)
def test_what_was_typed_is_said_back_beside_its_field(key: str) -> None:
    """Each example is read and said back in other words or the same; the same text with a slip is not."""
    calculator = CALCULATORS[key]
    for question in calculator.questions:
        if question.choices or question.lines or not question.example or " or " in question.example:
            continue
        if question.name == "alternative":
            assert question.reads is None
            continue
        if question.reads is None:
            assert question.name == "days" or question.name == "drug_free", question.name
            continue
        right, wrong = (
            said([question], {question.name: text})[0] for text in (question.example, f".{question.example}")
        )
        assert right.words, question.name
        assert not right.fault
        assert faults(right.words) == []
        assert wrong.fault, question.name
        assert not wrong.words
        assert said([question], {})[0] == Said(question.name)


@given(st.sampled_from(sorted(CALCULATORS)), st.text(max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_text_is_said_back_exactly_where_the_answer_can_read_it(key: str, text: str) -> None:
    for one in said(CALCULATORS[key].questions, dict.fromkeys((q.name for q in CALCULATORS[key].questions), text)):
        assert not (one.words and one.fault)


def test_per_hour_is_said_with_its_day(client: Client) -> None:
    desk = client("viewer")
    desk.get("/calculators/change")
    part = desk.post("/calculators/change", asked("change", dose="12.5 mcg/h"), hx_request="true").text
    echoed = r'id="dose-said" hx-swap-oob="true">\s*<span class="echo-words">12.5\xa0mcg per h, that is 300'
    assert re.search(echoed, part)
    whole = desk.post("/calculators/change", asked("change", dose="12.5 mcg")).text
    assert re.search(r'id="dose-said">\s*<span class="echo-fault"><strong>Not read.</strong>', whole)
    assert 'aria-describedby="dose-hint dose-said"' in whole


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Chicago", "UTC"])
@pytest.mark.parametrize("key", ["oral-plan", "taper-plan", "holiday-plan"])
def test_a_plan_that_names_no_day_begins_today_where_the_clinic_is(key: str, zone: str) -> None:
    """Half an hour before midnight in UTC it is another day in half of the world."""
    now = datetime(2026, 3, 5, 23, 30, tzinfo=UTC).astimezone(ZoneInfo(zone))
    typed = asked(key, start="")
    same = asked(key, start=now.date().isoformat())
    found, wanted = (answered_by(CALCULATORS[key], one, now) for one in (typed, same))
    assert found.answer is not None
    assert found == wanted


def plan_text(name: str) -> str:
    return (files("lentus.examples") / "plans" / f"{name}.toml").read_text(encoding="utf-8")


def words_of(pieces: tuple[Piece, ...]) -> str:
    return "\n".join("".join(span.text for span in line) for line in lay_out(pieces, 200))


def test_a_plan_file_is_compared_with_what_runs_now_or_with_what_is_typed() -> None:
    text = plan_text("flex-refill")
    alone = compared_by({"a_plan": text})
    assert alone == compared_by({"b_plan": text}), "one plan alone is both sides, wherever it stands"
    assert not alone.faults
    assert alone.drawing is not None
    assert "flex" in words_of(alone.pieces)
    assert "DIFFERS" in words_of(alone.pieces)
    typed = compared_by({"a_plan": text, "b_concentration": "1000 mcg/mL", "b_dose": "400 mcg/day"})
    assert "simple continuous" in words_of(typed.pieces)
    twice = compared_by({"a_plan": text, "b_plan": text})
    assert "No field differs" in words_of(twice.pieces)
    both = compared_by({"a_plan": text, "a_dose": "400 mcg/day", "b_plan": text})
    assert "one of the two" in both.faults[0]
    for wrong in ("nonsense", "{", "[1]", 'lentus = 1\nat = "x"', text.replace("12 mcg/h", "12 mcg")):
        refused = compared_by({"a_plan": wrong, "b_concentration": "1000 mcg/mL", "b_dose": "400 mcg/day"})
        assert refused.faults, wrong
        assert all(one.startswith("First program.") for one in refused.faults)
        assert refused.drawing is None


def test_periodic_boluses_are_drawn_with_their_times() -> None:
    data = tomllib.loads(plan_text("flex-refill"))
    periodic = {"bolus": "20 mcg", "over": "5 min", "a_day": 4, "first": "02:00", "between": "12 mcg/h"}
    data["program"] = {"mode": "periodic bolus", "concentration": "1000 mcg/mL", "periodic": periodic}
    found = compared_by({"a_plan": json.dumps(data, default=str)})
    assert found.faults == ()
    assert found.drawing is not None
    assert "Periodic boluses at 02:00, 08:00, 14:00 and 20:00." in str(found.drawing)
    data["program"]["periodic"] = {**periodic, "a_day": 1, "first": "23:58"}
    late = compared_by({"a_plan": json.dumps(data, default=str)})
    assert "Periodic bolus at 23:58." in str(late.drawing)


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
