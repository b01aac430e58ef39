"""Kidneys: the published proposals side by side, an owner where they conflict, nothing computed into an order."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus.course import AnyEvent, State
from lentus.monograph import Age
from lentus.protocol.kidney import Clearance, clearance, cockcroft_gault, kidneys
from lentus.protocol.kidney_trend import fallen
from lentus.protocol.renal import AREA
from lentus.protocol.renal_proposals import Proposal, renal_proposals
from lentus.quantity import Concentration, DoseRate, Egfr, FlowRate, Weight
from tests.protocol.courses import event, moment, order, state
from tests.protocol.oral_courses import a_day, by_mouth, refuses, spoken, takes, watched, words

AT = "2026-03-20T09:00"
DAY = "2026-03-01T08:00"
SIXTY = by_mouth(AT, 20, 20, 20)
REDUCED = "renal.reduced-function"
SEVERE = "renal.below-thirty"
DIALYSIS = "renal.dialysis"
OLD = "renal.older-adult-dose"
UNKNOWN = "renal.unknown"
ONLY_EGFR = "renal.egfr-not-clearance"
PUMP = order("pump dose", AT, daily_dose="110 mcg/day", reason="titration")


def lab(analyte: str, value: str, at: str = DAY) -> AnyEvent:
    return event("laboratory", at, analyte=analyte, value=value)


def crcl(value: str, at: str = DAY) -> AnyEvent:
    return lab("creatinine clearance", f"{value} mL/min", at)


def egfr(value: str, at: str = DAY) -> AnyEvent:
    return lab("eGFR", f"{value} mL/min/1.73 m2", at)


def has(condition: str) -> AnyEvent:
    return event("condition", DAY, condition=condition)


def row(known: State, name: str, daily: DoseRate) -> Proposal:
    return next(one for one in renal_proposals(known, daily) if one.id == name)


@pytest.mark.parametrize(
    ("value", "fraction", "proposed"),
    [
        ("65", Fraction(2, 3), 40),
        ("80", Fraction(2, 3), 40),
        ("50.1", Fraction(2, 3), 40),
        ("50", Fraction(1, 2), 30),
        ("40", Fraction(1, 2), 30),
        ("30.1", Fraction(1, 2), 30),
    ],
)
def test_the_share_of_60_mg_a_day_by_clearance(value: str, fraction: Fraction, proposed: int) -> None:
    known = state(crcl(value))
    assert words(AREA, known, SIXTY) == {REDUCED: "warn"}
    one = spoken(AREA, known, SIXTY)[REDUCED]
    assert one.value("clearance") == FlowRate.read(f"{value} mL/min")
    assert one.value("clearance_by") == "reported"
    assert one.value("clearance_at") == moment(DAY)
    assert one.value("fraction") == fraction
    assert one.value("proposed") == a_day(proposed)
    assert one.value("ordered") == a_day(60)
    assert "01-Mar-2026" in one.says
    assert one.verified


def test_full_function_is_silent() -> None:
    assert words(AREA, state(crcl("80.1")), SIXTY) == {}
    assert words(AREA, state(egfr("60")), SIXTY) == {}
    assert words(AREA, state(egfr("60"), crcl("80.1")), PUMP) == {}


def test_a_clearance_of_40_with_an_egfr_shows_the_review_too() -> None:
    one = spoken(AREA, state(crcl("40"), egfr("40")), SIXTY)[REDUCED]
    assert one.value("egfr") == Egfr.read("40 mL/min/1.73 m2")
    assert "Vlavonou 2014" in one.says
    assert "Kidney review 2018" in one.says
    assert "Nothing is applied" in one.says


@pytest.mark.parametrize(
    "known",
    [state(crcl("30")), state(crcl("12")), state(egfr("29.9")), state(has("chronic kidney disease stage 4 or 5"))],
)
def test_in_the_lowest_bands_the_sources_conflict_and_an_owner_is_needed(known: State) -> None:
    one = spoken(AREA, known, SIXTY)[SEVERE]
    assert one.severity.word == "override"
    assert REDUCED not in spoken(AREA, known, SIXTY)
    assert one.value("start_published") == DoseRate.read("7.5 mg/day")
    assert one.value("lowest_toxic") == a_day(10)
    assert one.value("ordered") == a_day(60)
    assert "above the lowest" in one.says
    assert "conflict" in one.bound
    assert one.value("proposed") is None


def test_each_source_stands_in_the_bound() -> None:
    one = spoken(AREA, state(crcl("25"), egfr("25")), SIXTY)[SEVERE]
    for source in ("Vlavonou 2014", "Kidney review 2018", "Cheong 2020"):
        assert source in one.bound
    assert one.value("fraction") == Fraction(1, 3)
    assert "20\u00a0mg" not in one.bound
    assert "20\u00a0mg" not in one.says


def test_an_egfr_of_30_belongs_to_the_band_that_reduces() -> None:
    assert words(AREA, state(egfr("30")), SIXTY) == {REDUCED: "warn", ONLY_EGFR: "warn"}
    assert words(AREA, state(egfr("59.9")), SIXTY) == {REDUCED: "warn", ONLY_EGFR: "warn"}


def test_dialysis_and_15_mg_a_day() -> None:
    known = state(has("dialysis"))
    assert words(AREA, known, by_mouth(AT, 5, 5, 5)) == {DIALYSIS: "override"}
    one = spoken(AREA, known, by_mouth(AT, 5, 5, 5))[DIALYSIS]
    assert one.value("ordered") == a_day(15)
    assert one.value("start_published") == a_day("2.5")
    assert one.value("daily_published") == a_day(5)
    assert one.value("lowest_toxic") == a_day(5)
    for said in ("avoids baclofen on dialysis", "Cheong 2020", "Hong Kong text"):
        assert said in one.bound
    assert "equal to the lowest" in spoken(AREA, known, by_mouth(AT, 5))[DIALYSIS].says
    assert "below the lowest" in spoken(AREA, known, by_mouth(AT, "2.5"))[DIALYSIS].says
    assert words(AREA, state(has("dialysis"), crcl("10"), egfr("8")), by_mouth(AT, 5)) == {DIALYSIS: "override"}


def test_less_is_never_held_up_by_kidneys() -> None:
    for sick in (has("dialysis"), crcl("20"), egfr("20"), has("chronic kidney disease stage 4 or 5")):
        known = state(takes(20, 20, 20), sick)
        assert refuses(AREA, known, SIXTY)
        assert not refuses(AREA, known, by_mouth(AT, 20, 20, 10))
        assert not refuses(AREA, known, by_mouth(AT, 20, 20, 20, reason="toxicity"))
        assert REDUCED in words(AREA, known, by_mouth(AT, 20, 20, 10))


@pytest.mark.parametrize(
    ("value", "risk"), [("44.9", "1.23"), ("40", "1.23"), ("30", "1.23"), ("45", "0.42"), ("59.9", "0.42")]
)
def test_seventy_years_and_thirty_mg_a_day(value: str, risk: str) -> None:
    known = state(egfr(value), born="1956-01-01")
    one = spoken(AREA, known, by_mouth(AT, 10, 10, 10))[OLD]
    assert one.severity.word == "warn"
    assert one.value("risk_difference") == Fraction(risk)
    assert one.value("age_years") == 70
    assert one.value("dose_from") == a_day(20)
    assert f"{risk}\u00a0%" in one.says


@pytest.mark.parametrize(
    ("born", "value", "doses", "warned"),
    [
        ("1960-03-20", "40", (10, 10), True),
        ("1960-03-21", "40", (10, 10), False),
        ("1950-01-01", "40", (10, "9.9"), False),
        ("1950-01-01", "60", (10, 10), False),
        ("1950-01-01", "59.9", (10, 10), True),
        ("1950-01-01", "20", (10, 10), True),
    ],
)
def test_the_edges_of_the_cohort(born: str, value: str, doses: tuple[int | str, ...], warned: bool) -> None:
    assert (OLD in words(AREA, state(egfr(value), born=born), by_mouth(AT, *doses))) is warned


def test_the_cohort_needs_age_and_egfr() -> None:
    twenty = by_mouth(AT, 10, 10)
    assert spoken(AREA, state(egfr("40"), born=None), twenty)[OLD].missing == ("date of birth",)
    assert spoken(AREA, state(crcl("40"), born="1950-01-01"), twenty)[OLD].missing == ("eGFR",)
    assert OLD not in words(AREA, state(born="1950-01-01"), twenty)
    assert OLD not in words(AREA, state(crcl("40"), born=None), twenty)


def test_unknown_kidneys_are_said_for_every_route() -> None:
    for ordered in (
        SIXTY,
        PUMP,
        order("screening", AT, dose="50 mcg"),
        order("pump start", AT, daily_dose="50 mcg/day"),
        order("pump restart", AT, daily_dose="50 mcg/day"),
        order("transdermal", AT, text="2 % cream"),
    ):
        one = spoken(AREA, state(born=None), ordered)[UNKNOWN]
        assert one.severity.word == "warn"
        assert one.missing == ("creatinine", "date of birth", "weight", "sex")
        assert "eGFR" in one.says
    assert UNKNOWN not in words(AREA, state(has("dialysis")), SIXTY)


def test_an_egfr_is_not_read_as_a_clearance() -> None:
    one = spoken(AREA, state(egfr("40"), sex="male"), SIXTY)[ONLY_EGFR]
    assert one.missing == ("creatinine", "weight")
    assert one.value("egfr") == Egfr.read("40 mL/min/1.73 m2")
    assert spoken(AREA, state(egfr("40")), SIXTY)[REDUCED].value("fraction") is None
    assert ONLY_EGFR not in words(AREA, state(egfr("40"), crcl("70")), SIXTY)


def test_the_pump_and_the_skin_get_caution_and_no_arithmetic() -> None:
    known = state(crcl("40"))
    for ordered, rule in ((PUMP, "renal.intrathecal"), (order("transdermal", AT, text="cream"), REDUCED)):
        one = spoken(AREA, known, ordered)[rule]
        assert one.severity.word == "warn"
        assert one.value("fraction") is None
        assert one.value("proposed") is None
    assert words(AREA, state(has("dialysis")), PUMP) == {"renal.intrathecal": "warn"}


# --- the equation


def measured(creatinine: str = "1.1 mg/dL", weight: str = "70 kg", at: str = DAY) -> tuple[AnyEvent, AnyEvent]:
    return lab("creatinine", creatinine, at), event("weight", "2026-02-01T08:00", weight=weight)


def test_cockcroft_gault_by_hand() -> None:
    # (140 - 60) x 72 kg / (72 x 1 mg/dL) = 80 mL/min; in women 0.85 of it, 68.
    sixty, weight, one = Age(60), Weight.read("72 kg"), Concentration.read("1 mg/dL")
    assert cockcroft_gault(sixty, weight, one, female=False) == FlowRate.read("80 mL/min")
    assert cockcroft_gault(sixty, weight, one, female=True) == FlowRate.read("68 mL/min")
    assert cockcroft_gault(sixty, weight, Concentration.read("2 mg/dL"), female=False) == FlowRate.read("40 mL/min")
    assert cockcroft_gault(Age(141), weight, one, female=False) == FlowRate.read("0 mL/min")


def test_the_weight_and_both_dates_are_shown() -> None:
    known = state(*measured("1 mg/dL", "72 kg"), born="1966-01-01", sex="female", at=AT)
    found = clearance(known)
    assert isinstance(found, Clearance)
    assert (found.value, found.how) == (FlowRate.read("68 mL/min"), "Cockcroft-Gault")
    assert (found.weight, found.weighed) == (Weight.read("72 kg"), moment("2026-02-01T08:00"))
    one = spoken(AREA, known, SIXTY)[REDUCED]
    assert one.value("weight") == Weight.read("72 kg")
    assert one.value("weight_at") == moment("2026-02-01T08:00")
    assert one.value("clearance_by") == "Cockcroft-Gault"
    assert not one.verified
    for said in ("72\u00a0kg", "01-Feb-2026", "01-Mar-2026", "Cockcroft-Gault"):
        assert said in one.says


@pytest.mark.parametrize(
    ("leave_out", "missing"),
    [
        ("creatinine", ("creatinine",)),
        ("weight", ("weight",)),
        ("sex", ("sex",)),
        ("born", ("date of birth",)),
    ],
)
def test_what_the_equation_lacks_is_named(leave_out: str, missing: tuple[str, ...]) -> None:
    events = [one for one in measured() if one.kind.replace("laboratory", "creatinine") != leave_out]
    who: dict[str, Any] = {"sex": None if leave_out == "sex" else "male"}
    born = None if leave_out == "born" else "1966-01-01"
    assert clearance(state(*events, born=born, at=AT, **who)) == missing
    assert kidneys(state(*events, born=born, at=AT, **who)).missing == missing


def test_children_and_a_creatinine_of_zero_are_not_worked_out() -> None:
    assert isinstance(clearance(state(*measured(), born="2008-03-20", sex="male", at=AT)), Clearance)
    child = clearance(state(*measured(), born="2008-03-21", sex="male", at=AT))
    assert not isinstance(child, Clearance)
    assert "adults" in child[0]
    assert clearance(state(*measured("0 mg/dL"), sex="male", at=AT)) == ("creatinine",)


def test_the_newer_of_reported_and_worked_out_counts() -> None:
    later = "2026-03-10T08:00"
    who = {"sex": "male", "at": AT}
    first = clearance(state(*measured(at=DAY), crcl("33", later), **who))
    assert isinstance(first, Clearance)
    assert first.how == "reported"
    second = clearance(state(*measured(at=later), crcl("33", DAY), **who))
    assert isinstance(second, Clearance)
    assert second.how == "Cockcroft-Gault"
    same = clearance(state(*measured(at=DAY), crcl("33", DAY), **who))
    assert isinstance(same, Clearance)
    assert same.how == "reported"
    # Without a weight the older report is better than nothing, with its date.
    third = clearance(state(lab("creatinine", "1 mg/dL", later), crcl("33", DAY), **who))
    assert isinstance(third, Clearance)
    assert (third.how, third.at) == ("reported", moment(DAY))


@given(st.integers(18, 100), st.integers(30, 150), st.fractions(Fraction(1, 5), 12, max_denominator=100), st.booleans())
def test_doubling_the_creatinine_halves_the_clearance(years: int, kg: int, level: Fraction, female: bool) -> None:
    age, weight = Age(years), Weight.exact(kg, "kg")
    whole = cockcroft_gault(age, weight, Concentration.exact(level, "mg/dL"), female=female)
    half = cockcroft_gault(age, weight, Concentration.exact(level * 2, "mg/dL"), female=female)
    heavy = cockcroft_gault(age, Weight.exact(kg * 2, "kg"), Concentration.exact(level, "mg/dL"), female=female)
    older = cockcroft_gault(Age(years + 1), weight, Concentration.exact(level, "mg/dL"), female=female)
    assert half * 2 == whole
    assert heavy == whole * 2
    assert older < whole


@given(st.integers(1, 200), st.integers(1, 200), st.integers(1, 80))
def test_a_lower_clearance_never_proposes_more(one: int, other: int, mg: int) -> None:
    low, high = sorted((one, other))
    daily = DoseRate.exact(mg, "mg/day")
    less = row(state(crcl(str(low)), at=AT), "renal.vlavonou", daily)
    more = row(state(crcl(str(high)), at=AT), "renal.vlavonou", daily)
    assert less.dose is not None
    assert more.dose is not None
    assert less.dose <= more.dose <= daily


# --- the rows


def test_every_proposal_is_a_row_even_where_nothing_is_known() -> None:
    rows = renal_proposals(state(born=None, at=AT), a_day(60))
    assert [one.id for one in rows] == [
        "renal.vlavonou",
        "renal.ajkd",
        "renal.cheong-start",
        "renal.cheong-dialysis-start",
        "renal.hong-kong-dialysis",
        "renal.muanda",
    ]
    assert not any(one.applies for one in rows)
    assert all(one.sources for one in rows)
    assert rows[0].missing == ("creatinine", "date of birth", "weight", "sex")
    assert rows[1].missing == ("eGFR",)
    assert rows[5].missing == ("date of birth", "eGFR")


def test_the_rows_on_dialysis() -> None:
    rows = {one.id: one for one in renal_proposals(state(has("dialysis"), at=AT), a_day(15))}
    assert rows["renal.ajkd"].applies
    assert (rows["renal.cheong-dialysis-start"].dose, rows["renal.cheong-dialysis-start"].lowest_toxic) == (
        a_day("2.5"),
        a_day(5),
    )
    assert rows["renal.hong-kong-dialysis"].dose == a_day(5)
    assert rows["renal.hong-kong-dialysis"].applies
    assert not rows["renal.cheong-start"].applies


def test_the_rows_by_band() -> None:
    known = state(crcl("25"), egfr("25"), born="1950-01-01", at=AT)
    rows = {one.id: one for one in renal_proposals(known, a_day(60))}
    assert (rows["renal.vlavonou"].fraction, rows["renal.vlavonou"].dose) == (Fraction(1, 3), a_day(20))
    assert "Avoid" in rows["renal.ajkd"].advice
    assert (rows["renal.cheong-start"].applies, rows["renal.cheong-start"].lowest_toxic) == (True, a_day(10))
    assert rows["renal.muanda"].risk_difference == Fraction("2.9")
    assert not rows["renal.hong-kong-dialysis"].applies
    assert row(state(egfr("75"), at=AT), "renal.ajkd", a_day(60)).advice.startswith("gives no advice")
    assert not row(state(egfr("25"), at=AT), "renal.muanda", a_day(60)).applies


def test_the_edges_of_the_cohort_as_a_row() -> None:
    known = state(egfr("40"), born="1960-03-20", at=AT)
    assert row(known, "renal.muanda", a_day(20)).applies
    assert not row(known, "renal.muanda", a_day("19.9")).applies
    assert not row(state(egfr("40"), born="1960-03-21", at=AT), "renal.muanda", a_day(20)).applies
    assert row(state(egfr("40"), born=None, at=AT), "renal.muanda", a_day(20)).missing == ("date of birth",)


# --- falling


@pytest.mark.parametrize(
    ("before", "now", "falls"),
    [("81", "80", True), ("80", "81", False), ("79", "51", False), ("51", "50", True), ("30", "10", False)],
)
def test_a_fall_into_a_lower_band_stands_out(before: str, now: str, falls: bool) -> None:
    known = state(takes(10), crcl(before, DAY), crcl(now, "2026-03-05T08:00"))
    found = watched(AREA, known)
    assert ("renal.falling" in found) is falls
    if falls:
        one = found["renal.falling"]
        assert one.value("before") == FlowRate.read(f"{before} mL/min")
        assert one.value("now") == FlowRate.read(f"{now} mL/min")
        assert one.value("since") == moment("2026-03-05T08:00")
        assert one.severity.word == "warn"


def test_a_fall_of_egfr_and_of_creatinine_clearance_by_the_equation() -> None:
    later = "2026-03-05T08:00"
    fall = fallen(state(egfr("60"), egfr("59", later)))
    assert fall is not None
    assert (fall.measure, fall.now) == ("eGFR", Egfr.read("59 mL/min/1.73 m2"))
    assert fallen(state(egfr("90"), egfr("60", later))) is None
    weighed = event("weight", DAY, weight="72 kg")
    rising = state(
        lab("creatinine", "0.9 mg/dL"), lab("creatinine", "1.8 mg/dL", later), weighed, born="1966-01-01", sex="male"
    )
    worked = fallen(rising)
    assert worked is not None
    assert worked.measure == "Creatinine clearance"
    assert fallen(state(crcl("81"))) is None
    assert watched(AREA, state(crcl("81", DAY), crcl("20", later))) == {}


def test_a_struck_value_is_no_fall() -> None:
    wrong = crcl("20", "2026-03-05T08:00")
    struck = event("entered in error", "2026-03-06T08:00", retracts=wrong.id, reason="another patient")
    assert fallen(state(crcl("90"), wrong)) is not None
    assert fallen(state(crcl("90"), wrong, struck)) is None


@given(st.dates(date(1940, 1, 1), date(2000, 1, 1)))
def test_age_alone_never_makes_kidneys_known(born: date) -> None:
    assert not kidneys(state(born=born.isoformat(), at=AT)).known


@pytest.mark.parametrize(
    "kidney", [has("dialysis"), has("chronic kidney disease stage 4 or 5"), crcl("25"), egfr("22")]
)
def test_baclofen_that_runs_with_failing_kidneys_stands_about_the_patient(kidney: AnyEvent) -> None:
    """By every route a warning, as the label's caution has it: nothing that was published refuses the pump."""
    pump = event("program", "2026-02-01T08:00", daily_dose="150 mcg/day", concentration="500 mcg/mL")
    for running, says in ((pump, "into the spinal canal"), (takes(10, 10, 10, at=DAY), "by mouth")):
        one = watched(AREA, state(kidney, running, at=AT))["renal.running-severe"]
        assert one.severity.word == "warn"
        assert says in one.says
        assert ("conflict" in one.says) is (says == "by mouth")
    assert "renal.running-severe" not in watched(AREA, state(kidney, at=AT))
    assert "renal.running-severe" not in watched(AREA, state(crcl("60"), pump, at=AT))
