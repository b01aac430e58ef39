"""Many virtual patients under a protocol, fast: closed loops, outcomes, and what a plan does before it meets anyone.

    rule = TitrationRule(every_hours=8.0, review_hours=72.0, ...)
    out = titration_arrays(patients.count, rule, moments)
    titrate(patients, rule, noise, 1.0, out, threads=2)

Doses are whole nanograms here, so that a limit is met or missed exactly as at the bedside. Kernels are compiled when
they are first asked for; importing this package imports no numba.
"""

from __future__ import annotations

from lentus.cohort.titration import TitrationOutput, TitrationRule, titrate, titration_arrays

__all__ = ["TitrationOutput", "TitrationRule", "titrate", "titration_arrays"]
