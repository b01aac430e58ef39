"""What a trial's record says against itself, and what a dose is drawn from."""

from __future__ import annotations

import pytest

from lentus.course import AnyEvent
from lentus.protocol import Severity, advise
from lentus.quantity import Concentration, Mass
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import takes
from tests.protocol.pumps import found, standing
from tests.protocol.test_screening import dose, given_dose, judged, patient


@pytest.mark.parametrize(
    ("text", "codes", "asks"),
    [
        ("spasticity after traumatic brain injury", [], True),
        ("TBI in a car", [], True),
        ("severe head injury", [], True),
        ("", ["G80.1", "S06.2X9S"], True),
        ("", ["s06.9"], True),
        ("multiple sclerosis", ["G35"], False),
        ("sprain of the neck", ["S16.1"], False),
    ],
)
def test_a_brain_injury_without_its_date_is_asked_for(text: str, codes: list[str], asks: bool) -> None:
    state = patient(event("diagnosis", "2026-03-01T09:00", origin="cerebral", text=text, icd10=codes))
    for asked in (dose("50"), order("implant", "2026-03-03T09:00", depth="2 cm")):
        one = found(state, asked).get("screening.brain-injury-too-recent")
        assert (one is not None) is asks
        if one is not None:
            assert one.severity is Severity.OVERRIDE
            assert one.missing == ("date of the brain injury",)
    dated = event(
        "diagnosis", "2026-03-01T09:00", origin="cerebral", text=text, icd10=codes, brain_injury_on="2020-01-01"
    )
    assert "screening.brain-injury-too-recent" not in found(patient(dated), dose("50"))


def test_an_oral_product_is_not_injected() -> None:
    one = found(patient(), dose("50", product="D1", concentration="1000 mcg/mL"))["screening.oral-product"]
    assert one.severity is Severity.STOP
    assert one.value("product") == "D1"
    unstated = found(patient(), dose("50", product="D1", concentration=None))
    assert unstated["screening.oral-product"].severity is Severity.STOP
    assert unstated["record.cannot-assess"].missing == ("concentration",)


def test_the_product_and_the_stated_strength_are_one() -> None:
    one = found(patient(), dose("50", product="A1"))["screening.strength-contradicts"]
    assert one.severity is Severity.STOP
    assert one.value("product") == "A1"
    assert "screening.strength-contradicts" not in found(patient(), dose("50", product="C1"))
    assert "screening.strength-contradicts" not in found(
        patient(), dose("50", product="A1", concentration="500 mcg/mL")
    )


def test_a_strength_that_is_not_stated_is_the_products() -> None:
    seen = found(patient(), dose("50", product="C1", concentration=None))
    assert str(seen["screening.injection"].value("volume")) == "1 mL"
    assert "record.cannot-assess" not in seen
    pump = found(patient(), dose("50", product="A1", concentration=None))
    assert pump["screening.other-strength"].value("concentration") == Concentration.read("500 mcg/mL")


def test_an_unknown_product_is_asked_for() -> None:
    one = found(patient(), dose("50", product="Z9"))["record.cannot-assess"]
    assert one.missing == ("a product of the catalogue in place of 'Z9'",)


def grave_effect(at: str, severity: str = "serious") -> AnyEvent:
    return event("side effect", at, effect="respiratory depression", severity=severity)


@pytest.mark.parametrize(("next_dose", "refused"), [("75", True), ("50", False), ("25", False)])
def test_no_higher_dose_after_a_bad_reaction(next_dose: str, refused: bool) -> None:
    bad = patient(given_dose("50"), judged("no response", reaction="negative"))
    one = found(bad, dose(next_dose)).get("screening.higher-after-bad-reaction")
    assert (one is not None) is refused
    if one is not None:
        assert one.severity is Severity.OVERRIDE
        assert one.value("last") == Mass.read("50 mcg")
    calm = patient(given_dose("50"), judged("no response", reaction="none"))
    assert "screening.higher-after-bad-reaction" not in found(calm, dose(next_dose))


@pytest.mark.parametrize(
    ("at", "severity", "within"),
    [
        ("2026-03-02T09:00", "serious", True),
        ("2026-03-02T17:00", "toxicity", True),
        ("2026-03-02T17:01", "serious", False),
        ("2026-03-02T08:59", "serious", False),
        ("2026-03-02T12:00", "moderate", False),
    ],
)
def test_a_serious_effect_in_the_observation_speaks_against_no_reaction(at: str, severity: str, within: bool) -> None:
    events = sorted((given_dose("50"), grave_effect(at, severity)), key=lambda one: one.at)
    none = patient(*events, judged("no response", "2026-03-02T17:30", reaction="none"))
    seen = standing(none)
    assert ("record.events-contradict" in seen) is within
    assert ("screening.higher-after-bad-reaction" in found(none, dose("75", "2026-03-04T09:00"))) is within
    if within:
        assert seen["record.events-contradict"].severity is Severity.WARN
        assert "respiratory depression" in seen["record.events-contradict"].says
    said = patient(*events, judged("no response", "2026-03-02T17:30", reaction="negative"))
    assert "record.events-contradict" not in standing(said)


@pytest.mark.parametrize(
    ("response", "at", "early"),
    [
        ("positive", "2026-03-02T12:59", True),
        ("positive", "2026-03-02T13:00", False),
        ("no response", "2026-03-02T16:59", True),
        ("no response", "2026-03-02T17:00", False),
    ],
)
def test_a_verdict_before_its_time_is_flagged_when_it_is_recorded(response: str, at: str, early: bool) -> None:
    seen = standing(patient(given_dose("50"), judged(response, at)))
    assert ("screening.judged-early" in seen) is early
    if early:
        assert seen["screening.judged-early"].severity is Severity.WARN
        assert seen["screening.judged-early"].value("earliest") == moment(
            "2026-03-02T13:00" if response == "positive" else "2026-03-02T17:00"
        )


def test_no_increase_by_mouth_is_offered_while_a_screening_dose_is_not_judged() -> None:
    """Three hours after an intrathecal dose nobody raises the tablets because the clock says that they may."""
    given = event("screening dose", "2026-03-05T09:00", dose="50 mcg", concentration="50 mcg/mL", over="1 min")
    before = takes(20, 20, 20, at="2026-01-05T08:00")
    told = advise(state(before, given, at="2026-03-05T12:00"))
    assert "oral.hold" in {one.id for one in told.options}
    assert all(one.order is None or one.order.kind != "oral" for one in told.options)
    assert "no-increase.screening" in {one.id for one in told.told}
    verdict = event("screening judged", "2026-03-06T10:00", response="no response", reaction="none")
    after = advise(state(before, given, verdict, at="2026-03-06T11:00"))
    assert "no-increase.screening" not in {one.id for one in after.told}
