"""The pump in the volume domain: what leaves the tip, until the solution in the path changes, runs dry, or is lost.

Flow changes reach the tip at once; another strength reaches it when the volume of the path has been pumped. So the
delivery of a day is a few constant stretches, found without a step of time.
"""

from __future__ import annotations

import numpy as np

from lentus.cohort.kernels.days import HOURLY, delivering, quiet, stretch
from lentus.response.arrays import FloatArray
from lentus.response.kernels.compiling import kernel

# The pump `u`: mL per h, mcg per mL at the tip and in the reservoir, mL of old solution in the path, mL in the
# reservoir, hour at which the catheter fails, hours dry so far, mcg per h at the tip now, dose wanted in mcg per h.
FLOW, AT_TIP, IN_RESERVOIR, OLD_ML, LEFT_ML, FAILS_AT, DRY_HOURS, LEAVES, WANTED, BRIDGED, PUMP = range(11)
NEVER = 1e18


@kernel
def leaves(u: FloatArray, hour: float) -> float:
    """What leaves the tip at this moment, mcg per h."""
    if hour >= u[FAILS_AT] or u[LEFT_ML] <= 0.0:
        return 0.0
    return u[FLOW] * u[AT_TIP]


@kernel
def programmed(b: FloatArray, v: FloatArray, u: FloatArray, hour: float, mcg_per_h: float) -> None:
    """The pump is told another dose; while a bridge runs, in the strength of the old solution."""
    u[WANTED] = mcg_per_h
    u[FLOW] = mcg_per_h / (u[AT_TIP] if u[BRIDGED] > 0.0 else u[IN_RESERVOIR])
    settle(b, v, u, hour)


@kernel
def settle(b: FloatArray, v: FloatArray, u: FloatArray, hour: float) -> None:
    """Let the body follow what leaves the tip now."""
    now = leaves(u, hour)
    if now != u[LEAVES]:
        delivering(b, v, now)
        u[LEAVES] = now


@kernel
def next_change(u: FloatArray, hour: float) -> float:
    """Hours until what leaves the tip changes by itself."""
    soon = NEVER
    if u[FAILS_AT] > hour:
        soon = u[FAILS_AT] - hour
    if u[FLOW] > 0.0 and u[LEFT_ML] > 0.0:
        soon = min(soon, u[LEFT_ML] / u[FLOW])
        if u[OLD_ML] > 0.0:
            soon = min(soon, u[OLD_ML] / u[FLOW])
    return soon


@kernel
def _pumped(u: FloatArray, hours: float, soon: float) -> None:
    """Move the volumes on; where a change is reached, to exactly nothing, so that it cannot come twice."""
    if u[LEFT_ML] <= 0.0:
        u[DRY_HOURS] += hours
        return
    moved = u[FLOW] * hours
    reached = hours >= soon
    dry, fresh = u[LEFT_ML] / u[FLOW] if u[FLOW] > 0.0 else NEVER, NEVER
    if u[FLOW] > 0.0 and u[OLD_ML] > 0.0:
        fresh = u[OLD_ML] / u[FLOW]
    u[LEFT_ML] = 0.0 if reached and dry <= soon else u[LEFT_ML] - moved
    if u[OLD_ML] > 0.0:
        u[OLD_ML] = 0.0 if reached and fresh <= soon else u[OLD_ML] - moved
        if u[OLD_ML] == 0.0:
            u[AT_TIP] = u[IN_RESERVOIR]
            if u[BRIDGED] > 0.0:
                u[BRIDGED] = 0.0
                u[FLOW] = u[WANTED] / u[IN_RESERVOIR]


@kernel
def pump_day(
    b: FloatArray, v: FloatArray, u: FloatArray, hours: FloatArray, sixes: FloatArray, ones: FloatArray,
    hour: float, moments: int, out: FloatArray,
) -> float:  # fmt: skip
    """A day under the pump: fills the levels, moves body and pump, gives the day's mean at the lumbar site."""
    soon = next_change(u, hour)
    if soon > HOURLY:
        _pumped(u, HOURLY, soon)
        return quiet(b, v, hours, sixes, ones, moments, out)
    total, at = 0.0, 0.0
    while at < HOURLY:
        soon = next_change(u, hour + at)
        # A change reached is passed on whole: a rest of 1e-17 h is lost in `at`, and the day would never end.
        moved = min(soon, HOURLY - at)
        end = at + moved if moved < HOURLY - at else float(HOURLY)
        if end > at:
            total += stretch(b, v, at, end, moments, out)
        _pumped(u, moved, soon)
        # A failure is reached by the clock: hold it there, whatever the sum of hours rounds to.
        if u[FAILS_AT] > hour + at and u[FAILS_AT] - (hour + at) <= moved + 1e-9:
            u[FAILS_AT] = hour + end
        at = end
        settle(b, v, u, hour + at)
    return total / HOURLY


@kernel
def refilled(u: FloatArray, capacity: float) -> float:
    """Fill the reservoir; gives the hours for which it had been dry."""
    dry = u[DRY_HOURS]
    u[LEFT_ML], u[DRY_HOURS] = capacity, 0.0
    return dry


@kernel
def days_of_fill(u: FloatArray, alarm_ml: float) -> float:
    """Whole days until the reservoir is down to its alarm."""
    if u[FLOW] <= 0.0:
        return NEVER
    return np.floor((u[LEFT_ML] - alarm_ml) / (24.0 * u[FLOW]))
