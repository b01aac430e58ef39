"""One patient's own fit, and when it may not be used."""

from __future__ import annotations

from lentus.response.fit.observations import Observation, level_observations, levels_without_drug, tone_observations
from lentus.response.fit.posterior import Fit, Question, fit

__all__ = ["Fit", "Observation", "Question", "fit", "level_observations", "levels_without_drug", "tone_observations"]
