"""Allergy, ulcer, and the illnesses that ask for a second thought; what nobody mentioned is said to be unknown."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import AnyEvent
from lentus.protocol.contraindications import AREA, CAUTIONS, drug_names
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import by_mouth, refuses, spoken, takes, watched, words

AT = "2026-03-20T09:00"
DAY = "2026-03-01T08:00"
TAKING = takes(5, 5, 5)
SAME = by_mouth(AT, 5, 5, 5)
ALLERGY = "contraindications.hypersensitivity"
PUMP = event("as found", DAY, daily_dose="100 mcg/day", concentration="500 mcg/mL")


def has(condition: str, present: bool = True) -> AnyEvent:
    return event("condition", DAY, condition=condition, present=present)


def allergic(substance: str, **fields: Any) -> AnyEvent:
    return event("allergy", DAY, substance=substance, **fields)


@pytest.mark.parametrize("substance", ["baclofen", "BACLOFEN", "Lioresal", "Gablofen syringes", "Ozobax (baclofen)"])
def test_an_allergy_to_baclofen_stops_every_route(substance: str) -> None:
    known = state(TAKING, PUMP, allergic(substance, reaction="rash"))
    for ordered in (
        SAME,
        order("screening", AT, dose="50 mcg"),
        order("implant", AT),
        order("pump start", AT, daily_dose="50 mcg/day"),
        order("pump dose", AT, daily_dose="100 mcg/day", reason="titration"),
        order("pump restart", AT, daily_dose="50 mcg/day"),
        order("transdermal", AT, text="2 % cream"),
    ):
        one = spoken(AREA, known, ordered)[ALLERGY]
        assert one.severity.word == "stop"
        assert one.value("substance") == f"{substance} (rash)"
    assert ALLERGY in watched(AREA, known)


def test_another_allergy_is_none_and_less_is_never_held_up() -> None:
    assert ALLERGY not in spoken(AREA, state(TAKING, allergic("penicillin")), SAME)
    assert ALLERGY not in spoken(AREA, state(TAKING, allergic("none known")), SAME)
    known = state(TAKING, PUMP, allergic("baclofen"))
    assert not refuses(AREA, known, by_mouth(AT, 5, 5))
    assert not refuses(AREA, known, order("pump dose", AT, daily_dose="50 mcg/day", reason="toxicity"))
    assert ALLERGY not in watched(AREA, state(allergic("baclofen")))


def test_several_entries_make_one_finding() -> None:
    known = state(TAKING, allergic("penicillin"), allergic("baclofen"), allergic("Lioresal", reaction="hives"))
    assert spoken(AREA, known, SAME)[ALLERGY].value("substance") == "baclofen, Lioresal (hives)"


def test_the_brands_come_from_the_catalogue() -> None:
    assert {"baclofen", "Lioresal", "Gablofen", "Ozobax", "Fleqsuvy", "Lyvispah"} <= set(drug_names())


@pytest.mark.parametrize(("profile", "word"), [("us", "warn"), ("eu", "warn"), ("uk", "stop")])
def test_an_active_ulcer_by_mouth(profile: str, word: str) -> None:
    known = state(TAKING, has("active peptic ulcer"), profile=profile)
    assert words(AREA, known, SAME) == {"contraindications.peptic-ulcer": word}
    assert words(AREA, known, by_mouth(AT, 5, 5)) == {}
    pump = order("pump dose", AT, daily_dose="50 mcg/day", reason="titration")
    healed = state(TAKING, has("active peptic ulcer", present=False), profile=profile)
    assert words(AREA, healed, SAME) == {}
    assert "contraindications.peptic-ulcer" not in words(AREA, state(PUMP, has("active peptic ulcer")), pump)


@pytest.mark.parametrize("condition", ["stroke", "cerebral palsy", "Parkinson disease"])
def test_tablets_where_efficacy_was_not_shown(condition: str) -> None:
    rule = "contraindications.oral-efficacy-not-shown"
    known = state(TAKING, PUMP, has(condition))
    assert spoken(AREA, known, SAME)[rule].value("conditions") == condition
    assert words(AREA, known, SAME)[rule] == "warn"
    pump = order("pump dose", AT, daily_dose="50 mcg/day", reason="titration")
    assert rule not in words(AREA, known, pump)


@pytest.mark.parametrize("condition", CAUTIONS)
def test_each_caution_is_named(condition: str) -> None:
    known = state(TAKING, PUMP, has(condition), has("ovarian cyst", present=condition == "ovarian cyst"))
    pump = order("pump dose", AT, daily_dose="150 mcg/day", reason="titration")
    for ordered in (SAME, pump):
        one = spoken(AREA, known, ordered)["contraindications.caution"]
        assert one.severity.word == "warn"
        assert one.value("conditions") == condition


def test_rheumatic_spasm_is_no_indication() -> None:
    known = state(TAKING, has("rheumatic muscle spasm"))
    assert words(AREA, known, SAME) == {"contraindications.rheumatic-spasm": "warn"}


def test_at_the_first_dose_what_nobody_mentioned_is_named() -> None:
    first = by_mouth(AT, 5, 5, 5, reason="start")
    found = spoken(AREA, state(has("epilepsy", present=False)), first)
    assert set(found) == {
        "contraindications.allergies-not-recorded",
        "contraindications.conditions-not-recorded",
    }
    asked = found["contraindications.conditions-not-recorded"]
    assert asked.severity.word == "info"
    assert {"active peptic ulcer", "stroke", "cerebral palsy", "rheumatic muscle spasm"} <= set(asked.missing)
    assert "epilepsy" not in asked.missing
    assert len(asked.missing) == len(set(asked.missing))
    screening = spoken(AREA, state(), order("screening", AT, dose="50 mcg"))
    assert "active peptic ulcer" not in screening["contraindications.conditions-not-recorded"].missing
    assert "stroke" in screening["contraindications.conditions-not-recorded"].missing
    # Later on nothing is asked again.
    assert words(AREA, state(TAKING), SAME) == {}
    assert "contraindications.allergies-not-recorded" not in spoken(AREA, state(allergic("none known")), first)


def test_all_answered_is_silent() -> None:
    every = [
        *("active peptic ulcer", "cerebral palsy", "Parkinson disease", "rheumatic muscle spasm"),
        *CAUTIONS,
    ]
    known = state(allergic("none known"), *(has(one, present=False) for one in every))
    assert words(AREA, known, by_mouth(AT, 5, 5, 5, reason="start")) == {}
