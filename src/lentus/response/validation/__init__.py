"""The model held against what has been published: each finding beside what the model says."""

from __future__ import annotations

from lentus.response.validation.report import Held, Outcome, outcomes
from lentus.response.validation.targets import Measure, Target, targets

__all__ = ["Held", "Measure", "Outcome", "Target", "outcomes", "targets"]
