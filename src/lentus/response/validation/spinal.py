"""What the model says beside the findings about doses into the spinal canal: targets O8 to O18 and O20."""

from __future__ import annotations

from math import log

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.baclofen import Body, body, fluid, scores, site, system, value
from lentus.response.baclofen.tolerance import DAYS_PER_MONTH, after
from lentus.response.randomness import uniforms
from lentus.response.validation.people import COUNT, SEED, crowd, deviations
from lentus.response.validation.targets import target

POINT = 1.0
"""A fall of the Ashworth score that counts as a response."""


def lumbar_clearance() -> dict[str, float]:
    """O8."""
    person = body()
    return {"clearance": float(1000.0 / scores.fluid_ng_per_ml(person, infused(person, 24.0)))}


def lumbar_levels() -> dict[str, float]:
    """O9."""
    many = crowd()
    low, high = target("O9").number("lowest_mcg"), target("O9").number("highest_mcg")
    doses = low * (high / low) ** _spread_evenly("reported doses")
    levels = scores.fluid_ng_per_ml(many, infused(many, doses))
    return {f"{share} percent of the levels": float(np.percentile(levels, share)) for share in (5, 95)}


def after_a_bolus() -> dict[str, float]:
    """O10."""
    many, dose = crowd(), target("O10").number("bolus_mcg")
    jump = np.zeros(system(many).size)
    jump[fluid("lumbar")] = dose
    early, late = np.moveaxis(system(many).trajectory(jump, [], [1.0, 4.0])[..., fluid("lumbar")], -1, 0)
    half_lives = 3.0 * log(2) / np.log(early / late)
    # The area after one dose is what that amount an hour would settle at.
    clearances = dose * many.lumbar_ml / system(many).steady_state(jump)[..., fluid("lumbar")]
    return {
        f"{name}, {share} percent": float(np.percentile(values, share))
        for name, values in (("half-life", half_lives), ("clearance", clearances))
        for share in (5, 95)
    }


def up_the_axis() -> dict[str, float]:
    """O11."""
    many = crowd()
    states = infused(many, 24.0)
    ratios = scores.fluid_ng_per_ml(many, states) / scores.fluid_ng_per_ml(many, states, "cisternal")
    return {"ratio": float(np.median(ratios))}


def bolus_times() -> dict[str, float]:
    """O12."""
    person = body()
    at = np.arange(0.0, 12.01, 0.05)
    effects = scores.effect(person, bolus(person, target("O12").number("bolus_mcg"), at))
    return {"effect at 1 h": float(100.0 * np.interp(1.0, at, effects)), "peak": float(at[effects.argmax()])}


def infusion_times() -> dict[str, float]:
    """O13."""
    return {"share at 6 to 8 h": 100.0 * infusion_share(7.0), "share at 24 h": 100.0 * infusion_share(24.0)}


def infusion_share(hours: float) -> float:
    """The share of the settled lumbar effect-site level that the typical adult has so long after the start."""
    person = body()
    rates = system(person)
    reached = rates.propagate(np.zeros(rates.size), _rate(24.0), hours)[site("lumbar")]
    return float(reached / infused(person, 24.0)[site("lumbar")])


def tone_after_bolus() -> dict[str, float]:
    """O14."""
    many = _brain_injured()
    scored = scores.ashworth(scores.along(many), bolus(many, target("O14").number("bolus_mcg"), np.array([4.0, 6.0])))
    four, six = scored.mean(axis=0)
    return {"score at 4 h": float(four), "score at 6 h": float(six)}


def reflex_after_bolus() -> dict[str, float]:
    """O15."""
    many = crowd()
    seen = scores.reflex_percent(scores.along(many), bolus(many, target("O15").number("bolus_mcg"), np.array([5.0])))
    return {"ratio at 5 h": float(seen.mean())}


def long_follow_up() -> dict[str, float]:
    """O16."""
    many, study = crowd(), target("O16")
    low, high = study.number("lowest_mcg"), study.number("highest_mcg")
    states = infused(many, low + (high - low) * _spread_evenly("follow-up doses"))
    tolerant = after(many, 0.0, study.number("months") * DAYS_PER_MONTH, states[..., site("lumbar")])
    return {
        "Ashworth score": float(scores.ashworth(many, states, tolerance=tolerant).mean()),
        "spasm score": float(scores.spasm_score(many, states, tolerance=tolerant).mean()),
    }


def responders() -> dict[str, float]:
    """O17."""
    many, study = crowd(), target("O17")
    best = np.zeros(COUNT)
    for dose in study.numbers("doses_mcg"):
        score = scores.ashworth(scores.along(many), bolus(many, dose, np.array([study.number("scored_h")])))[:, 0]
        best = np.maximum(best, many.tone_before - score)
    return {"responders": float(100.0 * (best >= POINT).mean())}


def dose_growth() -> dict[str, float]:
    """O18."""
    person = body()
    used = value("tolerance-switch") * 2.0
    early, late = (
        1.0 + after(person, 0.0, months * DAYS_PER_MONTH, used) for months in target("O18").numbers("months")
    )
    return {"ratio": float(late / early)}


def adverse_events() -> dict[str, float]:
    """O20."""
    drawn = uniforms(SEED, np.arange(COUNT), "adverse events", 2)
    rates = (value("device-failure"), value("adverse-events"))
    # A year of a constant hazard: the number of events of a Poisson process, by inversion.
    found = [_poisson(drawn[:, number], rate).mean() for number, rate in enumerate(rates)]
    return {"of the device": float(found[0]), "of all kinds": float(found[1])}


def infused(person: Body, mcg_per_day: float | FloatArray) -> FloatArray:
    """The states at steady state of an even infusion at the lumbar level."""
    return system(person).steady_state(_rate(mcg_per_day))


def bolus(person: Body, mcg: float, at_hours: FloatArray) -> FloatArray:
    """The states at these hours after a bolus into lumbar fluid."""
    rates = system(person)
    jump = np.zeros(rates.size)
    jump[fluid("lumbar")] = mcg
    return rates.trajectory(jump, [], at_hours)


def _rate(mcg_per_day: float | FloatArray) -> FloatArray:
    hourly = np.asarray(mcg_per_day) / 24.0
    given = np.zeros((*hourly.shape, system(body()).size))
    given[..., fluid("lumbar")] = hourly
    return given


def _spread_evenly(purpose: str) -> FloatArray:
    return uniforms(SEED, np.arange(COUNT), purpose, 1)[:, 0]


def _brain_injured() -> Body:
    mean, deviation = target("O14").number("before"), target("O14").number("deviation")
    drawn = deviations()
    typical = value("tone-before")
    standard = drawn["tone-before"] / drawn["tone-before"].std()
    return body(None, {**drawn, "tone-before": mean - typical + deviation * standard})


def _poisson(uniform: FloatArray, rate: float) -> FloatArray:
    term = np.exp(-rate)
    total, count = term, np.zeros_like(uniform)
    for number in range(1, 12):
        count += uniform > total
        term *= rate / number
        total += term
    return count
