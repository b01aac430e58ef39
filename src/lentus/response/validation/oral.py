"""What the model says beside the findings about doses by mouth: targets O1 to O7 and O19.

The area under a level after one dose, to its end, is what a steady input of that amount an hour would settle at: the
same linear equations, so no summing over time is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

import numpy as np

from lentus.response.baclofen import Body, Covariates, body, system, value
from lentus.response.baclofen.anatomy import GUT, PLASMA
from lentus.response.baclofen.body import oral_clearance_l_per_h
from lentus.response.baclofen.scores import encephalopathy_percent, plasma_ng_per_ml
from lentus.response.randomness import normals
from lentus.response.validation.people import COUNT, SEED

DOSE_MCG = 10_000.0
TAIL_H = (24.0, 30.0)
"""Between these hours after a dose only the elimination is left."""

CHILD = Covariates(age_years=8.0, weight_kg=25.0)
GROUP_MIDDLES = (65.0, 40.0, 20.0)
CHRONIC_KIDNEY = (52.0, 37.0, 22.0)
THIRTY_MG_A_DAY = 30_000.0 / 24.0
ML_PER_MIN = 1000.0 / 60.0


@dataclass(frozen=True, slots=True)
class Study:
    """The typical values that a study reported: 1/h, L/h, L."""

    absorption_per_h: float
    clearance_l_per_h: float
    volume_l: float


SIMON = Study(1.64, 11.6, 72.8)
CHEVILLARD = Study(2.23, 8.0, 44.5)
MARSOT_SPREAD = 0.56


def full_profiles() -> dict[str, float]:
    """O1."""
    person = of_study(SIMON)
    return {
        "apparent oral clearance": clearance(person),
        "apparent oral volume": clearance(person) * half_life_h(person) / log(2),
        "half-life": half_life_h(person),
    }


def monitoring() -> dict[str, float]:
    """O2."""
    person = of_study(CHEVILLARD)
    return {
        "apparent oral clearance": clearance(person),
        "apparent oral volume": clearance(person) * half_life_h(person) / log(2),
    }


def monitored_spread() -> dict[str, float]:
    """O3."""
    factors = np.exp(MARSOT_SPREAD * normals(SEED, np.arange(COUNT), "monitored clearance", 1)[:, 0])
    typical = body()
    many = replace(typical, clearance_l_per_h=typical.clearance_l_per_h * factors)
    areas = system(many).steady_state(_by_mouth())[..., PLASMA] / many.plasma_volume_l
    return {"spread of clearance": float(100.0 * np.log(DOSE_MCG / areas).std(ddof=1))}


def children() -> dict[str, float]:
    """O4."""
    person, kg = body(CHILD), float(np.asarray(CHILD.weight_kg))
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
        "apparent oral clearance": clearance(person) * ML_PER_MIN,
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
    cut = [1.0 - oral_clearance_l_per_h(Covariates(creatinine_clearance_ml_per_min=at)) / full for at in GROUP_MIDDLES]
    said = [f"reduction at {name}" if name else "reduction below 30 mL/min" for name in names]
    return {name: float(part) for name, part in zip(said, cut, strict=True)}


def encephalopathy() -> dict[str, float]:
    """O19."""
    found = {}
    for name, clearance_of_kidneys in zip(("45 to 59", "30 to 44", "below 30"), CHRONIC_KIDNEY, strict=True):
        person = body(Covariates(creatinine_clearance_ml_per_min=clearance_of_kidneys))
        rates = system(person)
        level = plasma_ng_per_ml(person, rates.steady_state(rates.vector(gut=THIRTY_MG_A_DAY)))
        found[f"risk difference, {name}"] = float(encephalopathy_percent(level))
    return found


def of_study(study: Study) -> Body:
    """The typical adult with a study's own values."""
    typical = body()
    fraction = typical.bioavailability
    return replace(
        typical,
        absorption_per_h=np.asarray(study.absorption_per_h),
        clearance_l_per_h=fraction * study.clearance_l_per_h,
        plasma_volume_l=fraction * study.volume_l,
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
