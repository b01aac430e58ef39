"""What the body does with a dose: linear kinetics, effect, and one patient's own fit; no rule and no order.

    system = LinearSystem(matrix_per_hour, ("gut", "plasma"))
    spans = spans_of([Bolus(0.0, 0, 20.0)], until_hours=24.0, size=2)
    system.trajectory([0.0, 0.0], spans, at_hours)          # exact at any moment
    solve(read_table(text), one_compartment(CL=11.0, V=60.0, KA=2.0))

Floats live here and in `cohort` only, with the unit in each name. Nothing in this module imports numba: the kernels in
`lentus.response.fast` are compiled when they are first asked for.
"""

from __future__ import annotations

from lentus.response.arrays import FloatArray
from lentus.response.inputs import Bolus, Infusion, repeated, spans_of
from lentus.response.kinetics import Kinetics, advan, one_compartment, three_compartment, two_compartment
from lentus.response.linear import LinearSystem, Readout, Span, Step
from lentus.response.readouts import hill, level_of
from lentus.response.solving import Solved, solve
from lentus.response.table import Record, read_table, write_table

__all__ = [
    "Bolus",
    "FloatArray",
    "Infusion",
    "Kinetics",
    "LinearSystem",
    "Readout",
    "Record",
    "Solved",
    "Span",
    "Step",
    "advan",
    "hill",
    "level_of",
    "one_compartment",
    "read_table",
    "repeated",
    "solve",
    "spans_of",
    "three_compartment",
    "two_compartment",
    "write_table",
]
