"""What is seen of a body: levels, tone, spasms, reflex, drowsiness, withdrawal. None of it feeds back.

States are (..., n) as `anatomy.STATES` names them; every function takes any leading shape that its body allows.
A body of many patients needs states of shape (patients, times, n): see `along`. `tolerance` (0 is none) multiplies the
level of half the effect by 1 + itself, and has the shape of the answer or broadcasts to it.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from numpy.typing import ArrayLike

from lentus.response.arrays import FloatArray
from lentus.response.baclofen.anatomy import ADAPTED, PLASMA, Level, fluid, site, volumes_ml
from lentus.response.baclofen.body import Body
from lentus.response.baclofen.parameters import value
from lentus.response.readouts import hill


def along(person: Body) -> Body:
    """The same bodies with an axis for times behind the patients, to read trajectories of (patients, times, n)."""
    if not person.shape:
        return person
    return replace(person, **{one.name: _column(getattr(person, one.name)) for one in fields(person)})


def _column(part: FloatArray) -> FloatArray:
    return part if part.ndim == 0 else part[..., None]


def plasma_ng_per_ml(person: Body, states: FloatArray) -> FloatArray:
    """The level in plasma, ng/mL (the same number as mcg/L)."""
    return np.asarray(states[..., PLASMA] / person.plasma_volume_l)


def fluid_ng_per_ml(person: Body, states: FloatArray, level: Level = "lumbar") -> FloatArray:
    """The level in the cerebrospinal fluid, ng/mL."""
    place = fluid(level)
    return np.asarray(1000.0 * states[..., place] / volumes_ml(person)[place - fluid("lumbar")])


def effect(person: Body, states: FloatArray, level: Level = "lumbar", tolerance: ArrayLike = 0.0) -> FloatArray:
    """The share of the full effect on tone, 0 to 1."""
    half = person.half_effect_tone_mcg_per_ml * (1.0 + np.asarray(tolerance))
    return hill(states[..., site(level)], half, person.steepness)


def ashworth(person: Body, states: FloatArray, level: Level = "lumbar", tolerance: ArrayLike = 0.0) -> FloatArray:
    """The mean Ashworth score, on the scale of 1 to 5."""
    floor = value("tone-floor")
    return floor + (person.tone_before - floor) * (1.0 - effect(person, states, level, tolerance))


def spasm_score(person: Body, states: FloatArray, level: Level = "lumbar", tolerance: ArrayLike = 0.0) -> FloatArray:
    """The spasm score, 0 to 4."""
    return person.spasm_before * (1.0 - effect(person, states, level, tolerance))


def reflex_percent(person: Body, states: FloatArray, tolerance: ArrayLike = 0.0) -> FloatArray:
    """The H/M ratio of the soleus, percent."""
    half = person.half_effect_reflex_mcg_per_ml * (1.0 + np.asarray(tolerance))
    return person.reflex_before_percent * (1.0 - hill(states[..., site("lumbar")], half, person.steepness))


def drowsiness(person: Body, states: FloatArray, tolerance: ArrayLike = 0.0) -> FloatArray:
    """A readout of 0 to 1: from the cisternal effect site, or from plasma where that gives more, as by mouth.

    Both half levels are thin: read it as more or less.
    """
    tolerant = 1.0 + np.asarray(tolerance)
    cisternal = hill(states[..., site("cisternal")], person.drowsiness_half_mcg_per_ml * tolerant, person.steepness)
    level, half = plasma_ng_per_ml(person, states), person.drowsiness_half_mouth_ng_per_ml * tolerant
    return np.maximum(cisternal, hill(level, half, person.steepness))


def withdrawal_drive(states: FloatArray, level: Level = "lumbar") -> FloatArray:
    """How far adaptation stands above the drug at the effect site, mcg/mL; never below zero."""
    return np.maximum(0.0, states[..., ADAPTED] - states[..., site(level)])


def withdraws(
    person: Body, states: FloatArray, level: Level = "lumbar", *, by_mouth: bool = False
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool]]:
    """Whether withdrawal shows: from a pump, or where the drug came `by_mouth` alone."""
    own = person.withdrawal_threshold_mouth_mcg_per_ml if by_mouth else person.withdrawal_threshold_mcg_per_ml
    return np.asarray(withdrawal_drive(states, level) > own)


def withdrawal_severity(
    person: Body, states: FloatArray, level: Level = "lumbar", *, by_mouth: bool = False
) -> FloatArray:
    """How grave the withdrawal is, 0 to 1; nothing below the threshold. By mouth its scale is smaller by as much."""
    drive, half = withdrawal_drive(states, level), value("withdrawal-half")
    if by_mouth:
        half *= value("withdrawal-threshold-mouth") / value("withdrawal-threshold")
    return np.where(withdraws(person, states, level, by_mouth=by_mouth), drive / (half + drive), 0.0)


def encephalopathy_percent(average_plasma_ng_per_ml: ArrayLike) -> FloatArray:
    """The 30-day risk difference of encephalopathy, percent, at an average plasma level in ng/mL."""
    relative = np.asarray(average_plasma_ng_per_ml) / value("encephalopathy-level")
    return np.asarray(value("encephalopathy-base") * relative ** value("encephalopathy-power"))
