"""When the drug reaches the tip of the catheter.

A new path that was not primed holds something else. What leaves the tip is then not drug until the pump has moved the
volume of its tubing and catheter, which at a starting flow takes a day or two. The volume is a shift, not a guess: with
a steady flow in each stretch of the program the moment is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lentus.course import Interval, PumpUse, State
from lentus.protocol.spans import after, elapsed
from lentus.pump import Flow
from lentus.quantity import Concentration, DoseRate, Duration, FlowRate, Volume

STEADY = ("simple continuous", "stopped")
"""Modes whose flow is known at every moment; a schedule's flow is known over whole days only."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When drug reached, or will reach, the tip.

    `at` is None where that cannot be worked out, and `missing` says what is lacking. `at_latest` is set where the
    priming alone is unknown: the moment that holds if the path was not primed.
    """

    at: datetime | None
    missing: tuple[str, ...] = ()
    at_latest: datetime | None = None


def time_to_tip(path: Volume, dose: DoseRate, concentration: Concentration) -> Duration:
    """How long a steady infusion needs to move the volume of its path.

    Raises QuantityError for a dose of zero, which moves nothing.
    """
    return path / (dose / concentration)


def arrival_at_tip(state: State) -> Arrival | None:
    """When drug of the infusion now running reaches the tip, going by the program so far.

    None where the question does not arise: no infusion, or one that was found running, with its path untouched since.
    """
    system, started = state.system, state.infusion_started
    changed = system.path_changed if system else None
    if not state.infusing or (started is None and changed is None):
        return None
    begin = max(one for one in (started, changed) if one is not None)
    if system is not None and system.primed:
        return Arrival(begin)
    if system is None or system.path_volume is None:
        return Arrival(None, _unknown(state, ("volume of tubing and catheter",)))
    filled = _moved_by(state.pump, changed or begin, system.path_volume)
    if filled is None:
        return Arrival(None, _unknown(state, ("a steady program with its concentration since the start",)))
    latest = max(begin, filled)
    if system.primed is None:
        return Arrival(None, ("whether the path was primed",), at_latest=latest)
    return Arrival(latest)


def _unknown(state: State, missing: tuple[str, ...]) -> tuple[str, ...]:
    unsaid = state.system is None or state.system.primed is None
    return (*missing, "whether the path was primed") if unsaid else missing


def _moved_by(pump: tuple[Interval[PumpUse], ...], begin: datetime, path: Volume) -> datetime | None:
    """When the pump has moved `path` since `begin`; None where a flow on the way there is not known."""
    pieces: list[tuple[Fraction, Fraction, str]] = []
    at = begin
    for stretch in pump:
        if stretch.end is not None and stretch.end <= at:
            continue
        flow = _flow(stretch.value)
        if flow is None:
            return None
        rate = flow.amount("mL/h")
        if at < stretch.start:
            pieces.append((elapsed(at, stretch.start).amount("h"), _STILL, "before the program"))
            at = stretch.start
        if stretch.end is None:
            # Open to the future: as long as the whole path takes at this flow, and no drug comes where nothing flows.
            if flow == _NONE:
                return None
            pieces.append(((path / flow).amount("h"), rate, "to the tip"))
        else:
            pieces.append((elapsed(at, stretch.end).amount("h"), rate, "on the way"))
            at = stretch.end
        reached = Flow.of(pieces).when(path)
        if reached is not None:
            return after(begin, reached)
    return None


_NONE = FlowRate.exact(0, "mL/day")
_STILL = Fraction(0)


def _flow(use: PumpUse) -> FlowRate | None:
    if use.mode == "stopped":
        return _NONE
    return use.flow if use.mode in STEADY else None
