"""Pregnancy, the newborn, breastfeeding."""

from __future__ import annotations

from typing import Any

import pytest

from lentus.course import AnyEvent
from lentus.protocol.pregnancy import AREA
from tests.protocol.courses import event, order, state
from tests.protocol.oral_courses import a_day, by_mouth, refuses, spoken, takes, watched, words

AT = "2026-03-20T09:00"
DAY = "2026-03-01T08:00"
TAKING = takes(20, 20, 20, 20)
SAME = by_mouth(AT, 20, 20, 20, 20)
PUMP = event("as found", DAY, daily_dose="100 mcg/day", concentration="500 mcg/mL")
DECISION = "pregnancy.benefit-not-recorded"
BOTH = "pregnancy.category-and-narrative"
NEWBORN = "pregnancy.newborn-withdrawal"


def pregnant(**fields: Any) -> AnyEvent:
    return event("pregnancy", DAY, pregnant=True, **fields)


def decided(outweighs: bool = True, **fields: Any) -> AnyEvent:
    return pregnant(benefit_outweighs_risk=outweighs, decided_by="Dr. O. Owner", **fields)


def test_80_mg_a_day_to_term_with_the_decision_made() -> None:
    known = state(TAKING, decided(due="2026-06-01"))
    assert words(AREA, known, SAME) == {BOTH: "info", NEWBORN: "warn"}
    found = spoken(AREA, known, SAME)
    assert found[NEWBORN].value("ordered") == a_day(80)
    assert "01-Jun-2026" in found[NEWBORN].says
    assert found[BOTH].value("category") == "C"
    for part in ("Category C", "omphalocele", "ossification", "no adequate data"):
        assert part.casefold() in found[BOTH].says.casefold()
    assert not found[BOTH].verified


def test_without_the_decision_a_prescriber_has_to_own_it() -> None:
    for known in (state(TAKING, PUMP, pregnant()), state(TAKING, PUMP, decided(outweighs=False))):
        for ordered in (SAME, order("pump dose", AT, daily_dose="110 mcg/day", reason="titration")):
            assert words(AREA, known, ordered)[DECISION] == "override"
        assert not refuses(AREA, known, by_mouth(AT, 20, 20, 20))
        assert not refuses(AREA, known, order("pump dose", AT, daily_dose="90 mcg/day", reason="other"))
        assert not refuses(AREA, known, by_mouth(AT, 20, 20, 20, 20, reason="toxicity"))
    assert spoken(AREA, state(TAKING, pregnant()), SAME)[DECISION].missing == ("decision about benefit and risk",)
    assert "Dr. O. Owner" in spoken(AREA, state(TAKING, decided(outweighs=False)), SAME)[DECISION].says


def test_the_newborn_concerns_the_drug_by_mouth() -> None:
    known = state(PUMP, decided())
    pump = order("pump dose", AT, daily_dose="110 mcg/day", reason="titration")
    assert words(AREA, known, pump) == {BOTH: "info"}
    assert set(watched(AREA, known)) == {BOTH}
    both = watched(AREA, state(TAKING, decided()))
    assert set(both) == {BOTH, NEWBORN}
    assert both[NEWBORN].value("daily") == a_day(80)
    assert both[NEWBORN].missing == ("due date",)


def test_not_pregnant_is_silent_and_not_asked_is_said_once() -> None:
    first = by_mouth(AT, 5, 5, 5, reason="start")
    asked = "pregnancy.status-not-recorded"
    assert words(AREA, state(event("pregnancy", DAY, pregnant=False)), first) == {}
    for sex in ("female", None):
        one = spoken(AREA, state(sex=sex), first)[asked]
        assert one.severity.word == "info"
        assert one.missing == ("pregnancy",)
    assert words(AREA, state(sex="male"), first) == {}
    assert words(AREA, state(TAKING, sex="female"), SAME) == {}
    assert words(AREA, state(sex="female", born="1961-03-20"), first) == {}
    assert asked in words(AREA, state(sex="female", born="1961-03-21"), first)
    assert asked in words(AREA, state(sex="female", born=None), first)
    assert watched(AREA, state(pregnant())) == {}


@pytest.mark.parametrize(
    ("born", "words_in", "months"),
    [
        ("2026-03-10", "closest watch", 0),
        ("2026-01-20", "closest watch", 2),
        ("2025-12-20", "lower risk", 3),
        (None, "not recorded", None),
    ],
)
def test_breastfeeding_asks_to_watch_the_infant(born: str | None, words_in: str, months: int | None) -> None:
    fed = event("lactation", DAY, breastfeeding=True, infant_born=born)
    for found in (spoken(AREA, state(TAKING, fed, sex="male"), SAME), watched(AREA, state(TAKING, fed, at=AT))):
        one = found["lactation.infant-sedation"]
        assert one.severity.word == "warn"
        assert words_in in one.says
        assert one.value("infant_months") == months


def test_the_infant_may_show_withdrawal_when_the_drug_or_the_milk_ends() -> None:
    rule = "lactation.infant-withdrawal"
    fed = event("lactation", DAY, breastfeeding=True, infant_born="2026-02-20")
    for ending in (
        order("oral stop", AT, reason="other"),
        order("oral taper", AT, steps=[{"day": 1, "doses": []}]),
        order("pump stop", AT, reason="other"),
    ):
        assert words(AREA, state(TAKING, fed), ending) == {rule: "info"}
        assert words(AREA, state(TAKING), ending) == {}
    weaned = event("lactation", "2026-03-10T08:00", breastfeeding=False, infant_born="2026-02-20")
    assert set(watched(AREA, state(TAKING, fed, weaned))) == {rule}
    assert watched(AREA, state(TAKING, event("lactation", DAY, breastfeeding=False))) == {}
    assert watched(AREA, state(fed)) == {}
