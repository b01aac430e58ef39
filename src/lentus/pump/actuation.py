"""Pumps with a valve move fluid in equal pulses; how far apart they are, and what each one gives.

At any time the pulses given so far and the programmed volume differ by less than one pulse, so the piecewise-constant
flow stands for both. The pulse volume is the maker's own editable default and no constant here: it is passed in.
"""

from __future__ import annotations

from fractions import Fraction

from lentus.errors import PlanError
from lentus.pump.flow import Flow
from lentus.quantity import Concentration, Duration, FlowRate, Mass, Volume

_DAY = Duration.exact(24, "h")


def pulses_a_day(flow: FlowRate, pulse: Volume) -> Fraction:
    """How many pulses a day of this flow takes. PlanError for a pulse of nothing."""
    return flow * _DAY / _above_nothing(pulse)


def apart(flow: FlowRate, pulse: Volume) -> Duration:
    """The time from one pulse to the next. PlanError for a pulse of nothing; QuantityError for no flow."""
    return _above_nothing(pulse) / flow


def dose_of(pulse: Volume, strength: Concentration) -> Mass:
    """The drug in one pulse."""
    return _above_nothing(pulse) * strength


def pulses(flow: Flow, pulse: Volume) -> tuple[Duration, ...]:
    """The times of all pulses: each when the programmed volume has reached one pulse more."""
    count = flow.total / _above_nothing(pulse)
    times = (flow.when(pulse * number) for number in range(1, count.__floor__() + 1))
    return tuple(time for time in times if time is not None)


def _above_nothing(pulse: Volume) -> Volume:
    if pulse.amount("mL") <= 0:
        raise PlanError(f"a pulse of {pulse} moves nothing")
    return pulse
