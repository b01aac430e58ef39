"""The virtual patients of the validation: always the same ones, drawn from the spreads of the parameters."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from lentus.response.arrays import FloatArray
from lentus.response.baclofen.body import Body, Covariates, body, spread_parameters
from lentus.response.baclofen.parameters import parameter
from lentus.response.randomness import normals

SEED = 2026
COUNT = 2_000


def deviations(count: int = COUNT, seed: int = SEED, only: Collection[str] | None = None) -> dict[str, FloatArray]:
    """Deviations by parameter, one for each patient; `only` these parameters vary, or all that have a spread."""
    who = np.arange(count)
    names = [name for name in spread_parameters() if only is None or name in only]
    return {name: parameter(name).deviation * normals(seed, who, f"body {name}", 1)[:, 0] for name in names}


def crowd(covariates: Covariates | None = None, count: int = COUNT) -> Body:
    """Bodies of `count` virtual patients with the same covariates."""
    return body(covariates, deviations(count))
