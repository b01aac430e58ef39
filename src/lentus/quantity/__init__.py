"""Exact amounts: six types that cannot be mixed up, one grammar to read them, one printer.

    dose = Mass.read("50 mcg")
    rate = DoseRate.read("120 mcg/day")
    flow = rate / Concentration.read("500 mcg/mL")     # FlowRate
    show(flow)                                         # "0.24 mL per day", space before the unit unbroken

No drug is known here.
"""

from __future__ import annotations

from lentus.quantity.kinds import Concentration, DoseRate, Duration, FlowRate, Mass, Quantity, Volume, read
from lentus.quantity.percent import read_percent, show_percent
from lentus.quantity.printing import canonical, show
from lentus.quantity.readings import Egfr, Length, Reading, Temperature, Weight, read_reading

__all__ = [
    "Concentration",
    "DoseRate",
    "Duration",
    "Egfr",
    "FlowRate",
    "Length",
    "Mass",
    "Quantity",
    "Reading",
    "Temperature",
    "Volume",
    "Weight",
    "canonical",
    "read",
    "read_percent",
    "read_reading",
    "show",
    "show_percent",
]
