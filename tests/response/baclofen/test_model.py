"""Laws of the model: linear where it says so, nothing lost, nothing below zero, and monotone where a body is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.errors import ResponseError
from lentus.response import Span
from lentus.response.arrays import FloatArray
from lentus.response.baclofen import LEVELS, STATES, Covariates, body, fluid, scores, site, system, value, volumes_ml
from lentus.response.baclofen.anatomy import GUT, PLASMA
from lentus.response.baclofen.tolerance import after

RATES = system(body())
DOSES = st.floats(1.0, 2000.0)
HOURS = st.floats(0.01, 200.0)


def infused(mcg_per_day: float, level: str = "lumbar") -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    given = np.zeros(len(STATES))
    given[fluid(level)] = mcg_per_day / 24
    return given


@given(DOSES, HOURS)
def test_twice_the_infusion_is_twice_every_state(dose: float, hours: float) -> None:
    once = RATES.propagate(np.zeros(len(STATES)), infused(dose), hours)
    twice = RATES.propagate(np.zeros(len(STATES)), infused(2 * dose), hours)
    assert twice == pytest.approx(2 * once, rel=1e-12)


@given(DOSES, HOURS, HOURS)
def test_an_infusion_in_two_parts_is_the_same_infusion(dose: float, first: float, second: float) -> None:
    start = np.zeros(len(STATES))
    whole = RATES.propagate(start, infused(dose), first + second)
    parts = RATES.propagate(RATES.propagate(start, infused(dose), first), infused(dose), second)
    assert parts == pytest.approx(whole, rel=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_all_drug_that_leaves_the_fluid_leaves_by_plasma(level: str) -> None:
    """At rest, what is eliminated from plasma is what is infused: the chain loses nothing on the way."""
    person = body()
    states = RATES.steady_state(infused(100.0, level))
    eliminated = float(person.clearance_l_per_h / person.plasma_volume_l * states[PLASMA])
    assert eliminated == pytest.approx(100 / 24, rel=1e-12)


def test_by_mouth_only_the_bioavailable_share_is_eliminated() -> None:
    person = body()
    given = np.zeros(len(STATES))
    given[GUT] = 1000.0
    eliminated = float(person.clearance_l_per_h / person.plasma_volume_l * RATES.steady_state(given)[PLASMA])
    assert eliminated == pytest.approx(1000 * float(person.bioavailability), rel=1e-12)


@given(DOSES, HOURS)
def test_no_state_falls_below_zero(dose: float, hours: float) -> None:
    jump = np.zeros(len(STATES))
    jump[fluid("thoracic")] = dose
    assert (RATES.propagate(jump, 0.0, hours) >= -1e-9 * dose).all()


def test_the_level_with_the_tip_holds_the_most_and_levels_fall_with_distance() -> None:
    states = RATES.steady_state(infused(600.0))
    levels = [scores.fluid_ng_per_ml(body(), states, level) for level in LEVELS]
    assert levels == sorted(levels, reverse=True)


def test_a_settled_effect_site_stands_as_high_as_its_fluid_and_a_share_of_plasma() -> None:
    person = body()
    states = RATES.steady_state(infused(600.0))
    for volume, level in zip(volumes_ml(person), LEVELS, strict=True):
        plasma = person.csf_to_plasma * states[PLASMA] / (1000 * person.plasma_volume_l)
        assert states[site(level)] == pytest.approx(float(states[fluid(level)] / volume + plasma), rel=1e-9)


@given(st.floats(0.0, 5.0), st.floats(0.0, 5.0), st.floats(0.0, 4.0))
def test_more_drug_never_means_more_tone_and_tolerance_never_less(low: float, more: float, tolerant: float) -> None:
    person, states = body(), np.zeros((2, len(STATES)))
    states[:, site("lumbar")] = (low, low + more)
    first, second = scores.ashworth(person, states, tolerance=tolerant)
    assert second <= first
    assert (scores.ashworth(person, states, tolerance=tolerant + 1.0) >= np.array([first, second])).all()


def test_readouts_stay_on_their_scales() -> None:
    person, states = body(), np.zeros((2, len(STATES)))
    states[1] = 1e6
    assert scores.ashworth(person, states) == pytest.approx([value("tone-before"), value("tone-floor")])
    assert scores.spasm_score(person, states) == pytest.approx([value("spasm-before"), 0.0], abs=1e-9)
    assert scores.reflex_percent(person, states) == pytest.approx([value("reflex-before"), 0.0], abs=1e-9)
    assert scores.drowsiness(person, states) == pytest.approx([0.0, 1.0])


def test_a_sudden_stop_at_a_high_dose_shows_withdrawal_and_a_low_dose_stays_silent() -> None:
    person = body()
    for dose, shows in ((775.0, True), (90.0, False)):
        stopped = RATES.propagate(RATES.steady_state(infused(dose)), 0.0, 24.0)
        assert bool(scores.withdraws(person, stopped)) is shows
        assert (float(scores.withdrawal_severity(person, stopped)) > 0) is shows


@given(st.floats(0.0, 2.6), st.floats(0.1, 400.0), st.floats(0.1, 400.0), st.sampled_from([0.0, 1.0]))
def test_tolerance_over_two_spans_is_tolerance_over_both(
    start: float, first: float, second: float, level: float
) -> None:
    person = body()
    parts = after(person, after(person, start, first, level), second, level)
    assert float(parts) == pytest.approx(float(after(person, start, first + second, level)), abs=1e-12)


def test_tolerance_rises_to_its_limit_under_the_drug_and_to_nothing_without() -> None:
    person = body()
    assert float(after(person, 0.0, 1e6, 1.0)) == pytest.approx(value("tolerance-limit"))
    assert float(after(person, value("tolerance-limit"), 1e6, 0.0)) == pytest.approx(0.0, abs=1e-12)


def test_worse_kidneys_clear_less_and_no_kidneys_still_clear_something() -> None:
    clearances = [
        float(body(Covariates(creatinine_clearance_ml_per_min=at)).clearance_l_per_h) for at in (0, 20, 60, 100)
    ]
    assert clearances == sorted(clearances)
    assert clearances[0] > 0


def test_a_child_grows_into_the_adult_without_a_step() -> None:
    weights = np.linspace(5, 80, 300)
    clearances = body(Covariates(age_years=12.0, weight_kg=weights)).clearance_l_per_h
    assert (np.diff(clearances) >= 0).all()
    assert clearances.max() == pytest.approx(float(body().clearance_l_per_h))


@pytest.mark.parametrize(
    "odd",
    [
        Covariates(age_years=-1.0),
        Covariates(age_years=10.0, weight_kg=0.0),
        Covariates(creatinine_clearance_ml_per_min=1e6),
    ],
)
def test_a_covariate_that_no_person_has_is_refused_with_its_bounds(odd: Covariates) -> None:
    with pytest.raises(ResponseError, match="a person has"):
        body(odd)


def test_a_deviation_of_what_does_not_vary_is_refused() -> None:
    with pytest.raises(ResponseError, match="no spread between persons is known for bioavailability"):
        body(None, {"bioavailability": 0.1})


def test_a_level_that_the_model_does_not_have_is_refused() -> None:
    with pytest.raises(ResponseError, match="lumbar, thoracic, cervical, cisternal"):
        fluid("sacral")


def _settled_by_mouth(mg: float) -> FloatArray:
    """The states just after a dose, three times a day for long."""
    dose = np.zeros(len(STATES))
    dose[GUT] = 1000.0 * mg
    return np.asarray(RATES.periodic_state([Span(8.0, np.zeros(len(STATES)), dose)])) + dose


def test_drowsiness_by_mouth_is_half_at_the_typical_peak_of_the_largest_three_doses() -> None:
    """Where the half level comes from; the dose is the monograph's."""
    highest = float(monograph.mass("oral.maximum-single").amount("mg"))
    states = RATES.trajectory(_settled_by_mouth(highest), [], np.arange(0.0, 8.0, 0.1))
    worst = scores.drowsiness(scores.along(body()), states).max()
    assert worst == pytest.approx(0.5, abs=0.02)


def test_withdrawal_by_mouth_shows_between_the_published_hours() -> None:
    hours = np.arange(0.0, 60.0, 0.5)
    person = scores.along(body())

    def stopped(mg_a_day: float) -> FloatArray:
        return RATES.trajectory(_settled_by_mouth(mg_a_day / 3.0), [], hours)

    first, higher = (hours[scores.withdraws(person, stopped(mg), by_mouth=True).argmax()] for mg in (75.0, 100.0))
    assert 18.0 < first < 31.0
    assert 0.0 < higher < first
    assert not scores.withdraws(person, stopped(15.0), by_mouth=True).any()
    # The threshold of a pump is never passed: the lumbar site sees too little of a dose by mouth.
    assert not scores.withdraws(person, stopped(100.0)).any()
