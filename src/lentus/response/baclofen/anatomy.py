"""The states of the model and how they feed each other: gut, plasma, four levels of fluid, their effect sites.

Linear throughout. Drug enters the gut by mouth, or the fluid at the level of the catheter's tip; all that leaves the
fluid enters plasma. Plasma reaches an effect site as a share of its level and is not counted in the fluid again.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from lentus.errors import ResponseError
from lentus.response.arrays import FloatArray
from lentus.response.baclofen.body import Body
from lentus.response.linear import LinearSystem

Level = Literal["lumbar", "thoracic", "cervical", "cisternal"]
"""Where in the fluid: from the lumbosacral level up to the cisterns."""

LEVELS: tuple[Level, ...] = get_args(Level)

STATES = ("gut", "plasma", *LEVELS, *(f"effect {level}" for level in LEVELS), "adapted")
"""gut, plasma and the levels hold mcg; the effect sites and the adaptation of one of them hold mcg/mL."""

GUT, PLASMA = STATES.index("gut"), STATES.index("plasma")
ADAPTED = STATES.index("adapted")


def fluid(level: str) -> int:
    """The state of the fluid at a level."""
    return STATES.index(known_level(level))


def site(level: str) -> int:
    """The state of the effect site at a level."""
    return STATES.index(f"effect {known_level(level)}")


def known_level(level: str) -> str:
    """The level itself. Raises ResponseError for one that the model does not have."""
    if level not in LEVELS:
        raise ResponseError(f"no level is named {level!r}: there are {', '.join(LEVELS)}")
    return level


def system(person: Body, adapts_at: Level = "lumbar") -> LinearSystem:
    """The rates of a body as a linear system; `adapts_at` is the level whose presence of drug the body adapts to."""
    size = len(STATES)
    matrix = np.zeros((*person.shape, size, size))
    _plasma(matrix, person)
    _fluid(matrix, person)
    _effect(matrix, person)
    matrix[..., ADAPTED, site(adapts_at)] = 1.0 / person.adaptation_h
    matrix[..., ADAPTED, ADAPTED] = -1.0 / person.adaptation_h
    return LinearSystem(matrix, STATES)


def volumes_ml(person: Body) -> tuple[FloatArray, ...]:
    """The fluid of each level, mL, from below."""
    return person.lumbar_ml, person.thoracic_ml, person.cervical_ml, person.cisternal_ml


def _plasma(matrix: FloatArray, person: Body) -> None:
    matrix[..., GUT, GUT] = -person.absorption_per_h
    matrix[..., PLASMA, GUT] = person.bioavailability * person.absorption_per_h
    matrix[..., PLASMA, PLASMA] = -person.clearance_l_per_h / person.plasma_volume_l


def _fluid(matrix: FloatArray, person: Body) -> None:
    volumes = volumes_ml(person)
    for number, level in enumerate(LEVELS):
        here = fluid(level)
        cranial = person.cranial_clearance_ml_per_h / person.cisternal_ml
        loss = cranial if level == "cisternal" else person.spinal_loss_per_h
        matrix[..., here, here] -= loss
        matrix[..., PLASMA, here] += loss
        for other in (number - 1, number + 1):
            if 0 <= other < len(LEVELS):
                matrix[..., here, here] -= person.exchange_ml_per_h / volumes[number]
                matrix[..., here, fluid(LEVELS[other])] += person.exchange_ml_per_h / volumes[other]


def _effect(matrix: FloatArray, person: Body) -> None:
    plasma_ml = 1000.0 * person.plasma_volume_l
    for volume, level in zip(volumes_ml(person), LEVELS, strict=True):
        here = site(level)
        matrix[..., here, here] = -person.effect_delay_per_h
        matrix[..., here, fluid(level)] = person.effect_delay_per_h / volume
        matrix[..., here, PLASMA] = person.effect_delay_per_h * person.csf_to_plasma / plasma_ml
