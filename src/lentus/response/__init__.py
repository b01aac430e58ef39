"""What the body does with a dose: linear kinetics, effect, and one patient's own fit; no rule and no order.

    system = LinearSystem(matrix_per_hour, ("gut", "plasma"))
    spans = spans_of([Bolus(0.0, 0, 20.0)], until_hours=24.0, size=2)
    system.trajectory([0.0, 0.0], spans, at_hours)          # exact at any moment

Floats live here and in `cohort` only, with the unit in each name. Nothing in this module imports numba: the kernels in
`lentus.response.fast` are compiled when they are first asked for.
"""

from __future__ import annotations

from lentus.response.arrays import FloatArray
from lentus.response.inputs import Bolus, Infusion, repeated, spans_of
from lentus.response.linear import LinearSystem, Readout, Span, Step
from lentus.response.readouts import hill, level_of

__all__ = [
    "Bolus",
    "FloatArray",
    "Infusion",
    "LinearSystem",
    "Readout",
    "Span",
    "Step",
    "hill",
    "level_of",
    "repeated",
    "spans_of",
]
