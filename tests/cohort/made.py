"""Trials for the tests: small, and quiet where nothing may be left to chance."""

from __future__ import annotations

from typing import Any

from lentus.cohort.trial import Trial, trial_from

QUIET = {"missed_refills": "0 %", "catheter_failures_per_year": 0.0, "score_error": 0.0}


def trial(patients: int = 40, days: int = 90, *arms: dict[str, Any], seed: int = 7) -> Trial:
    """A trial with these arms; without any, one quiet arm of defaults."""
    given = arms or ({"life": QUIET},)
    named = [{"name": f"arm {number}", **arm} for number, arm in enumerate(given, start=1)]
    return trial_from({"title": "a test", "seed": seed, "patients": patients, "days": days, "arm": named})
