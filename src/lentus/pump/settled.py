"""One day of a program when all that came before it has left the path: what two programs are compared by."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from lentus.pump.delivery import Delivery, deliver
from lentus.pump.path import Path
from lentus.pump.program import Program, expand
from lentus.pump.reservoir import Supply
from lentus.quantity import Concentration, Volume

_ANY = Volume.exact(1, "mL")


def settled_day(program: Program, filled: Concentration, at: datetime) -> Delivery:
    """What leaves the tip from 00:00 to 24:00 of the pump's own day that holds `at`, the path full of `filled`.

    Boluses given once and those on a patient's demand are left out. PlanError for a moment without a zone.
    """
    shown = program.clock.reading(at)
    midnight = shown.replace(hour=0, minute=0, second=0, microsecond=0)
    flow = expand(replace(program, first=(), patient=None), midnight, midnight + timedelta(days=1))
    return deliver(flow, Supply(filled), Path.full(_ANY, filled))
