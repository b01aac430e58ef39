"""The model of baclofen in the body: by mouth and from a pump, to tone, spasms, drowsiness and withdrawal.

    person = body(Covariates(creatinine_clearance_ml_per_min=60))
    states = system(person).trajectory(np.zeros(len(STATES)), spans, at_hours)
    ashworth(person, states)

It is a model: every number stands in `data/parameters.toml` with its unit, range, status and source.
"""

from __future__ import annotations

from lentus.response.baclofen.anatomy import LEVELS, STATES, Level, fluid, site, system, volumes_ml
from lentus.response.baclofen.body import Body, Covariates, body, spread_parameters
from lentus.response.baclofen.parameters import Paper, Parameter, papers, parameter, parameters, value

__all__ = [
    "LEVELS",
    "STATES",
    "Body",
    "Covariates",
    "Level",
    "Paper",
    "Parameter",
    "body",
    "fluid",
    "papers",
    "parameter",
    "parameters",
    "site",
    "spread_parameters",
    "system",
    "value",
    "volumes_ml",
]
