"""What is wrong with a pump plan before it is sent.

    found = verify(read_plan(path))
    found.passes, found.findings, found.dates, found.clear_from

The pump floor computes; here it is held against what was stated, shown, published and recorded.
"""

from __future__ import annotations

from lentus.protocol.pump_plan.refilling import of_strength
from lentus.protocol.pump_plan.verifying import RULES, Verification, orders, verify
from lentus.protocol.pump_plan.worked import Worked, work

__all__ = ["RULES", "Verification", "Worked", "of_strength", "orders", "verify", "work"]
