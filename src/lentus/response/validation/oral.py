"""What the model says beside the findings about doses by mouth: targets O1 to O7 and O19.

The area under a level after one dose, to its end, is what a steady input of that amount an hour would settle at: the
same linear equations, so no summing over time is needed.
"""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np

from lentus.response.baclofen import Body, Covariates, body, system, value
from lentus.response.baclofen.anatomy import GUT, PLASMA
from lentus.response.baclofen.body import oral_clearance_l_per_h
from lentus.response.baclofen.scores import encephalopathy_percent, plasma_ng_per_ml
from lentus.response.randomness import normals
from lentus.response.validation.people import COUNT, SEED
from lentus.response.validation.targets import Target, target

DOSE_MCG = 10_000.0
TAIL_H = (24.0, 30.0)
"""Between these hours after a dose only the elimination is left."""

ML_PER_MIN = 1000.0 / 60.0
MCG_PER_MG = 1000.0
CLEARANCE, VOLUME = "apparent oral clearance", "apparent oral volume"


def full_profiles() -> dict[str, float]:
    """O1."""
    return {**_typical("O1"), "half-life": half_life_h(of_study(target("O1")))}


def monitoring() -> dict[str, float]:
    """O2."""
    return _typical("O2")


def _typical(name: str) -> dict[str, float]:
    person = of_study(target(name))
    return {CLEARANCE: clearance(person), VOLUME: clearance(person) * half_life_h(person) / log(2)}


def monitored_spread() -> dict[str, float]:
    """O3."""
    spread = target("O3").observed("spread of clearance") / 100.0
    factors = np.exp(spread * normals(SEED, np.arange(COUNT), "monitored clearance", 1)[:, 0])
    typical = body()
    many = replace(typical, clearance_l_per_h=typical.clearance_l_per_h * factors)
    areas = system(many).steady_state(_by_mouth())[..., PLASMA] / many.plasma_volume_l
    return {"spread of clearance": float(100.0 * np.log(DOSE_MCG / areas).std(ddof=1))}


def children() -> dict[str, float]:
    """O4."""
    study = target("O4")
    kg = study.number("weight_kg")
    person = body(Covariates(age_years=study.number("age_years"), weight_kg=kg))
    return {
        "apparent oral clearance for each kg": clearance(person) / kg,
        "volume at steady state for each kg": clearance(person) * half_life_h(person) / log(2) / kg,
        "half-life": half_life_h(person),
    }


def healthy_men() -> dict[str, float]:
    """O5."""
    person, share = body(), value("renal-fraction")
    true_clearance = float(person.clearance_l_per_h)
    return {
        CLEARANCE: clearance(person) * ML_PER_MIN,
        "renal clearance": share * true_clearance * ML_PER_MIN,
        "oral dose excreted unchanged": 100.0 * share * float(person.bioavailability),
    }


def absolute() -> dict[str, float]:
    """O6."""
    rates = system(body())
    by_mouth = rates.steady_state(rates.vector(gut=DOSE_MCG))[PLASMA]
    into_vein = rates.steady_state(rates.vector(plasma=DOSE_MCG))[PLASMA]
    return {"bioavailability": float(by_mouth / into_vein)}


def kidney_groups() -> dict[str, float]:
    """O7."""
    full = oral_clearance_l_per_h(Covariates())
    names = ("50 to 80 mL/min", "30 to 50 mL/min", "")
    cut = [
        1.0 - oral_clearance_l_per_h(Covariates(creatinine_clearance_ml_per_min=at)) / full
        for at in target("O7").numbers("middles")
    ]
    said = [f"reduction at {name}" if name else "reduction below 30 mL/min" for name in names]
    return {name: float(part) for name, part in zip(said, cut, strict=True)}


def encephalopathy() -> dict[str, float]:
    """O19."""
    found, study = {}, target("O19")
    hourly = study.number("daily_mg") * MCG_PER_MG / 24.0
    for name, clearance_of_kidneys in zip(
        ("45 to 59", "30 to 44", "below 30"), study.numbers("clearances"), strict=True
    ):
        person = body(Covariates(creatinine_clearance_ml_per_min=clearance_of_kidneys))
        rates = system(person)
        level = plasma_ng_per_ml(person, rates.steady_state(rates.vector(gut=hourly)))
        found[f"risk difference, {name}"] = float(encephalopathy_percent(level))
    return found


def of_study(study: Target) -> Body:
    """The typical adult with a study's own values."""
    typical = body()
    fraction = typical.bioavailability
    return replace(
        typical,
        absorption_per_h=np.asarray(study.number("absorption_per_h")),
        clearance_l_per_h=fraction * study.observed(CLEARANCE),
        plasma_volume_l=fraction * study.observed(VOLUME),
    )


def clearance(person: Body) -> float:
    """Apparent oral clearance, L/h: dose over area."""
    area = plasma_ng_per_ml(person, system(person).steady_state(_by_mouth()))
    return float(DOSE_MCG / area)


def half_life_h(person: Body) -> float:
    """Half-life in plasma from the tail of one dose, hours."""
    first, second = system(person).trajectory(_by_mouth(), [], TAIL_H)[..., PLASMA]
    return float((TAIL_H[1] - TAIL_H[0]) * log(2) / np.log(first / second))


def _by_mouth() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rates = system(body())
    dose = np.zeros(rates.size)
    dose[GUT] = DOSE_MCG
    return dose
